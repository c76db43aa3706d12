"""Pass on what a guardian sent and nobody heard: whatever went wrong, it is not dropped."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Tell
from handlers.core.thread import late_notes
from models import inbox
from models.inbox import Outcome
from scheduler.rules import nudge

PATIENCE = timedelta(minutes=5)


@nudge(every=timedelta(minutes=1))
def unheard(session: Session, now: datetime) -> list[Tell]:
    """Messages without an outcome, to the school."""
    tells: list[Tell] = []
    for message, guardian in inbox.without_outcome(session, now - PATIENCE):
        written = late_notes.keep_late(session, message, guardian) if guardian else None
        outcome = Outcome.PASSED_ON if written else Outcome.REFUSED
        inbox.settle(session, message.id, outcome, "unheard")
        tells += late_notes.unclear(session, written) if written else []
    return tells
