"""Anything the school wants a family to know, and how far it has got with each."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId
from models.invitation import ALPHABET
from models.media import HasFiles
from models.people import Child, Person
from models.whose import THEIRS, WORK


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    IMPORTANT = "important"
    URGENT = "urgent"


class SignRule(StrEnum):
    NONE = "none"
    ANY = "any"
    """The signature of one guardian is enough."""
    EVERY = "every"
    """Every guardian who has joined signs."""
    NAMED = "named"
    """The guardians marked `must_sign`; any one where none is marked."""


class NoticeState(StrEnum):
    DRAFT = "draft"
    APPROVAL = "approval"
    SCHEDULED = "scheduled"
    """To be published at `send_at`."""
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


def new_word() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


class Notice(HasFiles, Base):
    """One text for the families of some children: entry, announcement, homework …"""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_school_published", "school_id", "published_at"),
        Index(
            "ix_notices_scheduled",
            "send_at",
            sqlite_where=text("state = 'scheduled'"),
            postgresql_where=text("state = 'scheduled'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    kind: Mapped[str]
    """Which capability's: "contact_book". Its ladder and its words go by this."""
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WORK, index=True)
    urgency: Mapped[Urgency] = mapped_column(default=Urgency.NORMAL)
    urgent_reason: Mapped[str | None]
    """Kept when quiet hours were passed."""
    sign_rule: Mapped[SignRule] = mapped_column(default=SignRule.ANY)
    body: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the kind's own words need beside the body."""
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.DRAFT)
    word: Mapped[str] = mapped_column(unique=True, default=new_word)
    """Typed or linked ("paraf K7Q2MX"); good only for guardians of this notice's children."""
    created_at: Mapped[datetime]
    send_at: Mapped[datetime | None]
    """When a scheduled one is published."""
    published_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    """Nobody is nudged after this."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))

    author: Mapped[Person] = relationship()
    receipts: Mapped[list[Receipt]] = relationship(back_populates="notice")


class ReceiptState(StrEnum):
    WAITING = "waiting"
    """Published, but the family's message is not queued yet: a broadcast goes in batches."""
    OPEN = "open"
    SIGNED = "signed"
    TOLD = "told"
    """The notice asks for no signature; it was said, or queued."""
    ESCALATED = "escalated"
    """A person at school has it as a task. A signature still counts."""
    CLOSED = "closed"
    """Withdrawn, expired, declined, or the child has left."""


_CLIMBING = text("next_at IS NOT NULL")
_WAITING = text("state = 'waiting'")


class Receipt(Base):
    """One notice and one child's family: how far it has got."""

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("notice_id", "child_id"),
        Index(
            "ix_receipts_climbing", "next_at", sqlite_where=_CLIMBING, postgresql_where=_CLIMBING
        ),
        Index("ix_receipts_child_state", "child_id", "state"),
        Index("ix_receipts_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS)
    state: Mapped[ReceiptState] = mapped_column(default=ReceiptState.OPEN)
    told_at: Mapped[datetime | None]
    """When the first message about it could arrive; the ladder counts from here."""
    rung: Mapped[int] = mapped_column(default=0)
    """How many rungs of the ladder are behind it."""
    next_at: Mapped[datetime | None]
    """When the next rung is due; null when nothing more happens by itself."""
    reason: Mapped[str | None]
    """Why it was escalated or closed."""

    notice: Mapped[Notice] = relationship(back_populates="receipts")
    child: Mapped[Child] = relationship()
    signatures: Mapped[list[Signature]] = relationship(back_populates="receipt")


class Signature(Base):
    """A guardian's *paraf* under one receipt: who, when, on which channel, which words."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("receipt_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    receipt_id: Mapped[int] = mapped_column(BigId, ForeignKey("receipts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    at: Mapped[datetime]
    channel: Mapped[str]
    text: Mapped[str]
    """What they wrote or tapped."""
    inbox_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("inbox.id"))

    receipt: Mapped[Receipt] = relationship(back_populates="signatures")
    person: Mapped[Person] = relationship()
