"""Places in a day of talks: which are free, who has which, taking and giving back.

Two families may want one slot in the same instant, from two processes. A slot is taken by
one conditional UPDATE, and a child has one in a day by a constraint: the database decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handlers.core.forms import occasions
from models.slot import DayState, Slot, SlotDay, SlotFamily


class _TakenError(Exception):
    """Somebody was faster: nothing has changed."""


def free(session: Session, day_id: int, child_id: int, now: datetime) -> list[Slot]:
    """What this child can still have, earliest first: neither taken nor offered to another."""
    query = (
        select(Slot)
        .where(Slot.day_id == day_id, Slot.starts_at > now, _open_to(child_id, now))
        .order_by(Slot.starts_at)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def _open_to(child_id: int, now: datetime) -> ColumnElement[bool]:
    held = Slot.held_until.is_(None) | (Slot.held_until <= now)
    return Slot.child_id.is_(None) & or_(held, Slot.held_for == child_id)


def of_child(session: Session, day_id: int, child_id: int) -> Slot | None:
    """The slot a child has in a day."""
    return session.scalar(select(Slot).where(Slot.day_id == day_id, Slot.child_id == child_id))


def of_day(session: Session, day_id: int) -> list[Slot]:
    """Every slot of a day as it is now, in order."""
    return list(
        session.scalars(
            select(Slot)
            .where(Slot.day_id == day_id)
            .order_by(Slot.starts_at)
            .execution_options(populate_existing=True)
        )
    )


def take(session: Session, wanted: Sequence[tuple[Slot, int]], person: int, now: datetime) -> bool:
    """Give each child its slot, all or none; a slot a child had before becomes free.

    False if one of them is gone, or if another guardian chose for the child meanwhile:
    nothing has changed then.
    """
    try:
        with session.begin_nested():
            for slot, child in wanted:
                _give(session, slot, child, now)
    except (_TakenError, IntegrityError):
        return False
    for slot, child in wanted:
        family = answer_of(session, slot.day_id, child, person)
        family.taken_at, family.waits_since, family.declined_at = now, None, None
        note(family, slot, now)
    session.flush()
    return True


def note(family: SlotFamily, slot: Slot, now: datetime) -> None:
    """Put a time into the family's calendar. Reminders it comes too late for are not sent."""
    family.starts_at, family.ends_at = slot.starts_at, slot.ends_at
    family.sequence += 1
    family.reminded = occasions.behind(slot.starts_at, now)


def _give(session: Session, slot: Slot, child: int, now: datetime) -> None:
    theirs = (Slot.day_id == slot.day_id, Slot.id != slot.id)
    session.execute(update(Slot).where(*theirs, Slot.child_id == child).values(child_id=None))
    taken = session.scalar(
        update(Slot)
        .where(
            Slot.id == slot.id,
            Slot.starts_at > now,
            or_(_open_to(child, now), Slot.child_id == child),
        )
        .values(child_id=child, held_for=None, held_until=None)
        .returning(Slot.id)
    )
    if taken is None:
        raise _TakenError
    let_go(session, slot.day_id, child)


def let_go(session: Session, day_id: int, child_id: int) -> None:
    """What was held for a child of the waiting list is held no more."""
    session.execute(
        update(Slot)
        .where(Slot.day_id == day_id, Slot.held_for == child_id)
        .values(held_for=None, held_until=None)
    )


def give_back(session: Session, day_id: int, child_id: int, person: int, now: datetime) -> None:
    """The child's family does not come: its slot is free, or its wait is over."""
    family = answer_of(session, day_id, child_id, person)
    if family.taken_at is not None:
        family.sequence += 1
    family.taken_at, family.waits_since, family.declined_at = None, None, now
    session.execute(
        update(Slot).where(Slot.day_id == day_id, Slot.child_id == child_id).values(child_id=None)
    )
    let_go(session, day_id, child_id)
    session.flush()


def wait(session: Session, day_id: int, child_id: int, person: int, now: datetime) -> int:
    """Put a family on the waiting list, or leave it where it stands; its place, from 1."""
    family = answer_of(session, day_id, child_id, person)
    family.waits_since = family.waits_since or now
    family.declined_at = None
    session.flush()
    return [one.child_id for one in waiting(session, day_id)].index(child_id) + 1


def waiting(session: Session, day_id: int) -> list[SlotFamily]:
    """The waiting list of a day, in order."""
    return list(
        session.scalars(
            select(SlotFamily)
            .where(SlotFamily.day_id == day_id, SlotFamily.waits_since.is_not(None))
            .order_by(SlotFamily.waits_since, SlotFamily.id)
        )
    )


def families(session: Session, day_id: int) -> dict[int, SlotFamily]:
    """What has been answered so far, by child."""
    found = session.scalars(select(SlotFamily).where(SlotFamily.day_id == day_id))
    return {family.child_id: family for family in found}


def answer_of(session: Session, day_id: int, child_id: int, person: int) -> SlotFamily:
    """The row of a child's family, made if need be; `person` is who answers now."""
    day = session.get_one(SlotDay, day_id)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(SlotFamily)
        .values(school_id=day.school_id, day_id=day_id, child_id=child_id, person_id=person)
        .on_conflict_do_nothing()
    )
    family = session.scalars(
        select(SlotFamily).where(SlotFamily.day_id == day_id, SlotFamily.child_id == child_id)
    ).one()
    family.person_id = person
    return family


def is_on(day: SlotDay, now: datetime) -> bool:
    return day.state is DayState.OPEN and day.ends_at > now
