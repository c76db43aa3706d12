"""What meetings are called, when they are, and the four answers to their invitations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Phrase, Sense, Text, Value
from handlers.core.talk.times import Span
from models.meeting import Answer, Kind, Meeting, MeetingSession
from models.notice import Notice
from models.school import school_of

NAMES = {
    Kind.POMG: Text("meeting.pomg", id="rapat POMG", en="parents' meeting (POMG)"),
    Kind.COMMITTEE: Text("meeting.committee", id="rapat komite", en="committee meeting"),
    Kind.REPORT_DAY: Text("meeting.report_day", id="pembagian rapor", en="report-card day"),
    Kind.YEAR_START: Text(
        "meeting.year_start", id="rapat awal tahun ajaran", en="start-of-year meeting"
    ),
    Kind.EXAM: Text(
        "meeting.exam", id="rapat persiapan ujian", en="meeting on preparing for the exams"
    ),
    Kind.OTHER: Text("meeting.other", id="rapat orang tua", en="meeting for parents"),
}
SESSIONS = Text(
    "meeting.sessions",
    id="{when} ({count} sesi bergiliran)",
    en="{when} ({count} sessions in turn)",
)
YES = Text("meeting.yes", id="Hadir", en="I will come")
NO = Text("meeting.no", id="Tidak bisa", en="I cannot come")
DELEGATE = Text("meeting.delegate", id="Diwakilkan", en="Somebody else comes")
MAYBE = Text("meeting.maybe", id="Belum pasti", en="Not sure yet")
LABELS = (YES, NO, DELEGATE, MAYBE)
CHOICES = (
    Choice(Answer.YES.value, YES, Sense.YES),
    Choice(Answer.NO.value, NO, Sense.NO),
    Choice(Answer.DELEGATE.value, DELEGATE),
    Choice(Answer.MAYBE.value, MAYBE, Sense.LATER),
)
ANSWERS = {
    Answer.YES: Text("meeting.is_yes", id="hadir", en="coming"),
    Answer.NO: Text("meeting.is_no", id="tidak bisa hadir", en="not coming"),
    Answer.DELEGATE: Text("meeting.is_delegate", id="diwakilkan", en="somebody else comes"),
    Answer.MAYBE: Text("meeting.is_maybe", id="belum pasti", en="not sure yet"),
    Answer.WAITING: Text("meeting.is_waiting", id="menunggu kursi", en="waiting for a seat"),
}
OPEN = Text("meeting.is_open", id="belum dijawab", en="not answered yet")


def when(notice: Notice) -> Value:
    """The day and hours of an invitation's meeting, and in how many sessions."""
    shown = span(notice.details, notice.details["zone"])
    if count := notice.details["sessions"]:
        return Phrase(SESSIONS, {"when": shown, "count": str(count)})
    return shown


def span(times: Mapping[str, Any], zone: str) -> Span:
    """Of the times as a notice keeps them."""
    starts_at, ends_at = (datetime.fromisoformat(times[k]) for k in ("starts_at", "ends_at"))
    return Span(starts_at, ends_at, ZoneInfo(zone))


def name_of(meeting: Meeting) -> Text:
    """What families know it as: "rapat POMG"."""
    return NAMES[meeting.kind]


def time_of(session: Session, meeting: Meeting, part: int | None = None) -> Span:
    """When a meeting is, or the one session of it a family comes to."""
    of = session.get_one(MeetingSession, part) if part else meeting
    return Span(of.starts_at, of.ends_at, school_of(session, meeting.school_id).zone)
