"""Days: "lusa", "Rabu depan", "tgl 5-7", "13/10", "malam Jumat", "3 hari"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.understanding.dates.words import MONTHS, NUMBERS, PAST, WEEKDAYS
from handlers.understanding.normalise import Word

ONE = timedelta(days=1)
WEEK = timedelta(days=7)
JOINED = {"dan", "-", "–", "sampai", "&", ",", "/", "sama", "dengan", "serta", "+", "atau"}
TO = {"-", "–", "—", "sampai"}


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


def days_in(words: Sequence[Word], now: datetime) -> list[Day]:
    """Every day `words` name, in order; neighbours that belong together are one."""
    return _joined(words, list(_Scan(words, now).days()))


class _Scan:
    """One pass over the words of one message."""

    def __init__(self, words: Sequence[Word], now: datetime) -> None:
        self.words = words
        self.texts = [word.text for word in words]
        self.roots = [word.root for word in words]
        self.today = now.date()
        self.past = any(text in {"kemarin", "lalu"} for text in self.texts)

    def days(self) -> list[Day]:
        found: list[Day] = []
        place = 0
        while place < len(self.words):
            day = self._at(place)
            if day:
                found.append(day)
            place = day.end if day else place + 1
        return found

    def _at(self, place: int) -> Day | None:
        for reading in (self._numeric, self._of_month, self._length, self._weekday, self._relative):
            day = reading(place)
            if day:
                return day
        return None

    def text(self, place: int) -> str:
        return self.texts[place] if 0 <= place < len(self.texts) else ""

    def number(self, place: int) -> int | None:
        text = self.text(place)
        if text.isdigit() and len(text) <= 4:
            return int(text)
        return NUMBERS.get(text)

    # 13/10, 13-10-2026, 2026-10-13

    def _numeric(self, place: int) -> Day | None:
        day, mark, month = self.text(place), self.text(place + 1), self.text(place + 2)
        if not (day.isdigit() and month.isdigit() and mark in {"/", "-"}):
            return None
        if len(day) == 4 and self.text(place + 3) == mark:
            return self._dated(int(self.text(place + 4) or 0), int(month), int(day), place, 5)
        year = self.text(place + 4) if self.text(place + 3) == mark else ""
        if mark == "-" and not year.isdigit():
            return None
        if self.text(place - 1) in {"jam", "halaman", "hal", "nomor", "ayat"}:
            return None
        width = 5 if year.isdigit() else 3
        return self._dated(int(day), int(month), int(year) if year.isdigit() else None, place, width)

    # tgl 5, tanggal 5 Oktober 2026, 5 Okt, tgl 5-7, tgl 5 dan 6

    def _of_month(self, place: int) -> Day | None:
        start = place
        said = self.text(place) == "tanggal"
        if said:
            place += 1
            if self.text(place) == ":":
                place += 1
        number = self.text(place)
        if not number.isdigit() or not 1 <= int(number) <= 31:
            return None
        month, year, end = self._month_after(place + 1)
        if month is None and not said:
            return self._first_of_two(place, start)
        until = self._second_of_two(end, month is not None)
        if until:
            return self._span(int(number), month, until, start)
        return self._dated(int(number), month, year, start, end - start)

    def _month_after(self, place: int) -> tuple[int | None, int | None, int]:
        """Month and year that stand at `place`, and where they end."""
        month = MONTHS.get(self.text(place))
        if month is None:
            mark, number = self.text(place), self.text(place + 1)
            if mark == "/" and number.isdigit() and 1 <= int(number) <= 12:
                return int(number), None, place + 2
            return None, None, place
        year = self.text(place + 1)
        if year.isdigit() and len(year) in {2, 4} and (len(year) == 4 or int(year) >= 20):
            return month, int(year), place + 2
        return month, None, place + 1

    def _second_of_two(self, place: int, month_said: bool) -> tuple[int, int | None, int] | None:
        """The end of a span, "- 7" or "sampai tgl 7 Oktober": its day, month and where it ends."""
        if self.text(place) not in TO | {"dan", "&", ","}:
            return None
        after = place + 2 if self.text(place + 1) == "tanggal" else place + 1
        number = self.text(after)
        month, _, end = self._month_after(after + 1)
        clock = self.text(after + 1) in {".", ":"} and self.text(after + 2).isdigit()
        if not number.isdigit() or not 1 <= int(number) <= 31 or clock:
            return None
        if month_said and month is None and after == place + 1:
            return None
        return int(number), month, end

    def _first_of_two(self, place: int, start: int) -> Day | None:
        """ "5-7 Oktober": the first number has its month behind the second."""
        if self.text(place + 1) not in TO | {"dan", "&"}:
            return None
        until = self._second_of_two(place + 1, month_said=False)
        if not until or until[1] is None:
            return None
        return self._span(int(self.text(place)), None, until, start)

    def _span(
        self, number: int, own_month: int | None, until: tuple[int, int | None, int], start: int
    ) -> Day | None:
        last_day, month, end = until
        own_month = own_month or (month if number <= last_day else None)
        first = self._dated(number, own_month, None, start, 1)
        if not first:
            return None
        last = _next_with_day(first.first, last_day)
        if month:
            ending = self._dated(last_day, month, None, start, 1)
            last = ending.first if ending and ending.first >= first.first else last
        return Day(first.first, last, start, end, "date")

    def _dated(
        self, day: int, month: int | None, year: int | None, start: int, width: int
    ) -> Day | None:
        at = self._resolve(day, month, year, start + width)
        return Day(at, at, start, start + width, "date") if at else None

    def _resolve(self, day: int, month: int | None, year: int | None, end: int) -> date | None:
        if year is not None:
            return _day_of(year + 2000 if year < 100 else year, month or 1, day)
        gone = self.text(end) in {"kemarin", "lalu"}
        if month is None:
            return _last_with_day(self.today, day) if gone else _next_with_day(self.today, day)
        at = _day_of(self.today.year, month, day)
        if at and at < self.today and not (gone or (self.today - at).days <= 45):
            return _day_of(self.today.year + 1, month, day)
        return at

    # 3 hari, seminggu, dua pekan

    def _length(self, place: int) -> Day | None:
        text = self.text(place)
        if text in {"sehari", "seharian"}:
            return self._lasting(1, place, 1)
        if text == "seminggu":
            return self._lasting(7, place, 1)
        number, unit = self.number(place), self.text(place + 1)
        if unit == "x" or number is None or not 1 <= number <= 60:
            return None
        if unit in {"hari", "harian"}:
            return self._lasting(number, place, 2)
        if unit in {"minggu", "mingguan"} and number <= 8:
            return self._lasting(number * 7, place, 2)
        return None

    def _lasting(self, length: int, place: int, width: int) -> Day | None:
        end = place + width
        before = {self.text(place - 1), self.text(place - 2)}
        if self.text(end) == "lagi":
            at = self.today + length * ONE
            return Day(at, at, place, end + 1, "relative")
        if self.text(end) == "setelah" or self.text(end) in {"lalu", "terakhir"}:
            return None
        if before & {"sudah", "sejak", "dari", "setiap", "x", "per"} or "kali" in before:
            return None
        if self.text(end) in {"sakit", "demam", "panas", "batuk"} and "sudah" in self.texts:
            return None
        return Day(self.today, self.today + (length - 1) * ONE, place, end, "duration")

    # Rabu, hari Rabu, Rabu depan, minggu depan hari Rabu, malam Jumat

    def _weekday(self, place: int) -> Day | None:
        start = place
        of_night = self.text(place) == "malam" and self._weekday_at(place + 1) is not None
        next_week = self._next_week(place)
        if next_week:
            place += next_week
        elif of_night:
            place += 1
        if self.text(place) == "hari" and self._weekday_at(place + 1) is not None:
            place += 1
        number = self._weekday_at(place)
        if number is None:
            return None
        end = place + 1
        if next_week or self._followed_by_next(end):
            monday = self.today - self.today.weekday() * ONE + WEEK
            end += 0 if next_week else self._followed_by_next(end)
            at = monday + number * ONE
        else:
            at, end = self._nearest(number, end, start)
        at -= ONE if of_night else timedelta()
        return Day(at, at, start, end, "weekday")

    def _weekday_at(self, place: int) -> int | None:
        word = self.text(place)
        number = WEEKDAYS.get(word)
        if number is not None:
            return number
        if word == "minggu" and self._is_sunday(place):
            return 6
        return None

    def _is_sunday(self, place: int) -> bool:
        """ "minggu" is a week after a number and before "ini", "depan"; else mostly Sunday."""
        before, after = self.text(place - 1), self.text(place + 1)
        if before in {"hari", "malam", "sabtu"}:
            return True
        weekly = {"ini", "depan", "lalu", "kemarin", "itu", "pertama", "kedua", "sekali", "dua"}
        return after not in weekly and self.number(place - 1) is None and before not in {
            "se", "setiap", "tiap", "satu", "beberapa", "per", "mulai", "akhir", "tengah", "semua",
        }  # fmt: skip

    def _next_week(self, place: int) -> int:
        """Width of "minggu depan" with a weekday behind it, 0 if it is not that."""
        if self.text(place) != "minggu" or self.text(place + 1) != "depan":
            return 0
        after = place + 2
        while self.text(after) in {"hari", ",", "itu", "di"}:
            after += 1
        return after - place if self._weekday_at(after) is not None else 0

    def _followed_by_next(self, end: int) -> int:
        if self.text(end) == "depan":
            return 1
        following = (self.text(end), self.text(end + 1))
        if following == ("minggu", "depan"):
            return 2
        return 3 if (*following, self.text(end + 2)) == (",", "minggu", "depan") else 0

    def _nearest(self, number: int, end: int, start: int) -> tuple[date, int]:
        ahead = (number - self.today.weekday()) % 7
        if self.text(end) in {"kemarin", "lalu"} or self._tells_of_past(start):
            end += self.text(end) in {"kemarin", "lalu"}
            return self.today - ((self.today.weekday() - number) % 7 or 7) * ONE, end
        if self.text(end) == "besok":
            end += 1
        return self.today + (ahead or 7) * ONE, end

    def _tells_of_past(self, place: int) -> bool:
        told = set(self.texts[:place])
        return "kemarin" in told and bool(told & {"lupa", "maaf", "telat", "belum"})

    # hari ini, besok, lusa, kemarin, nanti malam

    def _relative(self, place: int) -> Day | None:
        pair = (self.text(place), self.text(place + 1))
        if pair in {("besok", "lusa"), ("hari", "ini"), ("malam", "ini"), ("pagi", "ini"),
                    ("siang", "ini"), ("sore", "ini"), ("nanti", "malam"), ("nanti", "siang"),
                    ("nanti", "sore"), ("nanti", "pagi"), ("tadi", "pagi"), ("ini", "hari"),
                    ("hari", "sekarang")}:  # fmt: skip
            ahead = 2 if pair[0] == "besok" else 0
            return self._shifted(ahead, place, 2)
        if pair[0] == "kemarin" and self.text(place + 1) == "lusa":
            return self._shifted(-2, place, 2)
        if pair[0] == "kemarin" and self._weekday_at(place - 1) is not None:
            return None
        ahead_of = {"besok": 1, "lusa": 2, "kemarin": -1, "hariini": 0, "today": 0, "sekarang": 0}
        if pair[0] in ahead_of and pair[0] != "sekarang":
            return self._shifted(ahead_of[pair[0]], place, 1)
        return None

    def _shifted(self, ahead: int, place: int, width: int) -> Day:
        at = self.today + ahead * ONE
        return Day(at, at, place, place + width, "relative")


def _joined(words: Sequence[Word], days: list[Day]) -> list[Day]:
    """Make one of "hari Selasa, 13 Oktober", "besok jumat" and "senin sampai rabu"."""
    found: list[Day] = []
    for day in days:
        last = found[-1] if found else None
        between = [word.text for word in words[last.end : day.start]] if last else []
        merged = _merge(last, day, between) if last else None
        if merged:
            found[-1] = merged
        else:
            found.append(day)
    return found


def _merge(one: Day, two: Day, between: list[str]) -> Day | None:
    filler = set(between) - {",", "hari", "(", "tanggal", "yaitu", "/", ")", "dari", "mulai", "ini"}
    if "duration" in (one.sort, two.sort) or one.sort == two.sort == "relative" and not between:
        return None
    if not filler and len(between) <= 3 and (one.sort != two.sort):
        exact = two if two.sort == "date" else one
        if one.sort == "date" or two.sort == "date" or one.first == two.first:
            return Day(exact.first, exact.last, one.start, two.end, exact.sort)
    if between and filler <= {"sampai", "-", "–", "—", "sama", "dengan"} and filler:
        reaches = two.first if two.first >= one.first else two.first + WEEK
        joined_by = filler & {"sampai", "-", "–", "—"} or two.first == one.last + ONE
        return Day(one.first, reaches, one.start, two.end, one.sort) if joined_by else None
    adjacent = two.first == one.last + ONE and len(between) <= 2
    if filler <= {"dan", "&", "serta", "+"} and adjacent and "ini" not in between:
        return Day(one.first, two.last, one.start, two.end, one.sort)
    return None


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


PAST_WORDS = PAST
