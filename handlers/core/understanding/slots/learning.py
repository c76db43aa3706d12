"""Homework, progress and timetable, as parents ask about them."""

from __future__ import annotations

from typing import Any

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.children import children_of
from handlers.core.understanding.subjects import find_subject


def with_subject(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if children := children_of(reading):
        slots["children"] = children
    if subject := find_subject(reading.text):
        slots["subject"] = subject
    return slots


def schedule_slots(reading: Reading) -> dict[str, Any]:
    """The day asked about; a day on which something happened is none."""
    days = [
        d for d in reading.days if d.sort != "duration" and d.first >= reading.message.now.date()
    ]
    return {"date": days[0].first.isoformat()} if days else {}
