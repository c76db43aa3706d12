"""Questions about visits that nobody answers: asked once more, then somebody is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Say
from handlers.visits.booking import waiting
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=15))
def visit_unanswered(session: Session, now: datetime) -> list[Say]:
    """Times that were proposed, by either side; who will be at home."""
    return [*waiting.unanswered(session, now), *waiting.homes(session, now)]


@nudge(every=timedelta(hours=1))
def visit_wishes(session: Session, now: datetime) -> list[Say]:
    """Families' wishes: to the teacher after a day, to the principal after three."""
    return waiting.wishes(session, now)
