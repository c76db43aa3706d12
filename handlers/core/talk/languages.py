"""The language somebody reads: one of ours, or one that a school has put our texts into."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping

from sqlalchemy.orm import Session

from models.school import School, school_of
from models.wording import Words, words_of

LANGUAGES = ("id", "en")
"""Those in which every text has words of ours."""
NAMES = {
    "id": "Bahasa Indonesia",
    "en": "English",
    "ban": "Basa Bali",
    "bjn": "Bahasa Banjar",
    "bug": "Basa Ugi",
    "jv": "Basa Jawa",
    "mad": "Basa Madhura",
    "min": "Baso Minang",
    "su": "Basa Sunda",
}
"""What those who speak it call it; a language that is not here goes by its code."""


class Language(str):
    """One of ours, with the words that a school has put in the place of ours.

    As a string it is the language that everything else is in: names of days, and texts for
    which the school has no words. `name` is the one that was chosen: "jv" stands on "id".
    """

    name: str
    own: Mapping[str, str]
    """By the key of a text."""

    def __new__(cls, name: str, words: Words | None = None) -> Language:
        made = super().__new__(cls, name if name in LANGUAGES else LANGUAGES[0])
        said = words or {}
        made.name = name
        made.own = ChainMap(*(said.get(one, {}) for one in dict.fromkeys((name, str(made)))))
        return made


def language_of(session: Session, school_id: int, name: str) -> Language:
    """A language as somebody of that school reads it."""
    return Language(name, words_of(session, school_of(session, school_id)))


def languages_of(session: Session, school: School) -> list[str]:
    """The names of all languages in which somebody of that school may be answered."""
    return [*LANGUAGES, *sorted(set(words_of(session, school)) - set(LANGUAGES))]


def called(name: str) -> str:
    return NAMES.get(name, name)
