"""What a guardian's children are invited to choose a time for, and what is said of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Turn, Value
from handlers.core.talk.times import Day, Moment
from handlers.slots import notice as slot_notice
from handlers.slots import places as slot_places
from models.family import Pupil, pupils_of_guardian
from models.notice import Receipt
from models.school import school_of
from models.signatures import Signing, receipts_of, sign, unsigned_by
from models.slot import DayState, Slot, SlotDay


@dataclass(frozen=True)
class Invited:
    """A child of the guardian, a day it is invited to, and the slot it has."""

    day: SlotDay
    child: Pupil
    slot: Slot | None = None
    settled: bool = False
    """The family has answered: it has a slot, waits for one, or cannot come."""
    by_me: bool = False
    """It was this guardian who answered, and who would come."""

    @property
    def memory(self) -> dict[str, object]:
        """For `Say.remember`; `remembered` finds it again."""
        return {"day": self.day.id, "child": self.child.id}

    def date(self, zone: ZoneInfo) -> date:
        return self.day.starts_at.astimezone(zone).date()

    def with_(self, slot: Slot) -> Invited:
        return replace(self, slot=slot, settled=True)


def invited(turn: Turn, session: Session, notice: int | None = None) -> list[Invited]:
    """All that is open to the speaker, soonest first; or of one invitation only.

    Nothing of a day that is over or cancelled, and no other family's child.
    """
    children = {p.id: p for p in pupils_of_guardian(session, turn.speaker.person, turn.now)}
    found = []
    for day in _days(session, children, turn.now, notice):
        answers = slot_places.families(session, day.id)
        for receipt in receipts_of(session, day.notice_id, turn.speaker.person, turn.now):
            child = children.get(receipt.child_id)
            if child is None:
                continue
            slot = slot_places.of_child(session, day.id, child.id)
            family = answers.get(child.id)
            answer = family is not None and (family.waits_since or family.declined_at)
            mine = family is not None and family.person_id == turn.speaker.person
            settled = slot is not None or answer not in (False, None)
            found.append(Invited(day, child, slot, settled, mine))
    return found


def _days(
    session: Session, children: Collection[int], now: datetime, notice: int | None
) -> Sequence[SlotDay]:
    query = select(SlotDay).where(
        SlotDay.notice_id.in_(select(Receipt.notice_id).where(Receipt.child_id.in_(children))),
        SlotDay.state == DayState.OPEN,
        SlotDay.ends_at > now,
    )
    if notice is not None:
        query = query.where(SlotDay.notice_id == notice)
    return session.scalars(query.order_by(SlotDay.starts_at, SlotDay.id)).all()


def remembered(turn: Turn, session: Session) -> Invited | None:
    """What the question was about, as it is now; None if it is no longer the speaker's."""
    return find(turn, session, turn.memory["day"], turn.memory["child"])


def find(turn: Turn, session: Session, day: int, child: int) -> Invited | None:
    mine = invited(turn, session)
    return next((one for one in mine if (one.day.id, one.child.id) == (day, child)), None)


def blanks(
    turn: Turn, session: Session, one: Invited, slot: Slot | None = None
) -> dict[str, Value]:
    """What the texts of a conversation may say; of `slot` if another than its own is meant."""
    school = school_of(session, one.day.school_id)
    about = slot or one.slot
    when: dict[str, Value] = {}
    if about is not None:
        when = {"when": Moment(about.starts_at, school.zone), "clock": clock(turn, about)}
    return {
        **slot_notice.shown(one.day, school),
        "child": one.child.label,
        "who": turn.speaker.name,
        "day": Day(one.date(school.zone)),
        "minutes": str(one.day.minutes),
        **when,
    }


def clock(turn: Turn, slot: Slot) -> str:
    return slot_notice.clock(slot.starts_at, turn.speaker.zone)


def sign_for(turn: Turn, session: Session, one: Invited) -> None:
    """The family has answered the invitation: no reminder follows."""
    waiting = [
        receipt
        for receipt in unsigned_by(session, turn.speaker.person, turn.now)
        if (receipt.notice_id, receipt.child_id) == (one.day.notice_id, one.child.id)
    ]
    speaker = turn.speaker
    how = Signing(speaker.person, turn.now, speaker.channel, turn.text[:200], turn.inbox_id)
    sign(session, waiting, how)
