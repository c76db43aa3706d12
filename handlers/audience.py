"""Whom a teacher's words mean: a child, several, a class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.talk import Choice, Phrase, Text, Turn, Value
from handlers.understanding import find_children
from handlers.understanding.names import mentions_in
from handlers.understanding.words.tables import words_in
from models.family import Pupil, places_of, pupils_of_staff

BESIDE = Text("audience.beside", id="{child}, wali {guardian}", en="{child}, guardian {guardian}")
_CALLED = words_in(
    "untuk utk buat tentang ttg dan sama anak ananda nak si dek adik kakak kak bu pak"
)
SEVERAL = 4
"""From so many children on, a whole class is called by its name."""


@dataclass(frozen=True)
class Found:
    """The children that are meant, or (`unclear`) those between whom to choose."""

    pupils: Sequence[Pupil] = ()
    unclear: Sequence[Pupil] = ()


def yours(turn: Turn, session: Session) -> list[Pupil]:
    """The children the speaker teaches, or leads the school of."""
    return pupils_of_staff(session, turn.speaker.person, turn.speaker.school)


def find(words: str, among: Sequence[Pupil]) -> Found:
    """By the value of a choice that was taken, class name, or names; never outside `among`."""
    if picked := [pupil for pupil in among if value(pupil) == words]:
        return Found(picked)
    if of_class := _classes(words, among):
        return Found(of_class)
    names = find_children(words, [pupil.name for pupil in among])
    unclear = [pupil for pupil in among if pupil.name in names.ambiguous]
    meant = [pupil for pupil in among if pupil.name in names.found]
    twice = [pupil for pupil in meant if sum(other.name == pupil.name for other in meant) > 1]
    return Found(meant, unclear or twice)


def _classes(words: str, among: Sequence[Pupil]) -> list[Pupil]:
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
    rest = set(re.findall(r"\w+", words.casefold()))
    return rest <= _CALLED if mentions else bool(_classes(words, among))


def told_apart(session: Session, some: Sequence[Pupil], now: datetime) -> dict[int, Value]:
    """What staff read of each where they choose between them, by id.

    Two of one name and class are told apart by who is beside them.
    """
    count = Counter(pupil.label for pupil in some)
    places = places_of(session, [p.id for p in some if count[p.label] > 1], now)
    return {
        pupil.id: Phrase(BESIDE, {"child": pupil.label, "guardian": places[pupil.id][0].name})
        if pupil.id in places
        else pupil.label
        for pupil in some
    }


def to_choose(session: Session, some: Sequence[Pupil], now: datetime) -> list[Choice]:
    """One for each child; `find` knows its value."""
    called = told_apart(session, some, now)
    return [Choice(value(pupil), called[pupil.id]) for pupil in some]


def value(pupil: Pupil) -> str:
    """Not the bare id: who types "3" means the third line, or the third grade."""
    return f"child {pupil.id}"


def label(pupils: Sequence[Pupil]) -> str:
    """Names with classes, or a class with its number of children."""
    classes = list(dict.fromkeys(pupil.class_name for pupil in pupils))
    if len(pupils) < SEVERAL:
        return ", ".join(pupil.label for pupil in pupils)
    if len(classes) == 1:
        return f"kelas {classes[0]} ({len(pupils)} anak)"
    return f"{', '.join(classes)} ({len(pupils)} anak)"
