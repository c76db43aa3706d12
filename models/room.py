"""The class room: what guardians say to their whole class, across the channels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.people import Person


class Room(Base):
    """One class's room. Without a row it is closed: only the school announces."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("class_group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_groups.id"))
    open: Mapped[bool] = mapped_column(default=False)
    """Whether guardians may speak; the teacher always may."""
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class RoomMember(Base):
    """What is particular about one person in one room; most have no row."""

    __tablename__ = "room_members"
    __table_args__ = (UniqueConstraint("class_group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    silent: Mapped[bool] = mapped_column(default=False)
    """They asked not to get what is said there."""
    muted_until: Mapped[datetime | None]
    """The teacher lets them not speak until then."""
    muted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class RoomPost(Base):
    """One thing that somebody marked for all."""

    __tablename__ = "room_posts"
    __table_args__ = (Index("ix_room_posts_class_at", "class_group_id", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_groups.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    inbox_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("inbox.id"))
    text: Mapped[str]
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person] = relationship(foreign_keys=person_id)
