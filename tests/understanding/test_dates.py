"""Days and hours as people write them. Now is Wednesday 7 October 2026, ten in the morning."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from handlers.core.understanding import day_near, find_day, find_month, find_when
from handlers.core.understanding.dates.days import days_in
from handlers.core.understanding.normalise import words_of

NOW = datetime(2026, 10, 7, 10, 0, tzinfo=timezone(timedelta(hours=7)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("besok", 8), ("bsk", 8), ("sesuk bu", 8), ("lusa", 9), ("besok lusa", 9), ("kemaren", 6),
        ("hr ini", 7), ("dinten niki", 7), ("nanti malam", 7), ("jumat", 9), ("jum'at", 9),
        ("Sabtu ini", 10), ("Rabu besok", 14), ("rabu depan", 14), ("jumat depan", 16),
        ("minggu depan hari kamis", 15), ("kamis minggu depan", 15), ("hari minggu", 11),
        ("malam jumat", 8), ("malam ahad", 10), ("jumat malam", 9), ("tgl 7", 7), ("tgl 9", 9),
        ("13/10", 13), ("13-10-2026", 13), ("13 okt", 13), ("Selasa, 13 Oktober 2026", 13),
        ("jam 10 hari minggu", 11), ("pukul 15.30 hari jumat", 9), ("jam 10 minggu", 11),
        ("jam sekitar 9 hari jumat", 9), ("dua hari lagi", 9), ("senin kemarin", 5), ("senin lalu", 5), ("isukan", 8), ("wingi", 6),
    ],
)  # fmt: skip
def test_one_day(text: str, day: int) -> None:
    assert find_day(text, NOW) == date(2026, 10, day)


@pytest.mark.parametrize("text", ["minggu depan", "kapan ya", "31 februari", "hal 12", "3 x 4", ""])
def test_no_day(text: str) -> None:
    assert find_day(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tgl 12-14", "2026-10-12", "2026-10-14"),
        ("tanggal 12 sampai 14 oktober", "2026-10-12", "2026-10-14"),
        ("23 November s.d. 2 Desember 2026", "2026-11-23", "2026-12-02"),
        ("senin s/d rabu", "2026-10-12", "2026-10-14"),
        ("kamis & jumat", "2026-10-08", "2026-10-09"),
        ("hari ini sama besok", "2026-10-07", "2026-10-08"),
        ("3 hari", "2026-10-07", "2026-10-09"),
        ("seminggu", "2026-10-07", "2026-10-13"),
        ("besok sampai sabtu", "2026-10-08", "2026-10-10"),
    ],
)
def test_spans(text: str, first: str, last: str) -> None:
    [day] = days_in(words_of(text), NOW)
    assert (day.first.isoformat(), day.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("jam 8", "08:00"), ("pukul 13.30", "13:30"), ("jam setengah 8", "07:30"),
        ("jam 3", "15:00"), ("jam 4 kurang seperempat", "15:45"), ("8 malam", "20:00"),
        ("jam 9 lewat 10 menit", "09:10"),
        ("jam 12 siang", "12:00"), ("ba'da dzuhur", "12:30"), ("abis magrib", "18:30"),
        ("jam 10an", "10:00"), ("setelah jumatan", "13:00"), ("jam 7 malam", "19:00"),
        ("jam 5 pagi", "05:00"), ("setengah lima sore", "16:30"), ("jm 07.15", "07:15"),
        ("9am", "09:00"), ("at 4 pm", "16:00"), ("10:30 pm", "22:30"), ("12 pm", "12:00"),
    ],
)  # fmt: skip
def test_hours(text: str, clock: str) -> None:
    found = find_when(f"besok {text}", NOW)
    assert isinstance(found, datetime)
    assert found.strftime("%Y-%m-%d %H:%M") == f"2026-10-08 {clock}"


def test_an_hour_without_a_day_is_the_next_one() -> None:
    assert find_when("jam 9", NOW) == NOW.replace(day=8, hour=9)
    assert find_when("jam 11", NOW) == NOW.replace(hour=11)
    assert find_when("nanti saja", NOW) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Februari 2027", date(2027, 2, 1)),
        ("bulan depan bu", date(2026, 11, 1)),
        ("Feb aja", date(2027, 2, 1)),
        ("Desember", date(2026, 12, 1)),
        ("Oktober 2026", None),
        ("Des 9999", None),
        ("nanti saja", None),
    ],
)
def test_a_month(text: str, first: date | None) -> None:
    assert find_month(text, NOW) == first


@pytest.mark.parametrize(
    ("text", "shown", "day"),
    [
        ("eh minggu aja", date(2026, 12, 12), date(2026, 12, 13)),
        ("jadinya hari Rabu", date(2026, 12, 12), date(2026, 12, 9)),
        ("Selasa", date(2026, 12, 7), date(2026, 12, 8)),
        ("Sabtu", date(2026, 12, 12), date(2026, 12, 12)),
        ("Selasa 15 Des", date(2026, 12, 7), date(2026, 12, 15)),
        ("besok", date(2026, 12, 7), NOW.date() + timedelta(days=1)),
    ],
)
def test_a_bare_weekday_is_the_one_beside_what_was_shown(text: str, shown: date, day: date) -> None:
    assert day_near(text, NOW, shown) == day


def test_beside_what_is_near_it_is_counted_from_now() -> None:
    for near in (None, NOW.date() + timedelta(days=7)):
        assert day_near("Selasa", NOW, near) == find_day("Selasa", NOW)
