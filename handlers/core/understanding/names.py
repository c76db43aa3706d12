"""Which of the sender's children a text names.

Only names that were handed in ever come back. Where a name fits two children equally well, both
come back as ambiguous, and the caller must ask: a guess here is a note filed under the wrong child.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.core.understanding.normalise import APOSTROPHES, canonical, plain
from handlers.core.understanding.vocabulary import GROUPS, KNOWN
from handlers.core.understanding.words.tables import words_in

WORD = re.compile(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*")
GENERIC = words_in(
    """
    muhammad mohammad mohamad muhamad moh muh ahmad achmad akhmad abdul siti ni i al nur bin
    binti putu kadek made wayan nyoman komang ketut gede gusti ayu ida bagus anak agung andi
    baso besse daeng putra putri dwi tri eka st raden rr m a
    """
)
"""Names so common that they tell children apart only as a first name, or beside another."""

TWINS_OF_WORDS = words_in(
    """
    bagus indah bintang intan tiara permata surya cahaya fajar bulan tegar rahmat damai jaya
    mulia hari mega ratu raja salam nada satria angin kasih setia jujur ceria bunga melati
    mawar akbar budi mentari senja pelangi embun awan langit samudra zaman hidayah cinta
    nikmat iman amal fitri sari wangi bayu guntur gilang bahagia suci putih berlian gita arum
    dewi tri dian
    """
)
"""Names that are ordinary words too: written small, names only where a name could stand."""

BEFORE_A_NAME = words_in(
    """
    anak ortu orang tua wali mama ibu bu ayah bapak papa mamanya ibunya bapaknya ayahnya nanda
    ananda an atas nama si dek adek kak kakak mas mbak untuk utk buat dan sama dengan dg dgn
    rumah tempat catatan kunjungan visit hv panggilan kalau kalo klo penghubung nenek
    """
)
WORDS_THAT_SHORTEN = frozenset({"abi", "ami", "uma", "mas", "kak", "nana"})
"""Short forms of names that usually mean something else: names only after a cue."""

SEXES = {"muh": "muhammad", "moh": "muhammad", "mohammad": "muhammad", "mohamad": "muhammad"}


@dataclass(frozen=True)
class Named:
    """Who was meant. `found` is certain; for `ambiguous` one must ask."""

    found: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text where a name stands, and the children it may be."""

    start: int
    end: int
    names: tuple[str, ...]
    sure: int

    @property
    def name(self) -> str | None:
        """The child, if it can only be one."""
        return self.names[0] if len(self.names) == 1 else None


def find_children(text: str, children: Sequence[str]) -> Named:
    """Which of `children` the text names; both tuples are empty if it names none."""
    mentions = mentions_in(text, children)
    found = dict.fromkeys(mention.name for mention in mentions if mention.name)
    unclear = dict.fromkeys(
        name
        for mention in mentions
        if not mention.name and not set(mention.names) & set(found)
        for name in mention.names
    )
    return Named(tuple(name for name in found if name), tuple(unclear))


def mentions_in(text: str, children: Sequence[str]) -> list[Mention]:
    """Every place where the text names one of `children`, in order."""
    folded, school = plain(text), _school(tuple(children))
    found: list[Mention] = []
    tokens = list(WORD.finditer(folded))
    place = 0
    while place < len(tokens):
        mention, used = _longest(folded, text, tokens, place, school)
        if mention:
            found.append(mention)
        place += used
    return found


Fits = dict[str, int]
"""Child to how well a word fits one of its names: see the ranks below."""

FEW = 6
EXACT_FIRST, EXACT, SOUND_FIRST, SOUND, SHORT_FIRST, SHORT, SLIP = 7, 6, 5, 4, 3, 2, 1


@dataclass(frozen=True)
class _School:
    parts: tuple[tuple[str, tuple[str, ...], str], ...]
    """Each child's full name, the words of it, and the first of them that tells children apart."""
    words: frozenset[str]
    """All of their words."""


@lru_cache(maxsize=4096)
def _school(children: tuple[str, ...]) -> _School:
    names = ((name, tuple(_parts(name))) for name in dict.fromkeys(children))
    known = tuple((name, parts, _first_of_weight(parts)) for name, parts in names)
    return _School(known, frozenset(word for _, parts, _ in known for word in parts))


def _parts(name: str) -> Iterator[str]:
    for part in re.findall(r"[^\W\d_]+", plain(name).replace("'", "").replace("’", "")):
        yield SEXES.get(part, part)


