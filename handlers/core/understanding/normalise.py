"""From what was typed to words we know.

"bsk gk msk skolahh" becomes "besok tidak masuk sekolah". Each word remembers where it stood, so
that what we pass on is always the sender's own wording.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from handlers.core.understanding.stems import root_of
from handlers.core.understanding.vocabulary import KNOWN, NAMED_FORMS, nearest

TOKEN = re.compile(
    r"\[(?P<medium>foto|stiker|dokumen|pesan suara|video|lokasi|kontak)[^\]]*\]"
    r"|(?P<short>\bs\s?[./]\s?d\b\.?|\bu/|\ba\.n\.?|\bd/a\b)"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|['’`´](?=[^\W\d_])|-(?=[^\W\d_])|2(?!\d))*)"
    r"|(?P<break>\n+)"
    r"|(?P<mark>[^\s\w]\ufe0f?)",
    re.IGNORECASE,
)
BREAKS = frozenset(".,;:!?()–—|/\n")
SHORT = {"s": "sampai", "u": "untuk", "a": "nama", "d": "alamat"}
APOSTROPHES = re.compile(r"['’`´]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as we read it, and where in the text it stood.

    `text` is never empty. `kind` is "word", "number", "mark" (punctuation, emoji), "medium" or
    "name".
    """

    text: str
    root: str
    start: int
    end: int
    kind: str = "word"

    @property
    def is_break(self) -> bool:
        return self.kind == "mark" and self.text in BREAKS

    @property
    def is_emoji(self) -> bool:
        return self.kind == "mark" and ord(self.text[0]) > 0x2100


def plain(text: str) -> str:
    """Casefolded, with one form for every letter, and as long as before: positions stay true."""
    return text.lower() if text.isascii() else "".join(map(_one_letter, text))


@lru_cache(maxsize=4096)
def _one_letter(letter: str) -> str:
    if letter < "\x80":
        return letter.lower()
    folded = unicodedata.normalize("NFKC", letter).casefold()
    return folded if len(folded) == 1 else letter


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[Word, ...]:
    """Every word of `text`, in order. One typed word may become several ("gabisa").

    Kept for a while: many people write the same few words on one evening.
    """
    return tuple(word for match in TOKEN.finditer(plain(text)) for word in _read(match))


def _read(match: re.Match[str]) -> Iterator[Word]:
    start, end = match.span()
    typed = match.group()
    if match["medium"]:
        yield Word(match["medium"], match["medium"], start, end, "medium")
    elif match["short"]:
        form = SHORT.get(typed[0], "untuk")
        yield Word(form, form, start, end)
    elif match["number"]:
        yield Word(typed, typed, start, end, "number")
    elif match["break"]:
        yield Word("\n", "\n", start, end, "mark")
    elif match["mark"]:
        yield Word(typed[0], typed[0], start, end, "mark")
    else:
        for form in canonical(typed):
            yield Word(form, root_of(form), start, end)


_HELD = 4
"""A single letter that often is a key held down, and no "y" or "g"."""


@lru_cache(maxsize=8192)
def canonical(typed: str) -> tuple[str, ...]:
    """The known words a typed one stands for; itself, tidied, if it is none we know."""
    word = APOSTROPHES.sub("", typed)
    if len(word) > _HELD and len(set(word)) == 1:
        return (word,)
    for form in _tidied(word):
        if form in NAMED_FORMS:
            return NAMED_FORMS[form]
        if form in KNOWN:
            return (form,)
    calm = _tidied(word)[2]
    if root_of(calm) in KNOWN:
        return (calm,)
    return (nearest(calm) or calm,)


def _tidied(word: str) -> list[str]:
    """The word with ever fewer repetitions: "anak2nya", "anak-anak", "bangeeet", "buu"."""
    once = re.sub(r"^(.+?)2(nya|an|ku|kan|in|mu)?$", r"\1", word)
    halves = once.split("-")
    if len(halves) == 2 and (halves[1].startswith(halves[0]) or halves[0].endswith(halves[1])):
        once = halves[0]
    calm = re.sub(r"(.)\1{2,}", r"\1", once)
    single = re.sub(r"(.)\1+", r"\1", once)
    laughing = "wkwk" if re.fullmatch(r"(w?k){3,}w?|(ha|he|hi|xi){2,}h?", once) else calm
    return [word, once, calm, laughing, single, re.sub(r"(.)\1{2,}", r"\1\1", once)]
