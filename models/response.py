"""A family's answer to the question of a notice: one for each child, changeable."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.notice import Receipt
from models.people import Person
from models.whose import OURS, THEIRS


class Response(Base):
    """The answer that counts; a later one of either guardian takes its place."""

    __tablename__ = "responses"
    __table_args__ = (UniqueConstraint("receipt_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    receipt_id: Mapped[int] = mapped_column(BigId, ForeignKey("receipts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    choice: Mapped[str] = mapped_column(info=OURS)
    """One of the notice's choices, as it is worded there."""
    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(info=OURS)

    receipt: Mapped[Receipt] = relationship()
    person: Mapped[Person] = relationship()
