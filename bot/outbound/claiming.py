"""Taking messages out of the outbox to send, each by one worker only, in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from handlers.core.notices import undelivered
from handlers.core.talk.post import OPENS, PHONE
from models.base import fixed, one_of
from models.inbox import InboundMessage
from models.media import Fetched, Media
from models.outbox import ABOUT_NOTICE, FURTHER_FILE, OutboundMessage, Priority, Status
from models.people import Contact, Person, Reach, Wants
from models.prepared import Prepared
from models.reach import is_charged
from models.school import School, school_of
from models.signatures import unsigned_by


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
    opens: str | None = None
    quotes: str | None = None
    """The provider's id of the message it answers."""
    written: date | None = None
    """The day on which its words were written, at the school, if that is over by now."""
    in_group: bool = False
    priority: Priority = Priority.NORMAL
    school_id: int | None = None

    @property
    def silence(self) -> timedelta | None:
        """Since they last wrote; None if they never have."""
        return self.claimed_at - self.heard_at if self.heard_at else None


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

_DUE = Prepared(
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
_RELEASE = Prepared(
    update(OutboundMessage)
    .where(OutboundMessage.status == fixed(Status.HELD), OutboundMessage.due_at <= bindparam("now"))
    .values(status=Status.QUEUED)
)
_IDS = OutboundMessage.id.in_(bindparam("ids", expanding=True))
_CLAIM = Prepared(
    update(OutboundMessage)
    .where(_IDS, OutboundMessage.status == fixed(Status.QUEUED))
    .values(
        status=Status.CLAIMED,
        claimed_at=bindparam("now"),
        handed_at=None,
        attempts=OutboundMessage.attempts + 1,
    )
)
_LOAD = Prepared(
    select(
        OutboundMessage.__table__,
        Contact.address,
        Contact.heard_at,
        Contact.reach,
        Person.wants,
        InboundMessage.provider_id.label("quoted"),
        School.time_zone,
    )
    .join(Contact, Contact.id == OutboundMessage.contact_id)
    .outerjoin(Person, Person.id == OutboundMessage.person_id)
    .outerjoin(InboundMessage, InboundMessage.id == OutboundMessage.quotes)
    .outerjoin(School, School.id == OutboundMessage.school_id)
    .where(_IDS)
    .order_by(OutboundMessage.priority, OutboundMessage.id)
)
_HAND = Prepared(
    update(OutboundMessage)
    .where(
        OutboundMessage.id == bindparam("row"),
        OutboundMessage.status == fixed(Status.CLAIMED),
        OutboundMessage.attempts == bindparam("attempt"),
        OutboundMessage.handed_at.is_(None),
    )
    .values(handed_at=bindparam("now"), provider_id=None, paid=bindparam("charged"))
    .returning(OutboundMessage.id)
)
_LEFT = Prepared(
    update(OutboundMessage)
    .where(
        OutboundMessage.channel == bindparam("channel_"),
        OutboundMessage.status == fixed(Status.CLAIMED),
        OutboundMessage.claimed_at <= bindparam("before"),
        OutboundMessage.handed_at.is_(None),
    )
    .values(status=Status.QUEUED, claimed_at=None)
)
_ABANDONED = Prepared(
    select(OutboundMessage.id)
    .where(
        OutboundMessage.channel == bindparam("channel"),
        one_of(OutboundMessage.status, (Status.CLAIMED, Status.UNKNOWN)),
        OutboundMessage.claimed_at <= bindparam("before"),
    )
    .order_by(OutboundMessage.claimed_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LEASE = Prepared(
    update(OutboundMessage).where(_IDS).values(status=Status.UNKNOWN, claimed_at=bindparam("now"))
)


def claim(
    session: Session, now: datetime, channel: str, limit: int, resting: Collection[int] = ()
) -> list[Claimed]:
    """The next messages of a channel, most urgent first; at most one to each contact.

    `resting` are contacts who were written to a moment ago. Rows whose attachment has
    not been fetched yet wait for it.
    """
    _RELEASE(session, now=now)
    ids = _DUE(session, channel=channel, now=now, limit=limit, resting=list(resting)).scalars()
    if not ids:
        return []
    _CLAIM(session, ids=ids, now=now)
    claimed, unwanted = _load(session, ids, now)
    drop(session, unwanted, now)
    late = {message.id: opens for message in claimed if (opens := _opens(session, message, now))}
    for row_id, opens in late.items():
        _WAIT(session, row=row_id, opens=opens)
    return [message for message in claimed if message.id not in late]


def _opens(session: Session, message: Claimed, now: datetime) -> datetime | None:
    """Until when a message that was held up has to wait now that it could go: it is night by now.

    What is urgent, what somebody has just asked for, and a group's answer are not held.
    """
    fresh = now - message.created_at < JUST_NOW
    if message.priority is Priority.URGENT or fresh or message.school_id is None:
        return None
    opens = school_of(session, message.school_id).quiet.release(now)
    return opens if opens > now else None


JUST_NOW = timedelta(hours=1)
_WAIT = Prepared(
    update(OutboundMessage)
    .where(OutboundMessage.id == bindparam("row"))
    .values(status=Status.HELD, due_at=bindparam("opens"), claimed_at=None)
)


def _load(
    session: Session, ids: Sequence[int], now: datetime
) -> tuple[list[Claimed], dict[int, str]]:
    """The claimed rows to send, and those that must not be sent, with the reason."""
    rows = _LOAD(session, ids=list(ids))
    files = _files(session, [row.media_id for row in rows if row.media_id is not None])
    claimed, unwanted = [], {}
    for row in rows:
        if reason := _unwanted(session, row, now):
            unwanted[row.id] = reason
        else:
            claimed.append(_claimed(row, files.get(row.media_id), now))
    return claimed, unwanted


def _files(session: Session, ids: Sequence[int]) -> dict[int, Media]:
    if not ids:
        return {}
    return {file.id: file for file in session.scalars(select(Media).where(Media.id.in_(ids)))}


def _unwanted(session: Session, row: Any, now: datetime) -> str | None:
    """Opting out is honoured here too, for what was queued before it; and a signature."""
    if row.reach is not Reach.OPEN:
        return str(row.reach.value)
    if row.expires_at is not None and row.expires_at <= now:
        return undelivered.OVER
    if _reminds(row) and _is_signed(session, row, now):
        return "signed"
    if row.priority is Priority.REPLY or row.wants in (None, Wants.EVERYTHING):
        return None
    if row.wants is Wants.NOTHING or row.priority > Priority.IMPORTANT:
        return undelivered.UNWANTED
    return None


def _reminds(row: Any) -> bool:
    """Whether it is about a notice that they have, or had, in whole."""
    if row.notice_id is None or row.person_id is None or row.text_key == FURTHER_FILE:
        return False
    return row.written_at is None and (row.topic or "").startswith(ABOUT_NOTICE)


def _is_signed(session: Session, row: Any, now: datetime) -> bool:
    waiting = unsigned_by(session, row.person_id, now)
    return row.notice_id not in {one.notice_id for one in waiting}


def _day_of(row: Any, now: datetime) -> date | None:
    """The day on which its words were written, if it was another than today."""
    if row.written_at is None or row.time_zone is None:
        return None
    zone = ZoneInfo(row.time_zone)
    written = row.written_at.astimezone(zone).date()
    return written if written < now.astimezone(zone).date() else None


def drop(session: Session, unwanted: dict[int, str], now: datetime) -> None:
    for row_id, reason in unwanted.items():
        session.execute(
            update(OutboundMessage)
            .where(OutboundMessage.id == row_id)
            .values(status=Status.CANCELLED, error=reason, settled_at=now)
        )
        undelivered.report(session, session.get_one(OutboundMessage, row_id), now)


def _claimed(row: Any, media: Media | None, now: datetime) -> Claimed:
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
        opens=row.memory.get(OPENS),
        quotes=row.quoted,
        written=_day_of(row, now),
        priority=row.priority,
        school_id=row.school_id,
        in_group=row.person_id is None and row.topic is not None,
    )


def hand(session: Session, message: Claimed, now: datetime) -> bool:
    """Note that the provider is about to be asked; to be committed before it is.

    False if the message is not this claim's any more, and must not be sent by it.
    """
    charged = is_charged(message.channel, message.silence)
    given = {"row": message.id, "attempt": message.attempts, "now": now, "charged": charged}
    return bool(_HAND(session, **given))


def abandoned(
    session: Session, now: datetime, lease: timedelta, channel: str, limit: int = 100
) -> list[Claimed]:
    """Messages of a channel nobody knows the outcome of: a worker died, or got no answer.

    They are marked `unknown` and leased anew, so that two workers do not ask about one. What was
    claimed and never handed to the provider is simply queued again.
    """
    _LEFT(session, channel_=channel, before=now - lease)
    ids = _ABANDONED(session, channel=channel, before=now - lease, limit=limit).scalars()
    if not ids:
        return []
    claimed, unwanted = _load(session, ids, now)
    _LEASE(session, ids=ids, now=now)
    drop(session, unwanted, now)
    return claimed
