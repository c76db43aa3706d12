"""Who is absent, as teachers note it: "S: Abi, Zahra", "Farel sakit", "nihil"."""

from __future__ import annotations

from typing import Any

from handlers.core.understanding.reading import Reading

CODES = {
    "s": "S", "sakit": "S", "skt": "S", "i": "I", "izin": "I", "a": "A", "alpa": "A", "alpha": "A",
    "alfa": "A", "bolos": "A", "mangkir": "A", "tk": "A", "h": "H", "hadir": "H", "masuk": "H",
    "datang": "H", "sampai": "H", "demam": "S", "mabal": "A", "membolos": "A", "alfha": "A",
}  # fmt: skip
ALL_HERE = {"nihil", "lengkap", "komplit", "full", "komplet"}
LISTING = {",", "dan", "&", "-", "dengan", "sama", "/", "+", "\n", "(", "serta"}
Claim = tuple[int, str]
"""Which word says a code, and the code."""


def attendance_slots(reading: Reading) -> dict[str, Any]:
    """Entries only for pupils named without doubt; a name that fits two is left out."""
    slots: dict[str, Any] = {"date": date_of(reading)}
    entries = entries_of(reading)
    if entries:
        slots["entries"] = entries
    elif not reading.mentions and all_present(reading):
        slots["all_present"] = True
    return slots


def date_of(reading: Reading) -> str:
    today = reading.message.now.date()
    known = [d.first for d in reading.days if d.sort != "duration" and d.first <= today]
    return (known[0] if known else today).isoformat()


def all_present(reading: Reading) -> bool:
    if reading.says(*ALL_HERE):
        return not reading.says("tidak", "belum", "kecuali")
    if "tidak ada" in " ".join(reading.texts) and reading.has("MISSING"):
        return True
    everyone = reading.says("semua", "semuanya", "30", "seluruh") or reading.says("full")
    return everyone and reading.affirms("ATTEND") and not reading.says("kecuali", "tidak", "belum")


def entries_of(reading: Reading) -> dict[str, str]:
    claims = claims_of(reading)
    if not claims:
        return {}
    entries: dict[str, str] = {}
    headed = _is_headed(reading, claims)
    for place, word in enumerate(reading.words):
        if word.kind != "name":
            continue
        name = _child_at(reading, place)
        code = _code_for(reading, place, claims, headed)
        if name and code:
            entries[name] = code
    return entries


def _child_at(reading: Reading, place: int) -> str | None:
    start = reading.words[place].start
    return next((m.name for m in reading.mentions if m.start == start), None)


def claims_of(reading: Reading, strict: bool = False) -> list[Claim]:
    """Every word that says a code; `strict` leaves out illnesses that are only described."""
    found = []
    for place, word in enumerate(reading.words):
        code = CODES.get(word.text) or CODES.get(word.root)
        if word.text == "tanpa" and "keterangan" in reading.texts[place : place + 2]:
            code = "A"
        if code is None and not strict:
            code = _described(reading.groups[place])
        if code == "H" and (reading.denied(place, 3) or _of_the_rest(reading, place)):
            continue
        if code and not _is_corrected(reading, place):
            found.append((place, code))
    return found


def _of_the_rest(reading: Reading, place: int) -> bool:
    """ "lainnya hadir": said of nobody who is named."""
    before = set(reading.texts[max(0, place - 2) : place])
    return bool(before & {"lain", "lainnya", "sisanya", "sisa", "selebihnya", "semua"})


def _described(groups: frozenset[str]) -> str | None:
    """An illness or an occasion, where the teacher tells the reason instead of the code."""
    if "SICK" in groups:
        return "S"
    return "I" if "EVENT" in groups else None


def _is_corrected(reading: Reading, place: int) -> bool:
    """ "bukan alpa tapi sakit": the first is what it is not; "dari alpa ke izin" too."""
    before = reading.texts[max(0, place - 2) : place]
    later = reading.texts[place + 1 : place + 3]
    return (
        "bukan" in before or "dari" in before[-1:] or (before[-1:] == ["tidak"] and "tapi" in later)
    )


def _is_headed(reading: Reading, claims: list[Claim]) -> bool:
    """Whether codes stand before their names, as headings ("Sakit : Salwa, Indira")."""
    first_name = next((p for p, w in enumerate(reading.words) if w.kind == "name"), None)
    if first_name is None:
        return False
    marks = [p for p, _ in claims if reading.texts[p + 1 : p + 2] in ([":"], ["="])]
    follows = claims[0][0] == first_name - 1 and len(claims) > 1
    if marks or (follows and reading.texts[first_name + 1 : first_name + 2] == [","]):
        return True
    return claims[0][0] < first_name and claims[-1][0] < _last_name(reading)


def _last_name(reading: Reading) -> int:
    return max(p for p, w in enumerate(reading.words) if w.kind == "name")


def _code_for(reading: Reading, place: int, claims: list[Claim], headed: bool) -> str | None:
    before = [claim for claim in claims if claim[0] < place]
    after = [claim for claim in claims if claim[0] > place]
    if headed:
        return before[-1][1] if before else (after[0][1] if after else None)
    here = [c for c in after if not _name_between(reading, place, c[0])]
    if here and not _sentence_between(reading, place, here[0][0]):
        return _final(reading, here)
    if after and _only_listing(reading, place, after[0][0]):
        return after[0][1]
    if before:
        return before[-1][1]
    return after[0][1] if after else None


def _final(reading: Reading, claims: list[Claim]) -> str:
    """Of "tidak masuk, sakit" the last; a comment behind a code is no other code."""
    sentence = [c for c in claims if not _sentence_between(reading, claims[0][0], c[0])]
    explicit = [code for _, code in sentence if code != "H"]
    if reading.says("ubah", "ganti", "jadi", "ralat", "koreksi", "betul", "dibetulkan"):
        return claims[-1][1] if not explicit else sentence[-1][1]
    return sentence[0][1]


def _name_between(reading: Reading, start: int, end: int) -> bool:
    return any(word.kind == "name" for word in reading.words[start + 1 : end])


def _sentence_between(reading: Reading, start: int, end: int) -> bool:
    return any(word.text in {".", "\n", ";"} for word in reading.words[start + 1 : end])


def _only_listing(reading: Reading, start: int, end: int) -> bool:
    """Between a name and the code of its list stand only names and commas."""
    between = reading.words[start + 1 : end]
    return all(word.kind == "name" or word.text in LISTING for word in between)
