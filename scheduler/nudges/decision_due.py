"""Remind who promised something at a meeting, the day before."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.meetings.afterwards import decisions as minutes_decisions
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=5))
def decision_due(session: Session, now: datetime) -> list[Tell]:
    """One reminder for each open decision that has a day."""
    return minutes_decisions.remind(session, now)
