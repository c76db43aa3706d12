"""Which of several lines is meant: "yang kedua", "yang ibunya Mega", "no 2 bu"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.core.understanding.answers import plain
from handlers.core.understanding.normalise import canonical
from handlers.core.understanding.words.replies import ASIDE
from handlers.core.understanding.words.tables import words_in

_POINTING = ASIDE | words_in("yang pilih nomor punya anak murid dia adalah nama untuk")
_CALLING = words_in("bu pak kak bang ya saja deh yang pilih nomor")
_FEW = 4
LAST = -1
ORDINALS = {
    "pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6,
    "terakhir": LAST, "first": 1, "second": 2, "third": 3, "last": LAST,
}  # fmt: skip


def picked(text: str, labels: Sequence[str]) -> int | None:
    """The place of the one label these words can mean: "yang kedua", "yang ibunya Mega", "kelas 1".

    None where no label has all that was said, or more than one has.
    """
    said = plain(text).split()
    core = [w for w in said if w.isdecimal() or not _POINTING.issuperset(canonical(w))]
    if not core or len(core) > _FEW:
        return None
    if len(core) == 1 and core[0].isdecimal() and _is_number(said):
        return int(core[0]) - 1 if 0 < int(core[0]) <= len(labels) else None
    if len(core) == 1 and (number := ORDINALS.get(core[0])) is not None:
        number = len(labels) if number == LAST else number
        return number - 1 if 0 < number <= len(labels) else None
    fits = [place for place, label in enumerate(labels) if all(_is_in(w, label) for w in core)]
    return fits[0] if len(fits) == 1 else None


def _is_number(said: Sequence[str]) -> bool:
    """ "Yg no 2 bu", "2 aja"; not "kelas 2" or "2 anak"."""
    return _CALLING.issuperset(form for w in said if not w.isdecimal() for form in canonical(w))


def _is_in(word: str, label: str) -> bool:
    """Whether a label has the word; the grade "1" is in "1A" too."""
    parts = plain(label).split()
    return word in parts or (word.isdecimal() and any(part[:-1] == word for part in parts))
