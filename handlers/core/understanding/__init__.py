"""Understanding what people freely write: a message in, an intent with slots out.

Pure functions: no network, no clock, nothing of the rest of the house. What was typed goes
through `normalise` (words), `names`, `dates`, then `deciding` (what for) and `filling` (what).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from handlers.core.understanding.dates import (
    beside_times,
    day_near,
    find_day,
    find_month,
    find_when,
)
from handlers.core.understanding.deciding import decide, seen_for
from handlers.core.understanding.domains import domain_of
from handlers.core.understanding.filling import slots_of
from handlers.core.understanding.meaning import Intent, Meaning, Message
from handlers.core.understanding.names import Named, find_children
from handlers.core.understanding.reading import Reading

__all__ = [
    "Intent",
    "Meaning",
    "Message",
    "Named",
    "beside_times",
    "day_near",
    "domain_in",
    "explain",
    "find_children",
    "find_day",
    "find_month",
    "find_when",
    "read_jsonl_and_predict",
    "understand",
]


def understand(message: Message) -> Meaning:
    """What `message` says. Never raises; what is not understood is a note, or help for staff."""
    reading = Reading(message)
    verdict = decide(reading)
    slots = slots_of(reading, verdict.intent)
    confidence = round(verdict.confidence, 3)
    return Meaning(verdict.intent, slots, confidence, verdict.why, verdict.likely)


def domain_in(words: str, now: datetime) -> str:
    """Which side of a child a note is about; "other" where nothing speaks for any."""
    return domain_of(Reading(Message(words, "teacher", now)))


def message_of(record: dict[str, Any]) -> Message:
    """A record of the corpus as a message; what was expected of it is not looked at."""
    return Message(
        text=record["text"],
        role=record["sender_role"],
        now=datetime.fromisoformat(record["now"]),
        children=tuple(record.get("children") or ()),
        chat=record.get("chat") or "private",
        context=record.get("context"),
        context_data=record.get("context_data"),
    )


def read_jsonl_and_predict(lines: Iterable[str]) -> Iterator[str]:
    """One line the scorer reads for every record of the corpus's form; empty lines are skipped."""
    for line in lines:
        if line.strip():
            record = json.loads(line)
            meaning = understand(message_of(record))
            found = {
                "id": record["id"],
                "intent": meaning.intent.value,
                "slots": dict(meaning.slots),
            }
            yield json.dumps(found, ensure_ascii=False)


def explain(message: Message) -> str:
    """What was understood and why, a step a line, for somebody who wonders."""
    reading, meaning = Reading(message), understand(message)
    steps = [
        "words: " + " ".join(reading.texts),
        "groups: " + " ".join(sorted(reading.all_groups)),
        "children: " + (", ".join(reading.named) or "none named"),
        "days: " + (", ".join(f"{d.first}..{d.last} ({d.sort})" for d in reading.days) or "none"),
        "hours: " + (", ".join(f"{c.hour:02}.{c.minute:02}" for c in reading.clocks) or "none"),
        *meaning.why,
        "seen: " + (", ".join(seen_for(reading, meaning.intent)) or "nothing the model knows"),
        f"so: {meaning.intent} ({meaning.confidence:.2f}) "
        + json.dumps(dict(meaning.slots), ensure_ascii=False),
    ]
    return "\n".join(steps)
