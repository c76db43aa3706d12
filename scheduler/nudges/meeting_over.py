"""Ask for the minutes of a meeting that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.meetings.afterwards import minutes
from handlers.meetings.calling.guests import invited
from models.base import fixed
from models.meeting import Meeting, State
from models.prepared import Watch
from scheduler.rules import nudge

AFTER = timedelta(minutes=30)
AGAIN, LATEST = timedelta(days=2), timedelta(days=7)
"""How long after the end they are asked once more; and until when."""


_OVER = Watch(
    select(Meeting)
    .where(Meeting.state == fixed(State.PLANNED), Meeting.ends_at <= bindparam("until"))
    .order_by(Meeting.ends_at, Meeting.id)
    .limit(100)
)
_WITHOUT_MINUTES = Watch(
    select(Meeting)
    .where(
        Meeting.state == fixed(State.HELD),
        Meeting.minutes_id.is_(None),
        Meeting.ends_at <= bindparam("until"),
        Meeting.ends_at > bindparam("after"),
    )
    .order_by(Meeting.ends_at, Meeting.id)
    .limit(100)
)


@nudge(every=timedelta(minutes=1))
def meeting_over(session: Session, now: datetime) -> list[Tell]:
    """Its organiser is asked half an hour after the end, if families were invited."""
    over = _OVER.scalars(session, until=now - AFTER)
    for meeting in over:
        meeting.state = State.HELD
    session.flush()
    return [
        minutes.ask(meeting)
        for meeting in over
        if meeting.minutes_id is None and invited(session, meeting, now)
    ]


@nudge(every=timedelta(hours=1))
def minutes_missing(session: Session, now: datetime) -> list[Tell]:
    """Asked once more two days later, if nobody has written them."""
    waiting = _WITHOUT_MINUTES.scalars(session, until=now - AGAIN, after=now - LATEST)
    return [minutes.ask(one, again=True) for one in waiting if invited(session, one, now)]
