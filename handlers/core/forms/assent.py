"""What was asked last, which a mere word of agreement is for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Turn
from models import outbox


def asked_last(turn: Turn, session: Session) -> bool:
    """Whether they point at the question, or were asked nothing since."""
    if turn.direct or turn.quoted is None:
        return turn.direct
    last = outbox.asked_last(session, turn.speaker.contact_id)
    return last is not None and last.id == turn.quoted.id
