"""Which children and classes words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.core.understanding import find_children
from handlers.core.understanding.names import mentions_in
from handlers.core.understanding.normalise import words_of
from handlers.core.understanding.words.tables import words_in
from models.family import Pupil

_CALLED = words_in(
    """
    untuk utk buat tentang ttg dan sama dengan anak ananda nak si dek adik kakak kak bu pak ibu
    bapak juga ya saja dong deh mohon tolong maksud maksudnya
    """
)


def said_parts(words: str) -> list[str]:
    return re.findall(r"\w+", words.casefold())


def not_alike(words: str, mine: Sequence[Pupil], others: Sequence[Pupil]) -> list[Pupil]:
    """Those of `mine` whom the words may name, not only resemble by the name of one of `others`."""
    rest = words
    for one in others:
        name = r"\W+".join(map(re.escape, one.name.split()))
        rest = re.sub(name, " ", rest, flags=re.IGNORECASE)
    alike = _any(words, mine) - _any(rest, mine)
    return [pupil for pupil in mine if pupil.name not in alike]


def _any(words: str, among: Sequence[Pupil]) -> set[str]:
    named = find_children(words, [pupil.name for pupil in among])
    return {*named.found, *named.ambiguous}


def said_classes(words: str, among: Sequence[Pupil]) -> list[Pupil]:
    plain = re.sub(r"\b(untuk|kelas|kls|semua|anak|siswa|class)\b", " ", words.casefold())
    said = {part.replace(" ", "").upper() for part in re.split(r"[,;&]|\bdan\b", plain)}
    if said == {""} and words.strip():
        classes = {pupil.class_name for pupil in among}
        return list(among) if len(classes) == 1 else []
    return [pupil for pupil in among if pupil.class_name.upper() in said]


def is_all(words: str, among: Sequence[Pupil]) -> bool:
    """Whether words say for whom and nothing else: "Aisyah dan Danu", "kelas 1A"."""
    mentions = mentions_in(words, [pupil.name for pupil in among])
    for mention in reversed(mentions):
        words = f"{words[: mention.start]} {words[mention.end :]}"
    rest = {word.text for word in words_of(words) if word.kind != "mark"}
    return rest <= _CALLED if mentions else bool(said_classes(words, among))
