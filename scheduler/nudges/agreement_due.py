"""Remind who promised something at a home visit, the day before."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.visits.reports import agreements
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=5))
def agreement_due(session: Session, now: datetime) -> list[Tell]:
    """One reminder for each open agreement that has a day."""
    return agreements.remind(session, now)
