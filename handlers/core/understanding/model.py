"""The trained part: how likely each intent is, from what is seen in a message.

A linear model, one table for parents and one for staff, written by `python -m tests.corpus.train`.
To see why it decided, multiply nothing: `reasons` names the traits that weighed most.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Table:
    """Weights of one kind of sender. A trait's weights are listed in the order of `intents`."""

    intents: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, list[tuple[int, float]]]
    heat: float

    def chances(self, traits: Collection[str]) -> dict[str, float]:
        """How likely each intent is; they add up to one."""
        totals = list(self.bias)
        for trait in traits:
            for at, weight in self.weights.get(trait, ()):
                totals[at] += weight
        top = max(totals)
        raised = [exp((total - top) / self.heat) for total in totals]
        whole = sum(raised)
        return {name: part / whole for name, part in zip(self.intents, raised, strict=True)}

    def reasons(self, traits: Collection[str], intent: str) -> list[str]:
        """The traits that speak most for `intent`, strongest first."""
        at = self.intents.index(intent)
        found = []
        for trait in traits:
            found += [(weight, trait) for i, weight in self.weights.get(trait, ()) if i == at]
        return [trait for weight, trait in sorted(found, reverse=True)[:4] if weight > 0]


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """The tables for "parent" and "staff", read once."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {side: table_of(one) for side, one in stored.items()}


def table_of(stored: dict[str, object]) -> Table:
    """One table from its stored form, where weights are whole hundredths."""
    weights = {
        trait: [(at, weight / 100) for at, weight in zip(row[::2], row[1::2], strict=True)]
        for trait, row in stored["weights"].items()  # type: ignore[attr-defined]
    }
    return Table(
        intents=tuple(stored["intents"]),  # type: ignore[arg-type]
        bias=tuple(stored["bias"]),  # type: ignore[arg-type]
        weights=weights,
        heat=float(stored["heat"]),  # type: ignore[arg-type]
    )
