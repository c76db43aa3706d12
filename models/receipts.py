"""Whose receipts are whose: the guardians a notice finds, and why a family has not signed."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from models.base import fixed
from models.family import Place, in_parts, places_of
from models.notice import Receipt, ReceiptState, SignRule
from models.outbox import OPEN, OutboundMessage, Priority, Status
from models.people import Guardianship, Relation
from models.reach import Line, lines
from models.task import Reason

UNSIGNED = (ReceiptState.OPEN, ReceiptState.ESCALATED)


def signers(rule: SignRule, places: Iterable[Place]) -> set[int]:
    """The people who must all sign; empty where any one guardian will do."""
    joined = [place for place in places if place.person_id is not None]
    if rule is SignRule.EVERY:
        return {place.person_id for place in joined if place.person_id}
    if rule is SignRule.NAMED:
        return {place.person_id for place in joined if place.must_sign and place.person_id}
    return set()


@dataclass(frozen=True)
class Family:
    """The guardians of one child as a notice finds them."""

    places: Sequence[Place]
    reach: Mapping[int, Sequence[Line]]

    def recipients(self, rule: SignRule, priority: Priority) -> list[int]:
        """Person ids to tell first: those who must sign, else the first who can be told, with the
        other parent where the roster wants both told.

        What is urgent goes to every guardian at once: whoever reads it first can act.
        """
        told = [
            place.person_id
            for place in self.places
            if place.person_id is not None and self._takes(place.person_id, priority)
        ]
        if priority is Priority.URGENT:
            return list(dict.fromkeys(told))
        needed = signers(rule, self.places)
        both = {place.person_id for place in self.places if place.both_parents}
        together: Collection[int | None] = needed or both
        chosen = [person for person in told if person in together]
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

    def line(self, person: int, priority: Priority) -> Line:
        """Where one of the recipients is written to."""
        return next(line for line in self.reach[person] if line.takes(priority))

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
    session: Session,
    child_ids: Collection[int],
    kind: str,
    now: datetime,
    relation: Relation | None = None,
) -> dict[int, Family]:
    """Each child's guardians who may see a notice of `kind`, with how to reach them.

    `relation` leaves only the mothers, or only the fathers.
    """
    places = places_of(session, child_ids, now)
    held = {
        child: [p for p in all_ if p.sees(kind) and relation in (None, p.relation)]
        for child, all_ in places.items()
    }
    people = {p.person_id for some in held.values() for p in some if p.person_id is not None}
    reach = lines(session, people)
    return {child: Family(held.get(child, []), reach) for child in child_ids}


def homes(circle: Mapping[int, Family]) -> dict[int, int]:
    """A number for each child's family: children who share a guardian have the same."""
    root: dict[Hashable, Hashable] = {}

    def top(key: Hashable) -> Hashable:
        while (up := root.setdefault(key, key)) != key:
            key = up
        return key

    for child, family in circle.items():
        for place in family.places:
            if place.person_id is not None:
                root[top(("person", place.person_id))] = top(child)
            elif place.phone is not None:
                root[top((place.name.casefold(), place.phone))] = top(child)
    numbers: dict[Hashable, int] = {}
    return {child: numbers.setdefault(top(child), len(numbers)) for child in circle}


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


def missed_by(session: Session, notice_id: int) -> set[int]:
    """People to whom all that was sent about this notice failed for good."""
    failed = session.scalars(
        select(OutboundMessage.person_id).where(
            OutboundMessage.notice_id == notice_id, OutboundMessage.status == Status.FAILED
        )
    )
    return {person for person in failed if person is not None} - set(
        told_people(session, notice_id)
    )


def written_to(session: Session, notice_id: int, people: Collection[int]) -> set[int]:
    """Those of `people` for whom there is a message about this notice, sent or not."""
    found: set[int] = set()
    for ids in in_parts(people):
        of_these = select(OutboundMessage.person_id).where(
            OutboundMessage.notice_id == notice_id, OutboundMessage.person_id.in_(ids)
        )
        found |= {person for person in session.scalars(of_these) if person is not None}
    return found


def next_waiting(session: Session, notice_id: int, limit: int) -> dict[int, int]:
    """Receipt ids by child, of those whose families are to be told next.

    About `limit` of them: the brothers and sisters of each come along, so that their
    guardians get one message.
    """
    waiting = select(Receipt.child_id, Receipt.id).where(
        Receipt.notice_id == notice_id, Receipt.state == fixed(ReceiptState.WAITING)
    )
    first = session.execute(waiting.order_by(Receipt.id).limit(limit)).all()
    if len(first) < limit:
        return {child: receipt for child, receipt in first}
    other = aliased(Guardianship)
    siblings = (
        select(other.child_id)
        .join(Guardianship, Guardianship.person_id == other.person_id)
        .where(Guardianship.child_id.in_([child for child, _ in first]))
    )
    more = session.execute(waiting.where(Receipt.child_id.in_(siblings))).all()
    return {child: receipt for child, receipt in (*first, *more)}


def how_many_wait(session: Session, notice_id: int) -> int:
    """Families of a notice that are still to be told."""
    return int(
        session.scalar(
            select(func.count(Receipt.id)).where(
                Receipt.notice_id == notice_id, Receipt.state == fixed(ReceiptState.WAITING)
            )
        )
        or 0
    )


def set_state(
    session: Session, receipt_ids: Collection[int], state: ReceiptState, **values: object
) -> None:
    """Any number of receipts at once. Objects the session has loaded notice it when flushed."""
    for ids in in_parts(receipt_ids):
        session.execute(update(Receipt).where(Receipt.id.in_(ids)).values(state=state, **values))
