"""Each guardian's week in one message, at the hour they chose."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.notices import digest
from handlers.core.talk import Tell
from models.news import LOOK_BACK, due_for_digest, news_of
from models.school import school_of
from scheduler.rules import nudge

AT_ONCE = 300
"""Guardians a sweep takes; the next ones follow in the next tick."""


@nudge(every=timedelta(minutes=1))
def weekly_digest(session: Session, now: datetime) -> list[Tell]:
    """The digests that are due. A week without news is ticked off without a message."""
    due = due_for_digest(session, now, AT_ONCE)
    news = news_of(session, [person.id for person in due], now) if due else {}
    tells = []
    for person in due:
        since = person.digested_at or now - LOOK_BACK
        new = [each for each in news.get(person.id, []) if each.told_at > since]
        person.digested_at = now
        if new:
            local = now.astimezone(school_of(session, person.school_id).zone)
            tells.append(digest.tell(person, new, local))
    return tells
