"""To when and where a meeting moves, as its organiser says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.core.talk import Turn
from handlers.core.understanding import Message
from handlers.core.understanding.matters.meetings import (
    BY,
    EARLIER,
    LATER,
    MOVES,
    NEXT_WEEK,
    TO,
    WHY,
    behind_to,
)
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.meetings import place_of
from handlers.core.understanding.words.tables import words_in
from handlers.meetings.calling import draft as meeting_draft

_COUNTS = {"satu": 1.0, "dua": 2.0, "tiga": 3.0, "empat": 4.0, "setengah": 0.5}
_UNITS = {
    "jam": timedelta(hours=1),
    "menit": timedelta(minutes=1),
    "hari": timedelta(days=1),
    "minggu": timedelta(days=7),
    "pekan": timedelta(days=7),
    "bulan": timedelta(days=28),
}
_BESIDE = words_in("hari tanggal tgl saja ya bu pak ibu bapak yang jadi deh dong , .")
SOON = timedelta(days=7)
"""Of a meeting nearer than that, "Minggu" is the next one from today."""


@dataclass(frozen=True)
class When:
    """A time, in the school's zone, and a place."""

    starts_at: datetime
    place: str


def read(words: str, turn: Turn, old: When) -> When | None:
    """What is not said stays as it is: the hour, the day, or the place. None if all stays."""
    said = WHY.sub("", words)
    target = _target(said, turn)
    starts_at = _shifted(said, turn, old.starts_at) or _at(target, said, turn, old.starts_at)
    new = When(starts_at, _place(target, turn) or old.place)
    return None if new == old else new


def _target(words: str, turn: Turn) -> str:
    """The part that says where to: behind "ke", else behind the verb; or all of it.

    In "rapat Sabtu diundur ke tanggal 19" Saturday is what the meeting was.
    """
    verb = MOVES.search(words)
    behind = words[verb.end() :] if verb else words
    for part in (*behind_to(behind), behind):
        if meeting_draft.times(part, turn) or _place(part, turn):
            return part
    return MOVES.sub(" ", words)


def _shifted(words: str, turn: Turn, old: datetime) -> datetime | None:
    """ "diundur sejam", "maju 2 hari": by so much. "Minggu depan" is the week after this one."""
    if NEXT_WEEK.search(words) and old - turn.now < SOON:
        return old + SOON
    earlier, later = EARLIER.search(words), LATER.search(words)
    by = BY.search(words)
    if by is None or not (earlier or later) or TO.search(words):
        return None
    count = 1.0 if by["one"] else _COUNTS.get(by["count"].casefold()) or float(by["count"])
    span = _UNITS[by["unit"].casefold()] * count
    return old - span if earlier else old + span


def _at(target: str, words: str, turn: Turn, old: datetime) -> datetime:
    found = meeting_draft.times(target, turn)
    day, clock = found.get("day"), found.get("clock")
    assert day is None or isinstance(day, date)
    assert clock is None or isinstance(clock, time)
    if day is not None and _is_weekday(target, turn):
        day = _nearest(day, words, turn, old.date())
    return datetime.combine(day or old.date(), clock or old.time(), tzinfo=old.tzinfo)


def _is_weekday(words: str, turn: Turn) -> bool:
    """Whether they name a bare "Minggu", with no date beside it."""
    days = _reading(words, turn).days
    return bool(days) and days[0].sort == "weekday" and days[0].end - days[0].start <= 2


def _nearest(day: date, words: str, turn: Turn, old: date) -> date:
    """The one of these weekdays that is next to the meeting, on the side that the verb says."""
    today = turn.local.date()
    if old - today < SOON:
        return day
    after = old + timedelta(days=(day.weekday() - old.weekday()) % 7 or 7)
    before = after - timedelta(days=7 if after - old < timedelta(days=7) else 14)
    if EARLIER.search(words):
        return before if before > today else day
    if LATER.search(words) or before <= today:
        return after
    return after if after - old <= old - before else before


def _place(target: str, turn: Turn) -> str:
    """A place named with "di", a room, or the words between "ke" and the time."""
    if (found := place_of(_reading(target, turn))) and not MOVES.match(found):
        return TO.sub(" ", found).strip()
    if not target.casefold().startswith("ke ") or NEXT_WEEK.search(target):
        return ""
    reading = _reading(target[3:], turn)
    named = reading.words[: min(reading.timed, default=len(reading.words))]
    while named and named[-1].text in _BESIDE:
        named = named[:-1]
    if not named or any(word.kind == "number" for word in named[:1]) or named[0].text in _BESIDE:
        return ""
    return reading.text[named[0].start : named[-1].end]


def _reading(words: str, turn: Turn) -> Reading:
    return Reading(Message(words, role="teacher", now=turn.local))
