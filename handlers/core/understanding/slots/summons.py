"""A letter that calls one pupil's parents: who, when, why."""

from __future__ import annotations

from typing import Any

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.notes import visit_slots
from handlers.core.understanding.slots.spans import Clause, clauses, in_a_date, trimmed
from handlers.core.understanding.words.tables import words_in

WHY = words_in(
    """
    karena terkait perihal masalah soal mengenai tentang alasan sehubungan berkaitan hal
    akibat kasus alasannya gara-gara membahas bahas perkara
    """
)
KEPT = frozenset({"membahas", "bahas", "masalah", "kasus"})
"""Words that begin a reason and belong to it."""
AROUND = """
dan ya bu pak untuk yang agar supaya hari di pada ke sekolah dengan lalu tolong mohon dong ruang
bk kepala waktu waktunya , . ; : - ! ( ) nya itu bot guru jam tanggal sudah
"""
EMPTY = frozenset(AROUND.split()) - {"sudah"}


def summons_slots(reading: Reading) -> dict[str, Any]:
    slots = visit_slots(reading)
    if reason := reason_of(reading):
        slots["reason"] = reason
    return slots


def reason_of(reading: Reading) -> str | None:
    """Behind "karena" and the like; else the clause that says neither who nor when."""
    clause = _marked(reading) or _left_over(reading)
    if clause is None:
        return None
    start, end = trimmed(reading, *clause, drop=lambda place: _empty(reading, place))
    return reading.span(start, end) or None


def _marked(reading: Reading) -> Clause | None:
    for place, word in enumerate(reading.words):
        if word.text not in WHY and word.root not in WHY:
            continue
        start = place if word.text in KEPT and place else place + 1
        end = next((p for p in range(place + 1, len(reading.words)) if _ends(reading, p)), None)
        if end is None or end > place + 1:
            return start, len(reading.words) if end is None else end
    return None


def _ends(reading: Reading, place: int) -> bool:
    text = reading.texts[place]
    if text in {".", ";", "\n"}:
        return not reading.texts[place - 1].isdecimal()
    if text == ",":
        rest = set(reading.texts[place + 1 : place + 4])
        return bool(rest & {"tolong", "mohon", "waktu", "orang", "harap", "hari", "jam", "datang"})
    today = reading.message.now.date()
    return any(day.start == place and day.first > today for day in reading.days)


def _left_over(reading: Reading) -> Clause | None:
    best: Clause | None = None
    for start, end in clauses(reading):
        groups = frozenset().union(*reading.groups[start:end])
        about = any(word.kind == "name" for word in reading.words[start:end])
        timed = any(in_a_date(reading, place) for place in range(start, end))
        if (
            (groups & {"SUMMON", "MEETING"} and about)
            or "SUMMON" in groups
            or timed
            or (about and start == 0)
        ):
            continue
        if best is None or end - start > best[1] - best[0]:
            best = start, end
    return best


def _empty(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    return word.text in EMPTY or word.kind == "mark" or in_a_date(reading, place)
