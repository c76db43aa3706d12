"""Homework and what else a family has to see to by a day: things to bring, uniform, hours."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.notice import Notice, Receipt


class Sort(StrEnum):
    HOMEWORK = "homework"
    BRING = "bring"
    UNIFORM = "uniform"
    HOURS = "hours"
    """Early dismissal, another hour to begin."""


class Homework(Base):
    """One thing set for some children by a day. Its text and its families are the notice's."""

    __tablename__ = "homework"
    __table_args__ = (
        UniqueConstraint("notice_id"),
        Index("ix_homework_school_due", "school_id", "due"),
        Index(
            "ix_homework_open",
            "due",
            sqlite_where=text("summed_at IS NULL"),
            postgresql_where=text("summed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    sort: Mapped[Sort]
    subject: Mapped[str | None]
    """Canonical, lower case ("matematika")."""
    due: Mapped[date]
    """The school day it is handed in, in the school's zone."""
    summed_at: Mapped[datetime | None]
    """When the teacher was told who had done it."""

    notice: Mapped[Notice] = relationship()


class HomeworkDone(Base):
    """A family says that one child has done it, perhaps with a photo for the teacher."""

    __tablename__ = "homework_done"
    __table_args__ = (UniqueConstraint("receipt_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    receipt_id: Mapped[int] = mapped_column(BigId, ForeignKey("receipts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    text: Mapped[str]
    media: Mapped[list[int]] = mapped_column(default=list)

    receipt: Mapped[Receipt] = relationship()
