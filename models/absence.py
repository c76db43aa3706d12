"""Days a child was not at school: told by the family, or marked by the teacher."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, BigId
from models.family import Pupil
from models.people import Child
from models.school import School
from models.whose import THEIRS


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
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS)
    day: Mapped[date]
    """In the school's zone."""
    kind: Mapped[Kind]
    reason: Mapped[str]
    """In the family's words; empty if they gave none."""
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
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


class Said(NamedTuple):
    """What is said of some days: by whom, in which message."""

    kind: Kind
    reason: str
    person_id: int
    inbox_id: int | None
    at: datetime


class Was(NamedTuple):
    """A day as it was before somebody said otherwise; `kind` is None for a day without a row."""

    day: date
    kind: Kind | None = None
    reason: str = ""
    person_id: int | None = None


def school_days(school: School, first: date, last: date) -> list[date]:
    """The days of school from `first` to `last`, both included; empty over a holiday."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    week, quiet = school.rules.school_week, school.quiet
    return [day for day in days if day.weekday() < week and not quiet.is_holiday(day)]


def put(session: Session, child: Pupil, days: Sequence[date], said: Said) -> list[Was]:
    """Write these days down; how those were that this changed.

    The same said twice changes nothing, and a report without a reason leaves the one there is.
    """
    known = _locked(session, child, days)
    changed = []
    for day in days:
        row = known.get(day)
        if row is None:
            changed.append(Was(day))
            row = Absence(school_id=child.school_id, child_id=child.id, day=day)
            session.add(row)
        elif row.kind is said.kind and said.reason in ("", row.reason):
            continue
        else:
            changed.append(_was(row))
        _say(row, said)
    session.flush()
    return changed


def take_back(session: Session, child: Pupil, before: Sequence[Was], inbox_id: int) -> list[Was]:
    """Make days what they were before that message, except those spoken of again since.

    Gives how the days were until now, for those that changed.
    """
    known = _locked(session, child, [was.day for was in before])
    changed = []
    for was in before:
        row = known.get(was.day)
        if row is None or row.inbox_id != inbox_id:
            continue
        changed.append(_was(row))
        if was.kind is None or was.person_id is None:
            session.delete(row)
        else:
            _say(row, Said(was.kind, was.reason, was.person_id, None, row.at))
    session.flush()
    return changed


def remove(session: Session, absences: Sequence[Absence]) -> None:
    """These children were, or will be, at school on these days."""
    for row in absences:
        session.delete(row)
    session.flush()


def _locked(session: Session, child: Pupil, days: Sequence[date]) -> dict[date, Absence]:
    """The rows of these days. Whoever else writes days of this child waits."""
    session.execute(select(Child.id).where(Child.id == child.id).with_for_update())
    rows = session.scalars(
        select(Absence).where(Absence.child_id == child.id, Absence.day.in_(days))
    )
    return {row.day: row for row in rows}


def _was(row: Absence) -> Was:
    return Was(row.day, row.kind, row.reason, row.person_id)


def _say(row: Absence, said: Said) -> None:
    row.kind, row.person_id, row.inbox_id, row.at = (
        said.kind,
        said.person_id,
        said.inbox_id,
        said.at,
    )
    row.reason = said.reason
