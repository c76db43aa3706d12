"""Cutting out the part of a message that says why, or about what, in the sender's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handlers.core.understanding.normalise import Word
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.words.tables import words_in

TRIMMED = words_in(
    """
    bu pak guru ya dan jadi nih sih kok deh dong yang karena itu ini lah tapi terus maaf mohon
    saya izin tolong terima kasih kan juga lagi untuk mau dulu , . ; : - ! / ( nya pun kami
    """
)

Clause = tuple[int, int]


def clauses(reading: Reading, also: frozenset[str] = frozenset()) -> Iterator[Clause]:
    """Runs of words between breaks, or between conjunctions listed in `also`."""
    start = 0
    for place, word in enumerate(reading.words):
        inside_number = _inside_number(reading.words, place)
        if (word.is_break and not inside_number) or word.text in also:
            if place > start:
                yield start, place
            start = place + 1
    if start < len(reading.words):
        yield start, len(reading.words)


def _inside_number(words: list[Word], place: int) -> bool:
    """The mark of "7.30" or "hal. 18" ends nothing."""
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    if before is None or after is None:
        return False
    numbers = before.kind == "number" and after.kind == "number"
    return words[place].text in ".:,/" and numbers and after.start == words[place].end


def trimmed(reading: Reading, start: int, end: int, drop: Callable[[int], bool]) -> Clause:
    """The clause without the words at its ends that `drop` says carry nothing."""
    while start < end and drop(start):
        start += 1
    while end > start and drop(end - 1):
        end -= 1
    return start, end


def in_a_date(reading: Reading, place: int) -> bool:
    return any(day.start <= place < day.end for day in reading.days) or any(
        clock.start <= place < clock.end for clock in reading.clocks
    )
