"""Train the model that ships with the package: `python -m tests.corpus.train`.

Needs scikit-learn, which running the bot does not. Reads every labelled message beside this file
but `blind.jsonl`, and writes `handlers/understanding/weights.json`. The same data gives the same
weights.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found,import-untyped,unused-ignore]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found,import-untyped,unused-ignore]

from handlers.core.understanding import message_of
from handlers.core.understanding.features import features_of
from handlers.core.understanding.model import WEIGHTS
from handlers.core.understanding.reading import Reading
from tests.corpus.wordings import wordings

HERE = Path(__file__).parent
STRENGTH = 2.0
LEAST = 0.06

Record = dict[str, Any]


def records() -> list[Record]:
    """All that may be trained on: the development set, our own messages, our own wordings."""
    paths = [HERE / "dev.jsonl", *sorted(HERE.glob("own_*.jsonl"))]
    found = [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line
    ]
    return found + wordings()


def trained(data: Sequence[Record]) -> dict[str, Any]:
    """The stored form of both tables."""
    return {side: _table(of) for side, of in _by_side(data).items()}


def _by_side(data: Iterable[Record]) -> dict[str, list[Record]]:
    sides: dict[str, list[Record]] = {"parent": [], "staff": []}
    for record in data:
        sides["parent" if record["sender_role"] == "parent" else "staff"].append(record)
    return sides


def _table(data: list[Record]) -> dict[str, Any]:
    data = [record for record in data if record["expected"]["intent"] != "not_for_bot"]
    traits = [
        {trait: weight_of(trait) for trait in features_of(Reading(message_of(record)))}
        for record in data
    ]
    labels = [record["expected"]["intent"] for record in data]
    vectors = DictVectorizer()
    seen = vectors.fit_transform(traits)
    fit = LogisticRegression(C=STRENGTH, max_iter=300)
    fit.fit(seen, labels)
    weights: dict[str, list[int]] = {}
    for at, trait in enumerate(vectors.get_feature_names_out()):
        row: list[int] = []
        for intent in range(len(fit.classes_)):
            value = fit.coef_[intent][at] * weight_of(trait)
            if abs(value) >= LEAST:
                row += [intent, round(float(value) * 100)]
        if row:
            weights[str(trait)] = row
    return {
        "intents": [str(name) for name in fit.classes_],
        "bias": [round(float(value), 3) for value in fit.intercept_],
        "heat": 1.0,
        "weights": weights,
    }


def weight_of(trait: str) -> float:
    """Meaning counts for more than spelling, so that it is learned first."""
    if trait.startswith(("g:", "gg:", "context:", "t:")):
        return 1.0
    if trait.startswith("n:"):
        return 0.35
    if trait.startswith("pair:"):
        return 0.5
    return 0.8


def main() -> None:
    data = records()
    stored = json.dumps(trained(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    WEIGHTS.write_text(stored + "\n", encoding="utf-8")
    print(f"{len(data)} messages, {len(stored) // 1024} kB")


if __name__ == "__main__":
    main()
