"""Meetings, talks and visits as events of calendars (RFC 5545): the same in files and in feeds.

An event keeps its UID whatever time it has, and its SEQUENCE rises. Times are in UTC: phones show
them in their own zone, and no zone's rules need to travel.
"""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Event
from sqlalchemy.orm import Session

from handlers.slots.notice import TOPICS
from handlers.visits import states
from handlers.visits.words import PLACES
from models.family import pupils
from models.meeting import Meeting, MeetingSession
from models.meeting import State as MeetingState
from models.school import School
from models.slot import DayState, SlotFamily
from models.visit import Visit


def meeting_event(
    meeting: Meeting, school: School, now: datetime, part: MeetingSession | None = None
) -> Event:
    """`part` is the session that a family comes to."""
    when = part or meeting
    made = _event(meeting, when.starts_at, when.ends_at, now)
    made.add("summary", f"{meeting.title}, {school.name}")
    made.add("location", meeting.place)
    if meeting.agenda:
        made.add("description", meeting.agenda)
    return _standing(made, cancelled=meeting.state is MeetingState.CANCELLED)


def talk_event(
    session: Session, family: SlotFamily, school: School, now: datetime, summary: str = ""
) -> Event | None:
    """None before they have a time. One who gave it back, or whose day is cancelled, has the event
    cancelled. `summary` takes the place of the child's name and what the talk is about."""
    if family.starts_at is None or family.ends_at is None:
        return None
    day = family.day
    made = _event(family, family.starts_at, family.ends_at, now)
    child = "" if summary else _label(session, family.child_id)
    made.add("summary", summary or f"{child}: {TOPICS[day.topic].id}, {day.teacher.name}")
    made.add("location", f"{day.place}, {school.name}")
    return _standing(made, cancelled=family.taken_at is None or day.state is not DayState.OPEN)


def visit_event(session: Session, visit: Visit, now: datetime, summary: str = "") -> Event | None:
    """None while it has no time. No address is in it: calendars are shared with others.

    `summary` is for those who must not read the child's name.
    """
    if visit.starts_at is None or visit.ends_at is None:
        return None
    made = _event(visit, visit.starts_at, visit.ends_at, now)
    child = "" if summary else _label(session, visit.child_id)
    made.add("summary", summary or f"{child}: kunjungan {visit.teacher.name}")
    made.add("location", PLACES[visit.place].id)
    return _standing(made, cancelled=visit.state in states.CALLED_OFF)


def _event(
    of: Meeting | SlotFamily | Visit, starts_at: datetime, ends_at: datetime, now: datetime
) -> Event:
    made = Event()
    made.add("uid", of.uid)
    made.add("sequence", of.sequence)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", starts_at.astimezone(UTC))
    made.add("dtend", ends_at.astimezone(UTC))
    return made


def _standing(made: Event, *, cancelled: bool) -> Event:
    """Whether it takes place, and so whether it keeps its time busy."""
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    return made


def _label(session: Session, child_id: int) -> str:
    return next((pupil.label for pupil in pupils(session, [child_id])), "")
