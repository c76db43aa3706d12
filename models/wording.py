"""A school's own words for texts of ours, in any language."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Wording(Base):
    """One text of ours in one language, as one school says it."""

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("school_id", "language", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    language: Mapped[str]
    key: Mapped[str]
    words: Mapped[str]
