"""What must hold for any text whatever, not only for the messages we thought of."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.core.understanding import (
    Intent,
    Message,
    explain,
    find_children,
    find_day,
    find_when,
    understand,
)
from handlers.core.understanding.meaning import Role

WIB = timezone(timedelta(hours=7))
CHILDREN = ("Bagas Ardiansyah", "Muhammad Fikri Haikal", "Muhammad Fikri Ardan", "Ni Luh Sekarini")
PIECES = [
    "besok",
    "lusa",
    "kemarin",
    "senin",
    "jumat",
    "depan",
    "minggu",
    "tgl",
    "5",
    "31",
    "12/13",
    "jam",
    "25",
    "setengah",
    "8",
    "ba'da",
    "ashar",
    "izin",
    "sakit",
    "gak",
    "masuk",
    "Bagas",
    "fikri",
    "Luh",
    "Ardan",
    "tidak",
    "ya",
    "ok",
    "🙏",
    "👍",
    "1",
    "2",
    ":",
    ",",
    ".",
    "?",
    "-",
    "\n",
    "[foto]",
    "sampai",
    "s/d",
    "3",
    "hari",
    "2026",
    "februari",
    "nihil",
    "semua",
    "hadir",
    "S",
    "I",
    "A",
    "rapat",
    "umumkan",
    "PR",
    "mtk",
    "rumah",
    "stop",
    "paraf",
    "halaman",
    "30",
    "malam",
]

texts = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=10).map(" ".join),
)
FIRST = datetime(2024, 1, 1, tzinfo=WIB).replace(tzinfo=None)
LAST = datetime(2030, 12, 31, tzinfo=WIB).replace(tzinfo=None)
moments = st.datetimes(FIRST, LAST, timezones=st.just(WIB))
contexts = st.sampled_from(
    (None, "paraf_request", "announcement", "homework_notice", "meeting_rsvp", "visit_proposal",
     "absence_child", "absence_date", "absence_kind", "confirm_absence", "confirm_optout",
     "attendance_prompt", "confirm_broadcast", "confirm_attendance", "confirm_summon")
)  # fmt: skip
messages = st.builds(
    Message,
    text=texts,
    role=st.sampled_from(("parent", "teacher", "principal")),
    now=moments,
    children=st.lists(st.sampled_from(CHILDREN), unique=True).map(tuple),
    chat=st.sampled_from(("private", "group")),
    context=contexts,
    context_data=st.sampled_from((None, {"when": "2026-10-09T15:00", "from": "2026-10-06"})),
)


@settings(max_examples=400)
@given(messages)
@example(Message("", "parent", datetime(2026, 10, 7, tzinfo=WIB)))
@example(Message("İ ß ﬁ ²", "teacher", datetime(2026, 10, 7, tzinfo=WIB), CHILDREN))
def test_any_message_has_a_meaning(message: Message) -> None:
    meaning = understand(message)
    assert isinstance(meaning.intent, Intent)
    assert 0 <= meaning.confidence <= 1
    assert all(value not in (None, "", [], {}) for value in meaning.slots.values())
    json.dumps(dict(meaning.slots))
    assert explain(message)


@settings(max_examples=400)
@given(messages)
def test_no_child_but_the_senders_ever_comes_back(message: Message) -> None:
    slots = understand(message).slots
    named = [*slots.get("children", []), *slots.get("entries", {})]
    named += [slots["child"]] if "child" in slots else []
    assert set(named) <= set(message.children)
    who = find_children(message.text, message.children)
    assert set(who.found) | set(who.ambiguous) <= set(message.children)
    assert not set(who.found) & set(who.ambiguous)


@settings(max_examples=300)
@given(messages)
def test_an_absence_does_not_end_before_it_begins(message: Message) -> None:
    slots = understand(message).slots
    if "from" in slots and "to" in slots:
        assert date.fromisoformat(slots["from"]) <= date.fromisoformat(slots["to"])


@settings(max_examples=300)
@given(messages)
def test_what_is_proposed_lies_ahead(message: Message) -> None:
    meaning = understand(message)
    if meaning.intent in {Intent.MEETING_SCHEDULE, Intent.VISIT_REQUEST, Intent.SUMMON_LETTER}:
        when = meaning.slots.get("when", message.now.date().isoformat())
        assert date.fromisoformat(when[:10]) >= message.now.date()
    if "due" in meaning.slots:
        assert date.fromisoformat(meaning.slots["due"]) > message.now.date()
    if meaning.intent == Intent.ATTENDANCE_MARK:
        assert date.fromisoformat(meaning.slots["date"]) <= message.now.date()


@given(st.sampled_from(["senin", "selasa", "rabu", "kamis", "jumat", "sabtu"]), moments)
def test_a_weekday_is_the_next_one(day: str, now: datetime) -> None:
    found = find_day(f"hari {day}", now)
    assert found is not None
    assert 1 <= (found - now.date()).days <= 7
    last = find_day(f"{day} lalu", now)
    assert last is not None
    assert 1 <= (now.date() - last).days <= 7


@given(st.integers(1, 28), moments)
def test_a_day_of_the_month_is_today_or_ahead(number: int, now: datetime) -> None:
    found = find_day(f"tgl {number}", now)
    assert found is not None
    assert found.day == number
    assert 0 <= (found - now.date()).days <= 31


@given(st.integers(0, 23), st.integers(0, 59), moments)
def test_a_clock_time_in_full_is_that_time(hour: int, minute: int, now: datetime) -> None:
    found = find_when(f"besok pukul {hour:02}.{minute:02} pagi" * (hour in range(6, 12)), now)
    if found is not None:
        assert isinstance(found, datetime)
        assert (found.hour, found.minute) == (hour, minute)
        assert found.date() == now.date() + timedelta(days=1)


FIGURES = st.one_of(
    st.integers(0, 10**12).map(str),
    st.integers(0, 9999).map("{:04}".format),
    st.integers(0, 31).map(str),
    st.sampled_from(["9999", "0001", "0000", "²", "٣", "５", "9" * 5000]),
)
MARKS = st.sampled_from(["/", "-", ".", ":", " ", " sampai ", " dan ", ", ", "\n"])
NAMED = st.sampled_from(
    ["tgl", "NIS", "jam", "senin", "besok", "Oktober", "hari", "minggu", "lagi"]
)
figures = st.lists(st.one_of(FIGURES, MARKS, NAMED), max_size=12).map("".join)
"""Dates, numbers of pupils and of telephones, hours, and what lies between them."""


@settings(max_examples=1500)
@given(st.one_of(texts, figures), moments)
@example("NIS 10/12/2600000004", datetime(2026, 10, 7, tzinfo=WIB))
@example("31/12/9999 dan besok", datetime(2026, 10, 7, tzinfo=WIB))
@example("1/1/0001 jam 8 malam", datetime(2026, 10, 7, tzinfo=WIB))
@example(f"5/{'1' * 5000}", datetime(2026, 10, 7, tzinfo=WIB))
def test_a_day_is_found_within_a_lifetime_or_not_at_all(text: str, now: datetime) -> None:
    day, when = find_day(text, now), find_when(text, now)
    found = when.date() if isinstance(when, datetime) else when
    for one in filter(None, (day, found)):
        assert abs(one.year - now.year) <= 101


@settings(max_examples=600)
@given(figures, st.sampled_from(("parent", "teacher", "principal")), moments, contexts)
def test_figures_have_a_meaning(text: str, role: Role, now: datetime, context: str | None) -> None:
    json.dumps(dict(understand(Message(text, role, now, CHILDREN, context=context)).slots))


@pytest.mark.parametrize("text", ["NIS 10/12/2600000004", "10/12/2600", "10/12/0812", "5/13/2026"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_day(text, datetime(2026, 10, 7, tzinfo=WIB)) is None
