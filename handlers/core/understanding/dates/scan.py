"""Looking at words one place at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.core.understanding.dates.words import NUMBERS, WEEKDAYS
from handlers.core.understanding.words.tables import words_in

ONE = timedelta(days=1)
WEEK = timedelta(days=7)
TO = {"-", "–", "—", "sampai"}
WEEKLY = {"ini", "depan", "lalu", "kemarin", "itu", "pertama", "kedua", "sekali", "dua"}
NOT_SUNDAY = words_in(
    """
    se setiap tiap satu beberapa per mulai akhir tengah semua
    """
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day or span of days in a text. `start` and `end` count words, `end` exclusive.

    `sort` says how it was put: "relative", "weekday", "date", "duration" (`last` counts from
    `first`, and only the length was said).
    """

    first: date
    last: date
    start: int
    end: int
    sort: str

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Scan:
    """The words of one message, and the day they were written on."""

    texts: Sequence[str]
    today: date

    def text(self, place: int) -> str:
        """The word at `place`; empty beyond either end."""
        return self.texts[place] if 0 <= place < len(self.texts) else ""

    def digits(self, place: int, most: int = 4) -> int | None:
        """A number of so many digits at most: longer ones are a pupil's or a telephone's."""
        text = self.text(place)
        return int(text) if text.isdecimal() and len(text) <= most else None

    def number(self, place: int) -> int | None:
        """The same, or a number in words."""
        found = self.digits(place)
        return NUMBERS.get(self.text(place)) if found is None else found

    def day_number(self, place: int) -> int | None:
        """A number that can be a day of the month, in digits."""
        number = self.digits(place, 2)
        return number if number is not None and 1 <= number <= 31 else None

    def weekday(self, place: int) -> int | None:
        """The weekday named at `place`, Monday being 0."""
        word = self.text(place)
        if word == "minggu":
            return 6 if self._is_sunday(place) else None
        return WEEKDAYS.get(word)

    def _is_sunday(self, place: int) -> bool:
        """ "minggu" is a week after a number and before "ini" or "depan"; else mostly Sunday."""
        before, after = self.text(place - 1), self.text(place + 1)
        if before in {"hari", "malam", "sabtu"}:
            return True
        counted = self.number(place - 1) is not None and not self.of_clock(place - 1)
        return after not in WEEKLY and not counted and before not in NOT_SUNDAY

    def of_clock(self, place: int) -> bool:
        """Whether the number at `place` is a clock's: "jam 10", the 30 of "15.30"."""
        before, further = self.text(place - 1), self.text(place - 2)
        minutes = before in {".", ":"} and further.isdecimal()
        return minutes or before == "jam" or (further == "jam" and before in {"sekitar", "kira"})

    def one_day(self, at: date, start: int, end: int, sort: str) -> Day:
        return Day(at, at, start, end, sort)
