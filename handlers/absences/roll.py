"""A teacher's words about who is missing, as entries for their own pupils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from handlers.core.talk import Turn
from handlers.core.understanding import Intent, Meaning, Message, find_children, understand
from handlers.core.whom.audience import others_in, yours
from models.family import Pupil
from models.people import Role

PRESENT = "H"
"""The code of a child who is at school; the other codes are those of `models.absence.Kind`."""


@dataclass(frozen=True)
class Roll:
    """What was read: a code for each child that was named, or everybody present."""

    day: date
    entries: Mapping[int, str]
    everybody: bool
    unclear: Sequence[Pupil]
    """Children who share a name that was written; no entry is right until one is chosen."""
    others: Sequence[Pupil] = ()
    """Children of other classes who were named."""


def read(turn: Turn, session: Session, text: str, without: Sequence[int] = ()) -> Roll | None:
    """None if the words are no attendance. `without`: pupils that are known not to be meant."""
    mine = [pupil for pupil in yours(turn, session) if pupil.id not in without]
    meaning = reread(turn, text, "attendance_prompt", mine)
    if meaning.intent is not Intent.ATTENDANCE_MARK:
        return None
    named = meaning.slots.get("entries", {})
    return Roll(
        day=date.fromisoformat(meaning.slots["date"]),
        entries={pupil.id: named[pupil.name] for pupil in mine if pupil.name in named},
        everybody=bool(meaning.slots.get("all_present")),
        unclear=_unclear(text, mine),
        others=others_in(turn, session, text, mine),
    )


def reread(turn: Turn, text: str, context: str | None, mine: Sequence[Pupil]) -> Meaning:
    """What a teacher's words mean as the answer to a question of that kind."""
    leads = Role.PRINCIPAL in turn.speaker.roles
    names = [pupil.name for pupil in mine]
    return understand(
        Message(text, "principal" if leads else "teacher", turn.local, names, context=context)
    )


def _unclear(text: str, mine: Sequence[Pupil]) -> list[Pupil]:
    """The first name that fits several pupils, as those pupils."""
    found = find_children(text, [pupil.name for pupil in mine])
    written = {*found.found, *found.ambiguous}
    for first in (pupil for pupil in mine if pupil.name in written):
        same = [other for other in mine if other is first or _same(text, first.name, other.name)]
        if len(same) > 1 and (first.name in found.ambiguous or _shared(first.name, same)):
            return same
    return []


def _same(text: str, one: str, other: str) -> bool:
    return one == other or one in find_children(text, [one, other]).ambiguous


def _shared(name: str, pupils: Sequence[Pupil]) -> bool:
    return sum(pupil.name == name for pupil in pupils) > 1
