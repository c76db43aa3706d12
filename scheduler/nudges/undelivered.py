"""Tell people that what they wrote has not arrived for an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, and_, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from handlers.core.notices import undelivered as late
from handlers.core.talk import Tell
from models.outbox import OutboundMessage, Status
from models.prepared import Watch
from scheduler.rules import nudge

PATIENCE = timedelta(hours=1)
AT_ONCE = 100

_SAID = aliased(OutboundMessage)
_TOPIC = literal(late.TOPIC) + cast(OutboundMessage.id, String)
_WAITING = Watch(
    select(OutboundMessage)
    .where(
        OutboundMessage.author_id.is_not(None),
        OutboundMessage.sent_at.is_(None),
        or_(
            OutboundMessage.status.in_((Status.QUEUED, Status.CLAIMED, Status.UNKNOWN)),
            and_(OutboundMessage.status == Status.HELD, OutboundMessage.due_at.is_(None)),
        ),
        OutboundMessage.created_at <= bindparam("until"),
        # What was refused for now is due again soon; what was held for the night has just begun.
        or_(
            OutboundMessage.attempts > 0,
            func.coalesce(OutboundMessage.due_at, OutboundMessage.created_at) <= bindparam("until"),
        ),
        ~select(_SAID.id)
        .where(_SAID.person_id == OutboundMessage.author_id, _SAID.topic == _TOPIC)
        .exists(),
    )
    .order_by(OutboundMessage.id)
    .limit(AT_ONCE)
)


@nudge(every=timedelta(minutes=10))
def undelivered(session: Session, now: datetime) -> list[Tell]:
    """Words of people that still wait, for a provider, a window or a number."""
    waiting = _WAITING.scalars(session, until=now - PATIENCE)
    return [tell for row in waiting for tell in late.tell(session, row, now)]
