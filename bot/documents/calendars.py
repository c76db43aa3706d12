"""Events as calendar files that phones open (RFC 5545), made when they are sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from icalendar import Calendar, Event, vCalAddress, vText
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents.calendar_events import meeting_event, talk_event, visit_event
from bot.documents.generated import Made
from models.meeting import Meeting
from models.numbers import whole
from models.school import School, school_of
from models.slot import SlotFamily
from models.visit import Visit

PRODUCT = "-//Penghubung//Penghubung//ID"
NOBODY = "mailto:tidak-dibalas@penghubung.invalid"
"""RFC 5546 wants an organiser's address; answers go through the chat, so there is none."""

CANCELLED = "DIBATALKAN"
"""Before the summary; the files are in Indonesian, whoever opens them."""


Found = tuple[int, Event] | None
"""The id of the school and the event; None where there is no such thing, or no time."""


class Calendars(Made):
    """Makes the file of one event when delivery asks for its bytes."""

    content_type = "text/calendar"

    def make(self, reference: str) -> bytes:
        """`reference` is as `handlers.core.talk.calendar_files` writes it.

        The file says what is true now: if it has moved since, nobody needs the old time.
        """
        kind, *numbers = reference.split(":")
        ids = [whole(number) or 0 for number in numbers]
        with self.sessions() as session:
            found = KINDS[kind](session, ids, self.now()) if kind in KINDS and ids else None
            if found is None:
                raise FetchError("no-such-event", final=True)
            school_id, event = found
            return calendar(school_of(session, school_id), [event])


def _meeting(session: Session, ids: list[int], now: datetime) -> Found:
    meeting = session.get(Meeting, ids[0])
    if meeting is None:
        return None
    part = next((part for part in meeting.sessions if part.id in ids[2:]), None)
    school = school_of(session, meeting.school_id)
    return school.id, meeting_event(meeting, school, now, part)


def _talk(session: Session, ids: list[int], now: datetime) -> Found:
    family = session.get(SlotFamily, ids[0])
    if family is None:
        return None
    event = talk_event(session, family, school_of(session, family.school_id), now)
    return (family.school_id, event) if event else None


def _visit(session: Session, ids: list[int], now: datetime) -> Found:
    visit = session.get(Visit, ids[0])
    event = visit_event(session, visit, now) if visit else None
    return (visit.school_id, event) if visit and event else None


KINDS: dict[str, Callable[[Session, list[int], datetime], Found]] = {
    "meeting": _meeting,
    "slot": _talk,
    "visit": _visit,
}


def calendar(school: School, events: list[Event], *, feed: bool = False) -> bytes:
    """A file of these events; a feed is read again and again and has no method.

    What is cancelled is taken back by METHOD:CANCEL (RFC 5546, 4.1.3). Many phones only add
    whatever file is opened, so the summary says it, too.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    gone = [one for one in events if one.get("status") == "CANCELLED"]
    if not feed:
        made.add("method", "CANCEL" if events and gone == events else "PUBLISH")
    made.add("x-wr-timezone", school.time_zone)
    for one in gone:
        one["summary"] = vText(f"{CANCELLED}: {one['summary']}")
    for one in events:
        one.add("organizer", _organiser(school))
        made.add_component(one)
    content: bytes = made.to_ical()
    return content


def _organiser(school: School) -> vCalAddress:
    """Every published event must have one (RFC 5546, 3.2.1)."""
    organiser = vCalAddress(NOBODY)
    organiser.params["cn"] = vText(school.name)
    return organiser
