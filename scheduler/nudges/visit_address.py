"""Ask a family where they live, once a visit to their home is settled."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.visits.addresses import giving
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=5))
def visit_address(session: Session, now: datetime) -> list[Tell]:
    """One question to each family that a visit goes to without knowing where."""
    return giving.unasked(session, now)
