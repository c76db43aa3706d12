"""What is free on a full day, to the next family that waits: given back, or not taken up."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.slots import booking as slot_booking
from handlers.slots import waiting as slot_waiting
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=1))
def slot_offers(session: Session, now: datetime) -> list[Tell]:
    """End the offers nobody answered, and make the next ones.

    This also finds what was given back in the very moment in which a family began to wait.
    """
    days = slot_waiting.lapsed(session, now)
    return [tell for day in days for tell in slot_booking.offers(session, day, now)]
