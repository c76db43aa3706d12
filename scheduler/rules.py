"""What a nudge is: a question to the database, asked by the clock, that may make us speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy.orm import Session

from handlers.core.talk import ClashError, Say

Rule = Callable[[Session, datetime], Sequence[Say]]


@dataclass(frozen=True)
class Nudge:
    """A rule and how often it is asked. Due-ness is in the query, so a missed tick is nothing."""

    name: str
    every: timedelta
    rule: Rule


def nudge(every: timedelta) -> Callable[[Rule], Nudge]:
    """Make a nudge of a function. A module of `scheduler.nudges` with one has joined."""

    def register(rule: Rule) -> Nudge:
        return Nudge(rule.__name__, every, rule)

    return register


def discover() -> list[Nudge]:
    """Every nudge in `scheduler.nudges`, by name."""
    package = import_module("scheduler.nudges")
    found: dict[str, Nudge] = {}
    for info in iter_modules(package.__path__, f"{package.__name__}."):
        for value in vars(import_module(info.name)).values():
            if isinstance(value, Nudge) and found.setdefault(value.name, value) is not value:
                raise ClashError(f"two nudges are called {value.name!r}")
    return [found[name] for name in sorted(found)]
