"""Whether words offer hands or things: "saya bawa kue 2 bu", "bisa bantu masak"."""

from __future__ import annotations

from handlers.core.understanding.answers import Sense, read_answer
from handlers.core.understanding.normalise import words_of

OFFERS = frozenset(
    [
        "bawa",
        "bantu",
        "sumbang",
        "siap",
        "sedia",
        "titip",
        "pinjam",
        "antar",
        "masak",
        "beli",
        "buat",
        "jaga",
    ]
)
NOT = frozenset({"tidak", "belum", "jangan", "tanpa"})
TO_ASK = frozenset({Sense.QUESTION, Sense.LATER, Sense.CONDITION})


def offers(text: str) -> bool:
    """No question, hedge, condition or refusal is one; those reach whoever asked."""
    said = {name for word in words_of(text) for name in (word.text, word.root)}
    return bool(said & OFFERS) and not said & NOT and read_answer(text).sense not in TO_ASK
