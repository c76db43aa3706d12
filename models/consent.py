"""Proof that a guardian agreed, as UU 27/2022 Ps. 22-25 asks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId
from models.whose import THEIRS


class Consent(Base):
    """One person's yes to one text, for one purpose; withdrawn, not deleted."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_person", "person_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    purpose: Mapped[str]
    version: Mapped[str]
    """Digest of the words that were shown, in the language they were shown in."""
    language: Mapped[str]
    channel: Mapped[str]
    inbox_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("inbox.id"))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
