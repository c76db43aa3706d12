"""Meetings as calendar files that phones open (RFC 5545), made when they are sent."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents import visit_calendar
from bot.documents.generated import Made
from models.meeting import Meeting, MeetingSession, State
from models.numbers import whole
from models.school import School, school_of
from models.visit import Visit

PRODUCT = "-//Penghubung//Penghubung//ID"
NOBODY = "mailto:tidak-dibalas@penghubung.invalid"
"""RFC 5546 wants an organiser's address; answers go through the chat, so there is none."""

CANCELLED = "DIBATALKAN"
"""Before the summary; the files are in Indonesian, whoever opens them."""


class Calendars(Made):
    """Makes the file of one meeting when delivery asks for its bytes."""

    content_type = "text/calendar"

    def make(self, reference: str) -> bytes:
        """`reference` is "meeting:id:sequence", "meeting:id:sequence:session" or
        "visit:id:sequence".

        The file says what is true now: if the meeting has moved since, nobody needs the old time.
        """
        with self.sessions() as session:
            if visit := _visit(session, reference):
                school = school_of(session, visit.school_id)
                made = visit_calendar.event(session, visit, school, self.now())
                return calendar(school, [made])
            meeting, part = _found(session, reference)
            school = school_of(session, meeting.school_id)
            return calendar(school, [event(meeting, school, self.now(), part)])


def _visit(session: Session, reference: str) -> Visit | None:
    kind, _, rest = reference.partition(":")
    number = rest.partition(":")[0]
    return session.get(Visit, whole(number) or 0) if kind == "visit" else None


def _found(session: Session, reference: str) -> tuple[Meeting, MeetingSession | None]:
    kind, _, rest = reference.partition(":")
    try:
        id_, _, part_id = (int(part) for part in f"{rest}:0".split(":")[:3])
    except ValueError:
        raise FetchError("no-such-meeting", final=True) from None
    meeting = session.get(Meeting, id_)
    if kind != "meeting" or meeting is None:
        raise FetchError("no-such-meeting", final=True)
    part = next((part for part in meeting.sessions if part.id == part_id), None)
    return meeting, part


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


def event(
    meeting: Meeting, school: School, now: datetime, part: MeetingSession | None = None
) -> Event:
    """The same UID however often it moves, and a higher SEQUENCE each time.

    Times are in UTC: phones show them in their own zone, and no zone's rules need to travel.
    """
    made = Event()
    made.add("uid", meeting.uid)
    made.add("sequence", meeting.sequence)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", (part or meeting).starts_at.astimezone(UTC))
    made.add("dtend", (part or meeting).ends_at.astimezone(UTC))
    made.add("summary", f"{meeting.title}, {school.name}")
    made.add("location", meeting.place)
    if meeting.agenda:
        made.add("description", meeting.agenda)
    made.add("status", "CANCELLED" if meeting.state is State.CANCELLED else "CONFIRMED")
    made.add("transp", "OPAQUE")
    return made
