"""Tell classes what waited in their rooms: for the morning, or for the next hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.rooms import writing as room_writing
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=1))
def room_posts(session: Session, now: datetime) -> list[Tell]:
    """Posts whose time to wait is over."""
    return room_writing.tell_waiting(session, now)
