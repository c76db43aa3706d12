"""Ask for the report of a visit when its teacher has checked out."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.visits.reports import reporting
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=1))
def visit_report(session: Session, now: datetime) -> list[Tell]:
    """The first question, once, to whoever is back from a visit."""
    return reporting.ask(session, now)
