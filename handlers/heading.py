"""What stands before the colon of an announcement: for whom, when, how urgent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from handlers.talk import Turn
from handlers.understanding import find_when
from models.notice import Urgency

MORNING, EVENING = time(7, 0), time(20, 0)
_TIME = re.compile(
    r"^(?:dikirim|kirim|pada)?\s*(?:hari|besok|lusa|nanti|jam|pukul|tgl|tanggal|pagi|sore|senin|"
    r"selasa|rabu|kamis|jumat|sabtu|minggu|ahad|today|tomorrow|\d{1,2}[./]\d{1,2})\b"
)
_URGENT = re.compile(r"^(?:mendesak|darurat|urgent)\b[\s:]*(?:karena|krn|because)?\s*(.*)$", re.I)


@dataclass(frozen=True)
class Heading:
    whom: str
    """What is left when everything else has been taken out."""
    changes: Mapping[str, Any]
    """For the draft, by the names of its fields."""


def heading(words: str, turn: Turn) -> Heading:
    """ "7A, 7B, besok jam 6 pagi, tanpa paraf": each part between commas is one thing."""
    whom: list[str] = []
    changes: dict[str, Any] = {}
    for part in (part.strip() for part in words.split(",")):
        plain = part.casefold()
        if found := _URGENT.match(part):
            changes |= {"urgency": Urgency.URGENT, "reason": found[1].strip() or part}
        elif plain in ("penting", "important"):
            changes["urgency"] = Urgency.IMPORTANT
        elif plain in ("tanpa paraf", "tidak perlu paraf", "no signature"):
            changes["sign"] = False
        elif plain in ("rangkuman", "santai", "digest"):
            changes["urgency"] = Urgency.LOW
        elif _TIME.match(plain) and (at := moment(part, turn)):
            changes["send_at"] = at
        else:
            whom.append(part)
    return Heading(", ".join(part for part in whom if part), changes)


def moment(words: str, turn: Turn, *, end_of_day: bool = False) -> datetime | None:
    """The moment that words name, in the school's zone; None if there is none, or it is past.

    A day without a clock time is its morning, or its evening for a deadline.
    """
    found = find_when(words, turn.local)
    if found is None:
        return None
    if not isinstance(found, datetime):
        clock = EVENING if end_of_day else MORNING
        found = datetime.combine(found, clock, tzinfo=turn.speaker.zone)
    return found if found > turn.now + timedelta(minutes=1) else None
