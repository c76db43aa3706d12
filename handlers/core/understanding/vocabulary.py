"""The words we know, and the known word nearest to one we do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from handlers.core.understanding.words.common import COMMON
from handlers.core.understanding.words.concepts import CONCEPTS
from handlers.core.understanding.words.regional import REGIONAL
from handlers.core.understanding.words.short_forms import SHORT_FORMS
from handlers.core.understanding.words.subjects import SUBJECT_WORDS
from handlers.core.understanding.words.tables import table

VOWELS = frozenset("aiueo")


def _forms() -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for words in (SHORT_FORMS, REGIONAL):
        for full, typed in table(words).items():
            for form in typed:
                forms.setdefault(form.replace("'", ""), tuple(full.split()))
    return forms


def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for name, words in table(CONCEPTS).items():
        for word in words:
            groups[word.replace("_", " ")].add(name)
    return {word: frozenset(names) for word, names in groups.items()}


NAMED_FORMS = _forms()
"""Typed form to the word or words it stands for."""

GROUPS = _groups()
"""Known word (or phrase of several) to the groups it is in."""

PHRASES = frozenset(word for word in GROUPS if " " in word)

KNOWN: frozenset[str] = frozenset(
    {part for word in GROUPS for part in word.split()}
    | {part for full in NAMED_FORMS.values() for part in full}
    | set(COMMON.split())
    | set(SUBJECT_WORDS)
)


def _skeleton(word: str) -> str:
    return word[0] + "".join(letter for letter in word[1:] if letter not in VOWELS)


@lru_cache(maxsize=1)
def _by_skeleton() -> dict[str, str | None]:
    """Consonants to the one known word that has them; None where there are several."""
    found: dict[str, str | None] = {}
    for word in sorted(KNOWN):
        bones = _skeleton(word)
        found[bones] = None if bones in found else word
    return found


def _cuts(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


@lru_cache(maxsize=1)
def _by_cut() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in KNOWN:
        if len(word) >= LONG_ENOUGH:
            for cut in _cuts(word):
                found[cut].append(word)
    return found


LONG_ENOUGH = 6
LONG_FOR_ANOTHER = 8
"""Shorter words with one other letter are mostly other words ("dibujuk" is not "dirujuk")."""


def _may_be_slip(word: str, known: str) -> bool:
    if len(word) != len(known):
        return abs(len(word) - len(known)) == 1
    swapped = sorted(word) == sorted(known)
    return swapped or len(word) >= LONG_FOR_ANOTHER


@lru_cache(maxsize=8192)
def nearest(word: str) -> str | None:
    """The one known word `word` may be a slip or a shortening of; None if none or several.

    Words without vowels are read by their consonants ("brgkt"); long ones may have one letter
    missing, too many, wrong or swapped with its neighbour.
    """
    vowels = sum(letter in VOWELS for letter in word)
    if len(word) >= 3 and vowels * 4 <= len(word):
        by_bones = _by_skeleton().get(_skeleton(word))
        if by_bones:
            return by_bones
    if len(word) < LONG_ENOUGH - 1:
        return None
    near = {known for cut in _cuts(word) for known in _by_cut().get(cut, ()) if known[0] == word[0]}
    close = [known for known in near if _may_be_slip(word, known)]
    return close[0] if len(close) == 1 else None
