"""Cells as people fill them and as Excel leaves them, made into what we store."""

from __future__ import annotations

import re
import unicodedata

from bot.roster.table import Cell
from models.people import Relation, Sex

NOTHING = {
    "", "-", "--", "0", ".", "n/a", "nihil", "kosong", "tidak ada", "tdk ada", "belum ada",
    "tidak punya hp", "tidak punya", "tidak ada hp", "null", "none",
}  # fmt: skip

SCIENTIFIC = re.compile(r"[\d.,]+e\+?\d+", re.IGNORECASE)
DECEASED = re.compile(r"\b(alm|almh|almarhum|almarhumah)\b", re.IGNORECASE)

ROMAN = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
    "XI": 11, "XII": 12,
}  # fmt: skip
BOTH = {"keduanya", "kedua", "duanya", "both"}
CLASS_WORDS = {"KELAS", "KLS", "ROMBEL", "ROMBONGAN", "BELAJAR", "KELOMPOK", "CLASS"}


def text(cell: Cell) -> str:
    """A cell as one line of text. A whole number has no decimals, as Excel shows it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    words = unicodedata.normalize("NFC", str(cell))
    seen = "".join(" " if c.isspace() else c for c in words if _is_shown(c))
    words = " ".join(seen.split())
    return words[1:] if re.match(r"'\d", words) else words


def _is_shown(letter: str) -> bool:
    return letter.isspace() or not unicodedata.category(letter).startswith("C")


def filled(cell: Cell) -> str:
    """As `text`, and empty where people write that there is nothing."""
    words = text(cell)
    return "" if words.casefold().strip("()") in NOTHING else words


def is_mangled(words: str) -> bool:
    """Whether Excel has kept only the first digits ("6.2844E+12"): the rest is lost."""
    return SCIENTIFIC.fullmatch(words) is not None


def nisn(words: str) -> str | None:
    """Ten digits. Excel drops the zeros at the front, which can be put back; None if wrong."""
    return words.zfill(10) if re.fullmatch(r"\d{1,10}", words, re.ASCII) else None


def sex(words: str) -> Sex | None:
    known = {"L": Sex.MALE, "1": Sex.MALE, "P": Sex.FEMALE, "2": Sex.FEMALE}
    known |= {"LAKI-LAKI": Sex.MALE, "LAKI": Sex.MALE, "PEREMPUAN": Sex.FEMALE}
    return known.get(words.upper())


def name(words: str) -> str:
    """A name typed all in one case as names are written; any other stays as it was typed.

    Degrees after a comma and abbreviations ("M.", "Muh.") are left alone: only the family
    knows what they stand for.
    """
    person, comma, degrees = words.partition(",")
    if person.isupper() or person.islower():
        person = re.sub(r"[^\W\d_]+(?:['’`][^\W\d_]+)*", _capital, person)
    return person + comma + degrees


def _capital(word: re.Match[str]) -> str:
    letters = word.group()
    is_number = word.start() > 0 and letters in ("II", "III", "IV")
    return letters if is_number else letters[0].upper() + letters[1:].lower()


def class_name(words: str) -> str:
    """As people type a class: "KELAS 3 B" and "Kelas III-B" are "3B", "VII A" is "7A"."""
    parts = [part for part in re.split(r"[\s\-_./]+", words.upper()) if part]
    parts = [part for part in parts if part not in CLASS_WORDS]
    if parts:
        parts[0] = _arabic(parts[0])
    return "".join(parts)


def _arabic(part: str) -> str:
    """A Roman grade at the front, with its letter ("VIIA") or alone, as a figure."""
    found = re.fullmatch(r"(XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I)([A-Z]\d?)?", part)
    if found is None:
        return part
    return f"{ROMAN[found[1]]}{found[2] or ''}"


def is_deceased(name: str, work: str) -> bool:
    """Dapodik says so as an occupation, people write "(alm)" beside the name."""
    return work.casefold() == "sudah meninggal" or DECEASED.search(name) is not None


def tells_both(words: str) -> bool | None:
    """Whether both parents are to be told at once; None where the file does not say."""
    said = set(re.findall(r"\w+", words.casefold()))
    both = bool(said & BOTH) or {"ibu", "ayah"} <= said or {"mother", "father"} <= said
    return both if said else None


def primary(words: str) -> Relation | None:
    """Whom the school asks us to tell first; None where it leaves that to us."""
    known = {
        "ibu": Relation.MOTHER, "mother": Relation.MOTHER,
        "ayah": Relation.FATHER, "bapak": Relation.FATHER, "father": Relation.FATHER,
        "wali": Relation.GUARDIAN, "guardian": Relation.GUARDIAN,
    }  # fmt: skip
    return known.get(words.casefold())
