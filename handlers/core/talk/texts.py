"""Everything people can be sent, in every language, and what fills its blanks."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from handlers.core.talk.languages import Language


class ClashError(Exception):
    """Two things claim one name, one word or one intent: found at start, never in use."""


CATALOGUE: dict[str, Text] = {}
"""Every text people can be sent, by key. Filled as the modules are imported."""


class Claim(StrEnum):
    """What a reply says has happened: it must have, in the transaction that says it."""

    SIGNED = "signed"
    SENT = "sent"
    """To somebody else: a message of theirs is owed, or a notice published."""
    CANCELLED = "cancelled"
    NOTED = "noted"


@dataclass(frozen=True)
class Text:
    """One thing we say, in every language, with the same named blanks in each.

    `template` marks what may speak first: WhatsApp then needs an approved template of the
    same words, its blanks numbered in the order in which the Indonesian text has them, and
    with `buttons`: the labels of the choices it is said with, in order. `claims` is what it says
    has happened, if it says so.
    """

    key: str
    id: str
    en: str
    template: bool = False
    buttons: tuple[Text, ...] = ()
    claims: Claim | None = None

    def __post_init__(self) -> None:
        if CATALOGUE.setdefault(self.key, self) != self:
            raise ClashError(f"two texts are called {self.key!r}")

    @property
    def blanks(self) -> tuple[str, ...]:
        """Names of the blanks, in the order of the Indonesian text."""
        return blanks_of(self.id)

    def fill(self, language: str, values: Mapping[str, str]) -> str:
        """Its words, or those of a school that has put its own in their place."""
        own = language.own.get(self.key) if isinstance(language, Language) else None
        return (own or self.words(language)).format_map(values)

    def words(self, language: str) -> str:
        """Our own words; Indonesian where there are none in that language."""
        return self.en if language == "en" else self.id


class Printed(Text):
    """What a command prints for whoever runs it: no school has words of its own for that."""


def blanks_of(words: str) -> tuple[str, ...]:
    names = (name for _, name, _, _ in string.Formatter().parse(words) if name)
    return tuple(dict.fromkeys(names))


class Worded(Protocol):
    """A value of a blank that has its own words in each language: a date, a list."""

    def worded(self, language: str) -> str: ...


Value = str | Text | Worded


def worded(value: Value, language: str) -> str:
    """The words of a blank's value in the listener's language."""
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return value.fill(language, {})
    return value.worded(language)


@dataclass(frozen=True)
class Phrase:
    """A text with its blanks filled, as the value of another text's blank."""

    text: Text
    values: Mapping[str, Value] = field(default_factory=dict)

    def worded(self, language: str) -> str:
        return self.text.fill(
            language, {name: worded(value, language) for name, value in self.values.items()}
        )


@dataclass(frozen=True)
class Lines:
    """Several values, a line each."""

    items: Sequence[Value]
    between: str = "\n"

    def worded(self, language: str) -> str:
        return self.between.join(worded(item, language) for item in self.items)
