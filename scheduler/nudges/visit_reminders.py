"""Visits that come near: those concerned are reminded; what is still open is said."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.forms import occasions
from handlers.core.talk import Say
from handlers.visits.day import reminding
from models.base import fixed
from models.prepared import Watch
from models.visit import State, Visit
from scheduler.rules import nudge

AT_ONCE = 100


_NEAR = Watch(
    select(Visit)
    .where(
        Visit.state == fixed(State.CONFIRMED),
        occasions.comes_near(Visit.starts_at, Visit.reminded),
    )
    .order_by(Visit.starts_at, Visit.id)
    .limit(AT_ONCE)
)
_UNCONFIRMED = Watch(
    select(Visit)
    .where(
        Visit.state == State.AGREED,
        Visit.starts_at > bindparam("now"),
        Visit.starts_at <= bindparam("eve"),
        Visit.reminded == 0,
    )
    .limit(AT_ONCE)
)


@nudge(every=timedelta(minutes=1))
def visit_reminders(session: Session, now: datetime) -> list[Say]:
    """The day before and two hours before, once each."""
    due = _NEAR.scalars(session, **occasions.window(now))
    return [say for visit in due for say in reminding.remind(session, visit, now)]


@nudge(every=timedelta(minutes=15))
def visit_unconfirmed(session: Session, now: datetime) -> list[Say]:
    """Agreed on for tomorrow, but not confirmed: the teacher hears of it once."""
    waiting = _UNCONFIRMED.scalars(session, now=now, eve=now + occasions.BEFORE_EVE)
    for visit in waiting:
        visit.reminded = 1
    return [reminding.unconfirmed(session, visit) for visit in waiting]
