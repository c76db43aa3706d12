"""What a teacher's words set: subject, what, by when, for which classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from handlers.core.forms.children import ForChildren
from handlers.core.talk import Turn
from handlers.core.understanding import Message
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
SPOKEN = {
    Sort.BRING: re.compile(r"\b(?:mem|di|ng)?bawa(?:kan|in|lah)?\b|\bbwa\b", re.I),
    Sort.UNIFORM: re.compile(r"\b(?:seragam|batik|ber(?:pakaian|baju)|pakai baju)\b", re.I),
    Sort.HOURS: re.compile(r"\b(?:di)?pulang(?:kan|in)?\b", re.I),
}
"""What tells in a sentence that it is one of these."""
_BEFORE_DAY = re.compile(r"(?:\b(?:untuk|utk|buat|pada|hari|di|tgl|tanggal|on|for)\s*)+$", re.I)
_ELSEWHERE = re.compile(
    r"\b((?:kelas|kls|class)\s*\d{1,2}\s?[a-z])\b"
    r"|^(?:(?:pr|tugas|tugas rumah)\s+)?(\d{1,2}[a-z])\b",
    re.IGNORECASE,
)
"""A class with its letter; a number alone is the grade of a book."""
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


def homework(words: str, turn: Turn, mine: Sequence[Pupil]) -> Draft:
    """ "PR mtk hal 45 no 1-10 dikumpul Senin", with or without a class."""
    classes, elsewhere, words = _whom(words, mine)
    slots = assignment_slots(_reading(words, turn))
    sort = Sort.BRING if re.match(r"(?:mem)?bawa\b", slots.get("body", ""), re.I) else Sort.HOMEWORK
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
        said = re.sub(r"^(?:mem)?bawa(?:lah|kan)?\s+", "", said, flags=re.I)
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
    before = _BEFORE_DAY.sub("", words[:start]).strip(_EDGES)
    return found[0].first, " ".join(part for part in (before, words[end:].strip(_EDGES)) if part)


def _whom(words: str, mine: Sequence[Pupil]) -> tuple[list[int], bool, str]:
    """The speaker's classes that are named, whether another one is, and the words without it."""
    classes, words = _classes(words, mine)
    other = None if classes else _ELSEWHERE.search(words)
    if other is None:
        return classes, False, words
    start, end = other.span(other.lastindex or 0)
    return [], True, f"{words[:start]} {words[end:]}".strip(_EDGES)


def _classes(words: str, mine: Sequence[Pupil]) -> tuple[list[int], str]:
    """The speaker's classes that are named ("kelas 7 A", "7a"), and the words without them."""
    named: list[int] = []
    for class_id, name in {pupil.class_id: pupil.class_name for pupil in mine}.items():
        if class_id is not None and name and (hit := _mention(words, name)):
            named.append(class_id)
            words = words[: hit.start()] + words[hit.end() :]
    return named, " ".join(words.split()) if named else words


def _mention(words: str, name: str) -> re.Match[str] | None:
    """A class by its name. Behind "hal" or "no" it is a page or an exercise."""
    loose = r"\s?".join(re.escape(part) for part in re.findall(r"\d+|\D+", name))
    exact = rf"(?<!hal )(?<!hlm )(?<!no )(?<!nomor )\b{re.escape(name)}"
    return re.search(rf"{_TO}(?:\b(?:kelas|kls|class)\s*{loose}|{exact})\b[:,]?", words, re.I)


_TO = r"(?:\b(?:untuk|utk|buat|dan|for)\s+)?"
