"""The hour a guardian wishes, in their words: "jam 9an", "setelah jam 10", "paling pagi"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from handlers.core.understanding import Message, find_day, find_when
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.words.replies import ASIDE, YES
from handlers.core.understanding.words.tables import words_in
from models.slot import Slot

LONGEST = 9
"""Words. A longer sentence that names an hour is about something else as well."""
NEAREST = 3
ENOUGH = 2
"""So many words more are for a person to read."""


class Side(StrEnum):
    AT = "at"
    AROUND = "around"
    AFTER = "after"
    BEFORE = "before"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class Wish:
    """`at` is in the school's zone; it has no meaning for the first and the last."""

    side: Side
    at: time = time(0)


_NOT_THIS = re.compile(r"\b(pulang|jemput|dijemput|izin|ijin|sakit|telat|terlambat|masuk)\b")
_BESIDE = (
    ASIDE
    | YES
    | words_in(
        """
        jam pukul pkl setengah seperempat lebih kurang yang pilih ambil slot ingin di pas hari pada
        untuk paling awal akhir pertama terakhir siang nomor
        """
    )
)
_REFUSAL = re.compile(
    r"\b(tidak|tdk|gak|ga|nggak|ngga|ndak|gk|g|bukan|jangan|belum)\s+(bisa|bs|dapat|hadir|jam|datang)"
)
_FIRST = re.compile(r"\b(paling (pagi|awal|cepat)|pertama|terpagi|tercepat|earliest|pagi)\b")
_LAST = re.compile(r"\b(paling (akhir|siang|sore|belakang)|terakhir|latest|siang)\b")
_AFTER = re.compile(r"\b(setelah|sesudah|habis|mulai|di ?atas|lewat|after|ke ?atas)\b")
_BEFORE = re.compile(r"\b(sebelum|di ?bawah|before|maksimal|paling lambat)\b")
_AROUND = re.compile(r"\b(sekitar|kira-?kira|around|about)\b|\d\s?-?an\b")


def refuses(words: str) -> bool:
    """ "gak bisa bu, kerja shift": they cannot come, and name no other hour."""
    said = words.casefold()
    return bool(_REFUSAL.search(said)) and not re.search(r"\d", said)


def says_more(words: str, now: datetime) -> bool:
    """Whether they hold more than an hour: "jam 14.20 bu, sekalian bahas nilai matematika"."""
    reading = Reading(Message(words, "parent", now))
    return (
        sum(
            word.kind == "word" and place not in reading.timed and word.text not in _BESIDE
            for place, word in enumerate(reading.words)
        )
        >= ENOUGH
    )


def wish_in(words: str, day: datetime) -> Wish | None:
    """What hour `words` wish for a talk on that local day; None where they are no such wish."""
    said = " ".join(words.casefold().split())
    about = find_day(said, day - timedelta(days=1))
    if (
        len(said.split()) > LONGEST
        or _NOT_THIS.search(said)
        or _REFUSAL.search(said)
        or (about is not None and about != day.date())
    ):
        return None
    when = find_when(said, day.replace(hour=0, minute=0))
    if isinstance(when, datetime):
        return Wish(_side(said), when.time())
    if _FIRST.search(said):
        return Wish(Side.FIRST)
    return Wish(Side.LAST) if _LAST.search(said) else None


def _side(said: str) -> Side:
    sides = {Side.AFTER: _AFTER, Side.BEFORE: _BEFORE, Side.AROUND: _AROUND}
    return next((side for side, pattern in sides.items() if pattern.search(said)), Side.AT)


def nearest(slots: Sequence[Slot], wish: Wish, day: datetime, count: int = NEAREST) -> list[Slot]:
    """The slots that fit a wish best, in order of time. `day` is that day in the school's zone."""
    aim = datetime.combine(day.date(), wish.at, tzinfo=day.tzinfo)
    match wish.side:
        case Side.FIRST:
            return list(slots[:count])
        case Side.LAST:
            return list(slots[-count:])
        case Side.AFTER:
            fitting = [slot for slot in slots if slot.starts_at >= aim]
        case Side.BEFORE:
            fitting = [slot for slot in slots if slot.ends_at <= aim]
        case _:
            fitting = list(slots)
    best = sorted(fitting or slots, key=lambda slot: abs(slot.starts_at - aim))[:count]
    return sorted(best, key=lambda slot: slot.starts_at)


def exactly(slots: Sequence[Slot], wish: Wish, day: datetime) -> Slot | None:
    """The free slot that begins at the very minute they named."""
    aim = datetime.combine(day.date(), wish.at, tzinfo=day.tzinfo)
    if wish.side is not Side.AT:
        return None
    return next((slot for slot in slots if slot.starts_at == aim), None)
