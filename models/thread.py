"""The private thread between one guardian and the school, about one child."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.people import Child, Person


class Note(Base):
    """One message of a thread. It is that guardian's alone: the other parent has their own."""

    __tablename__ = "notes"
    __table_args__ = (
        Index("ix_notes_thread", "child_id", "guardian_id", "id"),
        Index("ix_notes_guardian", "guardian_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("children.id"))
    """Null while a guardian of several has not said whom it is about."""
    guardian_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
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
