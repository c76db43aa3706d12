"""The calendar file of a meeting: a file that is made when it is sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.media import Kind, Media
from models.meeting import Meeting

SOURCE = "calendar"
"""The "channel" of these files; `bot/documents/meeting_calendar.py` makes their bytes."""


def file(session: Session, meeting: Meeting, now: datetime, part: int | None = None) -> int:
    """The id of a file that says when and where; `part` is the family's own session."""
    reference = f"meeting:{meeting.id}:{meeting.sequence}"
    media = Media(
        school_id=meeting.school_id,
        channel=SOURCE,
        reference=f"{reference}:{part}" if part else reference,
        kind=Kind.DOCUMENT,
        content_type="text/calendar",
        name="rapat.ics",
        created_at=now,
    )
    session.add(media)
    session.flush()
    return media.id
