"""Clock times: "jam 8", "setengah 8", "pukul 13.30", "ba'da ashar", "jam 4 sore"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.core.understanding.dates.days import Day
from handlers.core.understanding.dates.words import NUMBERS, PRAYERS
from handlers.core.understanding.normalise import Word

PARTS = {"pagi", "siang", "sore", "malam", "am", "pm"}
PRAYED = {"setelah", "sholat", "shalat", "solat", "waktu", "jam", "sebelum", "sampai", "menjelang"}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in a text, and the words it takes up."""

    hour: int
    minute: int
    start: int
    end: int


def clocks_in(words: Sequence[Word], days: Sequence[Day] = ()) -> list[Clock]:
    """Every clock time, in order. Numbers that belong to a date are not read again."""
    taken = {
        place
        for day in days
        for place in range(day.start, day.end)
        if words[place].kind == "number"
    }
    scan = _Scan([word.text for word in words], taken)
    found: list[Clock] = []
    place = 0
    while place < len(words):
        clock = scan.at(place)
        if clock:
            found.append(clock)
        place = clock.end if clock else place + 1
    return found


class _Scan:
    def __init__(self, texts: list[str], taken: set[int]) -> None:
        self.texts = texts
        self.taken = taken

    def text(self, place: int) -> str:
        return self.texts[place] if 0 <= place < len(self.texts) else ""

    def number(self, place: int) -> int | None:
        text = self.text(place)
        if place in self.taken:
            return None
        if text.isdecimal() and len(text) <= 2:
            return int(text)
        return NUMBERS.get(text)

    def at(self, place: int) -> Clock | None:
        return self._prayer(place) or self._half(place) or self._hour(place)

    def _prayer(self, place: int) -> Clock | None:
        """A prayer is a time only as "ba'da ashar" or the like: "belum sholat ashar" is none."""
        start = place
        while self.text(place) in PRAYED:
            place += 1
        text = self.text(place)
        if text == "jumat" and place > start and self.text(place - 1) in {"sholat", "shalat"}:
            return Clock(13, 0, start, place + 1)
        if text not in PRAYERS or (place == start and text != "jumatan"):
            return None
        if place - start == 1 and self.text(start) in {"sholat", "shalat", "solat", "sampai"}:
            return None
        hour, minute = PRAYERS[text]
        return Clock(hour, minute, start, place + 1)

    def _half(self, place: int) -> Clock | None:
        start = place
        if self.text(place) == "jam":
            place += 1
        if self.text(place) not in {"setengah", "stgh", "stengah", "satengah", "stngah", "1/2"}:
            return None
        number = self.number(place + 1)
        if number is None or not 1 <= number <= 12:
            return None
        hour, end = self._in_part(number, place + 2)
        total = (hour * 60 - 30) % (24 * 60)
        return Clock(total // 60, total % 60, start, end)

    def _hour(self, place: int) -> Clock | None:
        start = place
        said = self.text(place) in {"jam", "at"}
        if said:
            place += 1
            if self.text(place) in {"sekitar", "kira", "kurang", ":"}:
                place += 1
        hour = self.number(place)
        if hour is None or hour > 24:
            return None
        minute, end = self._minutes(place + 1)
        if minute is None and not said:
            return self._bare(hour, place, start)
        shift, end = self._shift(end)
        full, end = self._in_part(hour, end)
        if self.text(end) in {"an", "wib", "wita", "wit"}:
            full, end = self._in_part(hour, end + 1)
        total = (full * 60 + (minute or 0) + shift) % (24 * 60)
        return Clock(total // 60, total % 60, start, end)

    def _minutes(self, place: int) -> tuple[int | None, int]:
        digits = self.text(place + 1)
        marked = self.text(place) in {".", ":"}
        if marked and digits.isdecimal() and len(digits) == 2 and int(digits) < 60:
            return int(digits), place + 2
        return None, place

    def _bare(self, hour: int, place: int, start: int) -> Clock | None:
        """ "8 pagi", "9 am" without "jam"."""
        if self.text(place + 1) in PARTS and 1 <= hour <= 12 and self.texts[place].isdecimal():
            full, end = self._in_part(hour, place + 1)
            return Clock(full % 24, 0, start, end)
        return None

    def _shift(self, place: int) -> tuple[int, int]:
        """ "kurang seperempat", "lewat 15", "kurang 10 menit": minutes to add."""
        sign = {"kurang": -1, "lewat": 1, "lebih": 1, "lebih2": 1}.get(self.text(place))
        if sign is None:
            return 0, place
        amount = 15 if self.text(place + 1) == "seperempat" else self.number(place + 1)
        if amount is None or not 1 <= amount < 60:
            return 0, place
        end = place + 2
        return sign * amount, end + (self.text(end) == "menit")

    def _in_part(self, hour: int, place: int) -> tuple[int, int]:
        """The hour on the 24-hour clock, by the part of day behind it or anywhere near."""
        end = place
        if self.text(end) == "an":
            end += 1
        part = self.text(end)
        if part in {*PARTS, "subuh"}:
            return _on_the_day(hour, part), end + 1
        part = next((word for word in ("malam", "sore", "siang", "pagi") if word in self.texts), "")
        greeted = self.texts[:4]
        if part in greeted and "nanti" not in greeted and "besok" not in greeted:
            part = ""
        return _on_the_day(hour, part), place


def _on_the_day(hour: int, part: str) -> int:
    if part == "malam":
        return hour + 12 if 5 <= hour < 12 else (0 if hour == 12 else hour)
    if part == "sore":
        return hour + 12 if 1 <= hour < 12 else hour
    if part == "siang":
        return hour + 12 if 1 <= hour <= 5 else hour
    if part == "pm":
        return hour + 12 if hour < 12 else hour
    if part == "am":
        return 0 if hour == 12 else hour
    if part in {"pagi", "subuh"}:
        return hour % 24
    return hour + 12 if 1 <= hour <= 5 else hour % 24
