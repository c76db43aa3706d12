"""Numbers from outside: read exactly, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.numbers import LARGEST, LARGEST_ID, whole


@given(st.integers(0, LARGEST_ID))
def test_what_fits_is_read(number: int) -> None:
    assert whole(str(number), LARGEST_ID) == number
    assert whole(str(number)) == (number if number <= LARGEST else None)


@given(st.text(st.one_of(st.characters(), st.characters(categories=["Nd", "No"])), max_size=30))
def test_nothing_else_is_and_nothing_raises(text: str) -> None:
    plain = text != "" and set(text) <= set("0123456789")
    assert (whole(text, 10**30) is not None) == plain


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "+1", "1_0", " 1", "1\n", "9" * 5000])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert whole(text, LARGEST_ID) is None
