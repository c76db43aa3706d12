"""One list a day of the families that somebody has to telephone; at once for what is urgent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from handlers.core.notices import tasks
from handlers.core.talk import Tell
from models.family import leaders_of
from models.notice import Notice, Receipt, Urgency
from models.prepared import Watch
from models.reach import lines
from models.school import school_of
from models.task import Task
from scheduler.rules import nudge

_NEW = Watch(
    select(Task.school_id, Task.assignee_id)
    .where(Task.done_at.is_(None), Task.told_at.is_(None), Task.assignee_id.is_not(None))
    .distinct()
)


@nudge(every=timedelta(minutes=1))
def call_list(session: Session, now: datetime) -> list[Tell]:
    """New tasks, with the older ones that are not done; the next list is tomorrow's."""
    tells: list[Tell] = []
    for school_id, assignee in _NEW.rows(session):
        person = assignee and _who_reads(session, school_id, assignee)
        if not person:
            continue
        urgent = [task for task in _undone(session, person, urgent=True) if task.told_at is None]
        if urgent:
            tells.append(tasks.calls(session, person, _told(urgent, now), now, urgent=True))
        elif _may_be_told(session, school_id, person, now):
            owed = _undone(session, person, urgent=False)
            tells.append(tasks.calls(session, person, _told(owed, now), now))
    return tells


def _who_reads(session: Session, school_id: int, assignee: int) -> int | None:
    """Whoever the tasks are for, or somebody who leads the school where that person cannot be
    reached: the tasks are theirs then. None while nobody can; they stay untold."""
    people = [assignee, *leaders_of(session, school_id)]
    reachable = lines(session, people)
    person = next((one for one in people if one in reachable), None)
    if person is not None and person != assignee:
        session.execute(
            update(Task)
            .where(Task.assignee_id == assignee, Task.done_at.is_(None))
            .values(assignee_id=person)
        )
    return person


def _may_be_told(session: Session, school_id: int, person: int, now: datetime) -> bool:
    """In office hours, and not on the day of the last such list; urgent ones do not count."""
    school = school_of(session, school_id)
    if school.opens(now) > now:
        return False
    last = session.scalar(
        select(func.max(Task.told_at))
        .outerjoin(Receipt, Receipt.id == Task.receipt_id)
        .outerjoin(Notice, Notice.id == Receipt.notice_id)
        .where(
            Task.assignee_id == person,
            Task.told_at.is_not(None),
            or_(Notice.id.is_(None), Notice.urgency != Urgency.URGENT),
        )
    )
    zone = school.zone
    return last is None or last.astimezone(zone).date() < now.astimezone(zone).date()


def _undone(session: Session, person: int, *, urgent: bool) -> Sequence[Task]:
    """The newest cause first."""
    query = (
        select(Task)
        .outerjoin(Receipt, Receipt.id == Task.receipt_id)
        .outerjoin(Notice, Notice.id == Receipt.notice_id)
        .where(Task.assignee_id == person, Task.done_at.is_(None))
        .order_by(Task.id)
    )
    if urgent:
        query = query.where(Notice.urgency == Urgency.URGENT)
    return session.scalars(query).all()


def _told(owed: Sequence[Task], now: datetime) -> Sequence[Task]:
    for task in owed:
        task.told_at = task.told_at or now
    return owed
