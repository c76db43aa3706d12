"""The plan of a quarter for some classes, from the records and the teacher's own word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.visits import people
from handlers.visits.booking import waiting
from handlers.visits.planning.needs import Need, needs
from handlers.visits.planning.weeks import WEEKS, Case, Plan, plan
from models.family import Pupil
from models.people import Person
from models.school import School
from models.visit import HomeAddress, Visit, VisitOverride

STREET = 2
"""So many first words of two addresses are the same where neighbours live."""


@dataclass(frozen=True)
class Quarter:
    """Who is visited when, and why."""

    monday: date
    pupils: dict[int, Pupil]
    needs: dict[int, Need]
    plan: Plan
    arranged: dict[int, Visit]
    """Children with a visit that is not over: they are not planned again."""
    overrides: dict[int, VisitOverride]
    streets: dict[int, str]
    overdue: frozenset[int]
    """Children whose visit was due before this week."""

    def starts(self, week: int) -> date:
        return self.monday + timedelta(days=7 * week)


def quarter(
    session: Session, school: School, about: Sequence[Pupil], a_week: int, now: datetime
) -> Quarter:
    """The next thirteen weeks for these children, with so many visits a week."""
    today = now.astimezone(school.zone).date()
    monday = today - timedelta(days=today.weekday())
    ids = [pupil.id for pupil in about]
    known, arranged = needs(session, school, ids, now), _arranged(session, ids, now)
    overrides, streets = _overrides(session, ids, today), _streets(session, ids)
    last = monday + timedelta(days=7 * WEEKS)
    cases = [
        _case(pupil.id, known[pupil.id], school, overrides.get(pupil.id), streets)
        for pupil in about
        if pupil.id not in arranged
        and (known[pupil.id].due(school) < last or _is_first(overrides.get(pupil.id)))
    ]
    room = _room(school, arranged, monday, a_week)
    return Quarter(
        monday=monday,
        pupils={pupil.id: pupil for pupil in about},
        needs=known,
        plan=plan(cases, room, monday),
        arranged=arranged,
        overrides=overrides,
        streets=streets,
        overdue=frozenset(child for child in ids if known[child].due(school) < monday),
    )


def capacity(session: Session, school: School, teacher: int | None) -> int:
    """Visits a week that a teacher has said they can make, else what the school expects."""
    said = session.scalar(select(Person.visits_a_week).where(Person.id == teacher))
    return school.rules.visits_a_week if said is None else said


def _case(
    child: int,
    need: Need,
    school: School,
    override: VisitOverride | None,
    streets: dict[int, str],
) -> Case:
    first = _is_first(override)
    return Case(
        child=child,
        due=need.due(school),
        need=need.weight,
        street=streets.get(child, ""),
        first=first,
        not_before=override.until if override and not first else None,
    )


def _is_first(override: VisitOverride | None) -> bool:
    return override is not None and override.first


def _room(school: School, arranged: dict[int, Visit], monday: date, a_week: int) -> list[int]:
    """What is left of each week beside the visits that have their time."""
    taken = Counter(
        (visit.starts_at.astimezone(school.zone).date() - monday).days // 7
        for visit in arranged.values()
        if visit.starts_at is not None
    )
    return [max(a_week - taken[week], 0) for week in range(WEEKS)]


def _arranged(session: Session, ids: Sequence[int], now: datetime) -> dict[int, Visit]:
    """A time that passed without an answer, or without anybody's word on it, arranges nothing."""
    found = people.open_visits(session, children=ids)
    lapsed = waiting.lapsed(session, found, now)
    return {visit.child_id: visit for visit in found if visit.id not in lapsed}


def _overrides(session: Session, ids: Sequence[int], today: date) -> dict[int, VisitOverride]:
    found = session.scalars(
        select(VisitOverride).where(VisitOverride.child_id.in_(ids), VisitOverride.until >= today)
    )
    return {one.child_id: one for one in found}


def _streets(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The words that neighbours share; they are never shown to anybody."""
    rows = session.execute(
        select(HomeAddress.child_id, HomeAddress.words).where(HomeAddress.child_id.in_(ids))
    )
    return {
        child: " ".join(words.casefold().replace(",", " ").replace(".", " ").split()[:STREET])
        for child, words in rows
    }
