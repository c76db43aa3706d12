"""The event of a talk for a family's calendar: a file that is made when it is sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.media import Kind, Media
from models.slot import SlotFamily

SOURCE = "slot_calendar"
"""Channel name of calendar files: see `bot.media.Fetcher`."""


def calendar_file(session: Session, family: SlotFamily, now: datetime) -> int:
    """A file of this family's event as it is at this moment: chosen, moved or cancelled."""
    media = Media(
        school_id=family.school_id,
        channel=SOURCE,
        reference=f"slot:{family.id}:{family.sequence}",
        kind=Kind.DOCUMENT,
        content_type="text/calendar",
        name="jam-temu.ics",
        created_at=now,
    )
    session.add(media)
    session.flush()
    return media.id
