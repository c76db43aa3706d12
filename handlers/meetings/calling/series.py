"""Meetings that come back: when the next one is, and its organiser's word on each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Reply,
    Say,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import SEND_INVITATION
from handlers.core.understanding.matters.meetings import MOVES
from handlers.meetings.calling import invitation as meeting_invitation
from handlers.meetings.calling import new_time
from handlers.meetings.calling import preview as meeting_preview
from handlers.meetings.calling.draft import beyond
from handlers.meetings.calling.words import time_of
from models.audit import AuditEvent
from models.hours import Hours
from models.meeting import Meeting, MeetingSeries, State
from models.outbox import Priority
from models.school import school_of

OTHER_DAY = Text("meeting_series.other_day", id="Ganti hari", en="Another day")
SKIP = Text("meeting_series.skip", id="Lewati", en="Skip it")
END = Text("meeting_series.end", id="Akhiri seri", en="End the series")
CHOICES = (
    Choice("send", SEND_INVITATION),
    Choice("day", OTHER_DAY),
    Choice("skip", SKIP),
    Choice("end", END),
)
PROPOSE = Text(
    "meeting_series.propose",
    id="Sudah waktunya {title} yang berikutnya.\n\n🗓 Waktu: {when}\n📍 Tempat: {place}\n\n"
    "Undangannya dikirim sekarang, ganti hari, dilewati, atau serinya diakhiri?",
    en="It is time for the next {title}.\n\n🗓 Time: {when}\n📍 Place: {place}\n\n"
    "Shall I send the invitation now, change the day, skip it, or end the series?",
    template=True,
    buttons=(SEND_INVITATION, OTHER_DAY, SKIP, END),
)
SHOWN = Text(
    "meeting_series.shown",
    id="{title}\n🗓 {when}\n📍 {place}{warnings}\n\nUndangannya dikirim sekarang, ganti hari, "
    "dilewati, atau serinya diakhiri?",
    en="{title}\n🗓 {when}\n📍 {place}{warnings}\n\nShall I send the invitation now, change the "
    "day, skip it, or end the series?",
)
SENT = Text(
    "meeting_series.sent",
    id="Undangan {what}, {when}, dikirim ke {count} keluarga. Tulis RAPAT kapan saja untuk melihat "
    "siapa hadir.",
    en="The invitation to {what}, {when}, goes to {count} families. Write RAPAT at any time to see "
    "who comes.",
    claims=Claim.SENT,
)
WHICH_DAY = Text(
    "meeting_series.which_day",
    id="Kapan sebaiknya? Tulis hari dan jam, misalnya: Sabtu 20 Februari jam 9.",
    en="When would be better? Write day and hour, for example: Sabtu 20 Februari jam 9.",
)
SKIPPED = Text(
    "meeting_series.skipped",
    id="Baik, {what} kali ini dilewati. Rapat berikutnya saya tanyakan lagi.",
    en="All right, {what} is skipped this time. I will ask again before the next one.",
)
ENDED = Text(
    "meeting_series.ended",
    id="Baik, seri {what} diakhiri. Saya tidak menanyakannya lagi.",
    en="All right, the series {what} has ended. I will not ask again.",
)
SETTLED = Text(
    "meeting_series.settled",
    id="Rapat itu sudah diputuskan, atau waktunya sudah lewat.",
    en="That meeting has been decided on, or its time is past.",
)
ASK_BEFORE = timedelta(days=14)
ASK_AGAIN = timedelta(days=9)
WEEKS = 4
"""So many weeks later at the most, when the day falls on holidays."""

meeting_series = Capability("meeting_series", Who.STAFF)


def occurrence(series: MeetingSeries, number: int, hours: Hours) -> datetime:
    """When the meeting of that number begins: the same weekday of the same week of its month.

    "The second Saturday" stays so; a fifth one is the last where a month has four. From a
    holiday it goes to the same weekday of the next week that is none.
    """
    first = series.first_at.astimezone(hours.zone)
    months = first.year * 12 + first.month - 1 + series.every_months * number
    day = _nth(months // 12, months % 12 + 1, first.weekday(), (first.day - 1) // 7)
    for _ in range(WEEKS):
        if not hours.is_holiday(day):
            break
        day += timedelta(days=7)
    return datetime.combine(day, first.time(), tzinfo=hours.zone)


def _nth(year: int, month: int, weekday: int, week: int) -> date:
    """The weekday's place (from 0) in a month; the last one where there are not so many."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * week)
    return day if day.month == month else day - timedelta(days=7)


def propose(session: Session, series: MeetingSeries, now: datetime) -> list[Tell]:
    """The next meeting of a series, once it is near enough; its organiser is asked."""
    school = school_of(session, series.school_id)
    last = session.scalar(
        select(func.max(Meeting.occurrence)).where(Meeting.series_id == series.id)
    )
    number = -1 if last is None else last
    while (starts_at := occurrence(series, number + 1, school.quiet)) <= now:
        number += 1
    if starts_at - ASK_BEFORE > now:
        return []
    meeting = Meeting(
        school_id=series.school_id,
        series_id=series.id,
        occurrence=number + 1,
        organiser_id=series.organiser_id,
        kind=series.kind,
        title=series.title,
        audience=series.audience,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.minutes),
        place=series.place,
        agenda=series.agenda,
        state=State.PROPOSED,
        sequence=0,
        created_at=now,
    )
    session.add(meeting)
    session.flush()
    return [ask(session, meeting, "first")]


