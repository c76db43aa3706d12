"""The question of an announcement, as its author writes it."""

from __future__ import annotations

import re

from pydantic import AwareDatetime, BaseModel

LONGEST = 30
"""Characters of a choice that is found in a text; one that was asked for may be longer."""
_LAST = re.compile(r"^(?P<before>(?:.*[.!?\n])?)(?P<asks>[^.!?\n]+\?(?!.*://)[^?\n]+)$", re.S)
_QUESTION = re.compile(
    r"^\s*(?:tanya|pertanyaan|question)?\s*:?\s*(?P<text>[^?\n]+\?)\s*(?P<choices>[^,\n]+?(?:/[^,\n]+?)+)"
    r"(?:(?:,\s*|\s+)(?:(?:di)?jawab\s+)?(?P<until>(?:sampai|paling lambat|until)\b.*))?$",
    re.IGNORECASE,
)


class Question(BaseModel, frozen=True):
    """One question to each family, with its choices in the order shown."""

    text: str
    choices: tuple[str, ...]
    until: AwareDatetime | None = None


def question_in(words: str) -> tuple[str, tuple[str, ...], str] | None:
    """ "Ikut studi tur? ya/tidak, sampai Jumat": the question, its choices, the deadline's words.

    None where there are no two choices after a question mark.
    """
    found = _QUESTION.match(words.strip())
    if found is None:
        return None
    choices = tuple(
        dict.fromkeys(c.strip(" .") for c in found["choices"].split("/") if c.strip(" ."))
    )
    if len(choices) < 2:
        return None
    return found["text"].strip(), choices, found["until"] or ""


def question_at_end(body: str) -> tuple[str, str]:
    """A text and the question with choices that it ends with, if there is one.

    Only short choices: a text may end with a question and all kinds of things behind it.
    """
    found = _LAST.match(body.strip())
    asked = question_in(found["asks"]) if found else None
    if found is None or asked is None or max(map(len, asked[1])) > LONGEST:
        return body, ""
    return found["before"].strip() or asked[0], found["asks"]
