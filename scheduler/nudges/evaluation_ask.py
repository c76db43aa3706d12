"""Ask guests what they thought of a meeting."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.meetings.afterwards import evaluations
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=5))
def evaluation_ask(session: Session, now: datetime) -> list[Tell]:
    """Once each, on the evening of the day."""
    return evaluations.ask(session, now)