def ask(session: Session, meeting: Meeting, occasion: str) -> Tell:
    return Tell(
        PROPOSE,
        {"title": meeting.title, "when": time_of(session, meeting), "place": meeting.place},
        choices=CHOICES,
        then=decided,
        remember={"meeting": meeting.id},
        free=True,
        to=meeting.organiser_id,
        topic=f"series:{meeting.id}:{occasion}",
        priority=Priority.IMPORTANT,
        office=True,
        expires_at=meeting.starts_at,
    )


@meeting_series.step
def decided(turn: Turn, session: Session) -> Heard:
    """One of the four, or another time or place in words: "mundur seminggu", "di kelas saja"."""
    answer = turn.answer
    if answer is None:
        about_it = MOVES.search(turn.text) or not beyond(turn.text, turn)
        return _moved(turn, session) if about_it else None
    meeting = _proposed(turn, session)
    if meeting is None:
        return [Reply(SETTLED)]
    match answer:
        case "send" if not turn.memory.get("warned") and _warnings(session, meeting, turn.now):
            return [_shown(turn, session, meeting)]
        case "send":
            return _send(turn, session, meeting)
        case "day":
            return [Reply(WHICH_DAY, then=other_day, remember={"meeting": meeting.id})]
        case "skip":
            meeting.state = State.CANCELLED
            return [Reply(SKIPPED, {"what": meeting.title})]
        case _:
            return _end(turn, session, meeting)


@meeting_series.step
def other_day(turn: Turn, session: Session) -> Heard:
    """Only this one moves; the series keeps its rhythm."""
    again = Reply(WHICH_DAY, then=other_day, remember=turn.memory)
    return _moved(turn, session) or [again if _proposed(turn, session) else Reply(SETTLED)]


def _moved(turn: Turn, session: Session) -> Heard:
    """The proposal at the time or place that the words name; None where they name none ahead."""
    meeting = _proposed(turn, session)
    if meeting is None:
        return None
    old = new_time.When(meeting.starts_at.astimezone(turn.speaker.zone), meeting.place)
    new = new_time.read(turn.text, turn, old)
    if new is None or new.starts_at <= turn.now:
        return None
    meeting.ends_at = new.starts_at + (meeting.ends_at - meeting.starts_at)
    meeting.starts_at, meeting.place = new.starts_at, new.place
    return [_shown(turn, session, meeting)]


def _shown(turn: Turn, session: Session, meeting: Meeting) -> Say:
    """Once more before it is sent, with what speaks against that time."""
    blanks: dict[str, Value] = {
        "title": meeting.title,
        "when": time_of(session, meeting),
        "place": meeting.place,
        "warnings": Lines(_warnings(session, meeting, turn.now), between=""),
    }
    remember = {"meeting": meeting.id, "warned": True}
    return Reply(SHOWN, blanks, choices=CHOICES, then=decided, remember=remember, free=True)


def _warnings(session: Session, meeting: Meeting, now: datetime) -> list[Value]:
    school, whom = school_of(session, meeting.school_id), Audience.model_validate(meeting.audience)
    times = (meeting.starts_at, meeting.ends_at)
    return [
        *meeting_preview.odd_time(school, meeting.starts_at),
        *meeting_preview.clashes(session, school, whom, meeting.place, *times, now, meeting.id),
    ]


def _proposed(turn: Turn, session: Session) -> Meeting | None:
    """The meeting, if it still waits for the speaker's word."""
    meeting = session.get(Meeting, int(turn.memory["meeting"]))
    if meeting is None or meeting.organiser_id != turn.speaker.person:
        return None
    waits = meeting.state is State.PROPOSED and meeting.starts_at > turn.now
    return meeting if waits else None


def _send(turn: Turn, session: Session, meeting: Meeting) -> Heard:
    meeting.state = State.PLANNED
    published = meeting_invitation.send(session, meeting, turn.now)
    count = len(published.reached) + published.waiting
    blanks: dict[str, Value] = {
        "what": meeting.title,
        "when": time_of(session, meeting),
        "count": str(count),
    }
    return [*published.says, Reply(SENT, blanks)]


def _end(turn: Turn, session: Session, meeting: Meeting) -> Heard:
    series = session.get_one(MeetingSeries, meeting.series_id)
    series.ended_at, meeting.state = turn.now, State.CANCELLED
    session.add(
        AuditEvent(
            school_id=meeting.school_id,
            at=turn.now,
            actor_id=turn.speaker.person,
            action="ended",
            subject=f"meeting_series:{series.id}",
        )
    )
    return [Reply(ENDED, {"what": meeting.title})]
