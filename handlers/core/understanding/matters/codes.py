"""The coded words that links in a group bring back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.invitation import ALPHABET

_CODE = re.compile(
    rf"^\w+?[\s_]+(?P<word>[{ALPHABET}]{{6}})(?:[\s_]+(?P<number>\d{{1,2}}))?(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Code:
    """What stands behind the command word: a notice's word, and the number of a choice."""

    word: str
    number: int | None


def code_in(text: str) -> Code | None:
    found = _CODE.match(text.strip())
    if found is None:
        return None
    return Code(found["word"].upper(), int(found["number"]) if found["number"] else None)
