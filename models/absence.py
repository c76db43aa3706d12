"""Days a child was not at school: told by the family, or marked by the teacher."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, BigId
from models.people import Child


class Kind(StrEnum):
    """As every Indonesian attendance book has it."""

    SICK = "S"
    LEAVE = "I"
    UNEXPLAINED = "A"


class Absence(Base):
    """One child on one day. A day without a row is a day at school, or not marked yet."""

    __tablename__ = "absences"
    __table_args__ = (
        UniqueConstraint("child_id", "day"),
        Index("ix_absences_school_day", "school_id", "day"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"))
    day: Mapped[date]
    """In the school's zone."""
    kind: Mapped[Kind]
    reason: Mapped[str]
    """In the family's words; empty if they gave none."""
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    """Who said so: a guardian, or the teacher who marked it."""
    inbox_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("inbox.id"))
    at: Mapped[datetime]

    child: Mapped[Child] = relationship()


def absent_on(session: Session, school_id: int, day: date) -> set[int]:
    """Ids of the school's children who are known to be absent that day."""
    return set(
        session.scalars(
            select(Absence.child_id).where(Absence.school_id == school_id, Absence.day == day)
        )
    )


def absences_of(
    session: Session, child_ids: Collection[int], since: date, until: date
) -> list[Absence]:
    """Both days included; by day, then child."""
    return list(
        session.scalars(
            select(Absence)
            .where(Absence.child_id.in_(child_ids), Absence.day >= since, Absence.day <= until)
            .order_by(Absence.day, Absence.child_id)
        )
    )
