"""What a teacher's words set: subject, what, by when, for which classes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.core.forms.children import ForChildren
from handlers.core.talk import Turn
from handlers.core.understanding import Message
from handlers.core.understanding.matters.homework import (
    BEFORE_DAY,
    ELSEWHERE,
    SPOKEN,
    said_classes,
    what_to_bring,
)
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.assigning import assignment_slots
from models.family import Pupil
from models.homework import Sort

WORDS = {
    "bawa": Sort.BRING,
    "bring": Sort.BRING,
    "seragam": Sort.UNIFORM,
    "uniform": Sort.UNIFORM,
    "pulang": Sort.HOURS,
    "dismissal": Sort.HOURS,
}
"""Command words for all but homework."""
_EDGES = " \n\t,.;:-–"


class Draft(ForChildren):
    """Something being set: the memory of the questions about it."""

    sort: Sort = Sort.HOMEWORK
    subject: str | None = None
    body: str = ""
    hint: str = ""
    due: date | None = None
    sure: bool = False
    """They mean that day, though there is no school."""
    files: tuple[int, ...] = ()
    classes: tuple[int, ...] = ()
    """In the place of `children` where it is for all of them."""
    elsewhere: bool = False
    """They named a class that is not theirs."""
    for_all: bool = False
    """It is for all of them, though it names a child."""


def homework(words: str, turn: Turn, mine: Sequence[Pupil]) -> Draft:
    """ "PR mtk hal 45 no 1-10 dikumpul Senin", with or without a class."""
    classes, elsewhere, words = _whom(words, mine)
    slots = assignment_slots(_reading(words, turn))
    brings = what_to_bring(slots.get("body", "")) is not None
    sort = Sort.BRING if brings else Sort.HOMEWORK
    return Draft(sort=sort, classes=tuple(classes), elsewhere=elsewhere, **slots)


def other(sort: Sort, words: str, turn: Turn, mine: Sequence[Pupil]) -> Draft:
    """ "bawa besok: botol bekas, lem"; behind "pulang" the word itself belongs to what is said."""
    classes, elsewhere, words = _whom(words, mine)
    due, said = _day(words, turn)
    return Draft(
        sort=sort,
        classes=tuple(classes),
        elsewhere=elsewhere,
        due=due,
        body=f"Pulang {said}" if said and sort is Sort.HOURS else said,
    )


def spoken(words: str, turn: Turn) -> Draft | None:
    """ "besok bawa botol bekas ya": what is announced for a day that is still to come.

    None for what needs no reminder: it names no such day, or nothing to bring, wear or know.
    """
    sort = next((sort for sort, pattern in SPOKEN.items() if pattern.search(words)), None)
    due, said = _day(words, turn)
    if sort is None or due is None or due <= turn.local.date():
        return None
    if sort is Sort.BRING:
        said = what_to_bring(said) or said
    return Draft(sort=sort, due=due, body=said)


def _reading(words: str, turn: Turn) -> Reading:
    return Reading(Message(text=words, role="teacher", now=turn.local))


def _day(words: str, turn: Turn) -> tuple[date | None, str]:
    """The first day named that is not past, and the words without it."""
    reading = _reading(words, turn)
    today = turn.local.date()
    found = [day for day in reading.days if day.first >= today and day.sort != "duration"]
    if not found:
        return None, words.strip(_EDGES)
    start, end = reading.words[found[0].start].start, reading.words[found[0].end - 1].end
    before = BEFORE_DAY.sub("", words[:start]).strip(_EDGES)
    return found[0].first, " ".join(part for part in (before, words[end:].strip(_EDGES)) if part)


def _whom(words: str, mine: Sequence[Pupil]) -> tuple[list[int], bool, str]:
    """The speaker's classes that are named, whether another one is, and the words without it."""
    classes, words = said_classes(words, mine)
    other = None if classes else ELSEWHERE.search(words)
    if other is None:
        return classes, False, words
    start, end = other.span(other.lastindex or 0)
    return [], True, f"{words[:start]} {words[end:]}".strip(_EDGES)
