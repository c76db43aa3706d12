"""The calendar file of a home visit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk.calendar_files import calendar_file
from models.visit import Visit


def file(session: Session, visit: Visit, now: datetime) -> int:
    """The id of a file of the event. No address is ever in it: calendars are shared with others,
    and stay on phones."""
    reference = f"visit:{visit.id}:{visit.sequence}"
    return calendar_file(session, visit.school_id, reference, "kunjungan.ics", now)