def _longest(
    folded: str, text: str, tokens: list[re.Match[str]], place: int, school: _School
) -> tuple[Mention | None, int]:
    """The mention that begins at `place`, and how many words it takes (at least one)."""
    fits = _fits(
        tokens[place].group(), school, _stands_like_one(folded, text, tokens, place, school)
    )
    if not fits or not _may_be_name(folded, text, tokens, place, fits):
        return None, 1
    if len(school.parts) > FEW and _is_grown_up(folded, tokens, place):
        return None, 1
    strict = len(school.parts) > FEW and max(fits.values()) < SOUND
    if strict and not _looks_like_name(folded, text, tokens, place):
        return None, 1
    used, end = 1, tokens[place].end()
    for token in tokens[place + 1 :]:
        if not _close(folded[end : token.start()], tokens[place + used - 1].group()):
            break
        more = _fits(token.group(), school) or _initial(token.group(), fits, school)
        both = {name: fits[name] + more[name] for name in fits if name in more}
        if not both or _new_name(token.group(), fits, more, both):
            break
        fits, used, end = both, used + 1, token.end()
    best = max(fits.values())
    names = tuple(name for name, rank in fits.items() if rank == best)
    if used == 1 and len(tokens[place].group()) == 1:
        return None, 1
    return Mention(tokens[place].start(), end, names, best), used


def _close(gap: str, before: str) -> bool:
    """Whether two words may be one name: nothing but a space between, or the dot of "M."."""
    return not gap.strip(" .") and ("." not in gap or len(before) <= 3) and len(gap) <= 2


def _new_name(word: str, fits: Fits, more: Fits, both: Fits) -> bool:
    """Whether the next word is better read as another child's name ("Dwi Putri")."""
    return max(more.values()) > max(more[name] for name in both) and len(fits) == 1


def _stands_like_one(
    folded: str, text: str, tokens: list[re.Match[str]], place: int, school: _School
) -> bool:
    """Whether even an ordinary word may be a short form here ("buku penghubung Kira: ...")."""
    large = text[tokens[place].start()].isupper() and not text.isupper()
    return (large or len(school.parts) <= FEW) and _after_cue(folded, tokens, place)


def _fits(word: str, school: _School, lenient: bool = False) -> Fits:
    """The children `word` may name, each with how well; only the best kind of fit is kept.

    Ordinary words fit only where they are a name in full, unless `lenient`.
    """
    word = APOSTROPHES.sub("", word)
    word = SEXES.get(word, word)
    if word not in school.words and (len(word) < 3 or (_is_ordinary(word) and not lenient)):
        return {}
    ranks = {
        name: rank
        for name, parts, first in school.parts
        if (rank := _rank(word, parts, first, lenient))
    }
    best = max(ranks.values(), default=0)
    floor = {EXACT_FIRST: EXACT, SOUND_FIRST: SOUND, SHORT_FIRST: SHORT}.get(best, best)
    return {name: rank for name, rank in ranks.items() if rank >= floor}


def _rank(word: str, parts: tuple[str, ...], first: str, lenient: bool) -> int:
    if word in parts:
        return EXACT_FIRST if word in (parts[0], first) else EXACT
    if len(word) < 3 or (_is_ordinary(word) and not lenient):
        return 0
    sound = _sound(word)
    sounds = [_sound(part) for part in parts]
    if sound in sounds:
        return SOUND_FIRST if sound == _sound(first) else SOUND
    if _short_for(word, first):
        return SHORT_FIRST
    if any(_short_for(word, part) for part in parts if part not in GENERIC):
        return SHORT
    slips = (part for part in parts if part not in GENERIC and min(len(part), len(word)) >= 5)
    return SLIP if any(_is_a_slip(word, part) for part in slips) else 0


def _is_a_slip(word: str, part: str) -> bool:
    # Imported where it is needed: it takes as long as all the rest of the package.
    from rapidfuzz.distance import DamerauLevenshtein

    return abs(len(word) - len(part)) <= 1 and DamerauLevenshtein.distance(word, part) <= 1


def _first_of_weight(parts: tuple[str, ...]) -> str:
    return next((part for part in parts if part not in GENERIC), parts[0] if parts else "")


def _is_ordinary(word: str) -> bool:
    return _is_a_word(word) and word not in WORDS_THAT_SHORTEN


