"""What a school needs for an event, and what families offer for it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.notice import Notice
from models.people import Child
from models.whose import THEIRS


class Need(Base):
    """Asked of families in its notice: hands or things for one day."""

    __tablename__ = "needs"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    due: Mapped[date | None] = mapped_column(index=True)
    """The day of the event."""
    reminded_at: Mapped[datetime | None]
    thanked_at: Mapped[datetime | None]

    notice: Mapped[Notice] = relationship()


class Pledge(Base):
    """The answer of one family that counts; a later one of either guardian takes its place."""

    __tablename__ = "pledges"
    __table_args__ = (UniqueConstraint("need_id", "child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    words: Mapped[str]
    """What they offer, as they said it; empty where they cannot."""
    at: Mapped[datetime]

    child: Mapped[Child] = relationship()
