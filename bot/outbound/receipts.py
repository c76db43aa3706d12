"""What became of a message we sent: news moves it forward only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.base import (
    NeedsTemplate,
    News,
    NoSuchAddress,
    PartLost,
    Readdressed,
    SendError,
    Standing,
    TryLater,
    Unwelcome,
)
from handlers.core.notices import opening, undelivered
from handlers.core.talk.post import post
from handlers.groups import chats as group_chats
from models.notice import Receipt, ReceiptState
from models.outbox import OPEN, RANK, OutboundMessage, Status
from models.people import Contact, Guardianship, Reach

_UNDELIVERED = (Status.CLAIMED, Status.UNKNOWN, Status.SENT)
LOST = "part:"
"""Before the code of a failure of one part: what is told of the others changes nothing."""
TRIES = 6
"""After so many refusals that were "not now", it counts as failed."""


def hear(session: Session, news: News, now: datetime) -> bool:
    """Note what a provider reports. False if we know no such message, or knew better."""
    row = _find(session, news)
    if row is None or _is_stale(row, news):
        return False
    if news.provider_id and row.provider_id is None:
        row.provider_id = news.provider_id
    if isinstance(news.error, NeedsTemplate):
        needs_window(session, row, news.error, now)
        return True
    if isinstance(news.error, TryLater) and row.status in _UNDELIVERED:
        return postpone(row, news.error, now) or _fail(session, row, news.error, now)
    if RANK[news.status] <= RANK[row.status]:
        return False
    row.status = news.status
    row.settled_at = now
    if row.sent_at is None and RANK[news.status] >= RANK[Status.SENT]:
        row.sent_at = now
    if news.status is Status.FAILED:
        refuse(session, row, news.error or SendError("undelivered"), now)
    return True


def _is_stale(row: OutboundMessage, news: News) -> bool:
    """Whether it is about an earlier sending than the one that counts by now."""
    if news.status is Status.FAILED and row.status in OPEN:
        return True  # it waits to be sent again because of that very failure
    if row.error and row.error.startswith(LOST):
        return True  # the other parts of it change nothing
    if news.attempt is not None:
        return news.attempt != row.attempts
    return None not in (news.provider_id, row.provider_id) and news.provider_id != row.provider_id


def _fail(session: Session, row: OutboundMessage, error: SendError, now: datetime) -> bool:
    refuse(session, row, error, now)
    return True


def _find(session: Session, news: News) -> OutboundMessage | None:
    query = select(OutboundMessage).where(OutboundMessage.channel == news.channel)
    if news.message is not None:
        query = query.where(OutboundMessage.id == news.message)
    elif news.provider_id is not None:
        query = query.where(OutboundMessage.provider_id == news.provider_id)
    else:
        return None
    return session.scalars(query.limit(1)).first()


def refuse(session: Session, row: OutboundMessage, error: SendError, now: datetime) -> None:
    """It will not arrive. Remember why, close the address if need be, and tell the ladder."""
    row.status = Status.FAILED
    row.error = f"{LOST}{error.code}" if isinstance(error, PartLost) else error.code
    row.settled_at = now
    row.paid = False
    if isinstance(error, Unwelcome):
        _close(session, row.contact_id, Reach.BLOCKED, now)
    elif isinstance(error, NoSuchAddress):
        _close(session, row.contact_id, Reach.DEAD, now)
    climb(session, row, now)
    undelivered.report(session, row, now)
    if row.text_key == opening.OPENER.key:
        for waiting in _behind_opener(session, row):
            climb(session, waiting, now)
            undelivered.report(session, waiting, now)


def _behind_opener(session: Session, opener: OutboundMessage) -> list[OutboundMessage]:
    """What waits for a window that nobody can be asked to open."""
    waiting = select(OutboundMessage).where(
        OutboundMessage.contact_id == opener.contact_id,
        OutboundMessage.status == Status.HELD,
        OutboundMessage.due_at.is_(None),
    )
    return list(session.scalars(waiting))


def needs_window(
    session: Session, row: OutboundMessage, error: NeedsTemplate, now: datetime
) -> None:
    """Ask them to tap *Buka*: once a day, for what is urgent each time. The text waits for it."""
    if row.text_key == opening.OPENER.key:
        refuse(session, row, error, now)
        return
    _wait_for_window(session, row)
    if row.person_id is None:
        refuse(session, row, error, now)
        return
    post(session, [opening.ask(row, now)], now)


def _wait_for_window(session: Session, row: OutboundMessage) -> None:
    """Hold it until they write; the contact's clock was wrong, so forget it."""
    row.status = Status.HELD
    row.due_at = None
    row.claimed_at = None
    row.provider_id = None
    row.paid = False
    row.sent_at = None
    session.execute(update(Contact).where(Contact.id == row.contact_id).values(heard_at=None))


def climb(session: Session, row: OutboundMessage, now: datetime) -> None:
    """Let the ladder of what it was about go on at once instead of waiting for an answer."""
    if row.notice_id is None or row.person_id is None:
        return
    children = select(Guardianship.child_id).where(Guardianship.person_id == row.person_id)
    session.execute(
        update(Receipt)
        .where(
            Receipt.notice_id == row.notice_id,
            Receipt.state == ReceiptState.OPEN,
            Receipt.child_id.in_(children),
            Receipt.next_at.is_not(None),
        )
        .values(next_at=now)
    )


def stand(session: Session, standing: Standing, now: datetime) -> bool:
    """They blocked us, or let us in again. Of a group, its teacher is told."""
    contact = _contact_at(session, standing.channel, standing.address)
    if contact is None or contact.reach is standing.reach:
        return False
    if standing.reach is not Reach.OPEN:
        _close(session, contact.id, standing.reach, now)
        return True
    contact.reach = Reach.OPEN
    post(session, group_chats.back(session, contact.id, now), now)
    return True


def readdress(session: Session, moved: Readdressed, now: datetime) -> bool:
    """The same group under another address. False if it had moved before, or is not known.

    If it was linked anew under the other address, the old one is closed instead.
    """
    contact = _contact_at(session, moved.channel, moved.old)
    if contact is None:
        return False
    if _contact_at(session, moved.channel, moved.new) is None:
        contact.address = moved.new
        return True
    group_chats.replaced(session, contact.id, now)
    contact.reach = Reach.DEAD
    return False


def _contact_at(session: Session, channel: str, address: str) -> Contact | None:
    return session.scalar(
        select(Contact).where(Contact.channel == channel, Contact.address == address)
    )


def _close(session: Session, contact_id: int, reach: Reach, now: datetime) -> None:
    session.execute(update(Contact).where(Contact.id == contact_id).values(reach=reach))
    post(session, group_chats.left(session, contact_id, now), now)


def postpone(row: OutboundMessage, error: TryLater, now: datetime) -> bool:
    """Put it back for later. False if it has been put back often enough for reasons of its own."""
    if not error.everyone:
        row.tries += 1
        if row.tries >= TRIES:
            return False
    row.status = Status.QUEUED
    row.sent_at = None
    row.due_at = now + error.wait * (1 if error.everyone else 2 ** (row.tries - 1))
    row.paid = False
    row.error = error.code
    row.claimed_at = None
    return True
