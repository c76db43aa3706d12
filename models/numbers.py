"""Whole numbers that came as text from outside."""

from __future__ import annotations

LARGEST = 2**31 - 1
"""What an integer of both databases holds."""
LARGEST_ID = 2**63 - 1
"""The same of a `BigId`."""


def whole(text: str, most: int = LARGEST) -> int | None:
    """The number that `text` says in plain digits, no more than `most`; else None.

    `str.isdigit` lets "²" pass, which `int` refuses; `int` refuses thousands of digits, too.
    """
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
