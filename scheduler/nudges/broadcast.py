"""The rest of a broadcast: what one transaction did not tell is told in the next ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.talk import Say
from models.base import fixed
from models.notice import Notice, NoticeState, Receipt, ReceiptState
from models.prepared import Prepared
from scheduler.rules import nudge

_OLDEST = Prepared(
    select(Receipt.notice_id)
    .where(Receipt.state == fixed(ReceiptState.WAITING))
    .order_by(Receipt.id)
    .limit(1)
)


@nudge(every=timedelta(seconds=1))
def broadcast(session: Session, now: datetime) -> list[Say]:
    """The next batch of the oldest notice that has families waiting."""
    oldest = _OLDEST(session).scalar()
    if oldest is None:
        return []
    notice = session.get_one(Notice, oldest)
    if notice.state is not NoticeState.PUBLISHED:
        publishing.withdraw(session, notice, "withdrawn", now)
        return []
    return publishing.tell_next(session, notice, now).says
