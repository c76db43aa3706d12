"""The days a text names, neighbours that belong together made one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.core.understanding.dates.scan import ONE, TO, WEEK, Day, Scan
from handlers.core.understanding.dates.spoken import lasting, relative, weekday
from handlers.core.understanding.dates.written import numeric, of_month
from handlers.core.understanding.normalise import Word
from handlers.core.understanding.words.tables import words_in

__all__ = ["Day", "days_in"]

READERS = (numeric, of_month, lasting, weekday, relative)
BESIDE = words_in(
    """
    , hari ( tanggal yaitu / ) dari mulai ini
    """
)
WITH = {"dan", "&", "serta", "+"}


def days_in(words: Sequence[Word], now: datetime) -> list[Day]:
    """Every day `words` name, in order: "Selasa, 13 Oktober" and "senin sampai rabu" are one."""
    scan = Scan([word.text for word in words], now.date())
    found: list[Day] = []
    place = 0
    while place < len(words):
        day = next((day for reader in READERS if (day := reader(scan, place))), None)
        place = day.end if day else place + 1
        if day:
            last = found[-1] if found else None
            merged = _merged(last, day, scan.texts[last.end : day.start]) if last else None
            found = [*found[:-1], merged] if merged else [*found, day]
    return found


def _merged(one: Day, two: Day, between: Sequence[str]) -> Day | None:
    if "duration" in (one.sort, two.sort):
        return None
    if one.sort == two.sort == "relative" and not between:
        return None
    return _same(one, two, between) or _span(one, two, between) or _neighbours(one, two, between)


def _same(one: Day, two: Day, between: Sequence[str]) -> Day | None:
    """One day said twice: "besok jumat", "Selasa, 13 Oktober". The written date wins."""
    if set(between) - BESIDE or len(between) > 3 or one.sort == two.sort:
        return None
    if "date" not in (one.sort, two.sort) and one.first != two.first:
        return None
    exact = two if two.sort == "date" else one
    return Day(exact.first, exact.last, one.start, two.end, exact.sort)


def _span(one: Day, two: Day, between: Sequence[str]) -> Day | None:
    """ "senin sampai rabu"; "hari ini sama besok" if they follow one another."""
    filler = set(between) - BESIDE
    if not filler or not filler <= TO | {"dengan"}:
        return None
    if not filler & TO and two.first != one.last + ONE:
        return None
    last = two.first if two.first >= one.first else two.first + WEEK
    return Day(one.first, last, one.start, two.end, one.sort) if last >= one.first else None


def _neighbours(one: Day, two: Day, between: Sequence[str]) -> Day | None:
    """ "kamis & jumat", "kamis jumat"."""
    listed = set(between) - BESIDE <= WITH and len(between) <= 2 and "ini" not in between
    if not listed or two.first != one.last + ONE:
        return None
    return Day(one.first, two.last, one.start, two.end, one.sort)
