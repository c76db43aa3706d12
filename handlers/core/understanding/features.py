"""What the model looks at in a message.

Words are counted as `normalise` leaves them and as the groups they belong to, so that a word never
seen in training still counts as what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handlers.core.understanding.reading import Reading

KINDS = {"number": "<angka>", "medium": "<media>"}


def features_of(reading: Reading) -> set[str]:
    """Every trait of the message, by name. The pending question is one, alone and with others."""
    symbols = _symbols(reading)
    found = set(_traits(reading))
    found |= {f"w:{symbol}" for symbol in symbols}
    found |= {f"r:{word.root}" for word in reading.words if word.root != word.text}
    found |= {f"b:{one} {two}" for one, two in pairwise(symbols)}
    found |= {f"n:{piece}" for piece in _pieces(reading)}
    groups = _group_line(reading)
    found |= {f"g:{group}" for group in groups}
    found |= {f"gg:{one} {two}" for one, two in pairwise(groups)}
    found |= {f"pair:{one}+{two}" for one in set(groups) for two in set(groups) if one < two}
    found |= {f"first:{symbol}" for symbol in symbols[:2]} | {f"g1:{g}" for g in groups[:1]}
    context = reading.message.context
    crossed = {trait for trait in found if trait.startswith(("g:", "t:", "w:"))}
    found |= (
        {f"{context}|{trait}" for trait in crossed} if context else {f"free|{t}" for t in groups}
    )
    found.add(f"context:{context}")
    return found


def _symbols(reading: Reading) -> list[str]:
    """The words; days, hours, numbers and names by their kind alone."""
    symbols: list[str] = []
    days = {place: day for day in reading.days for place in range(day.start, day.end)}
    hours = {place for clock in reading.clocks for place in range(clock.start, clock.end)}
    for place, word in enumerate(reading.words):
        symbol = KINDS.get(word.kind, word.text)
        if place in days:
            symbol = f"<{days[place].sort}>"
        elif place in hours:
            symbol = "<jam>"
        if word.kind == "mark" and not word.is_emoji and word.text not in "?:":
            continue
        if not symbols or symbols[-1] != symbol:
            symbols.append(symbol)
    return symbols


def _pieces(reading: Reading) -> Iterator[str]:
    """Runs of letters, for words with endings we do not know."""
    for word in reading.words:
        if word.kind != "word" or len(word.text) < 4:
            continue
        framed = f"^{word.text}$"
        for size in (4, 5):
            for start in range(len(framed) - size + 1):
                yield framed[start : start + size]


def _group_line(reading: Reading) -> list[str]:
    """The groups in the order in which they first appear, each with its denial."""
    line: dict[str, None] = {}
    for place, groups in enumerate(reading.groups):
        for group in sorted(groups):
            denied = group not in {"NOT", "GREET", "ADDRESS"} and reading.denied(place)
            line[f"-{group}" if denied else group] = None
    return list(line)


LENGTHS = (0, 1, 2, 3, 5, 8, 13, 21, 999999)


def _traits(reading: Reading) -> Iterator[str]:
    length = len(reading.content)
    yield f"t:length {next(n for n in LENGTHS if length <= n)}"
    yield f"t:names {min(len(reading.mentions), 3)}"
    yield "t:words in group " + reading.message.chat
    for holds, trait in (
        (reading.asks, "t:asks"),
        ("?" in reading.texts, "t:question mark"),
        (bool(reading.words) and not reading.content, "t:only marks"),
        (any(not mention.name for mention in reading.mentions), "t:unclear name"),
        (bool(reading.words) and reading.words[0].kind == "name", "t:begins with name"),
        (":" in reading.texts[:6], "t:heading"),
        (reading.text.count("\n") >= 2, "t:many lines"),
        (bool(reading.clocks), "t:hour"),
        (reading.message.now.hour < 8, "t:before school"),
    ):
        if holds:
            yield trait
    yield from _of_days(reading)


def _of_days(reading: Reading) -> Iterator[str]:
    for day in reading.days:
        ahead = (day.first - reading.message.now.date()).days
        yield f"t:day {'past' if ahead < 0 else 'today' if ahead == 0 else 'ahead'}"
        yield f"t:{day.sort}"
