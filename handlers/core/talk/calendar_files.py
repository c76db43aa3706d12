"""Events for calendars: files that are made when they are sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.media import Kind, Media

SOURCE = "calendar"
"""The "channel" of these files; `bot/documents/calendars.py` makes their bytes."""


def calendar_file(
    session: Session, school_id: int, reference: str, name: str, now: datetime
) -> int:
    """The id of a file that says when and where, as it is when it is sent.

    `reference` is "meeting:id:sequence", with ":session" behind it for a family's own session,
    "slot:family:sequence" or "visit:id:sequence". `name` is shown by phones and ends in .ics.
    """
    media = Media(
        school_id=school_id,
        channel=SOURCE,
        reference=reference,
        kind=Kind.DOCUMENT,
        content_type="text/calendar",
        name=name,
        created_at=now,
    )
    session.add(media)
    session.flush()
    return media.id
