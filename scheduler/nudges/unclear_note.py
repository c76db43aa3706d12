"""Pass on what a guardian of several wrote without saying whom it is about."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.core.thread import late_notes
from models.prepared import Watch
from models.thread import Note
from scheduler.rules import nudge

PATIENCE = timedelta(minutes=15)
"""How long they have to say whom they mean, before every teacher concerned is told."""


_WAITING = Watch(
    select(Note).where(Note.child_id.is_(None), Note.at <= bindparam("until")).limit(100)
)


@nudge(every=timedelta(minutes=1))
def unclear_note(session: Session, now: datetime) -> list[Tell]:
    """Notes without a child that were asked about and got no answer."""
    waiting = _WAITING.scalars(session, until=now - PATIENCE)
    return [tell for written in waiting for tell in late_notes.unclear(session, written)]
