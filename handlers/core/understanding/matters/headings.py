"""What stands before the colon of an announcement: for whom, when, how urgent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from models.notice import Urgency

_DAY = (
    r"hari(?!\s+ini)|besok|bsk|besuk|lusa|nanti|jam|pukul|pkl|tgl|tanggal|pagi|siang|sore|malam|senin|"
    r"selasa|rabu|kamis|jumat|sabtu|minggu|ahad|kemarin|tadi|today|tomorrow|\d{1,2}[./]\d{1,2}"
)
TIME = re.compile(rf"(?:^|(?<=\s))(?:(?:dikirim|kirim|pada)\s+)?(?:{_DAY})\b", re.I)
_ONLY_TIME = re.compile(
    rf"(?:(?:dikirim|kirim|pada|hari|ini|depan|wib|wita|wit|\d{{1,2}}(?:[.:]\d\d)?|{_DAY})\b\s*)+",
    re.I,
)
_SMALL = re.compile(
    r"\b(?:eh|jadi|jadinya|ganti|ubah|diganti|kirimnya|aja|saja|ya|yah|deh|dong|bu|pak|tolong|untuk|ke)\b",
    re.I,
)
FLAG = re.compile(
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
_NO_SIGN = re.compile(
    r",?\s*\b(?:tanpa|tidak perlu|tdk perlu|gak usah|ga usah|no)\s+(?:paraf|signature)\b", re.I
)
_UNTIL = re.compile(
    r",?\s*\b(?:di)?(?:jawab|balas|isi)(?:nya)?\s+"
    r"(?:sebelum|sampai|paling lambat|maksimal|sblm|smp)\s+(?P<day>[^,]+)",
    re.I,
)
"""How long there is to answer: not when it is sent."""


def signed(words: str) -> tuple[str, dict[str, Any]]:
    """The words without "tanpa paraf", wherever that stands, and what it changes."""
    left, count = _NO_SIGN.subn("", words)
    return left, {"sign": False} if count else {}


def said_until(words: str) -> tuple[str, str]:
    found = _UNTIL.search(words)
    if found is None:
        return words, ""
    return words[: found.start()] + words[found.end() :], found["day"].strip()


def flagged(words: str) -> tuple[Mapping[str, Any], str]:
    """The urgency with which a sentence begins, and the rest: "mendesak, 7A besok libur"."""
    found = FLAG.match(words)
    if found is None or found["before"] or found["because"]:
        return {}, words
    return _urgency(found), found["after"].lstrip(" ,;-–—")


def said_flags(found: re.Match[str]) -> tuple[dict[str, Any], str]:
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
