"""One message, read: its words, the children it names, the days and hours it speaks of.

Everything that decides or extracts works on a Reading, so that the text is taken apart only once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from handlers.core.understanding.dates.clock import Clock, clocks_in
from handlers.core.understanding.dates.days import Day, days_in
from handlers.core.understanding.meaning import Message
from handlers.core.understanding.names import Mention, mentions_in
from handlers.core.understanding.normalise import Word, words_of
from handlers.core.understanding.vocabulary import GROUPS, KNOWN, PHRASES

NAME = "<nama>"
FAR = 4
MAX_LENGTH = 4000
"""Longer texts are read up to here; nobody says what they want after that."""


@dataclass(frozen=True)
class Reading:
    """A message taken apart. Positions in `words`, `days` and `clocks` count words."""

    message: Message

    @property
    def text(self) -> str:
        return self.message.text[:MAX_LENGTH]

    @cached_property
    def mentions(self) -> list[Mention]:
        return mentions_in(self.text, self.message.children)

    @cached_property
    def words(self) -> list[Word]:
        """The words, each named child being one of them."""
        words = list(words_of(self.text))
        for mention in self.mentions:
            inside = [w for w in words if w.start >= mention.start and w.end <= mention.end]
            if not inside:
                continue
            at = words.index(inside[0])
            words[at : at + len(inside)] = [Word(NAME, NAME, mention.start, mention.end, "name")]
        return words

    @cached_property
    def texts(self) -> list[str]:
        return [word.text for word in self.words]

    @cached_property
    def days(self) -> list[Day]:
        return days_in(self.words, self.message.now)

    @cached_property
    def clocks(self) -> list[Clock]:
        return clocks_in(self.words, self.days)

    @cached_property
    def timed(self) -> frozenset[int]:
        """The places of the words that name a day or an hour."""
        days = {place for day in self.days for place in range(day.start, day.end)}
        return frozenset(days | {p for clock in self.clocks for p in range(clock.start, clock.end)})

    @cached_property
    def groups(self) -> list[frozenset[str]]:
        """For every word, the groups of meaning it belongs to."""
        groups = [GROUPS.get(word.text, GROUPS.get(word.root, NONE)) for word in self.words]
        for place in range(len(self.words) - 1):
            pair = f"{self.texts[place]} {self.texts[place + 1]}"
            if pair in PHRASES:
                groups[place] = groups[place] | GROUPS[pair]
        return groups

    @cached_property
    def all_groups(self) -> frozenset[str]:
        return frozenset().union(*self.groups)

    def has(self, *groups: str) -> bool:
        """Whether any word belongs to any of `groups`."""
        return not self.all_groups.isdisjoint(groups)

    def says(self, *texts: str) -> bool:
        """Whether any of these words is there, as normalised or by root."""
        return any(word.text in texts or word.root in texts for word in self.words)

    def places(self, *groups: str) -> list[int]:
        return [place for place, own in enumerate(self.groups) if not own.isdisjoint(groups)]

    def denied(self, place: int, reach: int = 3) -> bool:
        """Whether a word stands under a "tidak" or "belum" shortly before it."""
        for before in range(place - 1, max(-1, place - 1 - reach), -1):
            if self.words[before].is_break:
                return False
            if "NOT" in self.groups[before]:
                return True
        return False

    def denies(self, *groups: str) -> bool:
        """Whether some word of `groups` is denied."""
        return any(self.denied(place) for place in self.places(*groups))

    def affirms(self, *groups: str) -> bool:
        """Whether some word of `groups` stands undenied."""
        return any(not self.denied(place) for place in self.places(*groups))

    @cached_property
    def asks(self) -> bool:
        """Whether it is put as a question, with or without the mark."""
        if "?" in self.texts or self.has("QUESTION"):
            return True
        last = [word.text for word in self.words if word.kind == "word"][-2:]
        return bool(last) and (last[-1] in {"tidak", "belum"} or last[0] in {"tidak", "belum"})

    @cached_property
    def content(self) -> list[Word]:
        """The words without marks and emoji."""
        return [word for word in self.words if word.kind != "mark"]

    @cached_property
    def is_gibberish(self) -> bool:
        """Whether no word of it is one we know, and there is something said."""
        words = [word for word in self.content if word.kind == "word"]
        other = any(word.kind in {"name", "number", "medium"} for word in self.words)
        return (
            bool(words)
            and not other
            and not any(word.text in KNOWN or word.root in KNOWN for word in words)
        )

    @cached_property
    def named(self) -> list[str]:
        """Children named beyond doubt, in the order of the list we were given."""
        found = {mention.name for mention in self.mentions if mention.name}
        return [name for name in self.message.children if name in found]

    def span(self, start: int, end: int) -> str:
        """The sender's own wording of words `start` to `end` (exclusive)."""
        if start >= end:
            return ""
        return self.text[self.words[start].start : self.words[end - 1].end]


NONE: frozenset[str] = frozenset()


def joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
