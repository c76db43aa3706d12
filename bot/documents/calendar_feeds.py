"""Calendars that phones read again and again, each under its own secret address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from icalendar import Event
from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.documents.calendar_events import meeting_event, talk_event, visit_event
from bot.documents.calendars import calendar
from handlers.core.talk import Language, Text
from handlers.core.talk.languages import language_of
from handlers.visits import states
from models.base import one_of
from models.calendar_feed import holder
from models.family import Pupil, places_of, pupils_of_guardian
from models.meeting import Meeting, MeetingSession, Rsvp, State
from models.notice import Receipt
from models.people import Person, StaffRole, in_office
from models.school import school_of
from models.slot import DayState, SlotDay, SlotFamily
from models.visit import Visit

TALK = Text("feeds.talk", id="Jam temu: {who}", en="Talk: {who}")
ACCOMPANY = Text(
    "feeds.accompany", id="Menemani kunjungan {teacher}", en="Come along on {teacher}'s visit"
)
FOR = Text("feeds.for", id="Untuk {children}", en="For {children}")
BEHIND = timedelta(days=60)
"""What is longer ago is left out."""
HEADERS = {"Cache-Control": "private, max-age=900", "X-Content-Type-Options": "nosniff"}


def routes(sessions: sessionmaker[Session], now: Callable[[], datetime]) -> list[BaseRoute]:
    """GET /calendar/<secret>.ics; a secret that is unknown or was revoked is a plain 404."""

    def read(token: str) -> bytes | None:
        with sessions() as session:
            session.connection(execution_options={"reads_only": True})
            person = holder(session, token)
            return feed(session, person, now()) if person is not None else None

    async def serve(request: Request) -> Response:
        found = await run_in_threadpool(read, request.path_params["token"])
        if found is None:
            return PlainTextResponse("not found", 404)
        return Response(found, media_type="text/calendar", headers=HEADERS)

    return [Route("/calendar/{token}.ics", serve)]


def feed(session: Session, person_id: int, now: datetime) -> bytes:
    """All that is in somebody's calendar at this moment, and nothing of other families."""
    person = session.get_one(Person, person_id)
    mine = _children(session, person, now)
    works = _works(session, person)
    events = [*_meetings(session, person, mine, works, now), *_talks(session, person, mine, now)]
    if works:
        events += _appointments(session, person, now)
    events += _visits(session, person, _children(session, person, now, "visit"), works, now)
    once = {str(made["uid"]): made for made in events}
    return calendar(school_of(session, person.school_id), list(once.values()), feed=True)


def _children(
    session: Session, person: Person, now: datetime, kind: str = "meeting"
) -> dict[int, Pupil]:
    """Those of whose meetings, say, they may know; none before, or after, they have agreed."""
    if person.consented_at is None:
        return {}
    mine = {pupil.id: pupil for pupil in pupils_of_guardian(session, person.id, now)}
    seen = {
        child
        for child, places in places_of(session, mine, now).items()
        if any(place.person_id == person.id and place.sees(kind) for place in places)
    }
    return {child: pupil for child, pupil in mine.items() if child in seen}


def _works(session: Session, person: Person) -> bool:
    current = exists().where(StaffRole.person_id == person.id, in_office())
    return bool(session.scalar(select(current)))


def _meetings(
    session: Session, person: Person, mine: dict[int, Pupil], works: bool, now: datetime
) -> Iterator[Event]:
    """To which their children's families are invited, and which they organise themselves."""
    shown = (Meeting.state != State.PROPOSED, Meeting.ends_at > now - BEHIND)
    invited: dict[int, list[Pupil]] = {}
    rows = session.execute(
        select(Meeting.id, Receipt.child_id)
        .join(Receipt, Receipt.notice_id == Meeting.notice_id)
        .where(Receipt.child_id.in_(mine), *shown)
    )
    for meeting_id, child in rows:
        invited.setdefault(meeting_id, []).append(mine[child])
    concerns: ColumnElement[bool] = Meeting.id.in_(invited)
    if works:
        own = (Meeting.organiser_id == person.id) & (Meeting.school_id == person.school_id)
        concerns = or_(concerns, own)
    parts = _parts(session, invited, mine)
    for meeting in session.scalars(select(Meeting).where(concerns, *shown).order_by(Meeting.id)):
        school = school_of(session, meeting.school_id)
        made = meeting_event(meeting, school, now, parts.get(meeting.id))
        if meeting.id in invited:
            _describe(made, _language(session, person), invited[meeting.id])
        yield made


