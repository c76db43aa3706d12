"""When a message may arrive: by the clock, on Fridays, in Ramadan and on holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.hours import MAGHRIB, Hours, Span
from tests.cast import MONDAY, WIB

PLAIN = Hours()
RAMADAN = Hours(ramadan=(date(2027, 2, 8), date(2027, 3, 9)), hold_on_holidays=False)


def released(at: str, hours: Hours = PLAIN) -> str:
    """Both as a wall clock in Jakarta shows them."""
    moment = datetime.fromisoformat(at).replace(tzinfo=WIB)
    return f"{hours.release(moment.astimezone(UTC)).astimezone(WIB):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("monday", "arrives"),
    [
        ("2026-11-23 05:29", "2026-11-23 05:30"),
        ("2026-11-23 05:30", "2026-11-23 05:30"),
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 17:44", "2026-11-23 17:44"),
        ("2026-11-23 17:45", "2026-11-23 19:15"),
        ("2026-11-23 19:15", "2026-11-23 19:15"),
        ("2026-11-23 19:59", "2026-11-23 19:59"),
        ("2026-11-23 20:00", "2026-11-24 05:30"),
        ("2026-11-24 00:00", "2026-11-24 05:30"),
    ],
)
def test_the_night_and_maghrib_are_quiet(monday: str, arrives: str) -> None:
    assert released(monday) == arrives


@pytest.mark.parametrize(
    ("at", "arrives"),
    [
        ("2026-11-27 11:29", "2026-11-27 11:29"),
        ("2026-11-27 11:30", "2026-11-27 13:00"),
        ("2026-11-27 12:59", "2026-11-27 13:00"),
        ("2026-11-26 12:00", "2026-11-26 12:00"),
        ("2026-11-28 12:00", "2026-11-28 12:00"),
    ],
)
def test_prayer_is_quiet_on_fridays_only(at: str, arrives: str) -> None:
    assert released(at) == arrives


@pytest.mark.parametrize(
    ("at", "arrives"),
    [
        ("2027-02-07 17:40", "2027-02-07 17:40"),
        ("2027-02-08 17:29", "2027-02-08 17:29"),
        ("2027-02-08 17:40", "2027-02-09 05:30"),
        ("2027-02-09 02:45", "2027-02-09 05:30"),
        ("2027-02-12 12:00", "2027-02-12 13:00"),
        ("2027-03-09 17:40", "2027-03-10 05:30"),
        ("2027-03-10 17:40", "2027-03-10 17:40"),
    ],
)
def test_in_ramadan_the_evening_is_quiet_too(at: str, arrives: str) -> None:
    assert released(at, RAMADAN) == arrives


@pytest.mark.parametrize(
    ("at", "hours", "arrives"),
    [
        ("2026-08-17 09:00", Hours(), "2026-08-18 07:00"),
        ("2026-08-16 21:00", Hours(), "2026-08-18 07:00"),
        ("2026-03-21 09:00", Hours(), "2026-03-23 07:00"),
        ("2026-08-17 09:00", Hours(days_on=frozenset({date(2026, 8, 17)})), "2026-08-17 09:00"),
        ("2026-08-17 09:00", Hours(hold_on_holidays=False), "2026-08-17 09:00"),
        ("2026-11-23 09:00", Hours(days_off=frozenset({date(2026, 11, 23)})), "2026-11-24 07:00"),
        ("2026-08-17 09:00", Hours(morning=time(4, 0)), "2026-08-18 05:30"),
        ("2026-08-17 09:00", Hours(morning=time(6, 30)), "2026-08-18 06:30"),
    ],
)
def test_what_a_holiday_holds_comes_the_morning_after(at: str, hours: Hours, arrives: str) -> None:
    assert released(at, hours) == arrives


@pytest.mark.parametrize(
    ("zone", "arrives"),
    [
        ("Asia/Jakarta", "2026-11-23 17:44"),
        ("Asia/Makassar", "2026-11-23 18:15"),
        ("Asia/Jayapura", "2026-11-23 17:44"),
    ],
)
def test_quiet_is_by_the_schools_own_clock(zone: str, arrives: str) -> None:
    assert released("2026-11-23 17:44", Hours(time_zone=zone, spans=(MAGHRIB,))) == arrives


def test_the_answer_is_in_the_zone_of_the_question() -> None:
    assert PLAIN.release(MONDAY).utcoffset() == timedelta(0)
    assert PLAIN.release(MONDAY.astimezone(WIB)).utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("at", "arrives"),
    [
        ("2026-11-27 01:00", "2026-11-27 01:00"),
        ("2026-11-27 22:00", "2026-11-28 02:00"),
        ("2026-11-28 01:00", "2026-11-28 02:00"),
        ("2026-11-28 22:00", "2026-11-28 22:00"),
    ],
)
def test_a_night_belongs_to_the_day_it_begins_on(at: str, arrives: str) -> None:
    friday_night = Span(since=time(22, 0), until=time(2, 0), weekday=4)
    assert released(at, Hours(spans=(friday_night,))) == arrives


ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=500)).map(lambda later: MONDAY + later)
DAYS = st.dates(MONDAY.date(), MONDAY.date() + timedelta(days=500))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Up to seven hours, at any time of day: three of them never fill a whole one."""
    start = draw(st.integers(0, 1439))
    end = start + draw(st.integers(1, 7 * 60))
    weekday = draw(st.none() | st.integers(0, 6))
    return Span(since=clock(start), until=clock(end), weekday=weekday)


def clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


HOURS = st.builds(
    Hours,
    time_zone=ZONES,
    spans=st.lists(spans(), max_size=3).map(tuple),
    days_off=st.frozensets(DAYS, max_size=5),
)


def is_quiet(span: Span, at: datetime) -> bool:
    today = span.weekday in (None, at.weekday())
    yesterday = span.weekday in (None, (at.weekday() - 1) % 7)
    if span.since < span.until:
        return today and span.since <= at.time() < span.until
    return (today and at.time() >= span.since) or (yesterday and at.time() < span.until)


@given(MOMENTS, HOURS | ZONES.map(lambda zone: Hours(time_zone=zone)))
def test_a_released_time_is_never_quiet_nor_early(at: datetime, hours: Hours) -> None:
    arrives = hours.release(at)
    local = arrives.astimezone(hours.zone)
    assert not any(is_quiet(span, local) for span in hours.spans)
    assert not hours.is_holiday(local.date())
    assert arrives >= at
