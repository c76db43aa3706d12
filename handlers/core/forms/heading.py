"""What stands before the colon of an announcement: for whom, when, how urgent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from handlers.core.talk import Turn
from handlers.core.understanding import find_when
from handlers.core.understanding.matters.headings import FLAG, TIME, said_flags, said_until, signed
from models.notice import Urgency

MORNING, EVENING = time(7, 0), time(20, 0)


@dataclass(frozen=True)
class Heading:
    whom: str
    """What is left when everything else has been taken out."""
    changes: Mapping[str, Any]
    """For the draft, by the names of its fields."""
    until: str = ""
    """How long there is to answer, in the words that were used."""


def heading(words: str, turn: Turn) -> Heading:
    """ "7A, 7B, besok jam 6 pagi, tanpa paraf": each part between commas is one thing."""
    whom: list[str] = []
    words, changes = signed(words)
    words, until = said_until(words)
    for part in (part.strip() for part in words.split(",")):
        if found := FLAG.match(part):
            flags, part = said_flags(found)
            changes |= flags
        plain = part.casefold()
        if plain in ("rangkuman", "santai", "digest"):
            changes["urgency"] = Urgency.LOW
        else:
            left, when = _timed(part, turn)
            changes |= when
            whom.append(left)
    return Heading(", ".join(part for part in whom if part), changes, until)


def _timed(part: str, turn: Turn) -> tuple[str, dict[str, Any]]:
    """ "7A besok jam 6 pagi": what stands before the time, and when that is."""
    found = TIME.search(part)
    if found is None:
        return part, {}
    at = moment(part[found.start() :], turn)
    if at is not None:
        return part[: found.start()].strip(), {"send_at": at}
    return ("", {"late": True}) if found.start() == 0 else (part, {})


def moment(words: str, turn: Turn, *, end_of_day: bool = False) -> datetime | None:
    """The moment that words name, in the school's zone; None if there is none, or it is past.

    A day without a clock time is its morning, or its evening for a deadline.
    """
    found = find_when(words, turn.local)
    if found is None:
        return None
    if not isinstance(found, datetime):
        clock = EVENING if end_of_day else MORNING
        found = datetime.combine(found, clock, tzinfo=turn.speaker.zone)
    return found if found > turn.now + timedelta(minutes=1) else None
