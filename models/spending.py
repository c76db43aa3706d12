"""What messages have cost, as far as we can know before the provider's bill."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.outbox import OutboundMessage


def spent_since(session: Session, school_id: int, since: datetime) -> int:
    """How many messages the provider charged a school for since then."""
    found = session.scalar(
        select(func.count(OutboundMessage.id)).where(
            OutboundMessage.school_id == school_id,
            OutboundMessage.paid,
            OutboundMessage.sent_at >= since,
        )
    )
    return int(found or 0)
