"""Homework, progress and timetable as parents ask about them; homework as teachers set it."""

from __future__ import annotations

import re
from typing import Any

from handlers.understanding.dates.days import Day
from handlers.understanding.reading import Reading
from handlers.understanding.slots.children import children_of
from handlers.understanding.subjects import find_subject, subject_at

DUE = {"kumpul", "kumpulkan", "paling", "lambat", "batas", "untuk", "deadline", "setor", "dinilai",
       "presentasi", "sampai", "dibawa", "nilai", "terakhir", "buat", "hari", "diperiksa", "periksa",
       "tanggal", "max", "maksimal", "sebelum", "kumpulnya"}  # fmt: skip
LEAD = re.compile(
    r"^\s*(?:(?:assalamu?'?alaikum|salam|selamat \w+)[^:\n]*?[,.\n]\s*)?"
    r"(?:(?:tolong|mohon|bot|@\w+|catat|kirim(?:kan)?|kasih|beri|buat(?:kan)?|info|ada|jangan lupa|"
    r"anak[- ]?anak\w*|anak2|kelas \w+|kerjakan|kerjain|untuk|utk|besok|ke|umumkan|share|dan|ya|"
    r"siswa|murid|semua|bagi|ingatkan|sampaikan|ortu|wali murid)[\s,:]+)*"
    r"(?:(?:pr|tugas(?: rumah| kelompok| individu| harian)?|pekerjaan rumah|p\.r\.?)\b[\s:,.-]*)?",
    re.IGNORECASE,
)


def with_subject(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if children := children_of(reading):
        slots["children"] = children
    if subject := find_subject(reading.text):
        slots["subject"] = subject
    return slots


def schedule_slots(reading: Reading) -> dict[str, Any]:
    """The day asked about; a day on which something happened is none."""
    days = [d for d in reading.days if d.sort != "duration" and d.first >= reading.message.now.date()]
    return {"date": days[0].first.isoformat()} if days else {}


def assignment_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if subject := find_subject(reading.text):
        slots["subject"] = subject
    due = _due(reading)
    if due:
        slots["due"] = due.first.isoformat()
    if body := _body(reading, due):
        slots["body"] = body
    return slots


def _due(reading: Reading) -> Day | None:
    today = reading.message.now.date()
    days = [d for d in reading.days if d.first > today and d.sort != "duration"]
    marked = [d for d in days if DUE & set(reading.texts[max(0, d.start - 3) : d.start])]
    return (marked or days or [None])[-1 if marked else 0]


def _body(reading: Reading, due: Day | None) -> str:
    """What is set, without command, subject label and deadline."""
    text = reading.text
    begin, end = LEAD.match(text).end() if LEAD.match(text) else 0, len(text)  # type: ignore[union-attr]
    begin = _after_subject(text, begin)
    if due:
        first, last = _deadline_span(reading, due)
        if last >= len(text.rstrip(" .!🙏")) - 12 or last > begin + (end - begin) * 0.6:
            end = first
        elif first <= begin + 8:
            begin = max(begin, last)
        begin = _after_subject(text, begin)
    body = text[begin:end]
    body = re.sub(r"[\s,.;:(–-]*(?:ya|y|nggih)?\s*(?:bu|pak|bun|bunda|anak2|anak-anak)?[\s.!🙏]*$", "", body)
    return body.strip(" \n\t,.;:-")


def _after_subject(text: str, begin: int) -> int:
    """Skip "Bahasa Jawa:" and the like, if it stands at the head."""
    hit = subject_at(text[begin:])
    if hit and hit[1] <= 2 and hit[0] != "pai":
        rest = text[begin + hit[2] :]
        marks = re.match(r"[\s:,.–-]*", rest)
        return begin + hit[2] + (marks.end() if marks else 0)
    lead = re.match(r"[\s:,.–-]*(?:pr|tugas)\b[\s:,.-]*", text[begin:], re.IGNORECASE)
    return begin + lead.end() if lead else begin


def _deadline_span(reading: Reading, due: Day) -> tuple[int, int]:
    """Where the words about the deadline begin and end in the text."""
    start = due.start
    while start > 0 and (
        reading.texts[start - 1] in DUE
        or reading.words[start - 1].root in DUE
        or reading.texts[start - 1] in {",", ".", "di", "pada", "harus", "dan", ":", "ke", "lalu"}
    ):
        start -= 1
    end = due.end
    return reading.words[start].start, reading.words[end - 1].end
