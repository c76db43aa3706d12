"""Hours of talks, as teachers open them and families wish for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from handlers.core.understanding import Message, day_near, find_day, find_when
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.words.tables import words_in
from models.slot import Slot, Topic

COMMAND = re.compile(r"^(?:buka\s+)?slot\b\s*", re.IGNORECASE)


LONGEST = 9
"""Words. A longer sentence that names an hour is about something else as well."""
NEAREST = 3


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


SAID_OTHER = re.compile(
    r"\b(?:di)?(?:ganti|geser|tukar|tuker|pindah|ubah|undur|mundur|maju)(?:in|kan)?\b"
    r"|\b(?:mau|minta|pengen|pilih)\b"
)
TALK = re.compile(r"\b(?:jadwal|giliran|slot|jam\s?temu|janji(?:an)?|rap[oi]rt?)(?:nya|ku)?\b")
SAID_WHICH = re.compile(r"\b(?:kapan|(?:jam|pukul|hari)\s+(?:be?rapa|brp|apa))\b")
CHILD = re.compile(r"\b(?:sekolah|masuk|demam|sakit|izin|ijin|pulang|jemput|dijemput)\b")


def wished(words: str) -> str:
    """The part that says which other time: behind "ganti", where there is such a word."""
    said = words.casefold()
    found = SAID_OTHER.search(said)
    return said[found.end() :] if found else said


AFTERNOON = 6
"""Hours before this one are meant in the afternoon: nobody talks at three in the night."""
_SMALL = {"tanpa": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "se": 1, "no": 0, "two": 2}
_MINUTES = re.compile(r"@?\s*(\d{1,3})\s*(?:menit|mnt|min|minutes?)\b(?:\s*(?:per|/)\s*\w+)?")
_BREAKS = re.compile(
    r"\b(\d{1,2}|tanpa|satu|dua|tiga|empat|se|no|two)\s*(?:x|kali)?\s*(?:istirahat|jeda|breaks?)(?:nya)?\b"
    r"|\b(?:istirahat|jeda|breaks?)\s+(\d{1,2})\s*(?:x|kali)?\b"
)
_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
_HOURS = re.compile(
    rf"(?<![\d/.:-])(?:(?:jam|pukul|dari|from)\s+)*{_CLOCK}\s*(?:-|–|—|s/d|sd|sampai|hingga|to)\s*"
    rf"(?:(?:jam|pukul)\s+)?{_CLOCK}(?![\d/:-]|\s*menit)"
)
_PLACE = re.compile(
    r"(?:\b(?:di|at|in)\s+|📍\s*)([^,;\n]+?)(?=[,;\n]|$|\s+(?:senin|selasa|rabu|kamis|jum.?at|sabtu|"
    r"minggu|hari|besok|lusa|tanggal|tgl|jam|pukul|untuk|dengan|\d{1,3}\s*(?:menit|mnt)|"
    r"\d{1,2}(?:[.:]\d\d)?\s*[-–])(?:\b|\s))",
    re.IGNORECASE,
)
_TOPICS = {
    Topic.REPORT: re.compile(r"\b(?:rapor|raport|rapot|report(?: cards?)?)\b"),
    Topic.TALK: re.compile(r"\b(?:konsultasi|temu|talks?)\b"),
}
_BESIDE = words_in(
    "saja jadi deh dong ya bu pak ibu bapak hari tanggal jam pindah ke ganti tiap anak jangan "
    "tanpa - – , . :"
)
"""Beside a part of a window they say nothing of their own."""
_WHOM = re.compile(r"\b(?:untuk|kelas|kls|class|for)\b[^,;\n]*")


@dataclass(frozen=True)
class Said:
    """What a teacher's words say about a window, and whom they name."""

    changes: Mapping[str, Any]
    whom: str = ""


def read(words: str, now: datetime, shown: date | None = None) -> Said:
    """Whatever part of a window `words` say. `now` is local: "Sabtu" is counted from it, or from
    the day that was `shown`."""
    changes, whom, left = _parts(words)
    if day := day_near(left, now, shown):
        changes["day"] = day
    return Said(changes, whom)


def beyond(words: str, now: datetime) -> bool:
    """Whether they say more than parts of a window: then they may be about anything."""
    _, _, left = _parts(words)
    for pattern in _TOPICS.values():
        left = pattern.sub(" ", left)
    reading = Reading(Message(left, "teacher", now))
    beside = [word for place, word in enumerate(reading.words) if place not in reading.timed]
    return any(not {word.text, word.root} & _BESIDE for word in beside)


def _parts(words: str) -> tuple[dict[str, Any], str, str]:
    """What they say of a window but its day, whom they name, and what is left of them."""
    changes: dict[str, Any] = {}
    words, place = _take(words, _PLACE)
    if place:
        changes["place"] = place[1].strip(" .!")
    said = " ".join(words.casefold().split())
    said, minutes = _take(said, _MINUTES)
    if minutes:
        changes["minutes"] = int(minutes[1]) or None
    said, breaks = _take(said, _BREAKS)
    if breaks:
        number = breaks[1] or breaks[2]
        changes["breaks"] = _SMALL[number] if number in _SMALL else int(number)
    said = _take_hours(said, changes)
    said, whom = _take(said, _WHOM)
    for topic, pattern in _TOPICS.items():
        if pattern.search(said):
            changes.setdefault("topic", topic)
    return changes, whom[0] if whom else "", said


def _take(words: str, pattern: re.Pattern[str]) -> tuple[str, re.Match[str] | None]:
    found = pattern.search(words)
    return (words[: found.start()] + " " + words[found.end() :], found) if found else (words, None)


def _take_hours(said: str, changes: dict[str, Any]) -> str:
    """Add the first range that can be hours, and what is left without it."""
    for found in _HOURS.finditer(said):
        if hours := _hours(*found.groups()):
            changes["since"], changes["until"] = hours
            return said[: found.start()] + " " + said[found.end() :]
    return said


Range = tuple[time, time]


def _hours(since: str, minute: str | None, until: str, last: str | None) -> Range | None:
    """ "8-12", "1-4" and "8-1" (until 13.00); None if those are no hours."""
    start, end = int(since), int(until)
    start += 12 if start < AFTERNOON else 0
    end += 12 if end < start and end < AFTERNOON else 0
    if start > 23 or end > 23 or int(minute or 0) > 59 or int(last or 0) > 59:
        return None
    first, final = time(start, int(minute or 0)), time(end, int(last or 0))
    return (first, final) if first < final else None


class Change(StrEnum):
    MOVE = "move"
    CANCEL = "cancel"


_CHANGES = {
    Change.MOVE: re.compile(r"(?:di)?pindah(?:kan)?\b(?:\s+ke\b)?\s*", re.IGNORECASE),
    Change.CANCEL: re.compile(r"(?:di)?batal(?:kan)?\b\s*", re.IGNORECASE),
}


def change_in(words: str) -> tuple[Change, str] | None:
    """What is to become of an opened day, and the words behind it; None for a new one."""
    for change, said in _CHANGES.items():
        if found := said.match(words):
            return change, words[found.end() :]
    return None
