"""Talks that come near: their families are reminded, and the teacher gets the list."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.forms import occasions
from handlers.core.forms.occasions import Occasion
from handlers.core.talk import Tell, Value
from handlers.core.talk.times import Moment
from handlers.slots import booking as slot_booking
from handlers.slots import listing as slot_list
from handlers.slots import notice as slot_notice
from handlers.slots import words as slot_words
from handlers.slots.kept import KEEPING
from models.family import pupils
from models.outbox import Priority
from models.prepared import Watch
from models.school import school_of
from models.slot import DayState, Slot, SlotDay, SlotFamily
from scheduler.rules import nudge

AT_ONCE = 200


_NEAR = Watch(
    select(SlotFamily, Slot)
    .join(Slot, (Slot.day_id == SlotFamily.day_id) & (Slot.child_id == SlotFamily.child_id))
    .join(SlotDay, SlotDay.id == SlotFamily.day_id)
    .where(
        SlotDay.state == DayState.OPEN,
        occasions.comes_near(Slot.starts_at, SlotFamily.reminded),
    )
    .order_by(Slot.starts_at, Slot.id)
    .limit(AT_ONCE)
)
_UNLISTED = Watch(
    select(SlotDay).where(
        SlotDay.state == DayState.OPEN,
        SlotDay.starts_at > bindparam("now"),
        SlotDay.starts_at <= bindparam("eve"),
        SlotDay.listed_at.is_(None),
    )
)


@nudge(every=timedelta(minutes=1))
def slot_reminders(session: Session, now: datetime) -> list[Tell]:
    """The day before and two hours before, once each, to whoever chose the time."""
    rows = _NEAR.rows(session, **occasions.window(now))
    return [tell for family, slot in rows for tell in _remind(session, family, slot, now)]


def _remind(session: Session, family: SlotFamily, slot: Slot, now: datetime) -> list[Tell]:
    which = occasions.occasion(slot.starts_at, now)
    soon, family.reminded = which is Occasion.SOON, which
    found = pupils(session, [family.child_id])
    if not found:
        return []
    school = school_of(session, family.school_id)
    values: dict[str, Value] = {
        **slot_notice.shown(family.day, school),
        "child": found[0].label,
        "when": Moment(slot.starts_at, school.zone),
    }
    return [
        Tell(
            slot_words.SOON if soon else slot_words.EVE,
            values,
            choices=() if soon else KEEPING,
            then=None if soon else slot_booking.kept,
            remember={"day": family.day_id, "child": family.child_id},
            again=True,
            free=not soon,
            to=family.person_id,
            topic=f"{slot_words.topic(family.day_id)}{family.id}:{family.sequence}:"
            f"{family.reminded}",
            priority=Priority.IMPORTANT,
            asked=True,
            expires_at=which.expires(slot.starts_at),
        )
    ]


@nudge(every=timedelta(minutes=5))
def slot_lists(session: Session, now: datetime) -> list[Tell]:
    """The day before: to the teacher, how many come and who has not chosen."""
    days = _UNLISTED.scalars(session, now=now, eve=now + occasions.BEFORE_EVE)
    for day in days:
        day.listed_at = now
    return [slot_list.summary(session, day, now) for day in days]
