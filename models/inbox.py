"""What people sent us, kept before anything else is done with it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId


class Handled(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    """A stranger's words, kept for the school until they have joined."""
    DONE = "done"
    FAILED = "failed"
    """The handler raised; the words went to the homeroom teacher instead."""


class InboundMessage(Base):
    """One message, tap or shared contact. Unique by channel and the provider's id."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        Index("ix_inbox_contact", "contact_id", "id"),
        Index(
            "ix_inbox_waiting",
            "contact_id",
            sqlite_where=text("handled = 'waiting'"),
            postgresql_where=text("handled = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    channel: Mapped[str]
    provider_id: Mapped[str]
    text: Mapped[str]
    media: Mapped[list[int]] = mapped_column(default=list)
    """Ids of `models.media.Media`."""
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What else came with it: the tapped or quoted message, a shared number, a place."""
    received_at: Mapped[datetime]
    handled: Mapped[Handled] = mapped_column(default=Handled.DONE)


class Unreadable(Base):
    """What a provider brought and nobody could take in, as it came. Somebody should look at it."""

    __tablename__ = "unreadable"
    __table_args__ = (UniqueConstraint("channel", "digest"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    """Of the sender, if we know them."""
    channel: Mapped[str]
    digest: Mapped[str]
    """Of all of it, so that what is brought again is kept once."""
    raw: Mapped[str]
    """Its beginning."""
    error: Mapped[str]
    """The kind of fault; its words may quote people."""
    received_at: Mapped[datetime]
