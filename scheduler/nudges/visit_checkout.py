"""Visits that should be over: a gentle question first, then somebody else is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.talk import Say
from handlers.visits.day import safety
from models.base import fixed
from models.prepared import Watch
from models.visit import State, Visit
from scheduler.rules import nudge

AT_ONCE = 100
LATEST = timedelta(days=3)
"""A visit that nobody closed by then is not asked about any more."""


_LATE = Watch(
    select(Visit)
    .where(
        (Visit.state == fixed(State.UNDER_WAY)) | (Visit.state == fixed(State.CONFIRMED)),
        Visit.ends_at <= bindparam("until"),
        Visit.ends_at > bindparam("after"),
        Visit.alarmed_at.is_(None),
    )
    .limit(AT_ONCE)
)
_ALARMING = Watch(
    select(Visit)
    .where(
        Visit.state == fixed(State.UNDER_WAY),
        Visit.ends_at <= bindparam("until"),
        Visit.alarmed_at.is_(None),
    )
    .limit(AT_ONCE)
)


@nudge(every=timedelta(minutes=1))
def visit_late(session: Session, now: datetime) -> list[Say]:
    """Half an hour after its end, to the teacher; told once for each end it has."""
    until = now - safety.GENTLE
    over = _LATE.scalars(session, until=until, after=until - LATEST)
    return [safety.late(session, visit) for visit in over]


@nudge(every=timedelta(minutes=1))
def visit_alarm(session: Session, now: datetime) -> list[Say]:
    """An hour after its end, to the companion or the principal, once."""
    over = _ALARMING.scalars(session, until=now - safety.ALARMED)
    return [say for visit in over for say in safety.alarm(session, visit, now)]
