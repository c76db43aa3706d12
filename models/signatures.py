"""Signatures: what waits for a guardian's *paraf*, and what one changes.

On the evening after a broadcast these run for most messages, so they are prepared statements.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Row, Table, bindparam, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from models.base import one_of, run
from models.notice import Notice, NoticeState, Receipt, ReceiptState, Signature, SignRule
from models.outbox import OPEN, OutboundMessage, Status
from models.people import Child, Guardianship
from models.receipts import UNSIGNED, places_of, signers
from models.school import ClassGroup
from models.task import Task


@dataclass(frozen=True)
class Unsigned:
    """A receipt that waits for one guardian's signature, with its child's name and class."""

    receipt_id: int
    school_id: int
    notice_id: int
    child_id: int
    state: ReceiptState
    rule: SignRule
    body: str
    child: str


@dataclass(frozen=True)
class Signing:
    """How somebody signed: the proof that is kept."""

    person_id: int
    at: datetime
    channel: str
    text: str
    inbox_id: int | None


_UNSIGNED_BY = (
    select(
        Receipt.id,
        Receipt.school_id,
        Receipt.notice_id,
        Receipt.child_id,
        Receipt.state,
        Notice.sign_rule,
        Notice.body,
        Notice.kind,
        Child.name,
        ClassGroup.name.label("class_name"),
        Guardianship.scope,
    )
    .select_from(Guardianship)
    .join(Receipt, Receipt.child_id == Guardianship.child_id)
    .join(Notice, Notice.id == Receipt.notice_id)
    .join(Child, Child.id == Receipt.child_id)
    .outerjoin(ClassGroup, ClassGroup.id == Child.class_group_id)
    .where(
        Guardianship.person_id == bindparam("person"),
        Guardianship.ended_at.is_(None),
        or_(Guardianship.expires_at.is_(None), Guardianship.expires_at > bindparam("now")),
        one_of(Receipt.state, UNSIGNED),
        Notice.sign_rule != SignRule.NONE,
        Notice.state == NoticeState.PUBLISHED,
        ~exists().where(
            Signature.receipt_id == Receipt.id, Signature.person_id == bindparam("person")
        ),
    )
    .order_by(Receipt.id)
)
_SIGNATURES = cast("Table", Signature.__table__)
_ADD = {
    dialect: insert(_SIGNATURES).on_conflict_do_nothing()
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_SIGNED = (
    update(Receipt)
    .where(Receipt.id.in_(bindparam("receipts", expanding=True)))
    .values(state=ReceiptState.SIGNED, next_at=None)
)
_TASKS_DONE = (
    update(Task)
    .where(Task.receipt_id.in_(bindparam("receipts", expanding=True)), Task.done_at.is_(None))
    .values(done_at=bindparam("now"))
)
_PLACE, _STILL = aliased(Guardianship), aliased(Receipt)
_NEEDED = (
    exists()
    .where(
        _PLACE.person_id == OutboundMessage.person_id,
        _STILL.child_id == _PLACE.child_id,
        _STILL.notice_id == OutboundMessage.notice_id,
        one_of(_STILL.state, (*UNSIGNED, ReceiptState.TOLD)),
    )
    .correlate(OutboundMessage)
)
_DROP = (
    update(OutboundMessage)
    .where(
        OutboundMessage.notice_id == bindparam("notice"),
        one_of(OutboundMessage.status, OPEN),
        ~_NEEDED,
    )
    .values(status=Status.CANCELLED)
    .execution_options(synchronize_session=False)
)
_DROP_AT_HOME = _DROP.where(
    OutboundMessage.person_id.in_(
        select(Guardianship.person_id).where(
            Guardianship.child_id.in_(bindparam("children", expanding=True))
        )
    )
)


def unsigned_by(session: Session, person_id: int, now: datetime) -> list[Unsigned]:
    """What still waits for this guardian's signature, oldest first."""
    rows = run(session, _UNSIGNED_BY, {"person": person_id, "now": now})
    seen = (_unsigned(row) for row in rows if (row.scope or "all") in ("all", row.kind))
    return list(dict.fromkeys(seen))


def _unsigned(row: Row[tuple[object, ...]]) -> Unsigned:
    label = f"{row.name} ({row.class_name})" if row.class_name else row.name
    return Unsigned(
        row.id,
        row.school_id,
        row.notice_id,
        row.child_id,
        row.state,
        row.sign_rule,
        row.body,
        label,
    )


def sign(session: Session, waiting: Sequence[Unsigned], how: Signing) -> list[int]:
    """Add one guardian's signature; ids of the receipts that it completed.

    Signing again changes nothing. The caller has made sure that the signer is a guardian
    of each child: `unsigned_by` gives only those.
    """
    rows = [
        {
            "school_id": one.school_id,
            "receipt_id": one.receipt_id,
            "person_id": how.person_id,
            "at": how.at,
            "channel": how.channel,
            "text": how.text,
            "inbox_id": how.inbox_id,
        }
        for one in waiting
    ]
    run(session, _ADD[session.get_bind().dialect.name], rows)
    done = [one for one in waiting if _is_complete(session, one, how.at)]
    if done:
        receipts = [one.receipt_id for one in done]
        run(session, _SIGNED, {"receipts": receipts})
        if any(one.state is ReceiptState.ESCALATED for one in done):
            run(session, _TASKS_DONE, {"receipts": receipts, "now": how.at})
        for notice_id in {one.notice_id for one in done}:
            _drop_at_home(session, notice_id, [one.child_id for one in done])
    return [one.receipt_id for one in done]


def _is_complete(session: Session, one: Unsigned, now: datetime) -> bool:
    """Whether all who must sign have; it has just been signed by somebody."""
    if one.rule is SignRule.ANY:
        return True
    needed = signers(one.rule, places_of(session, [one.child_id], now).get(one.child_id, []))
    have = session.scalars(
        select(Signature.person_id).where(Signature.receipt_id == one.receipt_id)
    ).all()
    return needed <= set(have)


def drop_unneeded(session: Session, notice_id: int) -> None:
    """Cancel what is still unsent to guardians none of whose children's receipts are open."""
    run(session, _DROP, {"notice": notice_id})


def _drop_at_home(session: Session, notice_id: int, children: Collection[int]) -> None:
    """The same for the guardians of these children: nobody is told of what has been signed."""
    run(session, _DROP_AT_HOME, {"notice": notice_id, "children": list(children)})
