"""What people sent us, kept before anything else is done with it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    bindparam,
    case,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigId
from models.people import Contact, Guardianship
from models.prepared import Prepared, Watch


class Handled(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    """A stranger's words, kept for the school until they have joined."""
    DONE = "done"
    FAILED = "failed"
    """The handler raised; the words went to the homeroom teacher instead."""


class Outcome(StrEnum):
    """What came of a message. Every one has exactly one, or the clock passes it on."""

    ACTED = "acted"
    """Something was done or shown; the reply names it."""
    ASKED = "asked"
    """A question is open because of it."""
    PASSED_ON = "passed_on"
    """A person at school has the words."""
    SILENT = "silent"
    """Nothing to do or say: a courtesy, a group's chit-chat."""
    REFUSED = "refused"
    """Not taken, and its sender was told."""


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
        Index(
            "ix_inbox_without_outcome",
            "received_at",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
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
    outcome: Mapped[Outcome | None]
    """None while it is handled, and where nobody heard it."""
    outcome_of: Mapped[str | None]
    """The step that saw to it."""


_INBOX = cast("Table", InboundMessage.__table__)
_SETTLE = Prepared(
    update(_INBOX)
    .where(_INBOX.c.id == bindparam("message"), _INBOX.c.outcome.is_(None))
    .values(outcome=bindparam("came"), outcome_of=bindparam("step"))
)
_PASSED_ON = Prepared(
    update(_INBOX).where(_INBOX.c.id == bindparam("message")).values(outcome=Outcome.PASSED_ON)
)


def settle(session: Session, message: int, outcome: Outcome, step: str) -> None:
    """Write down what came of a message; what was written before stands."""
    _SETTLE(session, message=message, came=outcome, step=step)


def passed_on(session: Session, message: int) -> None:
    """Its words have reached a person after all, whatever had come of it before."""
    _PASSED_ON(session, message=message)


_WORDS = Prepared(
    select(InboundMessage.text).where(
        InboundMessage.channel == bindparam("channel"),
        InboundMessage.provider_id == bindparam("name"),
    )
)


def words_of(session: Session, channel: str, provider_id: str | None) -> str | None:
    """What that message said when it came; None if it never did."""
    if provider_id is None:
        return None
    found: str | None = _WORDS(session, channel=channel, name=provider_id).scalar()
    return found


def count_without_outcome(session: Session) -> int:
    """How many messages nobody has heard; those under way are among them."""
    where = InboundMessage.outcome.is_(None)
    return session.scalar(select(func.count(InboundMessage.id)).where(where)) or 0


_UNHEARD = Watch(
    select(
        InboundMessage,
        case((exists().where(Guardianship.person_id == Contact.person_id), Contact.person_id)),
    )
    .join(Contact, Contact.id == InboundMessage.contact_id)
    .where(InboundMessage.outcome.is_(None), InboundMessage.received_at <= bindparam("before"))
    .order_by(InboundMessage.id)
    .limit(100)
)


def without_outcome(session: Session, before: datetime) -> list[tuple[InboundMessage, int | None]]:
    """Messages nobody heard, with the id of the guardian who wrote, if a guardian did."""
    rows = _UNHEARD.rows(session, before=before)
    return [(message, guardian) for message, guardian in rows]


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
