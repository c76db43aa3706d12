"""The morning of the due day: who has done it, for whoever set it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers import homework
from handlers.core.talk import Tell
from models.homework import Homework
from models.prepared import Watch
from scheduler.rules import nudge

AT_ONCE = 50
"""Things set that a sweep sums up; the rest follow in the next ones."""


_DUE = Watch(
    select(Homework)
    .where(Homework.sum_at <= bindparam("now"))
    .order_by(Homework.sum_at, Homework.id)
    .limit(AT_ONCE)
)


@nudge(every=timedelta(seconds=5))
def homework_due(session: Session, now: datetime) -> list[Tell]:
    """The summaries that are due."""
    due = _DUE.scalars(session, now=now)
    for each in due:
        each.sum_at = None
    return [tell for each in due for tell in homework.sum_up(session, each, now)]
