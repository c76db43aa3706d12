"""Meetings as they are called, moved, answered and attended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.words.tables import words_in
from models.family import Pupil
from models.invitation import ALPHABET
from models.meeting import Kind
from models.people import Relation

OFF = re.compile(r"^(?:batal(?:kan)?|hapus|bukan|undo)\s+", re.IGNORECASE)
_NUMBERS = re.compile(r"[\d\s,.;&–-]+|(?:\b(?:dan|and|no|nomor|hadir)\b)")
_SPAN = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")


def said_numbers(words: str) -> list[int]:
    """ "1 3 5-9": each of them; none if anything but numbers was written."""
    if _NUMBERS.sub("", words.casefold()).strip():
        return []
    found: list[int] = []
    for first, last in _SPAN.findall(words):
        found += range(int(first), int(last or first) + 1)
    return list(dict.fromkeys(found))


def named_in(words: str, about: Sequence[Pupil]) -> list[int]:
    """The one child that each part between commas names; none if any part is something else.

    Only names count: "catatan Aisyah: …" is a note, not an answer to the list.
    """
    meant: list[int] = []
    for part in re.split(r"[,;\n]|\bdan\b", words.casefold()):
        said = set(part.split())
        found = [p.id for p in about if said and said <= {*p.name.casefold().split(), *_nick(p)}]
        if len(found) != 1:
            return []
        meant += found
    return meant


def _nick(pupil: Pupil) -> list[str]:
    return pupil.nickname.casefold().split()


WHEN = re.compile(
    r"\b(?:kapan(?:nya)?|kpn|(?:jam|pukul|pkl|hari|tgl|tanggal)\s+(?:be?rapa|brp|apa)|di\s?mana|dmn|"
    r"ruang\s+mana|tempatnya\s+mana|when|what time|where)\b"
)
MEETING = re.compile(r"\b(?:rapat|pomg|pertemuan|undangan|komite|meeting)(?:nya)?\b")
MAY = re.compile(r"\b(?:boleh|bawa|kalau|kalo|klo)\b")


FIRST = re.compile(
    r"^(?:(?:eh|tolong|mohon|bot|min|bisa|rapat(?:nya)?|acara(?:nya)?)\b[\s,]*)+", re.IGNORECASE
)
CANCELS = re.compile(r"\b(?:di)?(?:batal|cancel)(?:kan|in)?\b", re.IGNORECASE)
ASKS = re.compile(r"\b(?:siapa|berapa|who|how many)\b.*\b(?:hadir|datang|ikut|comes?)\b", re.I)


PARENTS = {
    relation: re.compile(rf"(?:{words})(?:nya|ku|\s+saya)?(?:\s+(?:aja|saja|ya|bu|pak))*", re.I)
    for relation, words in (
        (Relation.FATHER, "papah?|ayah|bapak|bpk|abi|suami|father|husband"),
        (Relation.MOTHER, "mamah?|ibu|bunda|umi|istri|mother|wife"),
    )
}
_KIN = re.compile(r"(?<=\w)nya\b|\b(?:bu|pak|ya|yang|datang|saja|aja)\b", re.IGNORECASE)


def said_words(name: str) -> set[str]:
    return set(re.findall(r"\w{2,}", _KIN.sub(" ", name.casefold())))


CODE = re.compile(rf"^hadir[\s_]+([{ALPHABET}]{{8}})$", re.IGNORECASE)


KINDS = (
    (Kind.COMMITTEE, re.compile(r"\bkomite\b|\bcommittee\b")),
    (Kind.REPORT_DAY, re.compile(r"\brap[oi]t\b|\brapor\b|\braport\b|\breport\b")),
    (Kind.YEAR_START, re.compile(r"\btahun\s+(?:ajaran|pelajaran)\b|\bawal\s+tahun\b")),
    (Kind.EXAM, re.compile(r"\bujian\b|\bkelulusan\b|\bexams?\b")),
    (Kind.POMG, re.compile(r"\bpomg\b|\bpaguyuban\b")),
    (
        Kind.OTHER,
        re.compile(
            r"\b(?:sosialisasi|parenting|penyuluhan|seminar|perpisahan|wisuda|pentas|lainnya)\b"
        ),
    ),
)
AGENDA = re.compile(
    r"[,;.]?\s*\b(?:agenda(?:nya)?|membahas|bahas)\b\s*:?\s*(?P<agenda>.+?)\s*"
    r"(?=[,;.]\s*(?:kapasitas|muat|maks|tiap|setiap|capacity)\b|$)",
    re.IGNORECASE | re.DOTALL,
)
CAPACITY = re.compile(
    r"\b(?:kapasitas|muat|maks(?:imal)?|capacity)\s*:?\s*(?P<seats>\d{1,4})\b(?:\s*(?:orang|kursi))?",
    re.IGNORECASE,
)
EVERY = re.compile(
    r"\b(?:tiap|setiap|every)\s+(?:(?P<months>\d{1,2}|dua|tiga|enam)\s+)?(?:bulan|months?)"
    r"(?:\s+sekali)?\b",
    re.IGNORECASE,
)
_MONTHS = {None: 1, "dua": 2, "tiga": 3, "enam": 6}
CLASSES = re.compile(
    r"\b(?:kelas|kls|class)\s*(?:\d{1,2}|[ivx]+)\s?[a-z]?\b|\b\d{1,2}\s?[a-z]\b"
    r"|\b(?:seluruh|semua|segenap)\s+(?:sekolah|kelas|wali murid|orang ?tua|ortu)\b|\bsekolah\b",
    re.IGNORECASE,
)


def agenda_in(words: str) -> str | None:
    """What stands behind the word "agenda" with which they begin; None where they do not."""
    found = _NAMED_AGENDA.match(words)
    return words[found.end() :].strip() if found else None


def hours(reading: Reading) -> tuple[list[time], frozenset[int]]:
    """The clock times, also one that stands bare behind another ("jam 8-10", "jam 8 sampai 10"),
    and the places of all words that say when."""
    found = [time(clock.hour % 24, clock.minute) for clock in reading.clocks]
    end = max((clock.end for clock in reading.clocks), default=0)
    between, last = ([word.text for word in reading.words[end : end + 2]] + ["", ""])[:2]
    if len(found) == 1 and between in _UP_TO and last.isdecimal() and int(last) < HOURS:
        return [*found, time(int(last))], reading.timed | {end, end + 1}
    return found, reading.timed


HOURS = 24
_UP_TO = words_in("- – sampai")
_NAMED_AGENDA = re.compile(r"agenda(?:nya)?\b[\s:]*", re.IGNORECASE)


def kind_of(words: str) -> Kind | None:
    said = words.casefold()
    return next((kind for kind, pattern in KINDS if pattern.search(said)), None)


def months(every: re.Match[str]) -> int:
    said = every["months"]
    return _MONTHS.get(said.casefold() if said else None) or int(said)


MOVES = re.compile(
    r"\b(?:di|me|ng)?(?:pindah|geser|undur|mundur|tunda|maju|ganti hari|ganti tempat|move)"
    r"(?:kan|in)?(?:nya)?\b",
    re.IGNORECASE,
)
TO = re.compile(r"\b(?:ke|jadi|menjadi|to)\b", re.IGNORECASE)
WHY = re.compile(r"\b(?:karena|karna|krn|soalnya|sebab|because)\b.*$", re.IGNORECASE | re.DOTALL)
EARLIER = re.compile(r"\b(?:di|me)?(?:maju)(?:kan|in)?\b", re.IGNORECASE)
LATER = re.compile(r"\b(?:di)?(?:undur|mundur|tunda)(?:kan|in)?\b", re.IGNORECASE)
BY = re.compile(
    r"\b(?:(?P<one>se)|(?P<count>\d{1,2}|satu|dua|tiga|empat|setengah)\s*)"
    r"(?P<unit>jam|menit|hari|minggu|pekan|bulan)\b",
    re.IGNORECASE,
)
NEXT_WEEK = re.compile(r"\b(?:minggu|pekan) (?:depan|dpn)\b(?!\s*tgl|\s*tanggal)", re.IGNORECASE)


def behind_to(words: str) -> list[str]:
    to = TO.search(words)
    return ["ke " + words[to.end() :]] if to else []


def grade_of(class_name: str) -> str:
    """ "6" of "6B"; empty where the name begins otherwise."""
    return re.sub(r"\D.*", "", class_name)