@lru_cache(maxsize=4096)
def _is_a_word(word: str) -> bool:
    """Whether this is ordinary language, so that only a name written in full counts."""
    return word in KNOWN or canonical(word)[0] != word or word in GROUPS


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """One spelling for names that sound alike: Rizqi, Risky, Rizki."""
    for spelled, heard in (
        ("sy", "s"), ("sh", "s"), ("kh", "k"), ("dh", "d"), ("dz", "z"), ("ts", "s"), ("ph", "f"),
        ("th", "t"), ("gh", "g"), ("q", "k"), ("ck", "k"), ("x", "ks"), ("v", "f"), ("p", "f"),
        ("z", "s"), ("y", "i"), ("j", "i"), ("ee", "i"), ("oe", "u"), ("c", "k"), ("w", "u"),
    ):  # fmt: skip
        word = word.replace(spelled, heard)
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub(r"(?<=[aiueo])h$", "", word)


def _short_for(word: str, part: str) -> bool:
    """Whether families would say `word` for `part`: Kira for Dzakira, Adel for Adelia, Jojo."""
    if len(word) >= len(part) or len(part) < 4:
        return False
    heard, whole = _sound(word), _sound(part)
    if len(heard) >= 3 and (whole.startswith(heard) or whole.endswith(heard)):
        return True
    doubled = len(word) == 4 and word[:2] == word[2:] and part.startswith(word[:2])
    return doubled


def _initial(word: str, fits: Fits, school: _School) -> Fits:
    """A second name shortened to its letter ("Rizki P"), if it helps to choose."""
    if len(word) != 1 or len(fits) < 2 or word in "siah":
        return {}
    return {
        name: EXACT
        for name, parts, _ in school.parts
        if name in fits and any(part.startswith(word) for part in parts[1:])
    }


def _may_be_name(
    folded: str, text: str, tokens: list[re.Match[str]], place: int, fits: Fits
) -> bool:
    """Rule out ordinary words that happen to be somebody's name, too ("nilainya bagus")."""
    word = tokens[place].group()
    if word in GENERIC and max(fits.values()) < EXACT_FIRST:
        return _beside_a_name(folded, tokens, place, fits) or text[tokens[place].start()].isupper()
    if word in WORDS_THAT_SHORTEN and max(fits.values()) < EXACT:
        return _after_cue(folded, tokens, place)
    if word not in TWINS_OF_WORDS or max(fits.values()) < EXACT:
        return True
    shouted = text.isupper()
    if text[tokens[place].start()].isupper() and not shouted and place > 0:
        return True
    return place == 0 or _after_cue(folded, tokens, place)


def possible_names(text: str) -> list[str]:
    """The words, in small letters, that are none we know and so may be names."""
    words = dict.fromkeys(APOSTROPHES.sub("", word.group()) for word in WORD.finditer(plain(text)))
    return [word for word in words if not _is_a_word(word)]


def named_in(text: str, adults: Sequence[str]) -> str | None:
    """The one of these grown-ups ("Ibu Wati") whose own name the text has; None for none or two."""
    said = {word.group() for word in WORD.finditer(plain(text))}
    titles = ADULTS | {"ibu", "bapak", "mama", "ayah", "bunda"}
    fits = {name for name in adults if said & (set(_parts(name)) - titles - GENERIC)}
    return fits.pop() if len(fits) == 1 else None


ADULTS = frozenset({"bu", "pak", "miss", "ustadz", "ustadzah", "bpk", "om", "tante", "mbak"})


def _is_grown_up(folded: str, tokens: list[re.Match[str]], place: int) -> bool:
    """Staff who write "bu Dewi" mean a colleague, not the pupil Dewi."""
    if place == 0 or tokens[place - 1].group() not in ADULTS:
        return False
    return folded[tokens[place - 1].end() : tokens[place].start()] == " "


def _looks_like_name(folded: str, text: str, tokens: list[re.Match[str]], place: int) -> bool:
    """Among many children, a short form must stand like a name, or any word would be one."""
    start = tokens[place].start()
    written_large = text[start].isupper() and not text.isupper() and place > 0
    return place == 0 or written_large or _after_cue(folded, tokens, place)


def _after_cue(folded: str, tokens: list[re.Match[str]], place: int) -> bool:
    """Whether a name could stand here: in a list, or after "ortu", "ananda" and the like."""
    before = tokens[place - 1].group() if place else ""
    gap = folded[tokens[place - 1].end() : tokens[place].start()] if place else ""
    return before in BEFORE_A_NAME or any(mark in gap for mark in ",:;\n-&")


def _beside_a_name(folded: str, tokens: list[re.Match[str]], place: int, fits: Fits) -> bool:
    if place + 1 >= len(tokens):
        return False
    following = tokens[place + 1].group()
    return any(following in _parts(name) for name in fits)
