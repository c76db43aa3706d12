"""Whom an announcement is for, as teachers say it: classes, the school, those who have not signed."""

from __future__ import annotations

import re

from models.people import Relation

SAID_SCHOOL = re.compile(
    r"\b(se-?sekolah|(seluruh|semua|segenap)\s+(sekolah|kelas|wali murid|orang ?tua|ortu))\b"
    r"|^semua$|^sekolah$|^school$"
)
SAID_STAFF = re.compile(r"\b(guru|staf|staff|teachers?|dewan guru)\b")
SAID_UNSIGNED = re.compile(r"\b(belum|blm)\s+(paraf|baca|jawab|diparaf)\b|\bunsigned\b")
SAID_ABSENT = re.compile(r"\b((tidak|tdk|gak|nggak|ga) masuk|absen|absent)\b")
SAID_ONLY = {
    Relation.FATHER: re.compile(r"\b(ayah|bapak|bapak-bapak|fathers?)\b"),
    Relation.MOTHER: re.compile(r"\b(ibu|ibu-ibu|bunda|mama|mothers?)\b"),
}
CLASS = re.compile(
    r"\b(?:(?:(?:kelas|kls|class)\s+)?(\d{1,2})|(?:kelas|kls|class)\s+([ivx]+))\s?([a-z]?)\b"
)
"""A class or a grade; in Roman numerals only behind the word, as "via" is none."""
FILLER = re.compile(r"\b(untuk|kepada|ke|bagi|para|saja|only|for|dan|and|kelas|kls|class)\b")
_NAMING = (SAID_SCHOOL, SAID_UNSIGNED, SAID_ABSENT, CLASS, SAID_STAFF, *SAID_ONLY.values())
_PEOPLE = re.compile(
    r"\b(semua|seluruh|segenap|ortu|orang ?tua|wali|murid|siswa|anak|keluarga|yang|utk|buat|"
    r"all|parents|families|pupils|of|the)\b"
)
"""Beside the name of a class they say nothing of their own."""
CLOCK = re.compile(r"\b(?:jam|pukul|pkl|tgl|tanggal)\s*\d{1,2}(?:[.:]\d{2})?\b")
_ONE = r"(?:(?:kelas|kls|class)\s*(?:\d{1,2}|[ivx]+)(?:\s?[a-z])?|\d{1,2}\s?[a-z])\b"
_LEADING = re.compile(
    r"\s*(?:(?:untuk|utk|kepada|ke|buat|for)\s+)?(?:(?:para|ortu|orang ?tua|wali ?murid)\s+)*"
    rf"{_ONE}(?:\s*(?:,|&|\+|dan|and)\s*{_ONE})*",
    re.I,
)
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
         "ix": "9", "x": "10", "xi": "11", "xii": "12"}  # fmt: skip


def only(words: str) -> bool:
    """Whether words name classes, the school, staff or the like, and say nothing else."""
    named = any(pattern.search(words.casefold()) for pattern in _NAMING)
    return named and not words.strip().isdecimal() and not beyond(words)


def beyond(words: str) -> str:
    """What words say besides whom: "putra" of "kelas 7A yang putra"."""
    left = " ".join(words.casefold().split())
    for pattern in (*_NAMING, FILLER, _PEOPLE):
        left = pattern.sub(" ", left)
    return " ".join(left.split()).strip(" ,;&+.-/")


def leading(words: str) -> tuple[str, str]:
    """The classes with which a sentence begins, and the rest: "kls 7a dan 7b", "besok libur"."""
    found = _LEADING.match(words)
    end = found.end() if found else 0
    return words[:end].strip(), words[end:].strip(" \n,.;-–—")


def same(name: str, number: str, roman: str, letter: str) -> bool:
    """Whether a class is the one, or of the grade, that was named."""
    found = re.match(r"(\d+|[ivx]+)\W?(.*)", name)
    if found is None:
        return False
    grade = number or ROMAN.get(roman, roman)
    return ROMAN.get(found[1], found[1]) == grade and letter in ("", found[2])
