"""A window for talks as a teacher says it, and how it is cut: "Sabtu 8–12, 10 menit"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from handlers.core.forms.addressing import Audience
from handlers.core.understanding import find_day
from models.slot import Topic

MOST = 120
"""Slots of one window: more is a slip of the hand."""
AFTERNOON = 6
"""Hours before this one are meant in the afternoon: nobody talks at three in the night."""


class Window(BaseModel):
    """What has been said so far; what is missing is asked for."""

    topic: Topic = Topic.TALK
    audience: Audience = Audience()
    day: date | None = None
    since: time | None = None
    until: time | None = None
    minutes: int | None = None
    breaks: int = 0
    place: str = ""
    sure: bool = False
    """The teacher was asked about a day off, and kept it."""

    def starts(self, zone: ZoneInfo) -> datetime:
        return _moment(self.day, self.since, zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        return _moment(self.day, self.until, zone)


def _moment(day: date | None, at: time | None, zone: ZoneInfo) -> datetime:
    if day is None or at is None:
        raise LookupError("day and hours were not asked for yet")
    return datetime.combine(day, at, tzinfo=zone)


@dataclass(frozen=True)
class Cut:
    """A window's slots and breaks, by their starts; all are `length` long."""

    slots: tuple[datetime, ...]
    breaks: tuple[datetime, ...]
    length: timedelta


def cut(starts: datetime, ends: datetime, minutes: int, breaks: int) -> Cut:
    """Slots of so many minutes with the breaks spread evenly; none if there is no room.

    What is left over at the end is too short for a slot.
    """
    length = timedelta(minutes=minutes)
    units = (ends - starts) // length
    slots = units - breaks
    if slots < 1:
        return Cut((), (), length)
    breaks = min(breaks, slots - 1)
    rests = set(_rests(slots, breaks))
    all_ = [(starts + place * length, place in rests) for place in range(slots + breaks)]
    return Cut(
        tuple(at for at, rest in all_ if not rest),
        tuple(at for at, rest in all_ if rest),
        length,
    )


def _rests(slots: int, breaks: int) -> Iterator[int]:
    """The places of the breaks between groups of slots as even as they can be."""
    each, over = divmod(slots, breaks + 1)
    place = -1
    for group in range(breaks):
        place += each + (group < over) + 1
        yield place


_SMALL = {"tanpa": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "se": 1, "no": 0, "two": 2}
_MINUTES = re.compile(r"@?\s*(\d{1,3})\s*(?:menit|mnt|min|minutes?)\b(?:\s*(?:per|/)\s*\w+)?")
_BREAKS = re.compile(
    r"\b(\d{1,2}|tanpa|satu|dua|tiga|empat|se|no|two)\s*(?:x|kali)?\s*(?:istirahat|jeda|breaks?)\b"
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
_WHOM = re.compile(r"\b(?:untuk|kelas|kls|class|for)\b[^,;\n]*")


@dataclass(frozen=True)
class Said:
    """What a teacher's words say about a window, and whom they name."""

    changes: Mapping[str, Any]
    whom: str = ""


def read(words: str, now: datetime) -> Said:
    """Whatever part of a window `words` say. `now` is local: "Sabtu" is counted from it."""
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
    if day := find_day(said, now):
        changes["day"] = day
    return Said(changes, whom[0] if whom else "")


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
