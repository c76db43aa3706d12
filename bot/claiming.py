"""Taking messages out of the outbox to send, each by one worker only, in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from handlers.post import PHONE
from models.media import Fetched, Media
from models.outbox import OutboundMessage, Priority, Status
from models.people import Contact, Person, Reach, Wants


@dataclass(frozen=True)
class Claimed:
    """A message taken to be sent, with all that sending needs."""

    id: int
    contact_id: int
    channel: str
    address: str
    body: str
    text_key: str
    language: str
    blanks: dict[str, str]
    labels: tuple[str, ...]
    wants_phone: bool
    media: Media | None
    heard_at: datetime | None
    attempts: int
    doubts: int
    claimed_at: datetime
    created_at: datetime
    provider_id: str | None = None


_EARLIER = aliased(OutboundMessage)
_BEHIND = exists().where(
    _EARLIER.contact_id == OutboundMessage.contact_id,
    or_(
        _EARLIER.status == Status.CLAIMED,
        and_(
            _EARLIER.status == Status.QUEUED,
            tuple_(_EARLIER.priority, _EARLIER.id)
            < tuple_(OutboundMessage.priority, OutboundMessage.id),
        ),
    ),
)
"""Somebody's messages arrive in order: only the first of each contact can be claimed."""


def claim(
    session: Session, now: datetime, channel: str, limit: int, resting: Collection[int] = ()
) -> list[Claimed]:
    """The next messages of a channel, most urgent first; at most one to each contact.

    `resting` are contacts who were written to a moment ago. Rows whose attachment has
    not been fetched yet wait for it.
    """
    release(session, now)
    due = _due(now, channel, limit, resting)
    ids = session.scalars(due.with_for_update(skip_locked=True, of=OutboundMessage)).all()
    if not ids:
        return []
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.id.in_(ids), OutboundMessage.status == Status.QUEUED)
        .values(status=Status.CLAIMED, claimed_at=now, attempts=OutboundMessage.attempts + 1)
    )
    claimed, unwanted = _load(session, ids, now)
    drop(session, unwanted, now)
    return claimed


def _due(now: datetime, channel: str, limit: int, resting: Collection[int]) -> Any:
    return (
        select(OutboundMessage.id)
        .outerjoin(Media, Media.id == OutboundMessage.media_id)
        .where(
            OutboundMessage.channel == channel,
            OutboundMessage.status == Status.QUEUED,
            or_(OutboundMessage.due_at.is_(None), OutboundMessage.due_at <= now),
            or_(Media.id.is_(None), Media.state != Fetched.REFERENCED),
            OutboundMessage.contact_id.not_in(sorted(resting)),
            ~_BEHIND,
        )
        .order_by(OutboundMessage.priority, OutboundMessage.id)
        .limit(limit)
    )


def release(session: Session, now: datetime) -> None:
    """What was held until now may go; what nobody needs any more is dropped."""
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.status == Status.HELD, OutboundMessage.due_at <= now)
        .values(status=Status.QUEUED)
    )


def _load(
    session: Session, ids: Sequence[int], now: datetime
) -> tuple[list[Claimed], dict[int, str]]:
    """The claimed rows to send, and those that must not be sent, with the reason."""
    rows = session.execute(
        select(
            OutboundMessage, Contact.address, Contact.heard_at, Contact.reach, Person.wants, Media
        )
        .join(Contact, Contact.id == OutboundMessage.contact_id)
        .outerjoin(Person, Person.id == OutboundMessage.person_id)
        .outerjoin(Media, Media.id == OutboundMessage.media_id)
        .where(OutboundMessage.id.in_(ids))
        .order_by(OutboundMessage.priority, OutboundMessage.id)
        .execution_options(populate_existing=True)
    )
    claimed, unwanted = [], {}
    for row, address, heard_at, reach, wants, media in rows:
        if reason := _unwanted(row, reach, wants, now):
            unwanted[row.id] = reason
        else:
            claimed.append(_claimed(row, address, heard_at, media))
    return claimed, unwanted


def _unwanted(row: OutboundMessage, reach: Reach, wants: Wants | None, now: datetime) -> str | None:
    """Opting out is honoured here too, for what was queued before it."""
    if reach is not Reach.OPEN:
        return reach.value
    if row.expires_at is not None and row.expires_at <= now:
        return "expired"
    if row.priority is Priority.REPLY or wants in (None, Wants.EVERYTHING):
        return None
    if wants is Wants.NOTHING or row.priority > Priority.IMPORTANT:
        return "opted_out"
    return None


def drop(session: Session, unwanted: dict[int, str], now: datetime) -> None:
    for row_id, reason in unwanted.items():
        session.execute(
            update(OutboundMessage)
            .where(OutboundMessage.id == row_id)
            .values(status=Status.CANCELLED, error=reason, settled_at=now)
        )


def _claimed(
    row: OutboundMessage, address: str, heard_at: datetime | None, media: Media | None
) -> Claimed:
    return Claimed(
        id=row.id,
        contact_id=row.contact_id,
        channel=row.channel,
        address=address,
        body=row.body,
        text_key=row.text_key,
        language=row.language,
        blanks=dict(row.blanks),
        labels=tuple(choice["label"] for choice in row.choices),
        wants_phone=bool(row.memory.get(PHONE)),
        media=media,
        heard_at=heard_at,
        attempts=row.attempts,
        doubts=row.doubts,
        claimed_at=row.claimed_at or row.created_at,
        created_at=row.created_at,
        provider_id=row.provider_id,
    )


def abandoned(session: Session, now: datetime, lease: timedelta, limit: int = 100) -> list[Claimed]:
    """Messages nobody knows the outcome of: claimed by a worker that died, or unanswered.

    They are marked `unknown` and leased anew, so that two workers do not ask about one.
    """
    lost = (
        select(OutboundMessage.id)
        .where(
            OutboundMessage.status.in_((Status.CLAIMED, Status.UNKNOWN)),
            OutboundMessage.claimed_at <= now - lease,
        )
        .order_by(OutboundMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(lost).all()
    if not ids:
        return []
    claimed, unwanted = _load(session, ids, now)
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.id.in_(ids))
        .values(status=Status.UNKNOWN, claimed_at=now)
    )
    drop(session, unwanted, now)
    return claimed
