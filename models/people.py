"""People, how they are reached, and who they are to whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.school import ClassGroup, School
from models.whose import THEIRS


class Wants(StrEnum):
    """What a person lets us send unasked. Answers to what they write always come."""

    EVERYTHING = "everything"
    IMPORTANT = "important"
    NOTHING = "nothing"


class Sex(StrEnum):
    MALE = "L"
    FEMALE = "P"


class Person(Base):
    """Somebody who has joined. Roles and guardianships say what they are, and where."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_digest", "digest_day", "digest_minute"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    """The only school whose staff they may be; a child of theirs may go to another."""
    name: Mapped[str]
    """With the honorific people use ("Ibu Sari", "Pak Budi"), as we address them."""
    language: Mapped[str] = mapped_column(default="id")
    wants: Mapped[Wants] = mapped_column(default=Wants.EVERYTHING)
    sex: Mapped[Sex | None]
    """Of staff, where it is known: a visit may need a companion."""
    visits_a_week: Mapped[int | None]
    """Home visits a teacher can make in a week; null: as their school has it."""
    digest_day: Mapped[int] = mapped_column(default=5)
    """Weekday (Monday is 0) and, below, minute of the local day of their weekly digest."""
    digest_minute: Mapped[int] = mapped_column(default=9 * 60)
    digested_at: Mapped[datetime | None]
    """What was published up to then has been in a digest, or was older than their joining."""
    joined_at: Mapped[datetime]
    consented_at: Mapped[datetime | None]
    """Nothing about a child is shown to a guardian before this."""

    contacts: Mapped[list[Contact]] = relationship(back_populates="person")
    roles: Mapped[list[StaffRole]] = relationship(back_populates="person")
    guardianships: Mapped[list[Guardianship]] = relationship(back_populates="person")

    def move(self, school_id: int) -> None:
        """From now on they, and what they write from, belong to that school."""
        self.school_id = school_id
        for contact in self.contacts:
            contact.school_id = school_id


class Reach(StrEnum):
    """Whether a contact takes messages."""

    OPEN = "open"
    BLOCKED = "blocked"
    """They blocked us or asked the provider to stop; writing to us opens it again."""
    DEAD = "dead"
    """No such address on that channel; the school has to correct it."""


class Contact(Base):
    """One address of one person on one channel.

    Known by our own id: WhatsApp may hide the number, and `address` may change.
    Somebody who has not joined has a contact without a person, and no school.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("channel", "address"),
        Index("ix_contacts_alias", "channel", "alias"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    channel: Mapped[str]
    address: Mapped[str]
    alias: Mapped[str | None]
    """The provider's other name for the same sender, once it has told us."""
    reach: Mapped[Reach] = mapped_column(default=Reach.OPEN)
    heard_at: Mapped[datetime | None]
    """The last message from them; WhatsApp's window counts from here."""
    hinted_at: Mapped[datetime | None]
    """When this stranger was last told how to join."""
    wrong_codes: Mapped[int] = mapped_column(default=0)
    wrong_codes_since: Mapped[datetime | None]
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship(back_populates="contacts")

    def bind(self, person: Person) -> None:
        """From now on it is theirs; the wrong codes that were tried here are forgotten."""
        self.person_id, self.school_id = person.id, person.school_id
        self.wrong_codes, self.wrong_codes_since = 0, None

    def release(self) -> None:
        """From now on whoever writes from it is a stranger."""
        self.person_id, self.school_id = None, None


class Role(StrEnum):
    HOMEROOM = "homeroom"
    SUBJECT = "subject"
    COUNSELLOR = "counsellor"
    PRINCIPAL = "principal"
    OPERATOR = "operator"


class StaffRole(Base):
    """What one person does at one school; a homeroom teacher's names the class."""

    __tablename__ = "staff_roles"
    __table_args__ = (UniqueConstraint("school_id", "person_id", "role", "class_group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    role: Mapped[Role]
    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_groups.id"), index=True)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="roles")
    school: Mapped[School] = relationship()
    class_group: Mapped[ClassGroup | None] = relationship()


def in_office() -> ColumnElement[bool]:
    """The roles that count: not ended, and at the school their person belongs to."""
    home = select(Person.school_id).where(Person.id == StaffRole.person_id)
    at_home = StaffRole.school_id == home.correlate(StaffRole).scalar_subquery()
    return StaffRole.ended_at.is_(None) & at_home


class Child(Base):
    """A pupil. One who has left keeps the record; nothing is sent about them."""

    __tablename__ = "children"
    __table_args__ = (
        UniqueConstraint("school_id", "nisn"),
        UniqueConstraint("school_id", "nipd"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_groups.id"), index=True)
    name: Mapped[str]
    nickname: Mapped[str] = mapped_column(default="")
    sex: Mapped[Sex | None]
    nisn: Mapped[str | None]
    nipd: Mapped[str | None]
    phone: Mapped[str | None]
    """The household number of the roster (E.164), for whoever has to telephone."""
    tell_both: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Both parents are told at once: the roster says so, as of parents who live apart."""
    left_at: Mapped[datetime | None]

    class_group: Mapped[ClassGroup | None] = relationship()
    guardianships: Mapped[list[Guardianship]] = relationship(
        back_populates="child", order_by="Guardianship.rank"
    )


class Relation(StrEnum):
    FATHER = "father"
    MOTHER = "mother"
    GUARDIAN = "guardian"
    PROXY = "proxy"


class Guardianship(Base):
    """One guardian's place beside one child: from the roster at first, then a person's.

    The roster has names without telephones, so a place is empty (`person_id` null)
    until somebody takes it with its invitation code.
    """

    __tablename__ = "guardianships"
    __table_args__ = (UniqueConstraint("child_id", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    relation: Mapped[Relation]
    rank: Mapped[int]
    """Who is told first: 1, then 2 …"""
    name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(index=True)
    """E.164, from the roster; shared and wrong numbers happen, so it proves nothing alone."""
    must_sign: Mapped[bool] = mapped_column(default=False)
    """The named guardian of the rule "a named one signs"."""
    scope: Mapped[str | None]
    """What a proxy may see and sign ("all", or a kind of notice); None for parents: all."""
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    child: Mapped[Child] = relationship(back_populates="guardianships")
    person: Mapped[Person | None] = relationship(back_populates="guardianships")
