"""The evening before: a reminder to families that have not marked what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers import homework
from handlers.core.talk import Tell
from models.homework import Homework
from models.prepared import Watch
from scheduler.rules import nudge

_FIRST = Watch(
    select(Homework)
    .where(Homework.remind_at <= bindparam("now"))
    .order_by(Homework.remind_at, Homework.id)
    .limit(1)
)


@nudge(every=timedelta(seconds=2))
def homework_tomorrow(session: Session, now: datetime) -> Sequence[Tell]:
    """One school's reminders for one day, so that each guardian gets one message for all."""
    found = _FIRST.scalars(session, now=now)
    if not found:
        return []
    first = found[0]
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
