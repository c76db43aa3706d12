"""The meetings ahead that somebody may change."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Reply, Text, Turn, Value
from handlers.meetings.calling.words import time_of
from models.audit import AuditEvent
from models.family import LEADS
from models.meeting import Meeting, State

GONE = Text(
    "meeting_changes.gone",
    id="Rapat itu sudah dimulai atau sudah dibatalkan.",
    en="That meeting has begun or was cancelled.",
)
KEPT = Text("meeting_changes.kept", id="Baik, tidak ada yang berubah.", en="Nothing is changed.")


def own(turn: Turn, session: Session) -> Sequence[Meeting]:
    """The meetings ahead that the speaker called; all of the school for whoever leads it."""
    query = select(Meeting).where(
        Meeting.school_id == turn.speaker.school,
        Meeting.state == State.PLANNED,
        Meeting.starts_at > turn.now,
        Meeting.notice_id.is_not(None),
    )
    if not turn.speaker.roles & LEADS:
        query = query.where(Meeting.organiser_id == turn.speaker.person)
    return session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(9)).all()


def mine(turn: Turn, session: Session, meeting: object) -> Meeting | None:
    """The meeting of that id, if the speaker may change it and it has not begun."""
    return next((m for m in own(turn, session) if str(m.id) == str(meeting)), None)


def gone(turn: Turn, session: Session, meeting: int) -> Reply | None:
    """What ends a draft about a meeting that cannot be changed any more."""
    return None if mine(turn, session, meeting) else Reply(GONE, free=False)


def blanks(session: Session, meeting: Meeting) -> dict[str, Value]:
    return {"what": meeting.title, "when": time_of(session, meeting)}


def keep_trace(turn: Turn, session: Session, meeting: Meeting, action: str) -> None:
    session.add(
        AuditEvent(
            school_id=meeting.school_id,
            at=turn.now,
            actor_id=turn.speaker.person,
            action=action,
            subject=f"meetings:{meeting.id}",
        )
    )
