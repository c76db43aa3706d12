"""What came of a meeting: decisions with a person and a day, and what guests thought of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Decision(Base):
    """Who does what until when. Open ones return on the next agenda of that organiser's kind."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index(
            "ix_decisions_open",
            "school_id",
            "due",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    words: Mapped[str]
    who: Mapped[str]
    """As the minutes name them; empty where nobody was named."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The same, where it is somebody we can remind."""
    due: Mapped[date | None]
    done_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]


class Evaluation(Base):
    """One guest's three answers. Without a person, and with the day only, if the school says so."""

    __tablename__ = "evaluations"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    useful: Mapped[int]
    """1 (not at all) to 5."""
    clear: Mapped[int]
    words: Mapped[str]
    on: Mapped[date]


class EvaluationAsked(Base):
    """Who was asked and has answered, kept apart from what they answered."""

    __tablename__ = "evaluations_asked"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    answered: Mapped[bool] = mapped_column(default=False)
