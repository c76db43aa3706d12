"""The waiting list of a full day: what is given back is offered in the order they asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Sense, Tell
from handlers.core.talk.times import Moment
from handlers.core.talk.words import NO_THANKS
from handlers.slots import notice as slot_notice
from handlers.slots import places as slot_places
from handlers.slots import words
from models.family import pupils
from models.hours import Hours
from models.outbox import Priority
from models.prepared import Watch
from models.school import school_of
from models.slot import DayState, Slot, SlotDay, SlotFamily

KEPT_FOR = timedelta(hours=2)
"""How long an offer stands, quiet hours not counted."""
LAST_CALL = timedelta(minutes=30)
"""Before its beginning a slot is no longer kept for anybody."""
STEP = timedelta(minutes=5)


def offers(session: Session, day: SlotDay, now: datetime) -> list[Tell]:
    """Each free slot, held for the next family on the list. Asking again offers nothing twice.

    The caller sets the step that hears the answer.
    """
    zone = school_of(session, day.school_id).zone
    return [_tell(session, day, one, zone) for one in _offers(session, day, now)]


def _tell(session: Session, day: SlotDay, one: Offer, zone: ZoneInfo) -> Tell:
    family, slot = one.family, one.slot
    return Tell(
        words.OFFER,
        {
            "child": pupils(session, [family.child_id])[0].label,
            "title": slot_notice.TOPICS[day.topic],
            "when": Moment(slot.starts_at, zone),
            "place": day.place,
            "who": family.person.name,
            "until": Moment(one.until, zone),
        },
        choices=[
            Choice("take", words.TAKE, Sense.YES),
            Choice("no", NO_THANKS, Sense.NO),
        ],
        remember={"day": day.id, "child": family.child_id, "slot": slot.id},
        again=True,
        free=False,
        to=family.person_id,
        topic=f"{words.topic(day.id)}{family.id}:offer:{slot.id}:{one.until:%Y%m%d%H%M}",
        priority=Priority.IMPORTANT,
        asked=True,
        expires_at=one.until,
    )


@dataclass(frozen=True)
class Offer:
    family: SlotFamily
    slot: Slot
    until: datetime


def _offers(session: Session, day: SlotDay, now: datetime) -> list[Offer]:
    if not slot_places.is_on(day, now):
        return []
    slots = slot_places.of_day(session, day.id)
    asked = {slot.held_for for slot in slots if slot.held_until and slot.held_until > now}
    queue = [one for one in _still_here(session, day) if one.child_id not in asked]
    quiet = school_of(session, day.school_id).quiet
    free = [slot for slot in slots if slot.child_id is None and not _is_held(slot, now)]
    waiting = iter(queue)
    return [
        Offer(family, slot, until)
        for slot, until in _lasting(free, quiet, now)
        if (family := next(waiting, None)) and _hold(session, slot, family, until)
    ]


def _still_here(session: Session, day: SlotDay) -> list[SlotFamily]:
    """The waiting list without children who have left the school."""
    waiting = slot_places.waiting(session, day.id)
    here = {pupil.id for pupil in pupils(session, [one.child_id for one in waiting])}
    return [one for one in waiting if one.child_id in here]


def _is_held(slot: Slot, now: datetime) -> bool:
    return slot.held_until is not None and slot.held_until > now


def _lasting(slots: list[Slot], quiet: Hours, now: datetime) -> Iterator[tuple[Slot, datetime]]:
    """The slots that can be kept for somebody long enough to be answered, and until when."""
    arrives = quiet.release(now)
    for slot in slots:
        until = min(answerable_until(now, quiet), slot.starts_at - LAST_CALL)
        if until > arrives:
            yield slot, until


def answerable_until(now: datetime, quiet: Hours) -> datetime:
    """Two hours from now in which they can be written to."""
    moment, left = quiet.release(now), KEPT_FOR
    while left > timedelta(0):
        moment, left = moment + STEP, left - STEP
        moment = quiet.release(moment) if left else moment
    return moment


def _hold(session: Session, slot: Slot, family: SlotFamily, until: datetime) -> bool:
    """False if somebody was faster."""
    held = session.scalar(
        update(Slot)
        .where(Slot.id == slot.id, Slot.child_id.is_(None))
        .values(held_for=family.child_id, held_until=until)
        .returning(Slot.id)
    )
    return held is not None


_LATE = Watch(select(Slot).where(Slot.held_until <= bindparam("now")))
_WAITED_FOR = Watch(
    select(SlotDay)
    .where(
        SlotDay.id.in_(select(SlotFamily.day_id).where(SlotFamily.waits_since.is_not(None))),
        SlotDay.state == DayState.OPEN,
        SlotDay.ends_at > bindparam("now"),
    )
    .order_by(SlotDay.id)
)


def lapsed(session: Session, now: datetime) -> list[SlotDay]:
    """End the offers nobody answered in time: their families leave the list.

    The days on which somebody waits; what is free there can be offered.
    """
    for slot in _LATE.scalars(session, now=now):
        session.execute(
            update(SlotFamily)
            .where(SlotFamily.day_id == slot.day_id, SlotFamily.child_id == slot.held_for)
            .values(waits_since=None)
        )
        slot.held_for = slot.held_until = None
    session.flush()
    return list(_WAITED_FOR.scalars(session, now=now))
