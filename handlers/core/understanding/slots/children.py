"""Which of a parent's children a message is about."""

from __future__ import annotations

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.words.tables import words_in

ALL = {"dua duanya", "keduanya", "kedua anak", "berdua", "semuanya", "anak anak", "bertiga",
       "ketiganya", "sami sami", "kalih kalihipun", "duaan", "kabeh", "sadayana"}  # fmt: skip


def children_of(reading: Reading, bystanders: bool = False) -> list[str]:
    """The children meant; empty if there are several and none is named, so that one asks.

    Whoever is said to come as usual, or only mentioned as somebody's brother, is not meant.
    """
    children = list(reading.message.children)
    if len(children) <= 1:
        return children
    if reading.named:
        return reading.named if bystanders else _without_bystanders(reading)
    if any(not mention.name for mention in reading.mentions):
        return []
    return children if _means_all(reading) else []


def _means_all(reading: Reading) -> bool:
    typed = reading.text.casefold().replace("-", " ")
    if any(phrase in typed for phrase in ("dua duanya", "dua2nya", "duanya", "anak anak", "anak2")):
        return True
    return reading.says("berdua", "bertiga", "keduanya", "ketiganya", "semuanya", "duaduanya") or (
        "semua" in reading.texts and len(reading.content) <= 4
    )


def _without_bystanders(reading: Reading) -> list[str]:
    """Drop a child of whom only "Bilqis tetap masuk" or "bukan Rangga" is said.

    Nobody may be left: "bukan Rangga ya bu" does not tell who it is.
    """
    dropped = {
        mention.name
        for mention in reading.mentions
        if mention.name and _only_mentioned(reading, mention.start)
    }
    return [name for name in reading.named if name not in dropped]


_AS_USUAL = words_in("kok sih seperti biasa saja ya bu pak sekolah , .")


def _only_mentioned(reading: Reading, start: int) -> bool:
    place = next(at for at, word in enumerate(reading.words) if word.start == start)
    after = [word.text for word in reading.words[place + 1 : place + 4]]
    before = [word.text for word in reading.words[max(0, place - 2) : place]]
    if before[-1:] == ["bukan"] or (before[-1:] == ["kalau"] and {"tetap", "tetep"} & set(after)):
        return True
    if after[:1] == ["sehat"] or (after[:1] == ["masuk"] and set(after[1:2]) <= _AS_USUAL):
        return True
    if (
        "tetap" in after
        or "tetep" in after
        or after[:2] in (["masuk", "seperti"], ["sih", "masuk"])
    ):
        return bool({"masuk", "sekolah", "berangkat", "hadir"} & set(after))
    return False
