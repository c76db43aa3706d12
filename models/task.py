"""What only a person can do now: telephone, visit, correct a number."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.people import Child
from models.whose import THEIRS, WORK

_UNDONE = text("done_at IS NULL")


class Reason(StrEnum):
    """Why a family was not reached, as the teacher is told it."""

    NOT_JOINED = "not_joined"
    OPTED_OUT = "opted_out"
    UNDELIVERABLE = "undeliverable"
    NOT_ARRIVED = "not_arrived"
    """It is on its way, held, or refused: nobody there has it yet."""
    SILENT = "silent"
    NOT_ANSWERED = "not_answered"
    """A guardian's words that no teacher could be given."""


class Task(Base):
    """One thing for somebody at school to do about one child."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("school_id", "topic"),
        Index(
            "ix_tasks_undone",
            "school_id",
            "assignee_id",
            sqlite_where=_UNDONE,
            postgresql_where=_UNDONE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WORK)
    """Null while the class has no homeroom teacher who has joined: the operator's, then."""
    child_id: Mapped[int | None] = mapped_column(ForeignKey("children.id"), info=THEIRS, index=True)
    receipt_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("receipts.id"), index=True)
    topic: Mapped[str]
    """The occasion, so that it becomes one task only."""
    reason: Mapped[Reason]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When whoever it is for first read it on a list of calls."""
    done_at: Mapped[datetime | None]

    child: Mapped[Child | None] = relationship()
