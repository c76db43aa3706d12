"""Homework as teachers say it, and what families say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers.core.understanding.subjects import find_subjects
from handlers.core.understanding.words.subjects import SUBJECT_WORDS
from handlers.core.understanding.words.tables import words_in
from models.family import Pupil
from models.homework import Sort

SPOKEN = {
    Sort.BRING: re.compile(r"\b(?:mem|di|ng)?bawa(?:kan|in|lah)?\b|\bbwa\b", re.I),
    Sort.UNIFORM: re.compile(r"\b(?:seragam|batik|ber(?:pakaian|baju)|pakai baju)\b", re.I),
    Sort.HOURS: re.compile(r"\b(?:di)?pulang(?:kan|in)?\b", re.I),
}
"""What tells in a sentence that it is one of these."""
BEFORE_DAY = re.compile(r"(?:\b(?:untuk|utk|buat|pada|hari|di|tgl|tanggal|on|for)\s*)+$", re.I)
ELSEWHERE = re.compile(
    r"\b((?:kelas|kls|class)\s*\d{1,2}\s?[a-z])\b"
    r"|^(?:(?:pr|tugas|tugas rumah)\s+)?(\d{1,2}[a-z])\b",
    re.IGNORECASE,
)
"""A class with its letter; a number alone is the grade of a book."""


def said_classes(words: str, mine: Sequence[Pupil]) -> tuple[list[int], str]:
    """The speaker's classes that are named ("kelas 7 A", "7a"), and the words without them."""
    named: list[int] = []
    for class_id, name in {pupil.class_id: pupil.class_name for pupil in mine}.items():
        if class_id is not None and name and (hit := _mention(words, name)):
            named.append(class_id)
            words = words[: hit.start()] + words[hit.end() :]
    return named, " ".join(words.split()) if named else words


def _mention(words: str, name: str) -> re.Match[str] | None:
    """A class by its name. Behind "hal" or "no" it is a page or an exercise."""
    loose = r"\s?".join(re.escape(part) for part in re.findall(r"\d+|\D+", name))
    exact = rf"(?<!hal )(?<!hlm )(?<!no )(?<!nomor )\b{re.escape(name)}"
    return re.search(rf"{_TO}(?:\b(?:kelas|kls|class)\s*{loose}|{exact})\b[:,]?", words, re.I)


_TO = r"(?:\b(?:untuk|utk|buat|dan|for)\s+)?"


_QUESTION = words_in(
    """
    ada pr tugas apa aja saja buat untuk besok lusa hari ini nanti minggu senin selasa rabu kamis
    jumat sabtu gak ga nggak ngga tidak tdk kah bu pak ibu bapak ya miss sir mau tanya nanya
    assalamualaikum selamat pagi siang sore malam maaf permisi nya anak saya yang bilang bener benar
    lihat daftar list pekerjaan rumah homework what is there any the for tomorrow
    """
)
CAPTION = re.compile(r"\b(foto|hasil|pr|tugas|kerja|photo)\w*", re.I)
A_FEW = 3
"""So many words that we do not know say something of their own."""


def is_specific(text: str, names: Iterable[str]) -> bool:
    """Whether a question asks for more than what there is to do."""
    theirs = {part for name in names for part in said_words(name)}
    return len(unknown(said_words(text), _QUESTION | theirs)) >= A_FEW


def names_homework(text: str) -> bool:
    """ "PR mtk halaman berapa?"; not "ngerjainnya di buku apa di LKS?", which only the teacher knows."""
    return any(word in _ITSELF or is_subject(word) for word in said_words(text))


_ITSELF = words_in("pr tugas homework")


def said_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def unknown(words: Iterable[str], known: frozenset[str] | set[str]) -> list[str]:
    """Words that are neither known nor a subject's."""
    return [word for word in words if word not in known and not is_subject(word)]


def is_subject(word: str) -> bool:
    return word in SUBJECT_WORDS or bool(find_subjects(word))


_BRING = re.compile(r"^(?:mem)?bawa(?:lah|kan)?\b\s*", re.IGNORECASE)


def what_to_bring(words: str) -> str | None:
    """ "botol bekas" of "bawa botol bekas"; None where nothing is to be brought."""
    found = _BRING.match(words)
    return words[found.end() :] if found else None
