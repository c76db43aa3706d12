"""What somebody wants different in what was just shown to them, in their own words.

A pure function over words; it knows neither what was shown nor whether the words fit it. They
stay the speaker's own: "tambah: bawa bekal" adds "bawa bekal".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handlers.core.understanding.normalise import Word, words_of
from handlers.core.understanding.words.tables import words_in


class How(StrEnum):
    """What becomes of the words of an amendment."""

    ADD = "add"
    DROP = "drop"
    INSTEAD = "instead"


@dataclass(frozen=True)
class Amendment:
    """How something is to be different, and the words that say what.

    `marked` is False where nothing says that it is one: "kamis aja" may be about anything.
    """

    how: How
    words: str
    marked: bool = True
    told: bool = False
    """They say what to do: "tambah …", "hapus …", "ganti …"."""
    verbatim: bool = False
    """And that the rest is the text itself: "tambah bawa bekal", "ganti: besok libur"."""
    old: str = ""
    """What the words take the place of, where that is said: "bukan Aisyah tapi Danu"."""

    @property
    def bare(self) -> bool:
        """It says that something changes, and not what: "ubah"."""
        return self.told and self.how is How.INSTEAD and not self.words

    @property
    def drops(self) -> bool:
        """It tells to take something away: "hapus Danu"."""
        return self.told and self.how is How.DROP

    @property
    def of_files(self) -> bool:
        """It takes away what is attached: "hapus fotonya"."""
        said = {word.text for word in words_of(self.words)}
        return self.how is How.DROP and bool(said & _FILES) and said <= _FILES | _BESIDE_FILES


@lru_cache(maxsize=1024)
def read_amendment(text: str) -> Amendment | None:
    """How `text` would have it; None where no word is left that could say so. Never raises."""
    words = [word for word in words_of(text) if word.kind != "medium"]
    core, marked = _bare(words)
    if not any(word.kind != "mark" for word in core):
        return None
    if found := _instead_of(text, core):
        return found
    if _is(core[0], _BUT_FOR) and (rest := _behind(core)):
        return Amendment(How.DROP, _said(text, rest))
    told = next((how for how, said in _TOLD.items() if _is(core[0], said)), None)
    if told:
        rest = _behind(core)
        said = text[rest[0].start :].strip() if rest else ""
        verbatim = (
            told is How.ADD or any(word.text == ":" for word in core[1:2]) or _is(core[0], _TEXT)
        )
        return Amendment(told, said, told=True, verbatim=verbatim and bool(said))
    if dropped := _dropped_behind(core):
        return Amendment(How.DROP, _said(text, dropped))
    for word in core:
        if word.text == "juga" and len(core) > 1:
            return Amendment(How.ADD, _said(text, [w for w in core if w is not word]))
    return Amendment(How.INSTEAD, _said(text, core), marked=marked)


def _bare(words: Sequence[Word]) -> tuple[list[Word], bool]:
    """The words without the small ones around them, and whether those say that it is a change."""
    core, marked = list(words), False
    while core and (core[0].kind == "mark" or _is(core[0], _BEFORE)):
        marked = marked or _is(core[0], _MARKS | _BECOMES)
        del core[0]
    while core and (core[-1].kind == "mark" or core[-1].text in _THANKS or _is(core[-1], _BEHIND)):
        marked = marked or _is(core[-1], _MARKS)
        del core[-1]
    return core, marked


def _instead_of(text: str, core: Sequence[Word]) -> Amendment | None:
    """ "bukan Aisyah tapi Danu", "bukan Aisyah, Danu"."""
    if core[0].text != "bukan":
        return None
    turns = [place for place, word in enumerate(core) if word.text in _BUT]
    if not turns or turns[0] in (0, len(core) - 1):
        return None
    old, _ = _bare(core[1 : turns[0]])
    new, _ = _bare(core[turns[0] + 1 :])
    return Amendment(How.INSTEAD, _said(text, new), old=_said(text, old)) if new else None


def _dropped_behind(core: Sequence[Word]) -> list[Word]:
    """What is named before it is taken away: "danu dihapus aja", "danu ga usah"."""
    last = [word.text for word in core[-2:]]
    if last[-1:] == ["usah"] and last[0] == "tidak":
        return list(core[:-2])
    return list(core[:-1]) if last[-1] == "jangan" or _is(core[-1], _TAKEN) else []


def _behind(core: Sequence[Word]) -> list[Word]:
    """What stands behind the word that says what to do; behind a colon, all of it."""
    rest = list(core[1:])
    while rest and (rest[0].kind == "mark" or rest[0].text in _BETWEEN):
        if rest.pop(0).text == ":":
            break
    return rest


def _said(text: str, words: Sequence[Word]) -> str:
    """The stretch of the text from the first of these words to the last, as it was written."""
    if not words:
        return ""
    return text[words[0].start : words[-1].end].strip()


def _is(word: Word, among: frozenset[str]) -> bool:
    return word.text in among or word.root in among


_TOLD = {
    How.ADD: words_in("tambah tambahkan tambahan plus add sekalian"),
    How.DROP: words_in("hapus buang keluarkan coret hilangkan remove drop"),
    How.INSTEAD: words_in("ganti ubah isi isinya harusnya seharusnya change replace"),
}
_BUT_FOR = words_in("kecuali tanpa selain")
_TEXT = words_in("isi isinya")
_TAKEN = words_in("hapus buang keluarkan coret dikeluarkan dicoret dibuang dihapus")
_MARKS = words_in("eh salah ralat koreksi keliru maksud maksudnya maksudku untuk")
_BECOMES = frozenset({"jadi"})
_BEFORE = _MARKS | _BECOMES | words_in("oh maaf aduh ya iya oke tapi bu pak ibu bapak mohon tolong")
_BEHIND = _MARKS | words_in("ya saja bu pak ibu bapak dong deh lah mohon tolong")
_THANKS = frozenset({"terima", "kasih"})  # and not "penerima", whose root it is
_BUT = frozenset({"tapi", "melainkan", ",", "but"})
_FILES = words_in("foto fotonya gambar gambarnya lampiran lampirannya file filenya video videonya")
_BESIDE_FILES = words_in("dokumen pesan suara semua ya bu pak itu saja")
_BETWEEN = words_in("jadi menjadi dengan ke ya saja lagi")
