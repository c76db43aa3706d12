"""Home visits: asked for, agreed on, made safely, and what was seen and agreed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Child, Person
from models.whose import GOES, NAMED, THEIRS, WORK, left_out


class Kind(StrEnum):
    REGULAR = "regular"
    CONCERN = "concern"
    SICK = "sick"
    CONDOLENCE = "condolence"
    GOOD_NEWS = "good_news"


class Place(StrEnum):
    HOME = "home"
    TEACHER = "teacher"
    SCHOOL = "school"
    ONLINE = "online"


class AtHome(StrEnum):
    """Which adults of the family receive the visitor."""

    WOMEN = "women"
    MEN = "men"
    BOTH = "both"


class State(StrEnum):
    ASKED = "asked"
    """The family has been asked, or asks; nobody has agreed to a time yet."""
    AGREED = "agreed"
    """Both agree to a time, which is kept free; who is at home, or a companion, is missing."""
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    """The teacher has checked in."""
    DONE = "done"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


OPEN = (State.ASKED, State.AGREED, State.CONFIRMED, State.UNDER_WAY)
HELD = (State.AGREED, State.CONFIRMED, State.UNDER_WAY)
"""States whose time is the teacher's and the companion's no longer."""


class Visit(Base):
    """One visit, from the first question to its report. A new time keeps the row."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_teacher_starts", "teacher_id", "starts_at"),
        Index("ix_visits_companion_starts", "companion_id", "starts_at"),
        Index(
            "ix_visits_ahead",
            "starts_at",
            sqlite_where=text("state = 'confirmed' OR state = 'under_way'"),
            postgresql_where=text("state = 'confirmed' OR state = 'under_way'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS, index=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WORK)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    """The teacher, or the guardian who asks for a visit."""
    kind: Mapped[Kind] = mapped_column(default=Kind.REGULAR)
    state: Mapped[State] = mapped_column(default=State.ASKED)
    place: Mapped[Place] = mapped_column(default=Place.HOME)
    starts_at: Mapped[datetime | None]
    """The time both agreed to; null until then."""
    ends_at: Mapped[datetime | None]
    reason: Mapped[str]
    """Why, in the words of whoever asked; empty for a regular visit."""
    host_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=NAMED)
    """The guardian who agreed for the family."""
    at_home: Mapped[AtHome | None]
    """Null while nobody has said, and where it does not matter."""
    place_words: Mapped[str] = mapped_column(default="", info=WORK)
    """The teacher's address, or how to meet online; for the family once it is confirmed."""
    companion_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WORK)
    """A colleague who comes along, once they have agreed."""
    ended_reason: Mapped[str | None]
    """Why it was declined or cancelled."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    checked_out_at: Mapped[datetime | None]
    alarmed_at: Mapped[datetime | None]
    """When the companion or principal was told that check-out is late."""
    reminded: Mapped[int] = mapped_column(default=0)
    """How many of the reminders for this time are behind it."""
    uid: Mapped[str] = mapped_column(unique=True, default=lambda: f"{uuid4()}@penghubung")
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises with every change that calendars must learn of (RFC 5545, 3.8.7.4)."""

    child: Mapped[Child] = relationship()
    teacher: Mapped[Person] = relationship(foreign_keys=teacher_id)
    companion: Mapped[Person | None] = relationship(foreign_keys=companion_id)
    host: Mapped[Person | None] = relationship(foreign_keys=host_id)


class VisitOffer(Base):
    """A time and place that one side proposed to the other."""

    __tablename__ = "visit_offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    starts_at: Mapped[datetime]
    place: Mapped[Place]
    at: Mapped[datetime]
    accepted: Mapped[bool | None]
    """Null while nobody has answered it; false as well when another offer took its place."""


class CompanionAsk(Base):
    """A colleague who was asked to come along."""

    __tablename__ = "companion_asks"
    __table_args__ = (UniqueConstraint("visit_id", "person_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    starts_at: Mapped[datetime]
    """The time they were asked for; another time asks again."""
    asked_at: Mapped[datetime]
    yes: Mapped[bool | None]


class HomeAddress(Base):
    """Where a child lives: for the visitor alone, from the day before."""

    __tablename__ = "home_addresses"
    __table_args__ = (UniqueConstraint("child_id"), GOES)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS)
    words: Mapped[str]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    """The guardian who gave it; null where it came with the roster."""
    at: Mapped[datetime]


class VisitReport(Base):
    """What was seen and said. `private` is never shown to a family."""

    __tablename__ = "visit_reports"
    __table_args__ = (UniqueConstraint("visit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), info=NAMED)
    """A teacher writes it, whoever asked for the visit; it goes with the child."""
    conditions: Mapped[str]
    """How the child lives and learns at home."""
    said: Mapped[str]
    """What the family said."""
    private: Mapped[str] = mapped_column(
        info=left_out("Remarks of the visitor for the school; a copy may be given to the family.")
    )
    next_on: Mapped[date | None]
    media: Mapped[list[int]] = mapped_column(
        default=list, info=left_out("Photos of the visitor for the school.")
    )
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    """The summary that the family signs."""
    at: Mapped[datetime]

    visit: Mapped[Visit] = relationship()


class Agreement(Base):
    """Who promised what until when, at a visit."""

    __tablename__ = "agreements"
    __table_args__ = (
        Index(
            "ix_agreements_open",
            "due",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    words: Mapped[str]
    who: Mapped[str]
    """As it was written: "Ibu", "sekolah", a name."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=NAMED, index=True)
    """The same, where it is somebody we can remind."""
    due: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class VisitOverride(Base):
    """The teacher's word against the plan: this child first, or not this time, and why."""

    __tablename__ = "visit_overrides"
    __table_args__ = (UniqueConstraint("child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    first: Mapped[bool]
    """True: before the others; false: not until `until`."""
    until: Mapped[date]
    reason: Mapped[str]
    at: Mapped[datetime]
