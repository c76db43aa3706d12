"""Finding the capabilities: every module of `handlers` that defines one has joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from pkgutil import walk_packages
from typing import TypeVar

import handlers
from handlers.core.talk import Capability, ClashError, Hearing, MenuLine, Step, Who
from handlers.core.talk.capability import Overhearing
from handlers.core.understanding import Intent, Meaning

K = TypeVar("K")
V = TypeVar("V")


def discover() -> list[Capability]:
    """Import every module of the package, at any depth; its capabilities, as menus show them."""
    found: dict[str, Capability] = {}
    for info in walk_packages(handlers.__path__, f"{handlers.__name__}."):
        for value in vars(import_module(info.name)).values():
            if isinstance(value, Capability) and found.setdefault(value.name, value) is not value:
                raise ClashError(f"two capabilities are called {value.name!r}")
    return sorted(found.values(), key=lambda one: (one.place, one.name))


@dataclass
class Registry:
    """Who hears what. Built once; clashes stop the start."""

    steps: dict[str, Step] = field(default_factory=dict)
    commands: dict[tuple[Who, str], Step] = field(default_factory=dict)
    intents: dict[tuple[Who, Intent], Hearing] = field(default_factory=dict)
    fallbacks: dict[Who, Step] = field(default_factory=dict)
    unused: dict[Who, Step] = field(default_factory=dict)
    menus: dict[Who, tuple[MenuLine, ...]] = field(default_factory=dict)
    lines: dict[tuple[Who, Intent], MenuLine] = field(default_factory=dict)
    overhear: tuple[Step, ...] = ()
    _whole_menus: dict[frozenset[Who], tuple[MenuLine, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, capabilities: Iterable[Capability]) -> Registry:
        capabilities = list(capabilities)
        registry = cls(overhear=tuple(one.step for one in overhearing(capabilities)))
        for capability in capabilities:
            registry._add(capability)
        return registry

    def _add(self, capability: Capability) -> None:
        self.steps.update(capability.steps)
        for who in capability.who:
            for word, step in capability.commands.items():
                _claim(self.commands, (who, word), step)
            for intent, hearing in capability.intents.items():
                _claim(self.intents, (who, intent), hearing)
            if capability.fallback:
                _claim(self.fallbacks, who, capability.fallback)
            if capability.unused:
                _claim(self.unused, who, capability.unused)
            if capability.menu and capability.commands:
                word, step = next(iter(capability.commands.items()))
                line = MenuLine(capability.menu, word, step)
                self.menus[who] = (*self.menus.get(who, ()), line)
                self.lines |= {(who, intent): line for intent in capability.intents}

    def menu(self, who: frozenset[Who]) -> tuple[MenuLine, ...]:
        if who not in self._whole_menus:
            lines = (line for each in _first(who) for line in self.menus.get(each, ()))
            self._whole_menus[who] = tuple(dict.fromkeys(lines))
        return self._whole_menus[who]

    def nearest(self, who: Iterable[Who], meaning: Meaning) -> tuple[MenuLine, ...]:
        """What in the menu does the likeliest of what the words may mean."""
        keys = [(each, intent) for intent in meaning.likely for each in _first(who)]
        return tuple(dict.fromkeys(self.lines[key] for key in keys if key in self.lines))

    def command(self, who: Iterable[Who], word: str) -> Step | None:
        return next((s for w in _first(who) if (s := self.commands.get((w, word)))), None)

    def hearing(self, who: Iterable[Who], intent: Intent) -> Hearing | None:
        return next((h for w in _first(who) if (h := self.intents.get((w, intent)))), None)

    def for_unused(self, who: Iterable[Who]) -> Step | None:
        return next((s for w in _first(who) if (s := self.unused.get(w))), None)

    def fallback(self, who: Iterable[Who]) -> Step | None:
        return next((s for w in _first(who) if (s := self.fallbacks.get(w))), None)


def overhearing(capabilities: Iterable[Capability]) -> list[Overhearing]:
    """Who hears a guardian's free words before the teacher, in order.

    Two at one place would be asked in whatever order they were found: that stops the start.
    """
    found = [one.overhearing for one in capabilities if one.overhearing]
    found.sort(key=lambda one: one.place)
    for one, other in pairwise(found):
        if one.place == other.place:
            raise ClashError(f"{one.name} and {other.name} overhear at one place, {one.place}")
    return found


def _first(who: Iterable[Who]) -> list[Who]:
    """A teacher who is also a parent speaks as a teacher, unless only parents can do that."""
    return sorted(who, reverse=True)


def _claim(table: dict[K, V], key: K, value: V) -> None:
    if table.setdefault(key, value) is not value:
        raise ClashError(f"claimed twice: {key}")
