"""Taking messages out of the outbox to send, each by one worker only, in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from handlers.post import PHONE
from models.base import fixed, one_of, run
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


_EARLIER, _UNDER_WAY = aliased(OutboundMessage), aliased(OutboundMessage)
_BEHIND = or_(
    exists().where(
        _UNDER_WAY.contact_id == OutboundMessage.contact_id,
        _UNDER_WAY.status == fixed(Status.CLAIMED),
    ),
    exists().where(
        _EARLIER.contact_id == OutboundMessage.contact_id,
        _EARLIER.status == fixed(Status.QUEUED),
        tuple_(_EARLIER.priority, _EARLIER.id)
        < tuple_(OutboundMessage.priority, OutboundMessage.id),
    ),
)
"""Somebody's messages arrive in order: only the first of each contact can be claimed."""

_DUE = (
    select(OutboundMessage.id)
    .outerjoin(Media, Media.id == OutboundMessage.media_id)
    .where(
        OutboundMessage.channel == bindparam("channel"),
        OutboundMessage.status == fixed(Status.QUEUED),
        or_(OutboundMessage.due_at.is_(None), OutboundMessage.due_at <= bindparam("now")),
        or_(Media.id.is_(None), Media.state != fixed(Fetched.REFERENCED)),
        OutboundMessage.contact_id.not_in(bindparam("resting", expanding=True)),
        ~_BEHIND,
    )
    .order_by(OutboundMessage.priority, OutboundMessage.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=OutboundMessage)
)
_RELEASE = (
    update(OutboundMessage)
    .where(OutboundMessage.status == fixed(Status.HELD), OutboundMessage.due_at <= bindparam("now"))
    .values(status=Status.QUEUED)
)
_IDS = OutboundMessage.id.in_(bindparam("ids", expanding=True))
_CLAIM = (
    update(OutboundMessage)
    .where(_IDS, OutboundMessage.status == fixed(Status.QUEUED))
    .values(
        status=Status.CLAIMED, claimed_at=bindparam("now"), attempts=OutboundMessage.attempts + 1
    )
)
_LOAD = (
    select(
        OutboundMessage.__table__,
        Contact.address,
        Contact.heard_at,
        Contact.reach,
        Person.wants,
    )
    .join(Contact, Contact.id == OutboundMessage.contact_id)
    .outerjoin(Person, Person.id == OutboundMessage.person_id)
    .where(_IDS)
    .order_by(OutboundMessage.priority, OutboundMessage.id)
)
_ABANDONED = (
    select(OutboundMessage.id)
    .where(
        one_of(OutboundMessage.status, (Status.CLAIMED, Status.UNKNOWN)),
        OutboundMessage.claimed_at <= bindparam("before"),
    )
    .order_by(OutboundMessage.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(OutboundMessage).where(_IDS).values(status=Status.UNKNOWN, claimed_at=bindparam("now"))
)


def claim(
    session: Session, now: datetime, channel: str, limit: int, resting: Collection[int] = ()
) -> list[Claimed]:
    """The next messages of a channel, most urgent first; at most one to each contact.

    `resting` are contacts who were written to a moment ago. Rows whose attachment has
    not been fetched yet wait for it.
    """
    run(session, _RELEASE, {"now": now})
    asked = {"channel": channel, "now": now, "limit": limit, "resting": list(resting)}
    ids = run(session, _DUE, asked).scalars().all()
    if not ids:
        return []
    run(session, _CLAIM, {"ids": ids, "now": now})
    claimed, unwanted = _load(session, ids, now)
    drop(session, unwanted, now)
    return claimed


def _load(
    session: Session, ids: Sequence[int], now: datetime
) -> tuple[list[Claimed], dict[int, str]]:
    """The claimed rows to send, and those that must not be sent, with the reason."""
    rows = run(session, _LOAD, {"ids": ids}).all()
    files = _files(session, [row.media_id for row in rows if row.media_id is not None])
    claimed, unwanted = [], {}
    for row in rows:
        if reason := _unwanted(row, now):
            unwanted[row.id] = reason
        else:
            claimed.append(_claimed(row, files.get(row.media_id)))
    return claimed, unwanted


def _files(session: Session, ids: Sequence[int]) -> dict[int, Media]:
    if not ids:
        return {}
    return {file.id: file for file in session.scalars(select(Media).where(Media.id.in_(ids)))}


def _unwanted(row: Row[Any], now: datetime) -> str | None:
    """Opting out is honoured here too, for what was queued before it."""
    if row.reach is not Reach.OPEN:
        return str(row.reach.value)
    if row.expires_at is not None and row.expires_at <= now:
        return "expired"
    if row.priority is Priority.REPLY or row.wants in (None, Wants.EVERYTHING):
        return None
    if row.wants is Wants.NOTHING or row.priority > Priority.IMPORTANT:
        return "opted_out"
    return None


def drop(session: Session, unwanted: dict[int, str], now: datetime) -> None:
    for row_id, reason in unwanted.items():
        session.execute(
            update(OutboundMessage)
            .where(OutboundMessage.id == row_id)
            .values(status=Status.CANCELLED, error=reason, settled_at=now)
        )


def _claimed(row: Row[Any], media: Media | None) -> Claimed:
    return Claimed(
        id=row.id,
        contact_id=row.contact_id,
        channel=row.channel,
        address=row.address,
        body=row.body,
        text_key=row.text_key,
        language=row.language,
        blanks=dict(row.blanks),
        labels=tuple(choice["label"] for choice in row.choices),
        wants_phone=bool(row.memory.get(PHONE)),
        media=media,
        heard_at=row.heard_at,
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
    ids = run(session, _ABANDONED, {"before": now - lease, "limit": limit}).scalars().all()
    if not ids:
        return []
    claimed, unwanted = _load(session, ids, now)
    run(session, _LEASE, {"ids": ids, "now": now})
    drop(session, unwanted, now)
    return claimed
