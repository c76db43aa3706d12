"""The *buku penghubung*: what the school wrote about a child."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.notice import Notice, Receipt
from models.people import Child
from models.whose import THEIRS


class Domain(StrEnum):
    COGNITIVE = "cognitive"
    AFFECTIVE = "affective"
    PSYCHOMOTOR = "psychomotor"
    WORSHIP = "worship"
    BEHAVIOUR = "behaviour"
    HEALTH = "health"
    OTHER = "other"


class BookEntry(Base):
    """One line in one child's book; an entry for a class is a line in each child's."""

    __tablename__ = "book_entries"
    __table_args__ = (
        UniqueConstraint("notice_id", "child_id"),
        Index("ix_book_entries_child_at", "child_id", "at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    receipt_id: Mapped[int] = mapped_column(BigId, ForeignKey("receipts.id"))
    domain: Mapped[Domain]
    at: Mapped[datetime]
    """When it was published."""

    child: Mapped[Child] = relationship()
    notice: Mapped[Notice] = relationship()
    receipt: Mapped[Receipt] = relationship()
