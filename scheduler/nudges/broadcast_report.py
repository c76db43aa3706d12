"""Some time after an announcement: whom it did not reach, told to its author by name."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.announcements import notice as announcing
from handlers.announcements import reports
from handlers.core.talk import Tell
from models.notice import Notice, NoticeState
from models.prepared import Watch
from scheduler.rules import nudge

AFTER = timedelta(minutes=15)
"""Long enough for providers to say what they could not deliver."""
WITHIN = timedelta(hours=12)
"""Later, LAPORAN has been asked for or nobody cares."""


_SENT = Watch(
    select(Notice)
    .where(
        Notice.kind == announcing.KIND.name,
        Notice.state == NoticeState.PUBLISHED,
        Notice.published_at > bindparam("after"),
    )
    .order_by(Notice.id)
)


@nudge(every=timedelta(minutes=1))
def broadcast_report(session: Session, now: datetime) -> list[Tell]:
    """Once for each announcement, counted from when it could arrive."""
    sent = _SENT.scalars(session, after=now - WITHIN - timedelta(days=1))
    return [
        tell
        for notice in sent
        if not notice.details.get("reported")
        and AFTER <= now - reports.arrived_at(session, notice) < WITHIN
        for tell in reports.afterwards(session, notice)
    ]
