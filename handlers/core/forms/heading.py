"""What stands before the colon of an announcement: for whom, when, how urgent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from handlers.core.talk import Turn
from handlers.core.understanding import find_when
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
_SMALL = re.compile(
    r"\b(?:eh|jadi|jadinya|ganti|ubah|diganti|kirimnya|aja|saja|ya|yah|deh|dong|bu|pak|tolong|untuk|ke)\b",
    re.I,
)
_FLAG = re.compile(
    r"^(?P<before>|.*\s)(?<!tidak )(?<!tdk )(?<!bukan )"
    r"(?:(?P<urgent>mendesak|darurat|urgent)|penting|important)\b[\s!:]*"
    r"(?P<because>(?:karena|krn|sebab|because)\s+)?(?P<after>.*)$",
    re.I | re.S,
)
"""How much a part hurries, wherever in it that is said; behind it why, for whom, or when."""
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
    until: str = ""
    """How long there is to answer, in the words that were used."""


def heading(words: str, turn: Turn) -> Heading:
    """ "7A, 7B, besok jam 6 pagi, tanpa paraf": each part between commas is one thing."""
    whom: list[str] = []
    words, changes = _signed(words)
    words, until = _until(words)
    for part in (part.strip() for part in words.split(",")):
        if found := _FLAG.match(part):
            flags, part = _flags(found)
            changes |= flags
        plain = part.casefold()
        if plain in ("rangkuman", "santai", "digest"):
            changes["urgency"] = Urgency.LOW
        else:
            left, when = _timed(part, turn)
            changes |= when
            whom.append(left)
    return Heading(", ".join(part for part in whom if part), changes, until)


_NO_SIGN = re.compile(
    r",?\s*\b(?:tanpa|tidak perlu|tdk perlu|gak usah|ga usah|no)\s+(?:paraf|signature)\b", re.I
)
_UNTIL = re.compile(
    r",?\s*\b(?:di)?(?:jawab|balas|isi)(?:nya)?\s+"
    r"(?:sebelum|sampai|paling lambat|maksimal|sblm|smp)\s+(?P<day>[^,]+)",
    re.I,
)
"""How long there is to answer: not when it is sent."""


def _signed(words: str) -> tuple[str, dict[str, Any]]:
    """The words without "tanpa paraf", wherever that stands, and what it changes."""
    left, count = _NO_SIGN.subn("", words)
    return left, {"sign": False} if count else {}


def _until(words: str) -> tuple[str, str]:
    found = _UNTIL.search(words)
    if found is None:
        return words, ""
    return words[: found.start()] + words[found.end() :], found["day"].strip()


def flagged(words: str) -> tuple[Mapping[str, Any], str]:
    """The urgency with which a sentence begins, and the rest: "mendesak, 7A besok libur"."""
    found = _FLAG.match(words)
    if found is None or found["before"] or found["because"]:
        return {}, words
    return _urgency(found), found["after"].lstrip(" ,;-–—")


def _flags(found: re.Match[str]) -> tuple[dict[str, Any], str]:
    """What a part says of urgency, with the reason if there is one; and what else it says."""
    before, after = found["before"].strip(), found["after"].strip()
    beside = not found["because"] and (_WHOM.match(after) or only_time(after))
    flags = _urgency(found)
    if beside or not found["urgent"]:
        return flags, f"{before} {after}".strip()
    return flags | {"reason": after}, before


def _urgency(found: re.Match[str]) -> dict[str, Any]:
    return {"urgency": Urgency.URGENT if found["urgent"] else Urgency.IMPORTANT}


def only_time(words: str) -> bool:
    """Whether they name a day or an hour and say nothing else."""
    return _ONLY_TIME.fullmatch(words.strip()) is not None


def time_alone(words: str) -> str:
    """A day or an hour with nothing but small words around: "besok jam 6 pagi aja bu"; or ""."""
    bare = " ".join(_SMALL.sub(" ", words).strip(" .!,").split())
    return bare if bare and only_time(bare) else ""


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
