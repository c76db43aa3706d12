"""What the lines above the headings say: which school, and of when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.roster.table import Cell
from bot.roster.values import text

YEAR = re.compile(r"\b(20\d\d)\s*[/-]\s*(20\d\d)\b")
DOWNLOADED = re.compile(r"Tanggal Unduh\s*:\s*(\d{4})-(\d\d)-(\d\d)", re.IGNORECASE)
NOT_A_SCHOOL = re.compile(
    r"daftar|data |tanggal|kecamatan|kabupaten|kota |provinsi|tahun|semester|kelas|rombel"
    r"|pengunduh",
    re.IGNORECASE,
)

STARTS = 7
"""The school year begins in July."""


@dataclass(frozen=True)
class Titles:
    school: str = ""
    year: str = ""
    """As stated, or the one the download falls in; empty if the file does not tell."""


def read(rows: Iterable[Sequence[Cell]]) -> Titles:
    lines = [" ".join(filter(None, map(text, row))) for row in rows]
    words = [line for line in lines if line]
    school = next((line for line in words if not NOT_A_SCHOOL.match(line)), "")
    return Titles(school[:200], _year(words))


def _year(lines: Sequence[str]) -> str:
    for line in lines:
        if year := school_year(line):
            return year
    for line in lines:
        if found := DOWNLOADED.search(line):
            return year_of(date(int(found[1]), int(found[2]), min(int(found[3]), 28)))
    return ""


def school_year(words: str) -> str:
    """ "2026/2027" if these words have such a year, else empty."""
    found = YEAR.search(words)
    return f"{found[1]}/{found[2]}" if found and int(found[2]) == int(found[1]) + 1 else ""


def year_of(day: date) -> str:
    """The school year a day falls in."""
    first = day.year if day.month >= STARTS else day.year - 1
    return f"{first}/{first + 1}"
