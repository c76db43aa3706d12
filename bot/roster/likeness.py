"""Whether two names are one person's, written twice, or two people's."""

from __future__ import annotations

import re

from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.utils import default_process

MUHAMMAD = re.compile(r"\b(m|md|muh|muhd|moh|moch|mochammad|mohammad|mohamad|muhamad)\b")
ALIKE = 75
"""Of a hundred. A mistyped letter or two leaves more, another first name less."""


def same_person(one: str, other: str) -> bool:
    """Lenient: spelling, order and abbreviations of Muhammad do not part people."""
    return token_sort_ratio(_plain(one), _plain(other)) >= ALIKE


def _plain(name: str) -> str:
    return MUHAMMAD.sub("muhammad", default_process(name))
