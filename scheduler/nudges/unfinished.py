"""Offer what somebody began to write yesterday and did not send."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.forms import unfinished as drafts
from handlers.core.talk import Tell
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=30))
def unfinished(session: Session, now: datetime) -> list[Tell]:
    """Each draft once, in office hours of the next day."""
    return drafts.again(session, now)
