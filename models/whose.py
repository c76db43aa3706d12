"""Whose data a row is: what copies of somebody's data, and erasures of it, go by.

Every key to a person, a child or a guardian's place says it (`info=THEIRS`): so rows of a new
table are copied and erased without either having heard of it. A row that names nobody is of
whoever the row is of that it hangs on, unless that key says otherwise.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Whose(StrEnum):
    """What a key makes of its row; on a column of words, whose words they are."""

    THEIRS = "theirs"
    """The row is theirs, in their words or about them alone: copied, and emptied with them."""
    NAMED = "named"
    """It concerns them in the words of others: copied, and left as it is when they are erased."""
    WORK = "work"
    """At school they had to do with it, and it is somebody else's: neither."""
    OURS = "ours"
    """Of words: a name of ours, or an answer that was offered. It says nothing and counts."""


KEY = "whose"
THEIRS: dict[Any, Any] = {KEY: Whose.THEIRS}
NAMED: dict[Any, Any] = {KEY: Whose.NAMED}
WORK: dict[Any, Any] = {KEY: Whose.WORK}
OURS: dict[Any, Any] = {KEY: Whose.OURS}

LEFT_OUT = "left_out"
"""Under it a column says why it is in nobody's copy."""
GOES: dict[str, Any] = {"info": {"goes": True}}
"""Of a table: a row is nothing without its words, and goes when they are emptied."""


def left_out(why: str) -> dict[Any, Any]:
    """What a column says that is in nobody's copy."""
    return {LEFT_OUT: why}
