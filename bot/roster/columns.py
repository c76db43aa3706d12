"""Finding the columns we need, whatever the file calls them and wherever they begin."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path

from bot.roster import problems as why
from bot.roster.problems import Unreadable
from bot.roster.table import Cell
from bot.roster.values import text

WITHIN = 15
"""Titles and notes stand above the headings; further down there are none."""


class Field(StrEnum):
    """What is read of a pupil. Every other column of a file is never looked at."""

    NAME = "name"
    NICKNAME = "nickname"
    SEX = "sex"
    CLASS = "class"
    NISN = "nisn"
    NIPD = "nipd"
    HOMEROOM = "homeroom"
    FATHER = "father"
    MOTHER = "mother"
    GUARDIAN = "guardian"
    RELATION = "relation"
    FATHER_WORK = "father_work"
    MOTHER_WORK = "mother_work"
    GUARDIAN_WORK = "guardian_work"
    PHONE_FATHER = "phone_father"
    PHONE_MOTHER = "phone_mother"
    PHONE_GUARDIAN = "phone_guardian"
    PHONE = "phone"
    LANDLINE = "landline"
    PRIMARY = "primary"
    LIVING = "living"


def _parent(word: str, english: str) -> tuple[str, ...]:
    return (
        f"data {word} nama",
        f"nama {word}",
        f"{word} nama",
        f"nama {word} kandung",
        word,
        english,
    )


def _phone(word: str, english: str) -> tuple[str, ...]:
    marks = ("hp", "no hp", "nomor hp", "wa", "no wa", "nomor wa", "telepon", "no telepon", "telp")
    return (*(f"{mark} {word}" for mark in marks), f"phone {english}")


NAMES: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("nama", "nama siswa", "nama peserta didik", "nama lengkap", "nama murid",
                 "nama anak", "nama pd", "name"),
    Field.NICKNAME: ("nama panggilan", "panggilan", "nickname"),
    Field.SEX: ("jk", "l p", "jenis kelamin", "kelamin", "sex"),
    Field.CLASS: ("rombel saat ini", "rombel", "kelas", "nama rombel", "kelas saat ini",
                  "rombongan belajar", "kelas rombel", "class"),
    Field.NISN: ("nisn",),
    Field.NIPD: ("nipd", "nis", "no induk", "nomor induk", "nis lokal", "nism"),
    Field.HOMEROOM: ("wali kelas", "nama wali kelas", "homeroom teacher", "homeroom"),
    Field.FATHER: _parent("ayah", "father"),
    Field.MOTHER: _parent("ibu", "mother"),
    Field.GUARDIAN: _parent("wali", "guardian"),
    Field.RELATION: ("hubungan wali", "hubungan dengan wali", "status wali", "guardian relation"),
    Field.FATHER_WORK: ("data ayah pekerjaan", "pekerjaan ayah"),
    Field.MOTHER_WORK: ("data ibu pekerjaan", "pekerjaan ibu"),
    Field.GUARDIAN_WORK: ("data wali pekerjaan", "pekerjaan wali"),
    Field.PHONE_FATHER: _phone("ayah", "father"),
    Field.PHONE_MOTHER: _phone("ibu", "mother"),
    Field.PHONE_GUARDIAN: _phone("wali", "guardian"),
    Field.PHONE: ("hp", "no hp", "nomor hp", "nomor telepon seluler", "wa", "no wa", "nomor wa",
                  "hp orang tua", "no hp orang tua", "no wa orang tua", "phone"),
    Field.LANDLINE: ("telepon", "no telepon", "telp", "nomor telepon rumah"),
    Field.PRIMARY: ("kontak utama", "primary contact"),
    Field.LIVING: ("jenis tinggal",),
}  # fmt: skip
"""Headings as `plain` leaves them. Two header rows are read as one: "data ayah nama"."""


@dataclass(frozen=True)
class Columns:
    """Where each field stands; the headings are the rows from `start` up to `first`."""

    start: int
    first: int
    at: Mapping[Field, int]
    headings: Sequence[str]

    def heading(self, field: Field) -> str:
        return self.headings[self.at[field]]


def plain(heading: Cell) -> str:
    """A heading without case, punctuation and line breaks."""
    return " ".join(re.sub(r"[\W_]+", " ", text(heading)).casefold().split())


def find(rows: Sequence[Sequence[Cell]], mapping: Mapping[str, str] | None = None) -> Columns:
    """The best header within the first rows, of one row or two. Raises `Unreadable`."""
    names = _names(mapping or {})
    best = Columns(0, 0, {}, ())
    for index, row in enumerate(rows[:WITHIN]):
        below = rows[index + 1] if index + 1 < len(rows) else ()
        for first, headings in ((index + 1, _single(row)), (index + 2, _double(row, below))):
            found = _match(headings, names)
            if len(found) > len(best.at):
                best = Columns(index, first, found, headings)
    _check(best, mapping or {})
    return best


def load_mapping(path: Path) -> dict[str, str]:
    """A user's own headings by field, from JSON or TOML. Raises `Unreadable`."""
    try:
        words = path.read_text("utf-8-sig")
        found = json.loads(words) if path.suffix.lower() == ".json" else tomllib.loads(words)
    except (OSError, ValueError) as error:
        raise Unreadable(why.BAD_MAPPING, why=str(error)) from None
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise Unreadable(why.BAD_MAPPING, why="field: heading")
    return found


def _names(mapping: Mapping[str, str]) -> dict[str, Field]:
    own = {}
    for name, heading in mapping.items():
        if name not in list(Field):
            raise Unreadable(why.UNKNOWN_FIELD, field=name, known=", ".join(Field))
        own[plain(heading)] = Field(name)
    usual = {n: field for field, ns in NAMES.items() for n in ns if field not in own.values()}
    return {**usual, **own}


def _single(row: Sequence[Cell]) -> list[str]:
    return [" ".join(text(cell).split()) for cell in row]


def _double(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[str]:
    """Two rows as one: a merged group's name, left on its first cell only, goes before each."""
    group, headings = "", []
    for above, below in zip_longest(_single(upper), _single(lower), fillvalue=""):
        group = above or group
        headings.append(f"{group} {below}" if below else above)
    return headings


def _match(headings: Sequence[str], names: Mapping[str, Field]) -> dict[Field, int]:
    found: dict[Field, int] = {}
    for index, heading in enumerate(headings):
        if (field := names.get(plain(heading))) is not None:
            found.setdefault(field, index)
    return found


def _check(best: Columns, mapping: Mapping[str, str]) -> None:
    needed = {"name (Nama)": {Field.NAME}, "class (Rombel Saat Ini, Kelas)": {Field.CLASS}}
    needed["nisn, nipd (NISN, NIPD, NIS)"] = {Field.NISN, Field.NIPD}
    missing = [words for words, fields in needed.items() if not fields & best.at.keys()]
    found = ", ".join(heading for heading in best.headings if heading)[:500] or "-"
    if missing:
        raise Unreadable(why.NO_HEADER, rows=str(WITHIN), missing="; ".join(missing), found=found)
    for name, heading in mapping.items():
        if Field(name) not in best.at:
            raise Unreadable(why.UNMAPPED, heading=heading, found=found)
