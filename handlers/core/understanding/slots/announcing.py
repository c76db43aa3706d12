"""An announcement: to whom, and what."""

from __future__ import annotations

import re
from typing import Any

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.leads import after_lead, from_word
from handlers.core.understanding.words.leads import POLITE, TELL, TO_WHOM

TELLING = frozenset(TELL.split())
LEAD = TELLING | frozenset(POLITE.split()) | frozenset(TO_WHOM.split())
CLASS = re.compile(r"\b([1-9]\s?[a-h])\b", re.IGNORECASE)
HEAD = 160
"""A class named further down is part of the news, not of the address."""
WHOLE_SCHOOL = re.compile(
    r"(?:seluruh|semua|segenap)\s+(?:\w+[\s/]+){0,4}(?:sekolah|sd|mi|kelas)\b|se-?sekolah\b"
    r"|kelas\s*1\s*(?:sampai|s/?d|-)\s*(?:kelas\s*)?6|warga sekolah|keluarga besar",
    re.IGNORECASE,
)


def announcement_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {"audience": audience_of(reading)}
    if body := body_of(reading):
        slots["body"] = body
    return slots


def body_of(reading: Reading) -> str:
    """What is to be said. A greeting belongs to it, unless a command follows."""
    place = after_lead(reading, LEAD)
    commanded = any(
        word.text in TELLING or word.root in TELLING or word.text == "kepada"
        for word in reading.words[:place]
    )
    return from_word(reading, place) if commanded else reading.text.strip()


def audience_of(reading: Reading) -> str:
    """The whole school only where it is said, or where a principal says nothing narrower."""
    named = CLASS.search(reading.text[:HEAD])
    if named:
        return "class:" + re.sub(r"\s", "", named[1]).upper()
    if "kelas saya" in " ".join(reading.texts) or "kelas kita" in " ".join(reading.texts):
        return "class"
    if reading.message.role != "principal":
        return "school" if WHOLE_SCHOOL.search(reading.text) else "class"
    return "class" if reading.says("kelas") and not reading.says("semua", "segenap") else "school"
