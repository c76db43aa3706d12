"""Ask the organiser of a series before each of its meetings, and once more if they say nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.meetings.calling import series as series_of_meetings
from models.meeting import Meeting, MeetingSeries, State
from models.prepared import Watch
from scheduler.rules import nudge

_RUNNING = Watch(
    select(MeetingSeries).where(MeetingSeries.ended_at.is_(None)).order_by(MeetingSeries.id)
)
_SILENT = Watch(
    select(Meeting).where(
        Meeting.state == State.PROPOSED,
        Meeting.starts_at > bindparam("now"),
        Meeting.starts_at <= bindparam("until"),
    )
)


@nudge(every=timedelta(minutes=10))
def meeting_series(session: Session, now: datetime) -> list[Tell]:
    """The next meeting of each series, two weeks before; a proposal nobody answered, later."""
    running = _RUNNING.scalars(session)
    tells = [tell for one in running for tell in series_of_meetings.propose(session, one, now)]
    silent = _SILENT.scalars(session, now=now, until=now + series_of_meetings.ASK_AGAIN)
    return [*tells, *(series_of_meetings.ask(session, one, "again") for one in silent)]
