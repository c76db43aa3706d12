"""How well wordings never seen in training are understood: `python -m tests.corpus.cross_validate`.

The development set is cut into families: messages of one intent that sound alike are one family and
are left out together, so that no near twin of a tested message is trained on. Our own messages are
always trained on. This is the figure to believe, not the one of the shipped model on dev.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from handlers.core.understanding import deciding, message_of, model, read_jsonl_and_predict
from handlers.core.understanding.reading import Reading
from tests.corpus import score, train

FOLDS = 5
ALIKE = 0.34
Record = dict[str, Any]


def families(records: Sequence[Record]) -> list[int]:
    """A family number for each record: same intent, and enough words or letters in common."""
    pieces = [_pieces(record) for record in records]
    family = list(range(len(records)))
    for one in range(len(records)):
        for two in range(one):
            same = records[one]["expected"]["intent"] == records[two]["expected"]["intent"]
            if same and family[one] != family[two] and _alike(pieces[one], pieces[two]):
                old, new = family[one], family[two]
                family = [new if number == old else number for number in family]
    return family


def _pieces(record: Record) -> frozenset[str]:
    reading = Reading(message_of(record))
    words = [word.text for word in reading.content]
    letters = re.sub(r"\W+", " ", " ".join(words))
    runs = {letters[at : at + 4] for at in range(len(letters) - 3)}
    return frozenset(runs | set(words))


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    both = len(one & two)
    return bool(both) and both / min(len(one), len(two)) >= ALIKE * 1.5


def main() -> None:
    dev = [json.loads(line) for line in (train.HERE / "dev.jsonl").read_text("utf-8").splitlines()]
    ours = [record for record in train.records() if not record["id"].startswith("d0")]
    family = families(dev)
    order = [number for number, _ in Counter(family).most_common()]
    fold_of = {number: at % FOLDS for at, number in enumerate(order)}
    predictions: list[Record] = []
    for fold in range(FOLDS):
        left = [r for r, number in zip(dev, family, strict=True) if fold_of[number] == fold]
        kept = [r for r, number in zip(dev, family, strict=True) if fold_of[number] != fold]
        stored = train.trained(kept + ours)
        _use({side: model.table_of(one) for side, one in stored.items()})
        predictions += [
            json.loads(line) for line in read_jsonl_and_predict(json.dumps(r) for r in left)
        ]
    result = score.score(predictions, dev)  # type: ignore[no-untyped-call]
    print(f"{len(set(family))} families in {FOLDS} folds; {len(ours)} messages of our own")
    print(score.render(result))  # type: ignore[no-untyped-call]
    shown = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    for error in sorted(result["errors"], key=lambda e: e["severe"] is None)[:shown]:
        print(f"\n{error['id']} {error['severe'] or ''}\n  {error['text']!r}")
        print(f"  gold      {error['gold']}\n  predicted {error['predicted']}")


def _use(fitted: dict[str, model.Table]) -> None:
    """Let the decision use the tables of this fold."""
    deciding.tables = lambda: fitted  # type: ignore[assignment,attr-defined]


if __name__ == "__main__":
    main()
