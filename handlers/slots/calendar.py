"""The calendar file of a family's talk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk.calendar_files import calendar_file
from models.slot import SlotFamily


def file(session: Session, family: SlotFamily, now: datetime) -> int:
    """The id of a file of this family's time: chosen, moved or cancelled."""
    reference = f"slot:{family.id}:{family.sequence}"
    return calendar_file(session, family.school_id, reference, "jam-temu.ics", now)
