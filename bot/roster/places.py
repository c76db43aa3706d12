"""The guardians' places beside one child: what the file adds, renames, ends or puts first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.roster import row_problems as why
from bot.roster.likeness import same_person
from bot.roster.problems import Problem, Severity
from bot.roster.rows import PlaceRow, RosterRow, is_first, is_nameless
from handlers.core.talk import Text, Value
from handlers.core.thread.texts import WORDS
from models.people import Child, Guardianship, Relation


@dataclass(frozen=True)
class Change:
    field: str
    old: str
    new: str


@dataclass
class PlacePlan:
    """One place: to be made (`place` is None), changed, or ended."""

    row: PlaceRow | None
    place: Guardianship | None
    changes: list[Change] = field(default_factory=list)
    ends: bool = False
    first: bool = False
    """To be told before the others."""
    revokes: bool = False
    """Another person's now: codes printed for the one before are not to open it."""

    @property
    def changes_relation(self) -> bool:
        return self.place is None or any(change.field == "relation" for change in self.changes)


def plan_places(row: RosterRow, child: Child | None, problems: list[Problem]) -> list[PlacePlan]:
    """Only the places that something happens to.

    A place somebody has taken keeps its person and name, whatever the file says: that is a
    warning. A place the file does not mention stays.
    """
    current = [p for p in child.guardianships if p.ended_at is None] if child else []
    plans: list[PlacePlan] = []
    for wanted in row.places:
        if wanted.nameless and current:
            continue
        place = next((p for p in current if _same(p.relation, wanted.relation)), None)
        made = _made(row, wanted) if place is None else _kept(row, wanted, place, problems)
        if made is not None:
            plans.append(made)
    plans.extend(_replaced(row, current))
    if child is not None:
        plans.extend(_put_first(row, current))
    return plans


def _same(one: Relation, other: Relation) -> bool:
    return one is other or {one, other} == {Relation.GUARDIAN, Relation.PROXY}


def _made(row: RosterRow, wanted: PlaceRow) -> PlacePlan | None:
    if wanted.deceased:
        return None
    first = is_first(wanted.relation, row.primary)
    return PlacePlan(wanted, None, [Change(wanted.relation, "", wanted.name)], first=first)


def _kept(
    row: RosterRow, wanted: PlaceRow, place: Guardianship, problems: list[Problem]
) -> PlacePlan | None:
    joined = place.person_id is not None
    if wanted.deceased:
        if joined:
            _warn(problems, why.JOINED_DECEASED, row, wanted, place)
            return None
        return PlacePlan(wanted, place, [Change(place.relation, place.name, "")], ends=True)
    if joined and wanted.name != place.name:
        _warn(problems, why.JOINED_OTHER, row, wanted, place)
        return None
    changes = list(_changes(wanted, place))
    revokes = not joined and not same_person(wanted.name, place.name)
    return PlacePlan(wanted, place, changes, revokes=revokes) if changes else None


def _changes(wanted: PlaceRow, place: Guardianship) -> Iterator[Change]:
    if wanted.name != place.name:
        yield Change(place.relation, place.name, wanted.name)
    if wanted.phone is not None and wanted.phone != place.phone:
        yield Change(f"phone_{place.relation}", place.phone or "", wanted.phone)
    if wanted.relation is Relation.PROXY and place.relation is not Relation.PROXY:
        yield Change("relation", place.relation, wanted.relation)


def _replaced(row: RosterRow, current: list[Guardianship]) -> Iterator[PlacePlan]:
    """A place made for want of a name goes, still empty, once the file names a parent."""
    if any(_same(wanted.relation, Relation.GUARDIAN) for wanted in row.places):
        return
    for place in current:
        if row.places and place.person_id is None and is_nameless(place.name):
            yield PlacePlan(None, place, [Change(place.relation, place.name, "")], ends=True)


def _put_first(row: RosterRow, current: list[Guardianship]) -> Iterator[PlacePlan]:
    """Whom the school states as the first to be told, if another stands there now."""
    first = min(current, key=lambda place: place.rank, default=None)
    if row.primary is None or first is None or is_first(first.relation, row.primary):
        return
    for place in current:
        if is_first(place.relation, row.primary):
            yield PlacePlan(
                None, place, [Change("primary", first.relation, place.relation)], first=True
            )
            return


def _warn(
    problems: list[Problem], words: Text, row: RosterRow, wanted: PlaceRow, place: Guardianship
) -> None:
    told: dict[str, Value] = {
        "name": row.label,
        "relation": WORDS[place.relation],
        "new": wanted.name,
        "old": place.name,
    }
    problems.append(Problem(Severity.WARNING, words, told, row.row))
