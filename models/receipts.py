"""Receipts in numbers: who is still to sign what, why not, and what a signature changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from models.family import guardians_of
from models.notice import Notice, NoticeState, Receipt, ReceiptState, Signature, SignRule
from models.outbox import OPEN, OutboundMessage, Priority, Status
from models.people import Guardianship
from models.reach import Line, lines
from models.task import Reason, Task

UNSIGNED = (ReceiptState.OPEN, ReceiptState.ESCALATED)


@dataclass(frozen=True)
class Signing:
    """How somebody signed: the proof that is kept."""

    person_id: int
    at: datetime
    channel: str
    text: str
    inbox_id: int | None


def unsigned_by(session: Session, person_id: int, now: datetime) -> list[Receipt]:
    """Receipts that still wait for this guardian's signature, oldest first."""
    mine = exists().where(
        Guardianship.child_id == Receipt.child_id,
        Guardianship.person_id == person_id,
        Guardianship.ended_at.is_(None),
    )
    signed = exists().where(Signature.receipt_id == Receipt.id, Signature.person_id == person_id)
    found = session.scalars(
        select(Receipt)
        .join(Notice)
        .where(
            Receipt.state.in_(UNSIGNED),
            Notice.sign_rule != SignRule.NONE,
            Notice.state == NoticeState.PUBLISHED,
            mine,
            ~signed,
        )
        .order_by(Receipt.id)
    ).all()
    places = _places(session, {receipt.child_id for receipt in found}, now)
    return [
        receipt
        for receipt in found
        if any(
            place.person_id == person_id and place.holds(now, receipt.notice.kind)
            for place in places.get(receipt.child_id, [])
        )
    ]


def sign(session: Session, receipts: Sequence[Receipt], how: Signing) -> list[Receipt]:
    """Add one guardian's signature; the receipts that it completed.

    Signing again changes nothing. The caller has made sure that the signer is a guardian
    of each child: `unsigned_by` gives only those.
    """
    places = _places(session, {receipt.child_id for receipt in receipts}, how.at)
    done = []
    for receipt in receipts:
        if any(signature.person_id == how.person_id for signature in receipt.signatures):
            continue
        receipt.signatures.append(
            Signature(
                school_id=receipt.school_id,
                person_id=how.person_id,
                at=how.at,
                channel=how.channel,
                text=how.text,
                inbox_id=how.inbox_id,
            )
        )
        if _is_complete(receipt, places.get(receipt.child_id, [])):
            receipt.state = ReceiptState.SIGNED
            receipt.next_at = None
            done.append(receipt)
    session.flush()
    _settle(session, done, how.at)
    return done


def _is_complete(receipt: Receipt, places: Sequence[Guardianship]) -> bool:
    needed = signers(receipt.notice.sign_rule, places)
    have = {signature.person_id for signature in receipt.signatures}
    return needed <= have if needed else bool(have)


def signers(rule: SignRule, places: Iterable[Guardianship]) -> set[int]:
    """The people who must all sign; empty where any one guardian will do."""
    joined = [place for place in places if place.person_id is not None]
    if rule is SignRule.EVERY:
        return {place.person_id for place in joined if place.person_id}
    if rule is SignRule.NAMED:
        return {place.person_id for place in joined if place.must_sign and place.person_id}
    return set()


def _settle(session: Session, done: Sequence[Receipt], now: datetime) -> None:
    """Nobody is told again, or telephoned, about what has been signed."""
    if not done:
        return
    session.execute(
        update(Task)
        .where(Task.receipt_id.in_([receipt.id for receipt in done]), Task.done_at.is_(None))
        .values(done_at=now)
    )
    for notice_id in {receipt.notice_id for receipt in done}:
        drop_unneeded(session, notice_id)


