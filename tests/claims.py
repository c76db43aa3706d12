"""Whether what a reply says has happened did happen, in the transaction that said it.

SQLite's own trace is read: prepared statements pass the library's events by. What is done does not
depend on the engine, so that one of the two is enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import CATALOGUE
from handlers.core.talk.texts import Claim
from models.outbox import OutboundMessage

_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)(?: OR IGNORE)?(?: INTO| FROM)?\s+(\w+)", re.I)
BOOKKEEPING = frozenset({"inbox", "outbox", "contacts", "media", "audit_events"})
"""Written for many a message, whatever comes of it."""
Written = set[tuple[str, str]]
"""What was done to which tables: ("UPDATE", "visits")."""


@contextmanager
def watching(session: Session) -> Iterator[Written | None]:
    """The tables of which rows are written meanwhile; None on an engine that cannot tell."""
    if session.get_bind().dialect.name != "sqlite":
        yield None
        return
    driver = session.connection().connection.driver_connection
    assert driver is not None
    written: Written = set()
    last: list[tuple[str, int]] = []

    def settle(statement: str) -> None:
        """Called before each statement: the one before it wrote if the count of changes rose."""
        if last and driver.total_changes > last[0][1] and (wrote := _WRITES.match(last[0][0])):
            written.add((wrote[1].upper(), wrote[2]))
        last[:] = [(statement, driver.total_changes)]

    driver.set_trace_callback(settle)
    try:
        yield written
        session.flush()
        settle("")
    finally:
        driver.set_trace_callback(None)


def false_claims(
    session: Session, written: Written, since: int, spoken: Collection[int]
) -> Sequence[str]:
    """The keys of what was said behind the outbox row `since`, to contacts that have `spoken`, and
    is not borne out."""
    rows = session.scalars(select(OutboundMessage).where(OutboundMessage.id > since)).all()
    to_others = any(row.contact_id not in spoken for row in rows)
    claims = {
        row.text_key: claim
        for row in rows
        if row.contact_id in spoken and (claim := CATALOGUE[row.text_key].claims)
    }
    return [key for key, claim in claims.items() if not _borne_out(claim, written, to_others)]


def _borne_out(claim: Claim, written: Written, to_others: bool) -> bool:
    changed = {(how, table) for how, table in written if table not in BOOKKEEPING}
    match claim:
        case Claim.SIGNED:
            return ("INSERT", "signatures") in changed
        case Claim.SENT:
            return to_others or any(table in ("notices", "receipts") for _, table in changed)
        case Claim.CANCELLED:
            return any(how != "INSERT" for how, _ in changed)
        case Claim.NOTED:
            return bool(changed)
