"""A visit's event for calendars: a file that is made when it is sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.meetings.calling.calendar import SOURCE
from models.media import Kind, Media
from models.visit import Visit


def calendar_file(session: Session, visit: Visit, now: datetime) -> int:
    """A file of the event as it is at this moment. No address is ever in it: calendars are
    shared with others, and stay on phones."""
    media = Media(
        school_id=visit.school_id,
        channel=SOURCE,
        reference=f"visit:{visit.id}:{visit.sequence}",
        kind=Kind.DOCUMENT,
        content_type="text/calendar",
        name="kunjungan.ics",
        created_at=now,
    )
    session.add(media)
    session.flush()
    return media.id
