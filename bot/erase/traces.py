"""How somebody may be written of in other people's words, and taking that out of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.commands.lookup import ERASED

HONORIFIC = r"(?:ibu|bu|bapak|pak|ayah|bunda|mama|papa|umi|abi|ustaz|ustazah|wali|mr|mrs|ms)\b\.?/?"
_TITLED = re.compile(rf"^(?:{HONORIFIC}\s*)+", re.I)
_WORD = re.compile(r"\w+")
_PLAIN = re.compile(r"[A-Za-z0-9]{3,}")
SHORT = 3
"""Letters of the shortest word of a name that is looked for on its own."""
EXCERPT = 200
"""Letters of the longest beginning of a text that messages quote, with "…" behind it."""


@dataclass(frozen=True)
class Traces:
    """What to look for. A pattern is None where there is nothing of its kind."""

    sure: re.Pattern[str] | None
    """Whole names that nobody else has, and numbers: replaced wherever they stand."""
    doubtful: re.Pattern[str] | None
    """Single words of the name, and names that others have too: only where it is about them."""
    about: re.Pattern[str] | None
    """What makes a text one about them."""
    words: frozenset[str] = frozenset()
    """Texts of theirs that others' messages may hold whole."""
    quotes: tuple[re.Pattern[str], ...] = ()
    """The same, and their beginnings, inside other words; the longest first."""
    parts: frozenset[str] = frozenset()
    """Of everything the patterns find, a part that a database can look for: see `mentions`."""

    def __bool__(self) -> bool:
        return self.sure is not None or self.doubtful is not None

    def concerns(self, texts: Iterable[str]) -> bool:
        """Whether these texts, taken together, are about them."""
        return self.about is not None and any(self.about.search(text) for text in texts)

    def out_of(self, value: Any, near: bool) -> Any:
        """A column's value without their names and numbers; JSON is gone through by value."""
        return _through(value, lambda text: self._named(text, near))

    def quoted_out_of(self, value: Any) -> Any:
        """The same for their words. For rows that mention them: "ya" is everybody's."""
        return _through(value, self._quoted)

    def _named(self, text: str, near: bool) -> str:
        for pattern in (self.sure, self.doubtful if near else None):
            if pattern is not None:
                text = pattern.sub(ERASED, text)
        return text

    def _quoted(self, text: str) -> str:
        if text.strip() in self.words:
            return ERASED
        for quote in self.quotes:
            text = quote.sub(ERASED, text)
        return text


def _through(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_through(one, change) for one in value]
    if isinstance(value, dict):
        return {key: _through(one, change) for key, one in value.items()}
    return value


def strings(value: Any) -> Iterator[str]:
    """Every text in a column's value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        yield from strings(list(value.values()))


@dataclass
class Lookout:
    """Collects what to look for, then makes the patterns of it."""

    others: Sequence[str]
    """Names of everybody else at the school."""
    words: set[str] = field(default_factory=set)
    _sure: list[str] = field(default_factory=list)
    _doubtful: list[str] = field(default_factory=list)
    _about: list[str] = field(default_factory=list)
    _parts: set[str] = field(default_factory=set)

    def name(self, name: str, class_name: str = "") -> None:
        """A person's name or a child's; a child's label, with the class, is always sure."""
        bare = _TITLED.sub("", name.strip())
        if not bare or bare == ERASED:
            return
        whole, shared = _run(bare.split()), _shared(bare, self.others)
        (self._doubtful if shared else self._sure).append(rf"(?:{HONORIFIC}\s*)+{whole}\b")
        if class_name:
            self._sure.append(rf"\b{whole}(?=\s*\({re.escape(class_name)}\))")
        if len(bare.split()) > 1 and not shared:
            self._sure.append(rf"\b{whole}\b")
        else:
            self._doubtful.append(rf"\b{whole}\b")
        self._parts.add(_part(bare))

    def nickname(self, name: str) -> None:
        """What they are called in passing: the words of a name that nobody else has."""
        for word in _WORD.findall(_TITLED.sub("", name)):
            if len(word) >= SHORT and name != ERASED and not _shared(word, self.others):
                self._doubtful.append(rf"\b{re.escape(word)}\b")
                self._parts.add(_part(word))

    def number(self, number: str) -> None:
        """A telephone number, as E.164 has it, however people write it."""
        digits = re.sub(r"\D", "", number)
        if len(digits) < 8:
            return
        if number.startswith("+62"):
            digits = digits.removeprefix("62")
            start = r"(?<!\d)(?:\+?62|0)[\s.-]?"
        else:
            start = r"(?<!\d)\+?"
        self._sure.append(start + r"[\s.-]?".join(digits) + r"(?!\d)")
        self._parts.add(digits[-4:])

    def near(self, name: str) -> None:
        """A text with this name in it is about them."""
        if name and name != ERASED:
            self._about.append(rf"\b{_run(name.split())}\b")

    def traces(self) -> Traces:
        quotes = {quote for text in self.words for quote in _quotes(text)}
        return Traces(
            sure=_any(self._sure),
            doubtful=_any(self._doubtful),
            about=_any(self._about),
            words=frozenset(self.words),
            quotes=tuple(re.compile(quote, re.M) for quote in sorted(quotes, key=_longest)),
            parts=frozenset(self._parts),
        )


def _run(words: Sequence[str]) -> str:
    return r"\s+".join(re.escape(word) for word in words)


def _any(patterns: Collection[str]) -> re.Pattern[str] | None:
    """The longest first, so that a whole name goes before its parts."""
    if not patterns:
        return None
    return re.compile("|".join(sorted(patterns, key=_longest)), re.I)


def _shared(bare: str, others: Iterable[str]) -> bool:
    """Whether somebody else's name has these words in it."""
    same = re.compile(rf"\b{_run(bare.split())}\b", re.I)
    return any(same.search(other) for other in others)


def _part(name: str) -> str:
    """The longest plain word in it; empty where there is none, and all rows must be read."""
    return max(_PLAIN.findall(name), key=len, default="")


def _longest(pattern: str) -> tuple[int, str]:
    return -len(pattern), pattern


def _quotes(text: str) -> Iterator[str]:
    """A text, on one line too, and its beginnings as messages quote them.

    A single word is looked for only where messages put what they quote: it is everybody's.
    """
    flat = " ".join(text.split())
    if " " not in flat:
        yield rf"(?:(?<=“)|(?<=: )){re.escape(flat)}(?=”|$)"
        return
    yield rf"(?<!\w){re.escape(text)}(?!\w)"
    yield rf"(?<!\w){re.escape(flat)}(?!\w)"
    first, second, *more = flat[:EXCERPT].split(" ")
    rest = "".join(rf"(?: {re.escape(word)}" for word in more) + ")?" * len(more)
    yield rf"(?<!\w){re.escape(first)} {re.escape(second)}{rest} …"
