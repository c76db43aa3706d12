"""Erasing whoever the command line names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.commands import lookup
from bot.erase.child import erase_child
from bot.erase.person import erase_person
from bot.erase.work import Erased
from models.people import Child


@dataclass(frozen=True)
class Request:
    """Who is to be erased: one of the two."""

    child: str = ""
    person: str = ""
    class_: str = ""
    whole: bool = False
    """Nobody will look at what was found: it must be the whole name, or the id."""


@dataclass(frozen=True)
class Found:
    """Who that is, and what there is of them to erase."""

    who: str
    kind: str
    id: int
    erased: Erased
    guardians: tuple[str, ...] = ()
    """Of a child: those who have no other child here."""

    @property
    def again(self) -> Request:
        """The same one, and nobody else, even if somebody else of the name has come since."""
        return Request(**{self.kind: str(self.id)})  # type: ignore[arg-type]


def erase(session: Session, asked: Request, now: datetime) -> Found:
    """In the caller's transaction. Raises `bot.finding.Unclear`."""
    if asked.person:
        person = lookup.person(session, lookup.Asked(asked.person, whole=asked.whole))
        line = lookup.person_line(person)
        return Found(line, "person", person.id, erase_person(session, person, now))
    child = lookup.child(session, lookup.Asked(asked.child, asked.class_, asked.whole))
    line, left_alone = lookup.child_line(child), _left_alone(child)
    return Found(line, "child", child.id, erase_child(session, child, now), left_alone)


def _left_alone(child: Child) -> tuple[str, ...]:
    """Guardians who are here for this child only, and not staff."""
    people = {place.person for place in child.guardianships if place.person is not None}
    return tuple(
        f"{person.id}  {person.name}"
        for person in sorted(people, key=lambda one: one.id)
        if not person.roles
        and person.name != lookup.ERASED
        and all(place.child_id == child.id or place.ended_at for place in person.guardianships)
    )
