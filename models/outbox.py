"""Messages we owe people.

A row here is a promise, made in the same transaction as the change it reports. Delivery
keeps the promise later: a crash in between delays a message but never loses it.

A row with `asks` set is also a question. It remembers what it offered and who hears the
answer, so a conversation needs no other memory and can outlive a restart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigId, Ordered
from models.prepared import Prepared
from models.whose import THEIRS, WORK


class Status(StrEnum):
    """How far a message has got. News only ever moves it forward: see `RANK`."""

    HELD = "held"
    """Not before `due_at`, or (no `due_at`) not before the WhatsApp window opens."""
    QUEUED = "queued"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"
    """Handed to the provider without an answer: it may or may not have been sent."""
    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"
    CANCELLED = "cancelled"


RANK = {
    Status.HELD: 0,
    Status.QUEUED: 1,
    Status.CLAIMED: 2,
    Status.UNKNOWN: 3,
    Status.SENT: 4,
    # A provider's failure may follow its "sent"; a late "sent" never undoes it.
    Status.FAILED: 5,
    Status.DELIVERED: 6,
    Status.READ: 7,
    Status.CANCELLED: 8,
}
FURTHER_FILE = "post.file"
"""`text_key` of the rows that bring the further files of the message before them."""
ABOUT_NOTICE = "notice:"
"""Begins the topic of a notice's own messages, and of the reminders to sign it."""
OPEN = (Status.HELD, Status.QUEUED)


class Priority(IntEnum):
    """Who goes first. Lower is sooner, so that a broadcast never delays an answer."""

    REPLY = 0
    URGENT = 1
    IMPORTANT = 2
    NORMAL = 3
    LOW = 4


# As ORs: SQLite then sees that "status = 'queued'" is covered.
_UNSENT = text("status = 'queued' OR status = 'claimed'")
_HELD = text("status = 'held'")
_ASKING = text("asks IS NOT NULL AND answered_at IS NULL")
_IN_GROUP = text("person_id IS NULL AND topic IS NOT NULL")
"""A group is nobody's contact: there a topic is said once to the contact."""
_SENT_THERE = text("channel = 'whatsapp' AND sent_at IS NOT NULL")
_UNSENT_WORDS = text("author_id IS NOT NULL AND sent_at IS NULL")
_UNSETTLED = text("status = 'claimed' OR status = 'unknown'")


class OutboundMessage(Base):
    """One message to one contact."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("person_id", "topic"),
        Index(
            "ix_outbox_unsent",
            "channel",
            "priority",
            "id",
            sqlite_where=_UNSENT,
            postgresql_where=_UNSENT,
        ),
        Index(
            "ix_outbox_unsent_contact",
            "contact_id",
            "priority",
            "id",
            sqlite_where=_UNSENT,
            postgresql_where=_UNSENT,
        ),
        Index("ix_outbox_held", "due_at", sqlite_where=_HELD, postgresql_where=_HELD),
        Index("ix_outbox_held_contact", "contact_id", sqlite_where=_HELD, postgresql_where=_HELD),
        Index(
            "ix_outbox_asking", "contact_id", "id", sqlite_where=_ASKING, postgresql_where=_ASKING
        ),
        Index(
            "ix_outbox_unsettled",
            "claimed_at",
            sqlite_where=_UNSETTLED,
            postgresql_where=_UNSETTLED,
        ),
        Index(
            "ix_outbox_metered",
            "school_id",
            "sent_at",
            sqlite_where=_SENT_THERE,
            postgresql_where=_SENT_THERE,
        ),
        Index(
            "ix_outbox_unsent_words",
            "created_at",
            sqlite_where=_UNSENT_WORDS,
            postgresql_where=_UNSENT_WORDS,
        ),
        Index("ix_outbox_provider", "channel", "provider_id"),
        Index("ix_outbox_notice", "notice_id", "person_id"),
        Index(
            "ix_outbox_group_topic",
            "contact_id",
            "topic",
            unique=True,
            sqlite_where=_IN_GROUP,
            postgresql_where=_IN_GROUP,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=THEIRS)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WORK)
    """Whose words they are, who hears of it when they do not arrive; None for our own."""
    channel: Mapped[str]
    priority: Mapped[Priority] = mapped_column(Ordered(Priority))
    status: Mapped[Status]
    due_at: Mapped[datetime | None]
    """Not before this. Null in `held` means: when the guardian next writes."""
    expires_at: Mapped[datetime | None]
    """Not sent after this; whoever asked for it is told by the ladder."""
    topic: Mapped[str | None]
    """What it is about ("notice:12"), so that we say it only once to each."""
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))

    text_key: Mapped[str]
    """The catalogue entry; with `blanks` it fills the approved template."""
    blanks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str]
    body: Mapped[str]
    """The words as people read them, in `language`."""
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    quotes: Mapped[int | None] = mapped_column(BigId, ForeignKey("inbox.id"))

    choices: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """[{"label", "value"}] in the order shown; a tap sends back its position."""
    asks: Mapped[str | None]
    """Name of the step that hears the answer."""
    memory: Mapped[dict[str, Any]] = mapped_column(default=dict)
    kind: Mapped[str | None]
    """What the question waits for, in the understanding's words ("paraf_request")."""
    answered_at: Mapped[datetime | None]

    created_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
    """When a person wrote what it brings, where it is their words and not ours about them."""
    claimed_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    """Since when the provider may have it: written before it is asked. Claimed without it, a
    message has surely not been sent."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was claimed; what a provider reports names the attempt."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often it was refused for now, for a reason of its own."""
    doubts: Mapped[int] = mapped_column(default=0)
    """How often its outcome was unknown for good; each sending after that says so."""
    provider_id: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    paid: Mapped[bool] = mapped_column(default=False)
    """Sent as a template that the provider charges for."""
    settled_at: Mapped[datetime | None]
    """The provider's last word."""
    error: Mapped[str | None]
    """Our code for why it failed ("blocked", "no-address", "63016")."""


def said(session: Session, topics: Collection[str]) -> set[str]:
    """Those of these topics somebody has been told about, or soon will be."""
    if not topics:
        return set()
    told = select(OutboundMessage.topic).where(OutboundMessage.topic.in_(topics))
    return {topic for topic in session.scalars(told) if topic}


class Asked(NamedTuple):
    """A message of ours that asked something, as far as what follows on it needs."""

    id: int
    text_key: str
    memory: Mapping[str, Any]
    created_at: datetime


_ASKED_LAST = Prepared(
    select(
        OutboundMessage.id,
        OutboundMessage.text_key,
        OutboundMessage.memory,
        OutboundMessage.created_at,
    )
    .where(
        OutboundMessage.contact_id == bindparam("contact"),
        OutboundMessage.asks.is_not(None),
        OutboundMessage.status != Status.HELD,
        OutboundMessage.status != Status.CANCELLED,
    )
    .order_by(OutboundMessage.id.desc())
    .limit(1)
)


def asked_last(session: Session, contact_id: int) -> Asked | None:
    """The latest message that asked something of a contact, answered or not; none that is held."""
    rows = _ASKED_LAST(session, contact=contact_id)
    return Asked(*rows[0]) if rows else None


def close(session: Session, message_id: int, now: datetime) -> None:
    """A question takes no answer any more."""
    session.execute(
        update(OutboundMessage).where(OutboundMessage.id == message_id).values(answered_at=now)
    )
