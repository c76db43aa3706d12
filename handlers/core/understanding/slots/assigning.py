"""Homework as teachers set it: subject, what, by when."""

from __future__ import annotations

from typing import Any

from handlers.core.understanding.dates.days import Day
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.leads import from_word
from handlers.core.understanding.subjects import find_subject, subject_at
from handlers.core.understanding.words.leads import HOMEWORK
from handlers.core.understanding.words.tables import words_in

DUES = """
kumpul paling lambat batas untuk deadline setor dinilai presentasi sampai bawa nilai terakhir hari
periksa tanggal max maksimal sebelum kirim buat selambatnya tenggat waktu pengumpulan
"""
DUE = frozenset(DUES.split())
BETWEEN = words_in(
    """
    , . di pada harus dan : ke lalu ya wajib (
    """
)
LEAD = frozenset(HOMEWORK.split())
EMPTY = (
    LEAD
    | DUE
    | BETWEEN
    | frozenset(["jam", "pukul", "pagi", "siang", "sore", "malam", "wib", "terima", "kasih"])
)
WRITES = frozenset({"tulis", "catat"})
NAMED = frozenset({"pr", "tugas"})
LATE_ENOUGH = 0.5
"""A deadline named in this last part of the text ends the task; before, it stands inside."""


def assignment_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if subject := find_subject(reading.text):
        slots["subject"] = subject
    due = due_of(reading)
    if due:
        slots["due"] = due.first.isoformat()
    if body := _body(reading, due):
        slots["body"] = body
    return slots


def due_of(reading: Reading) -> Day | None:
    """The day ahead that is marked as the deadline; without a mark, the first ahead."""
    today = reading.message.now.date()
    days = [day for day in reading.days if day.first > today and day.sort != "duration"]
    marked = [day for day in days if _is_due(reading, day)]
    chosen = marked[-1:] or days[:1]
    return chosen[0] if chosen else None


def _is_due(reading: Reading, day: Day) -> bool:
    before = reading.words[max(0, day.start - 3) : day.start]
    return any(word.text in DUE or word.root in DUE for word in before)


def _body(reading: Reading, due: Day | None) -> str:
    """What is set, without command, name of the subject and deadline."""
    begin, end = _begin(reading, due), len(reading.words)
    more = ""
    if due:
        start = _start_of_due(reading, due)
        at_the_end = due.start >= begin and due.end >= end - 6
        if at_the_end or start > begin + (end - begin) * LATE_ENOUGH:
            more = from_word(reading, due.end) if _says_more(reading, due.end) else ""
            end = max(start, begin)
    while end > begin and _is_tail(reading, end - 1):
        end -= 1
    last = reading.words[end - 1].end if end > begin else 0
    first = reading.words[begin].start if begin < len(reading.words) else 0
    parts = [reading.text[first:last] if last else "", more]
    return ". ".join(part for each in parts if (part := each.strip(" \n\t,.;:-")))


def _begin(reading: Reading, due: Day | None) -> int:
    place, named = 0, False
    while place < len(reading.words):
        word = reading.words[place]
        of_class = word.text.isdecimal() and reading.texts[max(0, place - 1)] == "kelas"
        if due and due.start <= place < due.end:
            place = due.end
        elif _is_task(reading, place):
            return place
        elif word.text in LEAD or of_class or (word.kind == "mark" and not word.is_emoji):
            place += 1
        else:
            after = place if named else _after_subject(reading, place)
            if after == place:
                return place
            place, named = after, True
    return place


def _is_task(reading: Reading, place: int) -> bool:
    """ "PR: menulis surat" is what is to be done; "tulis PR …" tells the bot."""
    return reading.texts[place] in WRITES and bool(NAMED & set(reading.texts[:place]))


def _after_subject(reading: Reading, place: int) -> int:
    """Behind the name of a subject that begins at `place`; `place` itself if none does."""
    start = reading.words[place].start
    hit = subject_at(from_word(reading, place))
    if hit is None or hit[1] != 0 or hit[0] == "pai":
        return place
    while place < len(reading.words) and reading.words[place].start < start + hit[2]:
        place += 1
    return place


def _start_of_due(reading: Reading, due: Day) -> int:
    start = due.start
    while start > 0 and (
        reading.texts[start - 1] in DUE | BETWEEN or reading.words[start - 1].root in DUE
    ):
        start -= 1
    return start


def _says_more(reading: Reading, place: int) -> bool:
    """Whether what stands behind the deadline is more than an hour, a wish or an address."""
    left = [word for word in reading.words[place:] if word.kind == "word"]
    return sum(not ({word.text, word.root} & EMPTY) for word in left) > 2


def _is_tail(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    polite = {"ya", "bu", "pak", "terima", "kasih", "semangat", "anak", "anak-anak"}
    return word.text in polite or (word.kind == "mark" and word.text not in ")'\"")
