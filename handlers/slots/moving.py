"""All talks of a day at another time, or none: what becomes of them, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.talk import Say, Tell, Text, Value
from handlers.core.talk.times import Moment
from handlers.slots import booking as slot_booking
from handlers.slots import calendar
from handlers.slots import places as slot_places
from handlers.slots import words as slot_words
from handlers.slots.kept import KEEPING
from handlers.slots.notice import shown
from handlers.slots.opened_day import word
from models.base import one_of
from models.family import Pupil, pupils
from models.notice import Receipt, ReceiptState
from models.outbox import OPEN, OutboundMessage, Priority, Status
from models.school import school_of
from models.slot import DayState, Slot, SlotDay, SlotFamily

MOVED = Text(
    "slot_moving.moved",
    id="Ananda {child}. Jadwal {title} dengan {teacher} dipindah. Jam Ibu/Bapak sekarang {when}, "
    "di {place}. Bila tidak cocok, mohon ketuk salah satu tombol ini.",
    en="About {child}. The {title} with {teacher} has moved. Your time is now {when}, at {place}. "
    "If it does not suit you, please tap one of these buttons.",
    template=True,
    buttons=(slot_words.CHANGE, slot_words.CANCEL),
)
CANCELLED = Text(
    "slot_moving.cancelled",
    id="Ananda {children}. Mohon maaf, {title} dengan {teacher}, {when}, dibatalkan {reason}. "
    "Jadwal penggantinya akan kami kabarkan kepada Ibu/Bapak.",
    en="About {children}. We are sorry: the {title} with {teacher}, {when}, is cancelled "
    "({reason}). We will tell you the new date.",
    template=True,
)
NO_REASON = Text("slot_moving.no_reason", id="karena ada halangan", en="something came up")


def move(
    session: Session, day: SlotDay, starts_at: datetime, place: str, now: datetime
) -> list[Say]:
    """The same order and the same breaks from `starts_at` on; every family is told once.

    Who has a time keeps it, as much later or earlier as the day; who has none is invited anew.
    """
    by = starts_at - day.starts_at
    _forget_unsent(session, day)
    _shift(session, day, by)
    day.starts_at, day.ends_at, day.place = day.starts_at + by, day.ends_at + by, place
    day.listed_at = None
    day.breaks = [(datetime.fromisoformat(at) + by).isoformat() for at in day.breaks]
    word(day, school_of(session, day.school_id), moved=True)
    session.flush()
    coming = _coming(session, day)
    for family in coming:
        slot = slot_places.of_child(session, day.id, family.child_id)
        if slot is not None:
            slot_places.note(family, slot, now)
    told: list[Say] = [_moved(session, day, family, now) for family in coming]
    occasion = f"moved:{day.starts_at:%Y%m%d%H%M}:{now:%Y%m%d%H%M}"
    others = _others(session, day, now)
    return told + [
        publishing.message(day.notice, children, person, occasion)
        for person, children in others.items()
    ]


def _shift(session: Session, day: SlotDay, by: timedelta) -> None:
    """Slot by slot, so that no two ever begin at once; offers at the old times are void."""
    slots = slot_places.of_day(session, day.id)
    for slot in reversed(slots) if by > timedelta(0) else slots:
        session.execute(
            update(Slot)
            .where(Slot.id == slot.id)
            .values(
                starts_at=slot.starts_at + by,
                ends_at=slot.ends_at + by,
                held_for=None,
                held_until=None,
            )
        )


def _moved(session: Session, day: SlotDay, family: SlotFamily, now: datetime) -> Tell:
    return Tell(
        MOVED,
        {**_about(session, day, family.starts_at), "child": _label(session, family)},
        choices=KEEPING,
        then=slot_booking.kept,
        remember={"day": day.id, "child": family.child_id},
        again=True,
        free=True,
        files=(calendar.file(session, family, now),),
        to=family.person_id,
        topic=f"{slot_words.topic(day.id)}{family.id}:{family.sequence}:moved",
        priority=Priority.IMPORTANT,
        asked=True,
    )


def cancel(session: Session, day: SlotDay, reason: str, now: datetime) -> list[Say]:
    """No talks on that day; every family that was told of it is told once."""
    coming, others = _coming(session, day), _others(session, day, now)
    told: list[Say] = []
    for family in coming:
        family.sequence += 1
        family.taken_at = None
        session.flush()
        files = (calendar.file(session, family, now),)
        label = _label(session, family)
        about = {**_about(session, day, family.starts_at), "children": label}
        told.append(_cancelled(day, about, family.person_id, reason, files))
    for person, children in others.items():
        about = {**_about(session, day, day.starts_at), "children": publishing.names(children)}
        told.append(_cancelled(day, about, person, reason))
    _forget_unsent(session, day)
    day.state = DayState.CANCELLED
    session.execute(
        update(Slot)
        .where(Slot.day_id == day.id)
        .values(child_id=None, held_for=None, held_until=None)
    )
    session.execute(update(SlotFamily).where(SlotFamily.day_id == day.id).values(waits_since=None))
    publishing.withdraw(session, day.notice, "cancelled", now)
    return told


def _cancelled(
    day: SlotDay,
    about: dict[str, Value],
    person: int,
    reason: str,
    files: Sequence[int] = (),
) -> Tell:
    return Tell(
        CANCELLED,
        {**about, "reason": reason or NO_REASON},
        files=files,
        to=person,
        topic=f"{slot_words.topic(day.id)}cancelled:{next(iter(files), 0)}",
        priority=Priority.IMPORTANT,
        asked=bool(files),
    )


def _about(session: Session, day: SlotDay, at: datetime | None) -> dict[str, Value]:
    school = school_of(session, day.school_id)
    when = {"when": Moment(at, school.zone)} if at else {}
    return {**shown(day, school), **when}


def _label(session: Session, family: SlotFamily) -> str:
    return pupils(session, [family.child_id])[0].label


def _coming(session: Session, day: SlotDay) -> list[SlotFamily]:
    """Those who have a time and are still at the school."""
    taken = [slot.child_id for slot in slot_places.of_day(session, day.id) if slot.child_id]
    here = {pupil.id for pupil in pupils(session, taken)}
    answers = slot_places.families(session, day.id)
    return [answers[child] for child in taken if child in here]


def _others(session: Session, day: SlotDay, now: datetime) -> dict[int, list[Pupil]]:
    """Who is to hear of a change for children without a time: who answered, else who was told."""
    coming = {family.child_id for family in _coming(session, day)}
    told = session.scalars(
        select(Receipt.child_id).where(
            Receipt.notice_id == day.notice_id,
            Receipt.state.not_in((ReceiptState.WAITING, ReceiptState.CLOSED)),
        )
    )
    about = pupils(session, set(told) - coming)
    answers = slot_places.families(session, day.id)
    circle = publishing.circle_of(session, day.notice, [pupil.id for pupil in about], now)
    priority = publishing.PRIORITY[day.notice.urgency]
    found: dict[int, list[Pupil]] = {}
    for pupil in about:
        people = circle[pupil.id].recipients(day.notice.sign_rule, priority)
        if pupil.id in answers:
            people = [answers[pupil.id].person_id]
        for person in people:
            found.setdefault(person, []).append(pupil)
    return found


def _forget_unsent(session: Session, day: SlotDay) -> None:
    """What is still to be sent names the old time."""
    session.execute(
        update(OutboundMessage)
        .where(
            (OutboundMessage.notice_id == day.notice_id)
            | OutboundMessage.topic.startswith(slot_words.topic(day.id), autoescape=True),
            one_of(OutboundMessage.status, OPEN),
        )
        .values(status=Status.CANCELLED)
    )
