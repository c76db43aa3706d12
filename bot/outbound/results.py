"""What each answer of a provider means for the row, the address and the family."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot.channels.base import (
    Moved,
    NeedsTemplate,
    NoSuchAddress,
    Readdressed,
    SendError,
    TryLater,
    UnknownOutcome,
    Untraceable,
    Unwelcome,
)
from bot.outbound.receipts import TRIES, needs_window, postpone, readdress, refuse
from models.base import one_of
from models.outbox import RANK, OutboundMessage, Status
from models.people import Contact
from models.prepared import Prepared

DOUBTS = 14
"""After so many sendings of unknown outcome, over four hours, a person has to see to it."""
_OF_ROW = OutboundMessage.id == bindparam("row")
_TAKEN: dict[str, Any] = {
    "provider_id": bindparam("name"),
    "sent_at": bindparam("now"),
    "error": None,
}
_SENT = Prepared(
    update(OutboundMessage)
    .where(_OF_ROW, one_of(OutboundMessage.status, (Status.CLAIMED, Status.UNKNOWN)))
    .values(status=Status.SENT, **_TAKEN)
    .returning(OutboundMessage.id)
)
_NAMED = Prepared(update(OutboundMessage).where(_OF_ROW).values(**_TAKEN))


def settle(session: Session, row_id: int, result: str | SendError, now: datetime) -> None:
    """Record what a send came to. A receipt that was quicker stays as it is."""
    if isinstance(result, str):
        sent(session, row_id, result, now)
        return
    row = session.get(OutboundMessage, row_id)
    if row is None or RANK[row.status] > RANK[Status.UNKNOWN]:
        return
    match result:
        case TryLater():
            if not postpone(row, result, now):
                refuse(session, row, result, now)
        case UnknownOutcome():
            row.status = Status.UNKNOWN
            row.error = result.code
        case NeedsTemplate():
            needs_window(session, row, result, now)
        case Moved():
            _move(session, row, result, now)
        case _:
            refuse(session, row, result, now)


def sent(session: Session, row_id: int, provider_id: str, now: datetime) -> None:
    """The provider took it. Core: this runs once for every message we send."""
    taken = {"row": row_id, "name": provider_id, "now": now}
    if not _SENT(session, **taken):
        # Its receipt overtook the answer: keep the later news, add the provider's name.
        _NAMED(session, **taken)


def resolve(session: Session, row_id: int, result: str | SendError | None, now: datetime) -> None:
    """Settle a message whose outcome was unknown, by what looking it up found.

    A provider that knows it was not sent gets it again. One that can never tell gets it until it
    answers, marked as possibly repeated. Where it could not be asked, nothing is decided.
    """
    row = session.get(OutboundMessage, row_id)
    if row is None or row.status is not Status.UNKNOWN:
        return
    if isinstance(result, str) and not _is_anothers(session, row, result):
        sent(session, row_id, result, now)
    elif result is None or isinstance(result, str):
        again(session, row, now)
    elif isinstance(result, NeedsTemplate):
        needs_window(session, row, result, now)
    elif isinstance(result, Untraceable):
        _repeat(session, row, result, now)
    elif not isinstance(result, (UnknownOutcome, TryLater)):
        refuse(session, row, result, now)


def again(session: Session, row: OutboundMessage, now: datetime) -> None:
    """Queue it once more, unless it has been tried often enough."""
    row.tries += 1
    if row.tries >= TRIES:
        refuse(session, row, SendError("too-many-attempts"), now)
    else:
        _queue(row)


def _repeat(session: Session, row: OutboundMessage, error: Untraceable, now: datetime) -> None:
    """Send again what may have arrived: at once, then in growing intervals for some hours."""
    row.doubts += 1
    if row.doubts > DOUBTS:
        refuse(session, row, error, now)
        return
    _queue(row)
    row.due_at = now + timedelta(seconds=2 ** (row.doubts - 1) - 1)


def _queue(row: OutboundMessage) -> None:
    row.status = Status.QUEUED
    row.claimed_at = None
    row.paid = False


def _is_anothers(session: Session, row: OutboundMessage, provider_id: str) -> bool:
    """Whether what was found is another message of ours in the same words."""
    return (
        session.scalar(
            select(OutboundMessage.id).where(
                OutboundMessage.channel == row.channel,
                OutboundMessage.provider_id == provider_id,
                OutboundMessage.id != row.id,
            )
        )
        is not None
    )


def pause(error: SendError) -> timedelta | None:
    """How long all sends of the channel must wait."""
    return error.wait if isinstance(error, TryLater) and error.everyone else None


def word(result: str | SendError) -> str:
    """For the metrics."""
    if isinstance(result, str):
        return "sent"
    kinds = (TryLater, Unwelcome, NoSuchAddress, Moved, NeedsTemplate, UnknownOutcome)
    return next((kind.__name__ for kind in kinds if isinstance(result, kind)), "refused")


def _move(session: Session, row: OutboundMessage, error: Moved, now: datetime) -> None:
    contact = session.get_one(Contact, row.contact_id)
    moved = Readdressed(row.channel, contact.address, error.address)
    if moved.old == moved.new or readdress(session, moved, now):
        again(session, row, now)
    else:
        refuse(session, row, error, now)
