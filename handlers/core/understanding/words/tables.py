"""Reading the tables of this package."""

from __future__ import annotations


def table(lines: str) -> dict[str, list[str]]:
    """Lines of "head: words" as a mapping; a head may have several lines."""
    found: dict[str, list[str]] = {}
    for line in lines.strip().splitlines():
        head, _, words = line.partition(":")
        found.setdefault(head.strip(), []).extend(words.split())
    return found


def words_in(text: str) -> frozenset[str]:
    """The words of a text, for tables too long to quote every one."""
    return frozenset(text.split())
