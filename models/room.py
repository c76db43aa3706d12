"""The class room: what guardians say to their whole class, across the channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, BigId
from models.family import (
    Pupil,
    homeroom_of,
    places_of,
    pupils_of_class,
    pupils_of_guardian,
    staff_with,
)
from models.media import HasFiles
from models.people import Child, Person, Role, StaffRole, Wants, in_office
from models.school import ClassGroup
from models.whose import THEIRS, WORK

KIND = "room"
"""What a proxy's place must let them see, where it does not let them see all."""


class Room(Base):
    """One class's room. Without a row it is closed: only the school announces."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("class_group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_groups.id"))
    open: Mapped[bool] = mapped_column(default=False)
    """Whether guardians may speak; the teacher always may."""
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WORK)
    changed_at: Mapped[datetime]


class RoomMember(Base):
    """What is particular about one person in one room; most have no row."""

    __tablename__ = "room_members"
    __table_args__ = (UniqueConstraint("class_group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    silent: Mapped[bool] = mapped_column(default=False)
    """They asked not to get what is said there."""
    muted_until: Mapped[datetime | None]
    """The teacher lets them not speak until then; null: until they are let again."""
    muted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WORK)
    """Null for somebody who is not muted."""

    def muted(self, now: datetime) -> bool:
        if self.muted_by_id is None:
            return False
        return self.muted_until is None or self.muted_until > now


_WAITING = text("waits_until IS NOT NULL")


class RoomPost(HasFiles, Base):
    """One thing that somebody marked for all."""

    __tablename__ = "room_posts"
    __table_args__ = (
        Index("ix_room_posts_class_at", "class_group_id", "at"),
        Index(
            "ix_room_posts_waiting",
            "waits_until",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    inbox_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("inbox.id"))
    text: Mapped[str]
    at: Mapped[datetime]
    waits_until: Mapped[datetime | None]
    """When the class is told, with whatever else waits; null once it was, or is no more."""
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WORK)

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    class_group: Mapped[ClassGroup] = relationship()


@dataclass(frozen=True)
class Seat:
    """One person's place in one class's room."""

    class_id: int
    class_name: str
    school_id: int
    moderates: bool
    """They are of the school: they always may speak, remove, mute, open and close."""


def seats(session: Session, person_id: int, school_id: int, now: datetime) -> list[Seat]:
    """The rooms somebody belongs to, by class name; where both, as a teacher."""
    of_family = {pupil.class_id for pupil in _sees(session, person_id, now)}
    led = _led(session, person_id, school_id)
    groups = session.scalars(
        select(ClassGroup)
        .where(ClassGroup.id.in_({*of_family, *led} - {None}))
        .order_by(ClassGroup.name, ClassGroup.id)
    )
    return [Seat(group.id, group.name, group.school_id, group.id in led) for group in groups]


def _sees(session: Session, person_id: int, now: datetime) -> list[Pupil]:
    """Their children, if they have agreed and may see everything about them."""
    person = session.get_one(Person, person_id)
    mine = pupils_of_guardian(session, person_id, now) if person.consented_at else []
    places = places_of(session, [pupil.id for pupil in mine], now)
    return [
        pupil
        for pupil in mine
        if any(p.person_id == person_id and p.sees(KIND) for p in places[pupil.id])
    ]


def _led(session: Session, person_id: int, school_id: int) -> set[int]:
    """A homeroom teacher leads the own class, a principal each that has children."""
    roles = session.execute(
        select(StaffRole.role, StaffRole.class_group_id).where(
            StaffRole.person_id == person_id,
            StaffRole.school_id == school_id,
            StaffRole.role.in_((Role.HOMEROOM, Role.PRINCIPAL)),
            in_office(),
        )
    ).all()
    if any(role is Role.PRINCIPAL for role, _ in roles):
        taught = select(Child.class_group_id).where(
            Child.school_id == school_id, Child.left_at.is_(None)
        )
        return {id_ for id_ in session.scalars(taught.distinct()) if id_ is not None}
    return {class_id for _, class_id in roles if class_id is not None}


def moderators(session: Session, school_id: int, class_id: int) -> list[int]:
    """Who sees to a room: the homeroom teacher, or the principal until one has joined."""
    return homeroom_of(session, class_id) or staff_with(session, school_id, Role.PRINCIPAL)


def listeners(session: Session, class_id: int, now: datetime) -> list[int]:
    """The guardians who get what is said: agreed, neither silent nor wanting less."""
    children = [pupil.id for pupil in pupils_of_class(session, class_id)]
    places = [place for of in places_of(session, children, now).values() for place in of]
    guardians = {p.person_id for p in places if p.person_id is not None and p.sees(KIND)}
    silent = select(RoomMember.person_id).where(
        RoomMember.class_group_id == class_id, RoomMember.silent
    )
    return list(
        session.scalars(
            select(Person.id)
            .where(
                Person.id.in_(guardians),
                Person.consented_at.is_not(None),
                Person.wants == Wants.EVERYTHING,
                Person.id.not_in(silent),
            )
            .order_by(Person.id)
        )
    )


def is_open(session: Session, class_id: int) -> bool:
    return bool(session.scalar(select(Room.open).where(Room.class_group_id == class_id)))


def member(session: Session, class_id: int, person_id: int) -> RoomMember | None:
    return session.scalar(
        select(RoomMember).where(
            RoomMember.class_group_id == class_id, RoomMember.person_id == person_id
        )
    )


def member_row(session: Session, school_id: int, class_id: int, person_id: int) -> RoomMember:
    """What is particular about a member, made if there was nothing yet."""
    found = member(session, class_id, person_id)
    if found is None:
        found = RoomMember(school_id=school_id, class_group_id=class_id, person_id=person_id)
        session.add(found)
        session.flush()
    return found


def said_since(session: Session, class_id: int, since: datetime) -> int:
    """How many posts a room has had from then on, removed ones too."""
    return (
        session.scalar(
            select(func.count())
            .select_from(RoomPost)
            .where(RoomPost.class_group_id == class_id, RoomPost.at >= since)
        )
        or 0
    )
