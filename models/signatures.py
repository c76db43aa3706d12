"""Signatures: what waits for a guardian's *paraf*, and what one changes.

On the evening after a broadcast these run for most messages, so they are prepared statements.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, exists, literal, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from models.base import fixed, one_of
from models.family import places_of
from models.notice import Notice, NoticeState, Receipt, ReceiptState, Signature, SignRule
from models.outbox import FURTHER_FILE, OPEN, OutboundMessage, Status
from models.people import Child, Guardianship
from models.prepared import Prepared
from models.receipts import UNSIGNED, signers
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
    kind: str
    child: str


@dataclass(frozen=True)
class Signing:
    """How somebody signed: the proof that is kept."""

    person_id: int
    at: datetime
    channel: str
    text: str
    inbox_id: int | None


_MINE = (
    Guardianship.person_id == bindparam("person"),
    Guardianship.ended_at.is_(None),
    or_(Guardianship.expires_at.is_(None), Guardianship.expires_at > bindparam("now")),
    or_(
        Guardianship.scope.is_(None),
        Guardianship.scope == literal_column("'all'"),
        Guardianship.scope == Notice.kind,
    ),
)
"""Places beside a child from which this person may see and sign the notice."""
_RECEIPTS = (
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
    )
    .select_from(Guardianship)
    .join(Receipt, Receipt.child_id == Guardianship.child_id)
    .join(Notice, Notice.id == Receipt.notice_id)
    .join(Child, Child.id == Receipt.child_id)
    .outerjoin(ClassGroup, ClassGroup.id == Child.class_group_id)
    .where(*_MINE)
    .order_by(Receipt.id)
)
_UNSIGNED_BY = Prepared(
    _RECEIPTS.where(
        one_of(Receipt.state, UNSIGNED),
        Notice.sign_rule != fixed(SignRule.NONE),
        Notice.state == fixed(NoticeState.PUBLISHED),
        ~exists().where(
            Signature.receipt_id == Receipt.id, Signature.person_id == bindparam("person")
        ),
    )
)
_OF_NOTICE = Prepared(_RECEIPTS.where(Receipt.notice_id == bindparam("notice")))
_CONCERNS = Prepared(
    select(Receipt.id)
    .select_from(Guardianship)
    .join(Receipt, Receipt.child_id == Guardianship.child_id)
    .join(Notice, Notice.id == Receipt.notice_id)
    .where(*_MINE, Receipt.notice_id == bindparam("notice"))
    .limit(1)
)
_LATELY = Prepared(
    select(Notice.id)
    .select_from(Guardianship)
    .join(Receipt, Receipt.child_id == Guardianship.child_id)
    .join(Notice, Notice.id == Receipt.notice_id)
    .where(*_MINE, Notice.published_at > bindparam("since"), Notice.kind == bindparam("kind"))
    .group_by(Notice.id)
    .order_by(Notice.id)
)
_SIGNATURES = cast("Table", Signature.__table__)
_ADD = Prepared(
    sqlite.insert(_SIGNATURES).on_conflict_do_nothing(),
    postgresql=postgresql.insert(_SIGNATURES).on_conflict_do_nothing(),
)
_SIGNED = Prepared(
    update(Receipt)
    .where(Receipt.id.in_(bindparam("receipts", expanding=True)))
    .values(state=ReceiptState.SIGNED, next_at=None)
)
_TASKS_DONE = Prepared(
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
_UNNEEDED = (
    update(OutboundMessage)
    .where(
        OutboundMessage.notice_id == bindparam("notice"),
        one_of(OutboundMessage.status, OPEN),
        ~_NEEDED,
    )
    .values(status=Status.CANCELLED)
    .execution_options(synchronize_session=False)
)
_DROP = Prepared(_UNNEEDED)
_BEFORE = aliased(OutboundMessage)
_BEGUN = and_(
    OutboundMessage.text_key == literal(FURTHER_FILE, literal_execute=True),
    exists().where(
        _BEFORE.notice_id == OutboundMessage.notice_id,
        _BEFORE.person_id == OutboundMessage.person_id,
        ~one_of(_BEFORE.status, (*OPEN, Status.FAILED, Status.CANCELLED)),
    ),
)
"""Who has the notice gets the rest of its files, even if it is signed meanwhile."""
_DROP_AT_HOME = Prepared(
    _UNNEEDED.where(
        ~_BEGUN,
        OutboundMessage.person_id.in_(
            select(Guardianship.person_id).where(
                Guardianship.child_id.in_(bindparam("children", expanding=True))
            )
        ),
    )
)


def unsigned_by(session: Session, person_id: int, now: datetime) -> list[Unsigned]:
    """What still waits for this guardian's signature, oldest first."""
    rows = _UNSIGNED_BY(session, person=person_id, now=now)
    return list(dict.fromkeys(_unsigned(row) for row in rows))


def receipts_of(session: Session, notice_id: int, person_id: int, now: datetime) -> list[Unsigned]:
    """One notice's receipts for the children of this guardian, signed or not."""
    rows = _OF_NOTICE(session, notice=notice_id, person=person_id, now=now)
    return list(dict.fromkeys(_unsigned(row) for row in rows))


def concerns(session: Session, notice_id: int, person_id: int, now: datetime) -> bool:
    """Whether a notice is about a child this person may sign for, signed or not."""
    return bool(_CONCERNS(session, notice=notice_id, person=person_id, now=now))


def published_since(
    session: Session, person_id: int, kind: str, since: datetime, now: datetime
) -> list[Notice]:
    """What of a kind was sent about this guardian's children, signed or not, the oldest first."""
    rows = _LATELY(session, person=person_id, kind=kind, since=since, now=now)
    return [session.get_one(Notice, row.id) for row in rows]


def _unsigned(row: Any) -> Unsigned:
    label = f"{row.name} ({row.class_name})" if row.class_name else row.name
    return Unsigned(
        row.id,
        row.school_id,
        row.notice_id,
        row.child_id,
        row.state,
        row.sign_rule,
        row.body,
        row.kind,
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
    _ADD.each(session, rows)
    done = [one for one in waiting if _is_complete(session, one, how.at)]
    if done:
        receipts = [one.receipt_id for one in done]
        _SIGNED(session, receipts=receipts)
        if any(one.state is ReceiptState.ESCALATED for one in done):
            _TASKS_DONE(session, receipts=receipts, now=how.at)
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
    _DROP(session, notice=notice_id)


def _drop_at_home(session: Session, notice_id: int, children: Collection[int]) -> None:
    """The same for the guardians of these children: nobody is told of what has been signed."""
    _DROP_AT_HOME(session, notice=notice_id, children=list(children))
