"""Ask the organiser of a series before each of its meetings, and once more if they say nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.meetings import series as series_of_meetings
from handlers.talk import Tell
from models.meeting import Meeting, MeetingSeries, State
from scheduler.rules import nudge


@nudge(every=timedelta(minutes=10))
def meeting_series(session: Session, now: datetime) -> list[Tell]:
    """The next meeting of each series, two weeks before; a proposal nobody answered, later."""
    running = session.scalars(
        select(MeetingSeries).where(MeetingSeries.ended_at.is_(None)).order_by(MeetingSeries.id)
    ).all()
    tells = [tell for one in running for tell in series_of_meetings.propose(session, one, now)]
    silent = session.scalars(
        select(Meeting).where(
            Meeting.state == State.PROPOSED,
            Meeting.starts_at > now,
            Meeting.starts_at <= now + series_of_meetings.ASK_AGAIN,
        )
    ).all()
    return [*tells, *(series_of_meetings.ask(session, one, "again") for one in silent)]
