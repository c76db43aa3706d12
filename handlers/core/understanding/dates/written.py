"""Dates in full or in part: "13/10", "tgl 5", "5-7 Oktober", "23 Nov s.d. 2 Des 2026"."""

from __future__ import annotations

from datetime import date

from handlers.core.understanding.dates.scan import ONE, TO, Day, Scan
from handlers.core.understanding.dates.words import MONTHS

RECENT = 45
"""A date with a month this many days ago is meant in the past, not next year's."""
CENTURY = 100
"""Nobody means a day further off; and near the calendar's ends one could not count on."""
AND = {"dan", "&", ","}
NO_DATES = {"jam", "halaman", "hal", "nomor", "ayat"}
Until = tuple[int, int | None, int]
"""Last day, its month if said, and the word behind it."""


def numeric(scan: Scan, place: int) -> Day | None:
    """ "13/10", "13-10-2026", "2026-10-13"; "5-7" alone is no date."""
    day, mark, month = scan.digits(place), scan.text(place + 1), scan.digits(place + 2)
    if day is None or month is None or mark not in {"/", "-"}:
        return None
    if scan.text(place + 3) != mark or not scan.text(place + 4).isdecimal():
        plain = mark == "/" and len(scan.text(place)) <= 2 and scan.text(place - 1) not in NO_DATES
        return _dated(scan, day, month, None, place, 3) if plain else None
    third = scan.digits(place + 4)
    if third is None:
        return None
    if len(scan.text(place)) == 4:
        return _dated(scan, third, month, day, place, 5)
    return _dated(scan, day, month, third, place, 5)


def of_month(scan: Scan, start: int) -> Day | None:
    """ "tgl 5", "tanggal 5 Oktober 2026", "5 Okt", "tgl 5-7", "5-7 Oktober"."""
    said = scan.text(start) == "tanggal"
    place = start + said
    if said and scan.text(place) == ":":
        place += 1
    number = scan.day_number(place)
    if number is None:
        return None
    month, year, end = _month_after(scan, place + 1)
    until = _second(scan, end, month is not None)
    if month is None and not said:
        until = until if until and until[1] is not None and scan.text(end) not in {","} else None
        return _span(scan, number, None, until, start) if until else None
    if until:
        return _span(scan, number, month, until, start)
    return _dated(scan, number, month, year, start, end - start)


def _month_after(scan: Scan, place: int) -> tuple[int | None, int | None, int]:
    """Month and year that stand at `place`, and the word behind them."""
    month = MONTHS.get(scan.text(place))
    if month is None:
        number = scan.digits(place + 1, 2)
        more = scan.text(place + 2) == "/" and scan.text(place + 3).isdecimal()
        if scan.text(place) == "/" and number is not None and 1 <= number <= 12 and not more:
            return number, None, place + 2
        return None, None, place
    year, width = scan.digits(place + 1), len(scan.text(place + 1))
    if year is not None and (width == 4 or (width == 2 and year >= 20)):
        return month, year, place + 2
    return month, None, place + 1


def _second(scan: Scan, place: int, month_said: bool) -> Until | None:
    """The end of a span: "- 7" or "sampai tgl 7 Oktober"."""
    if scan.text(place) not in TO | AND:
        return None
    after = place + 2 if scan.text(place + 1) == "tanggal" else place + 1
    number = scan.day_number(after)
    month, _, end = _month_after(scan, after + 1)
    is_clock = scan.text(after + 1) in {".", ":"} and scan.text(after + 2).isdecimal()
    if number is None or is_clock:
        return None
    if month_said and month is None and after == place + 1:
        return None
    return number, month, end


def _span(scan: Scan, number: int, own: int | None, until: Until, start: int) -> Day | None:
    last_day, month, end = until
    first = _resolved(scan, number, own or (month if number <= last_day else None), None, end)
    if first is None:
        return None
    last = _next_with_day(first, last_day)
    ending = _resolved(scan, last_day, month, None, end) if month else None
    if ending and ending >= first:
        last = ending
    return Day(first, last, start, end, "date")


def _dated(
    scan: Scan, day: int, month: int | None, year: int | None, start: int, width: int
) -> Day | None:
    at = _resolved(scan, day, month, year, start + width)
    return Day(at, at, start, start + width, "date") if at else None


def _resolved(scan: Scan, day: int, month: int | None, year: int | None, end: int) -> date | None:
    """The date meant: ahead, unless it is said to be gone by."""
    if year is not None:
        year = year + 2000 if year < 100 else year
        meant = abs(year - scan.today.year) <= CENTURY
        return _day_of(year, month or 1, day) if meant else None
    gone = scan.text(end) in {"kemarin", "lalu"}
    if month is None:
        return _last_with_day(scan.today, day) if gone else _next_with_day(scan.today, day)
    at = _day_of(scan.today.year, month, day)
    if at and at < scan.today and not gone and (scan.today - at).days > RECENT:
        return _day_of(scan.today.year + 1, month, day)
    return at


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_with_day(today: date, day: int) -> date:
    """The next day of this number, today included; months too short for it are passed over."""
    at = today
    while at.day != day:
        at += ONE
    return at


def _last_with_day(today: date, day: int) -> date:
    at = today - ONE
    while at.day != day:
        at -= ONE
    return at
