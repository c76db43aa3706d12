"""School meetings: the series they come from, who said they would come, and who came."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.invitation import ALPHABET
from models.notice import Notice
from models.people import Child, Person
from models.whose import THEIRS, WORK


class Kind(StrEnum):
    POMG = "POMG"
    """The parents and teachers of a class, as a rule every two months."""
    COMMITTEE = "komite"
    REPORT_DAY = "rapor"
    YEAR_START = "tahun_ajaran"
    EXAM = "ujian"
    OTHER = "lainnya"


class State(StrEnum):
    PROPOSED = "proposed"
    """An occurrence of a series that its organiser has not confirmed yet."""
    PLANNED = "planned"
    CANCELLED = "cancelled"
    HELD = "held"
    """Over; its minutes may be written."""


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    DELEGATE = "delegate"
    MAYBE = "maybe"
    WAITING = "waiting"
    """Would come, but every seat is taken. The next seat that becomes free is theirs."""


COMING = (Answer.YES, Answer.DELEGATE)
"""Answers that take a seat."""


class MeetingSeries(Base):
    """A meeting that comes back every so many months, until somebody ends it."""

    __tablename__ = "meeting_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WORK, index=True)
    kind: Mapped[Kind]
    title: Mapped[str]
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`handlers.addressing.Audience` as JSON: ids, never names."""
    every_months: Mapped[int]
    first_at: Mapped[datetime]
    """The occurrences keep its weekday, its place in the month, and its local clock time."""
    minutes: Mapped[int]
    """How long each lasts."""
    place: Mapped[str]
    agenda: Mapped[str]
    ended_at: Mapped[datetime | None]


def new_door() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class Meeting(Base):
    """One meeting at one time. Moving it keeps the row and raises `sequence`."""

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("series_id", "occurrence"),
        Index("ix_meetings_school_starts", "school_id", "starts_at"),
        Index(
            "ix_meetings_ahead",
            "starts_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_series.id"))
    occurrence: Mapped[int | None]
    """Which of its series, from 0."""
    organiser_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WORK, index=True)
    kind: Mapped[Kind]
    title: Mapped[str]
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    agenda: Mapped[str]
    capacity: Mapped[int | None]
    """Seats for guardians; null where the room is large enough."""
    state: Mapped[State] = mapped_column(default=State.PLANNED)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    """The invitation; a moved meeting's newest."""
    minutes_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    """The minutes, once they were sent."""
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: f"{uuid4()}@penghubung")
    """In calendar files; the same however often the meeting moves."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises with every change that calendars must learn of (RFC 5545, 3.8.7.4)."""
    door: Mapped[str] = mapped_column(unique=True, default=new_door)
    """The code of the QR at the door: who sends it on the day is there."""
    created_at: Mapped[datetime]

    notice: Mapped[Notice | None] = relationship(foreign_keys=notice_id)
    organiser: Mapped[Person] = relationship()
    sessions: Mapped[list[MeetingSession]] = relationship(order_by="MeetingSession.starts_at")


class MeetingSession(Base):
    """A part of the families at a time of their own, where the room is small."""

    __tablename__ = "meeting_sessions"
    __table_args__ = (UniqueConstraint("meeting_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]


class Rsvp(Base):
    """What one child's family answered; the newest answer of either guardian counts."""

    __tablename__ = "rsvps"
    __table_args__ = (UniqueConstraint("meeting_id", "child_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    answer: Mapped[Answer]
    delegate: Mapped[str]
    """Who comes instead, in the guardian's words; empty otherwise."""
    proxy_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    """The proxy guardian who comes instead and has joined."""
    session_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_sessions.id"))
    at: Mapped[datetime]
    """Of this answer; who waits longest is first when a seat becomes free."""

    child: Mapped[Child] = relationship()


class How(StrEnum):
    QR = "qr"
    LIST = "list"


class MeetingAttendance(Base):
    """One child's family was there."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "child_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    """Who came, by QR; or the teacher who ticked the list."""
    how: Mapped[How]
    at: Mapped[datetime]
