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
_DAY = (
    r"hari(?!\s+ini)|besok|bsk|besuk|lusa|nanti|jam|pukul|pkl|tgl|tanggal|pagi|siang|sore|malam|senin|"
    r"selasa|rabu|kamis|jumat|sabtu|minggu|ahad|kemarin|tadi|today|tomorrow|\d{1,2}[./]\d{1,2}"
)
_TIME = re.compile(rf"(?:^|(?<=\s))(?:(?:dikirim|kirim|pada)\s+)?(?:{_DAY})\b", re.I)
_ONLY_TIME = re.compile(
    rf"(?:(?:dikirim|kirim|pada|hari|ini|depan|wib|wita|wit|\d{{1,2}}(?:[.:]\d\d)?|{_DAY})\b\s*)+",
    re.I,
)
_URGENT = re.compile(
    r"^(?:mendesak|darurat|urgent)\b[\s:]*(karena\s|krn\s|because\s)?\s*(.*)$", re.I
)
_IMPORTANT = re.compile(r"^(?:penting|important)\b\s*(.*)$", re.I)
_WHOM = re.compile(
    r"(?:(?:untuk|utk|ke|kepada|buat)\s|(?:kelas|kls|class|sekolah|semua|seluruh|guru|ortu|wali|ayah|"
    r"ibu)\b|\d{1,2}\s?[a-z]?\b)",
    re.I,
)


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
        if found := _URGENT.match(part):
            named = found[2] if not found[1] and _WHOM.match(found[2]) else ""
            reason = "" if named else found[2].strip()
            changes |= {"urgency": Urgency.URGENT, "reason": reason or part.split()[0]}
            part = named
        elif found := _IMPORTANT.match(part):
            changes["urgency"] = Urgency.IMPORTANT
            part = found[1]
        plain = part.casefold()
        if plain in ("tanpa paraf", "tidak perlu paraf", "no signature"):
            changes["sign"] = False
        elif plain in ("rangkuman", "santai", "digest"):
            changes["urgency"] = Urgency.LOW
        else:
            left, when = _timed(part, turn)
            changes |= when
            whom.append(left)
    return Heading(", ".join(part for part in whom if part), changes)


def only_time(words: str) -> bool:
    """Whether they name a day or an hour and say nothing else."""
    return _ONLY_TIME.fullmatch(words.strip()) is not None


def _timed(part: str, turn: Turn) -> tuple[str, dict[str, Any]]:
    """ "7A besok jam 6 pagi": what stands before the time, and when that is."""
    found = _TIME.search(part)
    if found is None:
        return part, {}
    at = moment(part[found.start() :], turn)
    if at is not None:
        return part[: found.start()].strip(), {"send_at": at}
    return ("", {"late": True}) if found.start() == 0 else (part, {})


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
