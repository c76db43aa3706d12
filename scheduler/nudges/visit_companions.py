"""Colleagues who were asked to come along and do not answer: the next are asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.talk import Say
from handlers.visits.booking import companions
from models.prepared import Watch
from models.visit import State, Visit
from scheduler.rules import nudge

AT_ONCE = 100


_WAITING = Watch(
    select(Visit)
    .where(
        Visit.state == State.AGREED,
        Visit.companion_id.is_(None),
        Visit.starts_at > bindparam("now"),
    )
    .order_by(Visit.starts_at, Visit.id)
    .limit(AT_ONCE)
)


@nudge(every=timedelta(minutes=15))
def visit_companions(session: Session, now: datetime) -> list[Say]:
    """The family is offered other ways once nobody is left to ask."""
    waiting = _WAITING.scalars(session, now=now)
    return [say for visit in waiting for say in _go_on(session, visit, now)]


def _go_on(session: Session, visit: Visit, now: datetime) -> list[Say]:
    if companions.need(session, visit, now) is not companions.Need.COMPANION:
        return []
    if asked := companions.search(session, visit, now):
        return asked
    if companions.is_hopeless(session, visit, now):
        return companions.hopeless(session, visit, None)
    return []
