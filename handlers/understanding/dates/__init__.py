"""Days and times as people write them, counted from a given moment.

Nothing here looks at a clock. Every function is given `now`, which must be aware and in the
school's zone.
"""

from __future__ import annotations

from datetime import date, datetime

from handlers.understanding.dates.clock import Clock, clocks_in
from handlers.understanding.dates.days import Day, days_in
from handlers.understanding.normalise import words_of

__all__ = ["beside_times", "find_day", "find_when"]


def find_day(text: str, now: datetime) -> date | None:
    """The first day `text` names, or None: an unnamed day is not today."""
    return _first([day.first for day in days_in(words_of(text), now)])


def find_when(text: str, now: datetime) -> datetime | date | None:
    """The first moment `text` names: a datetime if it says a clock time, else a date, else None.

    A clock time without a day is the next such moment, today or tomorrow.
    """
    words = words_of(text)
    days: list[Day] = days_in(words, now)
    clocks = clocks_in(words, days)
    if not clocks:
        return _first([day.first for day in days])
    hour, minute = clocks[0].hour, clocks[0].minute
    when = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if days:
        first = days[0].first
        return when.replace(year=first.year, month=first.month, day=first.day)
    return when if when >= now else _tomorrow(when)


def beside_times(text: str, now: datetime) -> list[str]:
    """The words of `text`, in lower case, that name neither a day nor an hour; no marks."""
    words = words_of(text)
    days = days_in(words, now)
    named: list[Day | Clock] = [*days, *clocks_in(words, days)]
    taken = {place for one in named for place in range(one.start, one.end)}
    return [
        word.text for place, word in enumerate(words) if place not in taken and word.kind != "mark"
    ]


def _tomorrow(when: datetime) -> datetime:
    from datetime import timedelta

    return when + timedelta(days=1)


def _first(days: list[date]) -> date | None:
    return days[0] if days else None
