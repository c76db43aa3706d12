"""What came of a meeting: decisions with a person and a day, and what guests thought of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, fixed
from models.meeting import Kind, Meeting
from models.notice import Notice, NoticeState
from models.whose import NAMED, THEIRS


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
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=NAMED)
    """The same, where it is somebody we can remind."""
    due: Mapped[date | None]
    done_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()


def undone() -> Select[Decision]:
    """Decisions that are open and stand in minutes that were not taken back, soonest due first."""
    return (
        select(Decision)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .join(Notice, Notice.id == Meeting.minutes_id)
        .where(Decision.done_at.is_(None), Notice.state == fixed(NoticeState.PUBLISHED))
        .order_by(Decision.due.is_(None), Decision.due, Decision.id)
    )


def open_decisions(session: Session, organiser_id: int, kind: Kind) -> list[Decision]:
    """What is still to be done from this organiser's earlier meetings of that kind."""
    found = undone().where(Meeting.organiser_id == organiser_id, Meeting.kind == kind)
    return list(session.scalars(found))


class Evaluation(Base):
    """One guest's three answers. Without a person, and with the day only, if the school says so."""

    __tablename__ = "evaluations"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    useful: Mapped[int | None]
    """1 (not at all) to 5; None where they skipped the question."""
    clear: Mapped[int | None]
    words: Mapped[str]
    on: Mapped[date]


class EvaluationAsked(Base):
    """Who was asked and has answered, kept apart from what they answered."""

    __tablename__ = "evaluations_asked"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    answered: Mapped[bool] = mapped_column(default=False)
