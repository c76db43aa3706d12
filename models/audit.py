"""Who did what, for whoever has to answer for it later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId
from models.whose import WORK


class AuditEvent(Base):
    """Ids and counts only: never a name, a number or a text."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_school_at", "school_id", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WORK)
    """None when a command or the clock did it."""
    action: Mapped[str]
    subject: Mapped[str]
    """Table and id, "receipts:17"."""
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
