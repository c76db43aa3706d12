"""Whether what a reply says has happened did happen, in the transaction that said it.

SQLite's own trace is read: prepared statements pass the library's events by. What is done does not
depend on the engine, so that one of the two is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import CATALOGUE
from handlers.core.talk.texts import Claim
from models.outbox import OutboundMessage

_WRITES = re.compile(r"^\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM)\s+(\w+)", re.I)
BOOKKEEPING = frozenset({"inbound_messages", "outbound_messages", "contacts", "media"})
"""Written for every message, whatever comes of it."""


@contextmanager
def watching(session: Session) -> Iterator[set[str] | None]:
    """The tables of which rows are written meanwhile; None on an engine that cannot tell."""
    if session.get_bind().dialect.name != "sqlite":
        yield None
        return
    driver = session.connection().connection.driver_connection
    assert driver is not None
    written: set[str] = set()
    last: list[tuple[str, int]] = []

    def settle(statement: str) -> None:
        """Called before each statement: the one before it wrote if the count of changes rose."""
        if last and driver.total_changes > last[0][1] and (wrote := _WRITES.match(last[0][0])):
            written.add(wrote[1])
        last[:] = [(statement, driver.total_changes)]

    driver.set_trace_callback(settle)
    try:
        yield written
        session.flush()
        settle("")
    finally:
        driver.set_trace_callback(None)


def false_claims(session: Session, written: set[str], since: int, contact: int) -> Sequence[str]:
    """The keys of replies to `contact`, behind the outbox row `since`, that are not borne out."""
    rows = session.scalars(select(OutboundMessage).where(OutboundMessage.id > since)).all()
    to_others = any(row.contact_id != contact for row in rows)
    claims = {
        row.text_key: claim
        for row in rows
        if row.contact_id == contact and (claim := CATALOGUE[row.text_key].claims)
    }
    return [key for key, claim in claims.items() if not _borne_out(claim, written, to_others)]


def _borne_out(claim: Claim, written: set[str], to_others: bool) -> bool:
    match claim:
        case Claim.SIGNED:
            return "signatures" in written
        case Claim.SENT:
            return to_others or bool({"notices", "receipts"} & written)
        case Claim.CANCELLED | Claim.NOTED:
            return bool(written - BOOKKEEPING)
