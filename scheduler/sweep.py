"""Asking a nudge's question and posting the answer, in one transaction."""

from __future__ import annotations

import zlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.core.talk.post import post
from scheduler.rules import Nudge


def sweep(session: Session, nudge: Nudge, now: datetime) -> int:
    """How many messages it made us owe. Asking again at once makes no more."""
    return post(session, list(nudge.rule(session, now)), now)


def sweep_alone(session: Session, nudge: Nudge, now: datetime) -> int:
    """The same, unless another process is asking it at this moment."""
    if session.get_bind().dialect.name == "postgresql":
        key = zlib.crc32(nudge.name.encode())
        if not session.scalar(select(func.pg_try_advisory_xact_lock(key))):
            return 0
    return sweep(session, nudge, now)
