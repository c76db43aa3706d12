"""Tell an organiser and the principal what guests thought of a meeting."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.meetings.afterwards import evaluation_results
from scheduler.rules import nudge


@nudge(every=timedelta(hours=1))
def evaluation_result(session: Session, now: datetime) -> list[Tell]:
    """Three days after it; whoever was told on that topic is not told again."""
    return evaluation_results.tell(session, now)
