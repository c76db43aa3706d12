"""Fitting words into what WhatsApp and SMS take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

BODY = 1600
"""Characters of one free message."""
FILLED = 1024
"""Characters of a template with its blanks filled."""
_BREAKS = ("\n\n", "\n", ". ", " ")
_SPACES = re.compile(r"\s*[\n\t\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_WIDE = re.compile(r"\s{2,}")


def width(text: str) -> int:
    """Its length as providers count: an emoji is two."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def split(text: str, limit: int = BODY) -> list[str]:
    """The text in parts of at most `limit`, broken between paragraphs, lines or words."""
    parts = []
    while width(text) > limit:
        head = _head(text, limit)
        cut = _break(head)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in (*parts, text) if part]


def shorten(text: str, limit: int = BODY) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    return text if width(text) <= limit else _head(text, limit - 1).rstrip() + "…"


def _head(text: str, limit: int) -> str:
    head = text[:limit]
    while (excess := width(head) - limit) > 0:
        head = head[: -max(1, excess // 2)]
    return head


def _break(head: str) -> int:
    """Where to end a part: at the best break in its second half, else anywhere."""
    for mark in _BREAKS:
        if (at := head.rfind(mark)) > len(head) // 2:
            return at + len(mark)
    return len(head)


def numbered(labels: Sequence[str]) -> str:
    """Choices as lines to answer by number. A label that has its number keeps it."""
    return "\n".join(
        label if label.startswith(f"{number}. ") else f"{number}. {label}"
        for number, label in enumerate(labels, start=1)
    )


def one_line(value: str) -> str:
    """A value as a template's blank takes it: no line breaks, no wide gaps, never empty."""
    return _WIDE.sub(" ", _SPACES.sub(" · ", value.strip())).strip() or "-"


def variables(order: Sequence[str], blanks: Mapping[str, str]) -> dict[str, str]:
    """Values by the numbers of the template's blanks."""
    return {str(n): one_line(blanks.get(name, "")) for n, name in enumerate(order, start=1)}


def gist(text: str) -> str:
    """Its words alone: how a text is known again, whatever became of spaces and marks."""
    return " ".join(re.findall(r"\w+", text.casefold()))
