"""Where the words that only tell the bot what to do end, and what they introduce begins."""

from __future__ import annotations

from collections.abc import Collection

from handlers.core.understanding.reading import Reading

NAMES = 2
"""A name may be taken as part of the lead only this often: "untuk mama Adel, Adel ..."."""


def after_lead(reading: Reading, lead: Collection[str], start: int = 0, names: int = 0) -> int:
    """The first word behind those of `lead`, at most `names` names, numbers of classes and marks.

    The colon behind a lead ends it, whatever follows.
    """
    place = start
    while place < len(reading.words):
        word = reading.words[place]
        if word.text == ":" and place > start:
            return place + 1
        if word.kind == "name" and names > 0:
            names -= 1
        elif not (word.text in lead or word.root in lead or _is_filler(reading, place)):
            break
        place += 1
    return place


def _is_filler(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    if word.kind == "mark":
        return not word.is_emoji
    before = reading.texts[place - 1] if place else ""
    if word.kind == "number":
        return before in {"kelas", "orang", "tua", "murid", "wali", "ibu", "ayah", "ke", "semua"}
    return before.isdecimal() and len(word.text) == 1 and word.start == reading.words[place - 1].end


def from_word(reading: Reading, place: int) -> str:
    """The sender's wording from word `place` to the end."""
    if place >= len(reading.words):
        return ""
    return reading.text[reading.words[place].start :].strip(" \n\t,:;-–")
