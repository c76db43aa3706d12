"""The evening before: a reminder to families that have not marked what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import homework
from handlers.talk import Tell
from models.homework import Homework
from scheduler.rules import nudge


@nudge(every=timedelta(seconds=2))
def homework_tomorrow(session: Session, now: datetime) -> Sequence[Tell]:
    """One school's reminders for one day, so that each guardian gets one message for all."""
    first = session.scalar(
        select(Homework)
        .where(Homework.remind_at <= now)
        .order_by(Homework.remind_at, Homework.id)
        .limit(1)
    )
    if first is None:
        return []
    together = session.scalars(
        select(Homework)
        .where(
            Homework.school_id == first.school_id,
            Homework.due == first.due,
            Homework.remind_at <= now,
        )
        .order_by(Homework.id)
    ).all()
    for each in together:
        each.remind_at = None
    return homework.remind(session, together, now)
