"""The private thread between one guardian and the school, about one child."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKey, Index, Table, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, BigId
from models.people import Child, Guardianship, Person, Relation
from models.prepared import Prepared
from models.whose import THEIRS, WORK


class Note(Base):
    """One message of a thread. It is that guardian's alone: the other parent has their own."""

    __tablename__ = "notes"
    __table_args__ = (
        Index("ix_notes_thread", "child_id", "guardian_id", "id"),
        Index("ix_notes_guardian", "guardian_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("children.id"), info=THEIRS)
    """Null while a guardian of several has not said whom it is about."""
    guardian_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WORK)
    """Who wrote it at school; null for the guardian's own words."""
    text: Mapped[str]
    media: Mapped[list[int]] = mapped_column(default=list)
    receipt_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("receipts.id"))
    """The notice it answers: shown in the book's right-hand column."""
    inbox_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("inbox.id"))
    at: Mapped[datetime]

    child: Mapped[Child | None] = relationship()
    guardian: Mapped[Person] = relationship(foreign_keys=guardian_id)
    staff: Mapped[Person | None] = relationship(foreign_keys=staff_id)


_NOTES = cast("Table", Note.__table__)
_ADD = Prepared(_NOTES.insert().returning(_NOTES.c.id))
_BEFORE = Prepared(
    select(Note.at)
    .where(
        Note.guardian_id == bindparam("guardian"),
        Note.child_id == bindparam("child"),
        Note.staff_id.is_(None),
        Note.id < bindparam("before"),
    )
    .order_by(Note.id.desc())
    .limit(1)
)
_GUARDIAN = Prepared(
    select(Person.name, Guardianship.relation)
    .outerjoin(
        Guardianship,
        (Guardianship.person_id == Person.id) & (Guardianship.child_id == bindparam("child")),
    )
    .where(Person.id == bindparam("person"))
)


def keep(
    session: Session,
    *,
    school_id: int,
    child_id: int | None,
    guardian_id: int,
    text: str,
    media: Sequence[int],
    inbox_id: int,
    at: datetime,
    staff_id: int | None = None,
    receipt_id: int | None = None,
) -> Note:
    """Store a message. The note given back is a copy of it: it is not in the session, and
    changing it stores nothing."""
    written = {
        "school_id": school_id,
        "child_id": child_id,
        "guardian_id": guardian_id,
        "staff_id": staff_id,
        "text": text,
        "media": list(media),
        "receipt_id": receipt_id,
        "inbox_id": inbox_id,
        "at": at,
    }
    return Note(id=_ADD(session, **written).scalar(), **written)


_NOTED = Prepared(select(Note.id).where(Note.inbox_id == bindparam("inbox")).limit(1))


def is_noted(session: Session, inbox_id: int) -> bool:
    """Whether that message became a note that the school reads."""
    return _NOTED(session, inbox=inbox_id).first() is not None


def written_beside(
    session: Session, children: Collection[int], receipts: Collection[int]
) -> set[int]:
    """Those receipts of these children beside whose notice a guardian wrote something."""
    found = select(Note.receipt_id).where(
        Note.child_id.in_(list(children)),
        Note.receipt_id.in_(list(receipts)),
        Note.staff_id.is_(None),
    )
    return {receipt for receipt in session.scalars(found) if receipt is not None}


def said_before(session: Session, note: Note) -> datetime | None:
    """When the guardian wrote the note before this one, about the same child."""
    found = _BEFORE(session, guardian=note.guardian_id, child=note.child_id, before=note.id)
    at: datetime | None = found.scalar()
    return at


def name_and_relation(session: Session, person: int, child: int) -> tuple[str, Relation | None]:
    """What a guardian is called, and what they are to the child; None for no longer anything."""
    row = _GUARDIAN(session, person=person, child=child).first()
    return (row.name, row.relation) if row else ("", None)
