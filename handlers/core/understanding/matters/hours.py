"""An hour inside a text, and another in its place."""

from __future__ import annotations

import re

_HOUR = re.compile(
    r"\b(?:jam(?:nya)?|pukul|pkl)\s*\d{1,2}(?:[.:]\d\d)?\b(?:\s+(?:pagi|siang|sore|malam)\b)?", re.I
)


def with_hour(text: str, hour: str) -> str:
    """A text with another hour than its one; empty where it has not one, or `hour` says more."""
    one = len(_HOUR.findall(text)) == 1 and _HOUR.fullmatch(hour.strip())
    return _HOUR.sub(hour.strip().replace("jamnya", "jam"), text) if one else ""
