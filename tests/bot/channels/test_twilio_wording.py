"""Fitting words into what providers take."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.twilio_api.wording import numbered, one_line, shorten, split, width


@given(st.text(max_size=400), st.integers(min_value=4, max_value=90))
def test_nothing_is_lost_but_spaces_and_nothing_is_too_long(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < width(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert width(shorten(text, limit)) <= limit


def test_it_breaks_where_a_reader_would() -> None:
    assert split("satu dua.\n\ntiga empat", 14) == ["satu dua.", "tiga empat"]
    assert split("satu dua\ntiga empat", 14) == ["satu dua", "tiga empat"]
    assert split("satu dua tiga empat", 14) == ["satu dua tiga", "empat"]
    assert split("satuduatigaempat", 10) == ["satuduatig", "aempat"]
    assert split("", 10) == []


@given(st.text(max_size=200))
def test_a_blank_is_one_line_without_wide_gaps_and_never_empty(value: str) -> None:
    line = one_line(value)
    assert line
    assert not set(line) & set("\n\t\r")
    assert "    " not in line


def test_numbers_are_not_said_twice() -> None:
    assert numbered(["1. Aisyah", "Hafidz"]) == "1. Aisyah\n2. Hafidz"
