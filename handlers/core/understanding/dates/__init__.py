"""Days and times as people write them, counted from a given moment.

Nothing here looks at a clock. Every function is given `now`, which must be aware and in the
school's zone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from handlers.core.understanding.dates.clock import Clock, clocks_in
from handlers.core.understanding.dates.days import Day, days_in
from handlers.core.understanding.dates.words import MONTHS, WEEKDAYS
from handlers.core.understanding.normalise import words_of

__all__ = ["beside_times", "day_near", "find_day", "find_month", "find_when"]


def find_day(text: str, now: datetime) -> date | None:
    """The first day `text` names, or None: an unnamed day is not today."""
    return _first([day.first for day in days_in(words_of(text), now)])


def day_near(text: str, now: datetime, shown: date | None) -> date | None:
    """The same, of words that put it in the place of a day that was `shown`.

    "Eh Selasa aja" is then the Tuesday next to that, unless that is within a week.
    """
    words = words_of(text)
    day = next(iter(days_in(words, now)), None)
    if day is None or shown is None or shown - now.date() <= WEEK:
        return day.first if day else None
    said = {word.text for word in words[day.start : day.end]}
    if day.sort != "weekday" or not said <= {"hari", "minggu", *WEEKDAYS}:
        return day.first
    after = shown + timedelta(days=(day.first.weekday() - shown.weekday()) % 7)
    before = after - WEEK
    nearer = before > now.date() and shown - before < after - shown
    return before if nearer else after


def find_month(text: str, now: datetime) -> date | None:
    """The first day of the month `text` names ("Februari 2027", "bulan depan"), if it is ahead."""
    said = [word.text for word in words_of(text)]
    first = now.date().replace(day=1)
    if "bulan" in said and "depan" in said:
        return _month_after(first)
    month = next((MONTHS[word] for word in said if word in MONTHS), None)
    if month is None:
        return None
    years = [int(word) for word in said if word.isascii() and word.isdecimal() and len(word) == 4]
    year = years[0] if years else now.year + (month < now.month)
    named = date(year, month, 1) if 1 <= year - now.year + 1 <= FAR else None
    return named if named and named > first else None


WEEK = timedelta(days=7)
FAR = 5
"""Years ahead; a later one is no date."""


def _month_after(first: date) -> date:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


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
