"""Promises as people write them: "Beli cat (Bu Sari, 20 Des)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from pydantic import BaseModel

from handlers.core.understanding import find_day

_HEADING = re.compile(
    r"(?:^|(?<=[\n.;]))\s*(?:hasil\s+)?(?:keputusan(?:\s+rapat)?|kesepakatan|decisions?)\s*:",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*[-•*–]\s*", re.MULTILINE)
_BRACKET = re.compile(r"\(([^()]*)\)\s*[.;]?\s*$")
_UNTIL = re.compile(
    r"[\s,;]*\b(?:paling lambat|selambatnya|sampai|sebelum|tenggat|until|by|before)\b(?P<day>.*)$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"[\s,;]*\b(?:oleh|penanggung jawab|pj)\b\s*:?\s*(?P<who>[^,;()]+?)\s*"
    r"(?=$|[,;]|\b(?:paling lambat|selambatnya|sampai|sebelum|tenggat)\b)",
    re.IGNORECASE,
)
HONORIFICS = {
    **dict.fromkeys(("bu", "ibu", "mama", "mamah", "bunda", "umi", "mrs", "ms"), "f"),
    **dict.fromkeys(("pak", "bapak", "bpk", "ayah", "papa", "abi", "mr"), "m"),
    **dict.fromkeys(("om", "tante", "kak", "ustadz", "ustadzah", "wali"), ""),
}
_ADDRESSED = re.compile(rf"^(?:{'|'.join(HONORIFICS)})\.?\s+\S", re.IGNORECASE)
_ROLE = re.compile(
    r"^(?:komite|panitia|pengurus|ketua|bendahara|sekretaris|guru|wali kelas|semua|sekolah)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"^(?P<who>(?:{'|'.join(HONORIFICS)})\.?\s[^:,;()]{{1,40}}):\s*", re.IGNORECASE
)


class Promise(BaseModel, frozen=True):
    """Who does what until when, as it was written."""

    words: str
    who: str = ""
    due: date | None = None


def split(text: str) -> tuple[str, list[str]]:
    """What was said, and the decisions in it; none without their heading."""
    heading = _HEADING.search(text)
    if heading is None:
        return text.strip(), []
    return text[: heading.start()].strip(), items(text[heading.end() :])


def decided(words: str) -> str:
    """What stands behind "keputusan" with which they begin: "keputusan: beli cat"; or ""."""
    found = _DECIDED.match(words)
    return words[found.end() :].strip() if found else ""


def numbered(words: str) -> tuple[int, str]:
    """Which decision of a list they name, and what they make of it: "keputusan 2: beli sapu".

    0 where they name none.
    """
    found = _NUMBER.fullmatch(words.strip())
    return (int(found[1]), (found[2] or "").strip()) if found else (0, "")


_DECIDED = re.compile(r"(?:keputusan|kesepakatan|decisions?)\b[\s:]*", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:(?:keputusan|decision|nomor|number|no)\b\.?\s*)*(\d{1,2})\.?"
    r"(?:\s*(?::|jadi|menjadi|dengan)\s*(.+))?",
    re.IGNORECASE | re.DOTALL,
)


def items(text: str) -> list[str]:
    """Each decision of a list that has numbers, dots, or a line for each."""
    numbered = list(_numbered(text))
    if numbered:
        return numbered
    parts = _BULLET.split(text) if _BULLET.search(text) else text.splitlines()
    return [part.strip(" \n.;") for part in parts if part.strip(" \n.;")]


def _numbered(text: str) -> Iterator[str]:
    """Only 1, then 2, and so on begin an item: "tanggal 20. Lalu" does not."""
    starts: list[re.Match[str]] = []
    for found in re.finditer(r"(?:(?<=\s)|^)(\d{1,2})[.)]\s*(?=\D)", text):
        if int(found[1]) == len(starts) + 1:
            starts.append(found)
    ends = [start.start() for start in starts[1:]]
    for start, end in zip(starts, [*ends, len(text)], strict=False):
        if item := text[start.end() : end].strip(" \n.;"):
            yield item


def promise(item: str, now: datetime) -> Promise:
    """One decision; `now` in the school's zone, from which "Jumat" is counted."""
    words, who, due = item.strip(" \n.;"), "", None
    if bracket := _BRACKET.search(words):
        who, due = _in_brackets(bracket[1], now)
        if who or due:
            words = words[: bracket.start()].strip(" ,;.")
    if not who and (by := _BY.search(words)):
        words, who = (words[: by.start()] + " " + words[by.end() :]).strip(), by["who"]
    if due is None and (until := _UNTIL.search(words)) and (day := find_day(until["day"], now)):
        words, due = words[: until.start()].strip(), day
    if not who and (leading := _LEADING.match(words)):
        words, who = words[leading.end() :].strip(), leading["who"]
    return Promise(words=words or item, who=who, due=due)


def _in_brackets(text: str, now: datetime) -> tuple[str, date | None]:
    """ "Bu Sari, 20 Des": a name, even one like "Bu Juli", and a day."""
    who: list[str] = []
    due, named = None, False
    for part in (part.strip() for part in text.split(",")):
        addressed = _ADDRESSED.match(part) is not None
        day = None if addressed else find_day(part, now)
        if day is not None:
            due = day
        elif part:
            who.append(part)
            named = named or addressed or _ROLE.match(part) is not None or part[0].isupper()
    return (", ".join(who) if named or due else ""), due


def person_called(who: str, among: Mapping[int, str]) -> int | None:
    """The one person of these, by id, whom a name means: "Bu Sari" is "Ibu Sari"."""
    title, said = _name(who)
    if not said:
        return None
    found = [id_ for id_, name in among.items() if said <= _name(name)[1]]
    if len(found) > 1:
        found = [id_ for id_ in found if title and _name(among[id_])[0] == title]
    elif found and title and _name(among[found[0]])[0] not in ("", title):
        return None
    return found[0] if len(found) == 1 else None


def _name(words: str) -> tuple[str, set[str]]:
    """Whether a woman or a man is addressed, and the name without that."""
    parts = re.findall(r"\w+", words.casefold())
    title = next((HONORIFICS[part] for part in parts[:1] if part in HONORIFICS), "")
    return title, {part for part in parts if part not in HONORIFICS}
