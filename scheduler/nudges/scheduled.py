"""Notices that were written for later, at their time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.announcements import notice as announcing
from handlers.talk import Say
from models.base import fixed
from models.notice import Notice, NoticeState
from scheduler.rules import nudge


@nudge(every=timedelta(seconds=15))
def scheduled(session: Session, now: datetime) -> list[Say]:
    """Publish what is due to whoever belongs to its audience by now."""
    due = session.scalars(
        select(Notice)
        .where(Notice.state == fixed(NoticeState.SCHEDULED), Notice.send_at <= now)
        .order_by(Notice.send_at, Notice.id)
        .limit(20)
    ).all()
    return [say for notice in due for say in announcing.send(session, notice, now).says]
