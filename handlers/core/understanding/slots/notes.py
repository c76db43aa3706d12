"""Notes about one pupil: entries of the contact book, visits and their results."""

from __future__ import annotations

from typing import Any

from handlers.core.understanding.domains import domain_of
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.leads import after_lead, from_word
from handlers.core.understanding.slots.whens import when_of
from handlers.core.understanding.words.leads import NOTE, POLITE, REPORT, TELL, TO_WHOM
from handlers.core.understanding.words.tables import words_in

NOTES = frozenset((NOTE + POLITE + TELL + TO_WHOM).split()) - {"masuk", "hari", "ini", "bisa"}
REPORTS = frozenset(REPORT.split()) | frozenset({"tolong", "mohon", "bot"})
BEHIND_NAME = frozenset({"anak", "bahwa", "nya", "itu", "ini", "tentang", "mengenai", "ya"})
VISITED = words_in(
    """
    sudah saya kunjungi dikunjungi terlaksana selesai beres datangi tanggal
    """
)


def only_child(reading: Reading) -> str | None:
    """The pupil a private message is about: the first named, if the name fits no other."""
    first = reading.mentions[0] if reading.mentions else None
    if first is None:
        return None
    if first.name:
        return first.name
    return next((m.name for m in reading.mentions if m.name and m.name in first.names), None)


def visit_slots(reading: Reading) -> dict[str, Any]:
    """A visit proposed: to whom, and when."""
    slots: dict[str, Any] = {}
    if child := only_child(reading):
        slots["child"] = child
    if when := when_of(reading):
        slots["when"] = when
    return slots


def entry_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {"domain": domain_of(reading)}
    if child := only_child(reading):
        slots["child"] = child
    if body := entry_body(reading):
        slots["body"] = body
    return slots


def entry_body(reading: Reading) -> str:
    """The note without command and name. A name in the middle stays where it is."""
    place = after_lead(reading, NOTES, names=1)
    if any(word.kind == "name" for word in reading.words[:place]):
        place = after_lead(reading, BEHIND_NAME, place)
        return from_word(reading, place)
    named = any(word.text in TELL.split() + NOTE.split() for word in reading.words[:place])
    return from_word(reading, place if named else 0)


def report_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if child := only_child(reading):
        slots["child"] = child
    if body := report_body(reading):
        slots["body"] = body
    return slots


def report_body(reading: Reading) -> str:
    """What was found, without "hasil home visit" and the name."""
    place = after_lead(reading, REPORTS, names=1)
    if any(word.kind == "name" for word in reading.words[:place]):
        place = _behind_date(reading, after_lead(reading, VISITED, place))
        return from_word(reading, place)
    return from_word(reading, 0)


def _behind_date(reading: Reading, place: int) -> int:
    """Skip the date of the visit, if a colon or comma follows it."""
    day = next((day for day in reading.days if day.start == place), None)
    if day and reading.texts[day.end : day.end + 1] in ([":"], [","]):
        return day.end + 1
    return place