def drop_unneeded(session: Session, notice_id: int) -> None:
    """Cancel what is still unsent to guardians none of whose children's receipts are open."""
    waiting = (
        select(Guardianship.person_id)
        .join(Receipt, Receipt.child_id == Guardianship.child_id)
        .where(
            Receipt.notice_id == notice_id,
            Receipt.state.in_((*UNSIGNED, ReceiptState.TOLD)),
            Guardianship.person_id.is_not(None),
        )
    )
    session.execute(
        update(OutboundMessage)
        .where(
            OutboundMessage.notice_id == notice_id,
            OutboundMessage.status.in_(OPEN),
            OutboundMessage.person_id.not_in(waiting),
        )
        .values(status=Status.CANCELLED)
    )


@dataclass(frozen=True)
class Family:
    """The guardians of one child as a notice finds them."""

    places: Sequence[Guardianship]
    reach: Mapping[int, Sequence[Line]]

    def recipients(self, rule: SignRule, priority: Priority) -> list[int]:
        """Person ids to tell first: those who must sign, else the first who can be told."""
        told = [
            place.person_id
            for place in self.places
            if place.person_id is not None and self._takes(place.person_id, priority)
        ]
        needed = signers(rule, self.places)
        chosen = [person for person in told if person in needed] if needed else told[:1]
        return list(dict.fromkeys(chosen or told[:1]))

    def others(self, told: Collection[int], priority: Priority) -> list[int]:
        """Guardians who can be told and have not been."""
        return [
            place.person_id
            for place in self.places
            if place.person_id is not None
            and place.person_id not in told
            and self._takes(place.person_id, priority)
        ]

    def other_channel(self, person: int) -> str | None:
        """A channel this guardian has joined by beside the one they last used."""
        lines_ = [line.channel for line in self.reach.get(person, ())]
        return next((channel for channel in lines_ if channel != lines_[0]), None)

    def reason(self, priority: Priority) -> Reason:
        """Why this family has not signed, as far as we know."""
        joined = [place.person_id for place in self.places if place.person_id is not None]
        if not joined:
            return Reason.NOT_JOINED
        if not any(self.reach.get(person) for person in joined):
            return Reason.UNDELIVERABLE
        if not any(self._takes(person, priority) for person in joined):
            return Reason.OPTED_OUT
        return Reason.SILENT

    def _takes(self, person_id: int, priority: Priority) -> bool:
        return any(line.takes(priority) for line in self.reach.get(person_id, ()))


def families(
    session: Session, child_ids: Collection[int], kind: str, now: datetime
) -> dict[int, Family]:
    """Each child's guardians who may see a notice of `kind`, with how to reach them."""
    places = _places(session, child_ids, now)
    held = {
        child: [place for place in all_ if place.holds(now, kind)] for child, all_ in places.items()
    }
    people = {p.person_id for some in held.values() for p in some if p.person_id is not None}
    reach = lines(session, people)
    return {child: Family(held.get(child, []), reach) for child in child_ids}


def told_people(session: Session, notice_id: int) -> list[int]:
    """People who have, or may have, received a message about this notice."""
    found = session.scalars(
        select(OutboundMessage.person_id)
        .where(
            OutboundMessage.notice_id == notice_id,
            OutboundMessage.status.not_in((*OPEN, Status.FAILED, Status.CANCELLED)),
        )
        .distinct()
    )
    return [person for person in found if person is not None]


def failed_people(session: Session, notice_id: int) -> set[int]:
    """People to whom a message about this notice could not be delivered."""
    found = session.scalars(
        select(OutboundMessage.person_id).where(
            OutboundMessage.notice_id == notice_id, OutboundMessage.status == Status.FAILED
        )
    )
    return {person for person in found if person is not None}


def _places(
    session: Session, child_ids: Collection[int], now: datetime
) -> dict[int, list[Guardianship]]:
    found: dict[int, list[Guardianship]] = {}
    ids = sorted(child_ids)
    for start in range(0, len(ids), 500):
        for place in guardians_of(session, ids[start : start + 500], now):
            found.setdefault(place.child_id, []).append(place)
    return found
