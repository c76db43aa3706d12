"""Which visit a report is about."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from handlers.core.talk import Turn
from handlers.visits import people
from models.family import Pupil, pupils
from models.outbox import said
from models.prepared import Watch
from models.visit import OPEN, Place, State, Visit, VisitReport

REMEMBERED = timedelta(days=60)
"""How long after a visit its report can still be begun without naming the child."""


def made_by(turn: Turn, session: Session, child_id: int | None = None) -> list[Visit]:
    """The speaker's visits that took place, or should have by now, the newest first."""
    query = select(Visit).where(
        Visit.school_id == turn.speaker.school,
        Visit.teacher_id == turn.speaker.person,
        or_(
            Visit.state == State.DONE,
            Visit.state.in_(OPEN) & (Visit.starts_at <= turn.now),
        ),
    )
    if child_id is not None:
        query = query.where(Visit.child_id == child_id)
    return list(session.scalars(query.order_by(Visit.starts_at.desc(), Visit.id.desc())))


def unreported(turn: Turn, session: Session) -> list[Visit]:
    """Those of them that nobody has written about yet."""
    visits = made_by(turn, session)
    written = set(
        session.scalars(
            select(VisitReport.visit_id).where(
                VisitReport.visit_id.in_([visit.id for visit in visits])
            )
        )
    )
    since = turn.now - REMEMBERED
    return [v for v in visits if v.id not in written and v.starts_at and v.starts_at > since]


def own(turn: Turn, session: Session, visit_id: int) -> tuple[Visit, Pupil] | None:
    """A visit with its child, if the speaker made it, locked until the transaction ends.

    None for one whose child has left since.
    """
    visit = session.scalar(select(Visit).where(Visit.id == visit_id).with_for_update())
    if visit is None or not people.is_teachers(visit, turn) or not turn.speaker.roles:
        return None
    child = pupils(session, [visit.child_id])
    return (visit, child[0]) if child else None


def record(turn: Turn, session: Session, child: Pupil) -> Visit:
    """A visit that nobody had planned, made today."""
    visit = Visit(
        school_id=child.school_id,
        child_id=child.id,
        teacher_id=turn.speaker.person,
        asked_by_id=turn.speaker.person,
        state=State.DONE,
        place=Place.HOME,
        starts_at=turn.now,
        ends_at=turn.now,
        reason="",
        created_at=turn.now,
        confirmed_at=turn.now,
        checked_in_at=turn.now,
        checked_out_at=turn.now,
    )
    session.add(visit)
    session.flush()
    return visit


def topic(visit: Visit) -> str:
    """Of the question for a report."""
    return f"visit:{visit.id}:report"


_UNREPORTED = Watch(
    select(Visit)
    .outerjoin(VisitReport, VisitReport.visit_id == Visit.id)
    .where(
        Visit.state == State.DONE,
        Visit.checked_out_at > bindparam("since"),
        VisitReport.id.is_(None),
    )
    .order_by(Visit.id)
)


def unasked(session: Session, since: datetime) -> list[Visit]:
    """Visits that ended after `since`, whose teacher was neither asked nor has written."""
    visits = _UNREPORTED.scalars(session, since=since)
    asked = said(session, [topic(visit) for visit in visits])
    return [visit for visit in visits if topic(visit) not in asked]
