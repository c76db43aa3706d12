"""Taking words apart: prefixes, suffixes, and the little words that cling to them.

Rough on purpose. It answers "which known word is in this one?", so it only ever cuts where a known
word is left; anything else stays whole.
"""

from __future__ import annotations

from functools import lru_cache

from handlers.core.understanding.vocabulary import KNOWN

CLINGING = ("nya", "nye", "ny", "ku", "mu", "lah", "kah", "pun", "na", "ne", "ipun", "e", "q")
SUFFIXES = ("kan", "in", "an", "i", "ken", "keun", "aken", "ake", "nan", "en", "ing")
PREFIXES = (
    ("memper", ""), ("diper", ""), ("meng", ""), ("meng", "k"), ("meny", "s"), ("mem", ""),
    ("mem", "p"), ("men", ""), ("men", "t"), ("me", ""), ("di", ""), ("ter", ""), ("ke", ""),
    ("ber", ""), ("be", ""), ("peng", ""), ("peny", "s"), ("pem", ""), ("pem", "p"), ("pen", ""),
    ("pen", "t"), ("per", ""), ("pe", ""), ("se", ""), ("nge", ""), ("ng", ""), ("ng", "k"),
    ("ny", "s"), ("ny", "c"), ("n", "t"), ("n", ""), ("m", "p"), ("m", ""), ("ka", ""), ("pa", ""),
    ("tak", ""), ("dak", ""), ("ku", ""),
)  # fmt: skip
SHORTEST = 3


@lru_cache(maxsize=8192)
def root_of(word: str) -> str:
    """The known word inside `word`, or `word` itself."""
    if word in KNOWN or len(word) <= SHORTEST:
        return word
    for bare in _without_endings(word):
        if bare in KNOWN:
            return bare
    for bare in _without_endings(word):
        for prefix, letter in PREFIXES:
            cut = letter + bare[len(prefix) :]
            if bare.startswith(prefix) and len(cut) > SHORTEST and cut in KNOWN:
                return cut
    return word


def _without_endings(word: str) -> list[str]:
    found = [word]
    for endings in (CLINGING, SUFFIXES, CLINGING):
        found += [
            bare[: -len(ending)]
            for bare in list(found)
            for ending in endings
            if bare.endswith(ending) and len(bare) - len(ending) >= SHORTEST
        ]
    return list(dict.fromkeys(found))