def _parts(
    session: Session, meetings: Collection[int], children: Collection[int]
) -> dict[int, MeetingSession]:
    """The session of a meeting that their family comes to."""
    rows = session.execute(
        select(Rsvp.meeting_id, MeetingSession)
        .join(MeetingSession, MeetingSession.id == Rsvp.session_id)
        .where(Rsvp.meeting_id.in_(meetings), Rsvp.child_id.in_(children))
        .order_by(MeetingSession.starts_at.desc())
    )
    return {meeting: part for meeting, part in rows}


def _language(session: Session, person: Person) -> Language:
    return language_of(session, person.school_id, person.language)


def _describe(made: Event, language: Language, children: Collection[Pupil]) -> None:
    names = ", ".join(sorted(pupil.label for pupil in children))
    words = FOR.fill(language, {"children": names})
    agenda = made.pop("description", None)
    made.add("description", f"{words}\n{agenda}" if agenda else words)


def _talks(
    session: Session, person: Person, mine: Collection[int], now: datetime
) -> Iterator[Event]:
    """Appointments about their own children."""
    language = _language(session, person)
    for family in session.scalars(_taken(now).where(SlotFamily.child_id.in_(mine))):
        with_ = f"{family.day.teacher.name} ({family.child.name})"
        yield from _talk(session, family, TALK.fill(language, {"who": with_}), now)


def _appointments(session: Session, person: Person, now: datetime) -> Iterator[Event]:
    """A teacher's own: families of which they may know."""
    language = _language(session, person)
    theirs = (SlotDay.teacher_id == person.id, SlotDay.school_id == person.school_id)
    for family in session.scalars(_taken(now).where(*theirs)):
        summary = TALK.fill(language, {"who": family.child.name})
        yield from _talk(session, family, summary, now)


def _visits(
    session: Session, person: Person, mine: Collection[int], works: bool, now: datetime
) -> Iterator[Event]:
    """Home visits that both sides confirmed: of their children, made by them, or accompanied.

    No address is in a feed, which is a secret that people share: the visitor reads it in the chat
    from the day before on. The companion's has no child's name either.
    """
    concerns: ColumnElement[bool] = Visit.child_id.in_(mine)
    if works:
        goes = or_(Visit.teacher_id == person.id, Visit.companion_id == person.id)
        concerns = or_(concerns, goes & (Visit.school_id == person.school_id))
    found = select(Visit).where(
        concerns,
        one_of(Visit.state, states.SEEN),
        Visit.ends_at > now - BEHIND,
    )
    for visit in session.scalars(found.order_by(Visit.starts_at, Visit.id)):
        theirs = visit.child_id in mine or visit.teacher_id == person.id
        beside = ACCOMPANY.fill(_language(session, person), {"teacher": visit.teacher.name})
        if made := visit_event(session, visit, now, "" if theirs else beside):
            yield made


def _taken(now: datetime) -> Select[SlotFamily]:
    return (
        select(SlotFamily)
        .join(SlotDay)
        .where(
            SlotDay.state == DayState.OPEN,
            SlotFamily.taken_at.is_not(None),
            SlotFamily.ends_at > now - BEHIND,
        )
        .order_by(SlotFamily.starts_at, SlotFamily.id)
    )


def _talk(session: Session, family: SlotFamily, summary: str, now: datetime) -> Iterator[Event]:
    if made := talk_event(session, family, school_of(session, family.school_id), now, summary):
        yield made
