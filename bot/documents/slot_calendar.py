"""A family's talk as a calendar file that phones open, made when it is sent."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Event
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents.generated import Made
from bot.documents.meeting_calendar import calendar
from handlers.slots.notice import TOPICS
from models.family import pupils
from models.numbers import whole
from models.school import School, school_of
from models.slot import DayState, SlotFamily


class SlotCalendars(Made):
    """Makes the file of one family's talk when delivery asks for its bytes."""

    content_type = "text/calendar"

    def make(self, reference: str) -> bytes:
        """`reference` is "slot:family:sequence"; the file says what is true now."""
        kind, _, rest = reference.partition(":")
        number = rest.partition(":")[0]
        with self.sessions() as session:
            family = session.get(SlotFamily, whole(number) or 0)
            if kind != "slot" or family is None or family.starts_at is None:
                raise FetchError("no-such-talk", final=True)
            school = school_of(session, family.school_id)
            return calendar(school, [event(session, family, school, self.now())])


def event(session: Session, family: SlotFamily, school: School, now: datetime) -> Event:
    """The same UID for one child on one day, whatever time it has, and a rising SEQUENCE.

    One who has given its time back, or whose day is cancelled, has the event cancelled.
    """
    day = family.day
    on = family.taken_at is not None and day.state is DayState.OPEN
    child = next((pupil.label for pupil in pupils(session, [family.child_id])), "")
    made = Event()
    made.add("uid", family.uid)
    made.add("sequence", family.sequence)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", family.starts_at)
    made.add("dtend", family.ends_at)
    made.add("summary", f"{child}: {TOPICS[day.topic].id}, {day.teacher.name}")
    made.add("location", f"{day.place}, {school.name}")
    made.add("status", "CONFIRMED" if on else "CANCELLED")
    made.add("transp", "OPAQUE" if on else "TRANSPARENT")
    return made
