"""Schools and their class groups."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base
from models.hours import Hours
from models.settings import SchoolSettings


class School(Base):
    """One school: a tenant. Its zone and its hours decide when people hear from us."""

    __tablename__ = "schools"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    npsn: Mapped[str | None] = mapped_column(unique=True)
    """National school number (Dapodik); eight digits as text."""
    time_zone: Mapped[str] = mapped_column(default="Asia/Jakarta")
    school_year: Mapped[str] = mapped_column(default="")
    """As Dapodik writes it, "2026/2027"."""
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What differs from `models.hours.Hours`; read it through `quiet`."""
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What differs from `models.settings.SchoolSettings`; read it through `rules`."""
    wordings: Mapped[str | None]
    """Digest of its own words for our texts; None while it has none: see `models.wording`."""
    created_at: Mapped[datetime]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def quiet(self) -> Hours:
        return Hours.model_validate({**self.hours, "time_zone": self.time_zone})

    def opens(self, at: datetime) -> datetime:
        """The first moment not before `at` in which staff take messages: office hours."""
        return self.rules.office(at, self.quiet)

    def teaches(self, day: date) -> bool:
        """Whether it is a day of school: of its week, and no holiday."""
        return day.weekday() < self.rules.school_week and not self.quiet.is_holiday(day)

    @property
    def rules(self) -> SchoolSettings:
        return SchoolSettings.model_validate(self.settings)


def school_of(session: Session, school_id: int) -> School:
    """A school that exists, read once in a transaction however often it is asked for.

    The session alone would forget it as soon as nobody holds it.
    """
    held: dict[int, School] = session.info.setdefault("schools", {})
    school = held.get(school_id)
    if school is None or school not in session:
        school = held[school_id] = session.get_one(School, school_id)
    return school


class ClassGroup(Base):
    """A *rombel* ("7A") of one school year."""

    __tablename__ = "class_groups"
    __table_args__ = (UniqueConstraint("school_id", "school_year", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    name: Mapped[str]
    """Shown to people and typed by them: upper case, no spaces ("7A")."""
    school_year: Mapped[str] = mapped_column(default="")
    homeroom_name: Mapped[str] = mapped_column(default="")
    """From the roster, until the homeroom teacher has joined."""

    school: Mapped[School] = relationship()
