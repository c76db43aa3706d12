"""Talks by appointment: a teacher's window cut into slots, one child's family each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.notice import Notice
from models.people import Child, Person
from models.whose import THEIRS, WORK


class Topic(StrEnum):
    REPORT = "report"
    """Report cards are handed over."""
    TALK = "talk"


class DayState(StrEnum):
    OPEN = "open"
    CANCELLED = "cancelled"


class SlotDay(Base):
    """One teacher's window on one day ("Sabtu 8–12, 10 menit, 2 istirahat")."""

    __tablename__ = "slot_days"
    __table_args__ = (Index("ix_slot_days_school_starts", "school_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WORK, index=True)
    topic: Mapped[Topic]
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`handlers.addressing.Audience` as JSON."""
    place: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    breaks: Mapped[list[str]] = mapped_column(default=list)
    """Starts of the breaks (ISO, UTC); each is as long as a slot."""
    state: Mapped[DayState] = mapped_column(default=DayState.OPEN)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    """The invitation."""
    listed_at: Mapped[datetime | None]
    """When the teacher was sent the list for this date."""
    created_at: Mapped[datetime]

    teacher: Mapped[Person] = relationship()
    notice: Mapped[Notice] = relationship()
    slots: Mapped[list[Slot]] = relationship(back_populates="day", order_by="Slot.starts_at")


_HELD = text("held_until IS NOT NULL")
_WAITS = text("waits_since IS NOT NULL")


class Slot(Base):
    """One appointment. Free while it has no child; taken by one conditional UPDATE."""

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("day_id", "starts_at"),
        UniqueConstraint("day_id", "child_id"),
        Index("ix_slots_held", "held_until", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    day_id: Mapped[int] = mapped_column(ForeignKey("slot_days.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    child_id: Mapped[int | None] = mapped_column(ForeignKey("children.id"), info=THEIRS, index=True)
    held_for: Mapped[int | None] = mapped_column(ForeignKey("children.id"), info=THEIRS)
    """The child of the waiting list it is offered to: nobody else takes it meanwhile."""
    held_until: Mapped[datetime | None]

    day: Mapped[SlotDay] = relationship(back_populates="slots")


class SlotFamily(Base):
    """What one child's family has answered to a day, and the event in its calendar."""

    __tablename__ = "slot_families"
    __table_args__ = (
        UniqueConstraint("day_id", "child_id"),
        Index("ix_slot_families_waiting", "day_id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    day_id: Mapped[int] = mapped_column(ForeignKey("slot_days.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    """The guardian who answered last: comes, waits, or cannot come."""
    taken_at: Mapped[datetime | None]
    """When they chose the slot they have; null while `Slot.child_id` names no slot of theirs."""
    waits_since: Mapped[datetime | None]
    """On the waiting list, which goes by this."""
    declined_at: Mapped[datetime | None]
    """They said that they cannot come, or gave their slot back."""
    starts_at: Mapped[datetime | None]
    """As their calendar last had it; kept when the appointment is cancelled."""
    ends_at: Mapped[datetime | None]
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: f"{uuid4()}@penghubung")
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises with every change, as calendars want it."""
    reminded: Mapped[int] = mapped_column(default=0)
    """How many of the reminders for that time are behind it."""

    day: Mapped[SlotDay] = relationship()
    child: Mapped[Child] = relationship()
    person: Mapped[Person] = relationship()
