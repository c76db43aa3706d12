"""Which school subject a text names."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.core.understanding.normalise import plain
from handlers.core.understanding.words.subjects import SUBJECTS
from handlers.core.understanding.words.tables import words_in

LANGUAGES = r"(?:b|bhs|bahasa|basa|bhasa|bah|boso|bhss)\.?\s?"
CLASH = words_in(
    """
    or mat mm pp math bin seni agama inggris bam ski komputer
    """
)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = []
    for subject, forms in SUBJECTS.items():
        for form in forms.split():
            parts = form.split("_")
            spelled = r"[\s.]*".join(re.escape(part) for part in parts)
            if parts[0] in {"b", "bhs", "bahasa", "basa"} and len(parts) > 1:
                spelled = LANGUAGES + r"[\s.]*".join(re.escape(part) for part in parts[1:])
            pattern = re.compile(rf"(?<![\w]){spelled}(?:nya|ny|ne|na|ipun)?(?!\w)")
            found.append((subject, pattern))
    return sorted(found, key=lambda pair: -len(pair[1].pattern))


@lru_cache(maxsize=512)
def find_subjects(text: str) -> tuple[str, ...]:
    """All subjects named, in the order they stand; canonical names, lower case."""
    folded = re.sub(r"[‐‑–—]", "-", plain(text))
    hits: list[tuple[int, int, str]] = []
    for subject, pattern in _patterns():
        for match in pattern.finditer(folded):
            if not any(start < match.end() and match.start() < end for start, end, _ in hits):
                hits.append((match.start(), match.end(), subject))
    return tuple(dict.fromkeys(subject for _, _, subject in sorted(hits)))


def find_subject(text: str) -> str | None:
    found = find_subjects(text)
    specific = [subject for subject in found if subject != "pai"]
    chosen = specific or list(found)
    return chosen[0] if chosen else None


def subject_at(text: str) -> tuple[str, int, int] | None:
    """The subject and where its name stands, first in the text."""
    folded = plain(text)
    hits = [
        (match.start(), -match.end(), subject)
        for subject, pattern in _patterns()
        if (match := pattern.search(folded))
    ]
    if not hits:
        return None
    start, end, subject = min(hits)
    return subject, start, -end
