"""The hour a guardian wishes, in their words: "jam 9an", "setelah jam 10", "paling pagi"."""

from __future__ import annotations

from datetime import datetime

from handlers.core.understanding import Message
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.words.replies import ASIDE, YES
from handlers.core.understanding.words.tables import words_in

ENOUGH = 2
"""So many words more are for a person to read."""


_BESIDE = (
    ASIDE
    | YES
    | words_in(
        """
        jam pukul pkl setengah seperempat lebih kurang yang pilih ambil slot ingin di pas hari pada
        untuk paling awal akhir pertama terakhir siang nomor
        """
    )
)


def says_more(words: str, now: datetime) -> bool:
    """Whether they hold more than an hour: "jam 14.20 bu, sekalian bahas nilai matematika"."""
    reading = Reading(Message(words, "parent", now))
    return (
        sum(
            word.kind == "word" and place not in reading.timed and word.text not in _BESIDE
            for place, word in enumerate(reading.words)
        )
        >= ENOUGH
    )
