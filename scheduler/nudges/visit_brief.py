"""Send the brief of a home visit the afternoon before."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.visits.day import brief
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=5))
def visit_brief(session: Session, now: datetime) -> list[Tell]:
    """One brief to each teacher of a visit tomorrow; at once for one confirmed after that."""
    return brief.send(session, now)
