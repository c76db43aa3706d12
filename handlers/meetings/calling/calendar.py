"""The calendar file of a meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk.calendar_files import calendar_file
from models.meeting import Meeting


def file(session: Session, meeting: Meeting, now: datetime, part: int | None = None) -> int:
    """The id of a file that says when and where; `part` is the family's own session."""
    whole = f"meeting:{meeting.id}:{meeting.sequence}"
    reference = f"{whole}:{part}" if part else whole
    return calendar_file(session, meeting.school_id, reference, "rapat.ics", now)
