"""A parent who wants to talk: about what, and when."""

from __future__ import annotations

from typing import Any

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.spans import clauses, in_a_date, trimmed
from handlers.core.understanding.slots.whens import when_of
from handlers.core.understanding.words.tables import words_in

ABOUT = words_in(
    """
    soal tentang mengenai masalah perihal terkait bahas membahas perkara perkawis menyangkut
    ttg tentng ngebahas concern masalahe hal konsultasi konsul diskusi sharing curhat
    konseling arahan
    """
)
WEAK = words_in(
    """
    untuk bilang dengan sama seputar kondisi perkembangan karena tanya
    """
)
DROP = words_in(
    """
    bu pak guru ya dengan sama untuk dan , . : ; - ! soal tentang mengenai masalah perihal
    bahas bilang membahas karena itu yang penting saya ingin mau tolong mohon boleh bisa wali
    kelas waktu ( ) 🙏 dari si lagi dong sih nih assalamualaikum juga ini
    """
)
ENDS = {
    "?",
    ".",
    "\n",
    "kapan",
    "enaknya",
    "hari",
    "bisa",
    "boleh",
    "kira",
    "mohon",
    "terima",
    "apakah",
}


def talk_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if topic := topic_of(reading):
        slots["topic"] = topic
    if when := when_of(reading):
        slots["when"] = when
    return slots


def topic_of(reading: Reading) -> str | None:
    """The words after "soal", "tentang" and the like; else the clause that asks for nothing."""
    for markers in (ABOUT, WEAK):
        for place, text in enumerate(reading.texts):
            if text not in markers and reading.words[place].root not in markers:
                continue
            topic = _from(reading, place + 1)
            if topic and len(topic.split()) >= (1 if markers is ABOUT else 2):
                return topic
    return _left_over(reading)


def _from(reading: Reading, start: int) -> str:
    while start < len(reading.words) and reading.texts[start] in ABOUT | DROP:
        start += 1
    end = start
    while end < len(reading.words) and not _stops(reading, start, end):
        end += 1
    start, end = trimmed(reading, start, end, drop=lambda place: _empty(reading, place))
    return reading.span(start, end)


def _stops(reading: Reading, start: int, place: int) -> bool:
    text = reading.texts[place]
    if reading.words[place].is_emoji:
        return True
    if text == "," and place > start:
        rest = reading.texts[place + 1 : place + 4]
        return bool({"kapan", "bisa", "boleh", "enaknya", "hari", "kira", "mohon"} & set(rest)) or (
            any(in_a_date(reading, p) for p in range(place + 1, min(place + 3, len(reading.words))))
        )
    if text in {"bisa", "boleh"}:
        return place > start and reading.texts[place - 1] in {",", "bu", "pak"}
    if place > start and in_a_date(reading, place):
        return any(day.first > reading.message.now.date() for day in reading.days) or bool(
            reading.clocks
        )
    return text in ENDS - {"bisa", "boleh", "hari", "kira"}


def _left_over(reading: Reading) -> str | None:
    best = ""
    for start, end in clauses(reading):
        groups = frozenset().union(*reading.groups[start:end])
        asks = groups & {"TALK", "GREET", "THANKS", "QUESTION"}
        if "?" in reading.texts[end : end + 1] or asks:
            continue
        start, end = trimmed(reading, start, end, drop=lambda place: _empty(reading, place))
        span = reading.span(start, end)
        best = span if len(span.split()) > max(1, len(best.split())) else best
    return best or None


def _empty(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    return (
        word.text in DROP or in_a_date(reading, place) or (word.kind == "mark" and word.text != ")")
    )
