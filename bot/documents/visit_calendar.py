"""A home visit as an event for calendars. No address is in it: calendars are shared."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Event
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from handlers.visits.words import PLACES
from models.family import pupils
from models.school import School
from models.visit import State, Visit

OVER = (State.CANCELLED, State.DECLINED, State.NO_SHOW)


def event(
    session: Session, visit: Visit, school: School, now: datetime, summary: str = ""
) -> Event:
    """The same UID whatever time it has, and a rising SEQUENCE.

    `summary` is for those who must not read the child's name.
    """
    if visit.starts_at is None or visit.ends_at is None:
        raise FetchError("no-such-visit", final=True)
    child = next((pupil.label for pupil in pupils(session, [visit.child_id])), "")
    made = Event()
    made.add("uid", visit.uid)
    made.add("sequence", visit.sequence)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", visit.starts_at.astimezone(UTC))
    made.add("dtend", visit.ends_at.astimezone(UTC))
    made.add("summary", summary or f"{child}: kunjungan {visit.teacher.name}")
    made.add("location", PLACES[visit.place].id)
    made.add("status", "CANCELLED" if visit.state in OVER else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if visit.state in OVER else "OPAQUE")
    return made
