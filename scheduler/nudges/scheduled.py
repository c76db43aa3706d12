"""Notices that were written for later, at their time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.announcements import notice as announcing
from handlers.core.talk import Say
from models.base import fixed
from models.notice import Notice, NoticeState
from models.prepared import Watch
from scheduler.rules import nudge

_DUE = Watch(
    select(Notice)
    .where(Notice.state == fixed(NoticeState.SCHEDULED), Notice.send_at <= bindparam("now"))
    .order_by(Notice.send_at, Notice.id)
    .limit(20)
)


@nudge(every=timedelta(seconds=15))
def scheduled(session: Session, now: datetime) -> list[Say]:
    """Publish what is due to whoever belongs to its audience by now."""
    due = _DUE.scalars(session, now=now)
    return [say for notice in due for say in announcing.send(session, notice, now).says]
