"""Whom a teacher's words mean: a child, several, a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Phrase, Text, Turn, Value
from handlers.core.understanding import find_children
from handlers.core.understanding.matters.audience import said_classes, said_parts
from models.family import (
    WHOLE_SCHOOL,
    Pupil,
    places_of,
    pupils_named,
    pupils_of_guardian,
    pupils_of_staff,
)

BESIDE = Text("audience.beside", id="{child}, wali {guardian}", en="{child}, guardian {guardian}")
NOT_YOURS = Text(
    "audience.not_yours",
    id="{children} bukan murid kelas Ibu/Bapak, jadi mohon lewat wali kelasnya. Bila maksudnya "
    "anak lain, mohon tulis lagi namanya, atau BATAL.",
    en="{children} is not in your classes, so please go through the homeroom teacher. If you mean "
    "another child, please write the name again, or BATAL to cancel.",
)
SEVERAL = 4
"""From so many children on, a whole class is called by its name."""


@dataclass(frozen=True)
class Found:
    """The children that are meant, or (`unclear`) those between whom to choose."""

    pupils: Sequence[Pupil] = ()
    unclear: Sequence[Pupil] = ()
    others: Sequence[Pupil] = ()
    """Children of the school who are not the speaker's, named in full: to be told (`NOT_YOURS`)."""


def yours(turn: Turn, session: Session) -> list[Pupil]:
    """The children the speaker teaches, or leads the school of."""
    return pupils_of_staff(session, turn.speaker.person, turn.speaker.school)


def meant(turn: Turn, session: Session, words: str) -> Found:
    """Whom of the speaker's the words name, as `find`; nobody where they name another's in full.

    Nothing is done on half of what was said, and nothing with who merely looks like them.
    """
    mine = yours(turn, session)
    others = others_in(turn, session, words, mine)
    return Found(others=others) if others else find(words, mine)


def others_in(turn: Turn, session: Session, words: str, mine: Sequence[Pupil]) -> list[Pupil]:
    """Children of the school named in full, none of whom is among `mine` or the speaker's own.

    Not those whose name is a part of the name of one of `mine`, who is called so for short.
    """
    if turn.speaker.roles & set(WHOLE_SCHOOL):
        return []
    known = [*mine, *pupils_of_guardian(session, turn.speaker.person, turn.now)]
    ids, names = {one.id for one in known}, [set(said_parts(one.name)) for one in known]
    said = f" {' '.join(said_parts(words))} "
    return [
        pupil
        for pupil in pupils_named(session, turn.speaker.school, words)
        if pupil.id not in ids
        and len(parts := said_parts(pupil.name)) > 1
        and f" {' '.join(parts)} " in said
        and not any(name.issuperset(parts) for name in names)
    ]


def not_yours(others: Sequence[Pupil]) -> dict[str, Value]:
    """The blanks of `NOT_YOURS`."""
    return {"children": ", ".join(pupil.name for pupil in others)}


def find(words: str, among: Sequence[Pupil]) -> Found:
    """By the value of a choice that was taken, class name, or names; never outside `among`."""
    if child := picked(words, among):
        return Found([child])
    if of_class := said_classes(words, among):
        return Found(of_class)
    names = find_children(words, [pupil.name for pupil in among])
    unclear = [pupil for pupil in among if pupil.name in names.ambiguous]
    meant = [pupil for pupil in among if pupil.name in names.found]
    twice = [pupil for pupil in meant if sum(other.name == pupil.name for other in meant) > 1]
    return Found(meant, unclear or twice)


def picked(words: str, among: Sequence[Pupil]) -> Pupil | None:
    """The child whose choice of `to_choose` was taken."""
    return next((pupil for pupil in among if value(pupil) == words), None)


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
