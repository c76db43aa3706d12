"""Comparing a roster with what we have, without changing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.roster import row_problems as why
from bot.roster.matching import Match, match
from bot.roster.places import Change, plan_places
from bot.roster.plan import ClassPlan, Plan, PupilPlan
from bot.roster.problems import Problem, Severity
from bot.roster.rows import RosterRow
from models.people import Child
from models.school import ClassGroup, School

TOO_MANY_LEAVERS = 0.3


def plan(
    session: Session,
    rows: Sequence[RosterRow],
    school: School | None,
    year: str,
    *,
    name: str = "",
    keep_missing: bool = False,
    confirm_leavers: bool = False,
) -> Plan:
    """Compare the rows with the children of `school`, or of a new one called `name`.

    Reads only. A child missing from the file has left if the file has their class, or if
    their class is of an earlier school year: a file with 7A alone expels nobody from 7B.
    """
    made = Plan(school, school.name if school else name, year)
    if school is not None and year < school.school_year:
        told = {"year": year, "now": school.school_year}
        made.problems.append(Problem(Severity.ERROR, why.OLD_YEAR, told))
        return made
    known = _children(session, school)
    made.present = sum(child.left_at is None for child in known)
    made.classes = _classes(session, rows, made)
    matches = match(rows, known, made.problems)
    made.pupils = [_pupil(found, made) for found in matches]
    if not keep_missing:
        here = {found.child.id for found in matches if found.child}
        made.leavers = [child for child in known if child.id not in here and _left(child, made)]
        _guard(made, confirm_leavers)
    return made


def _children(session: Session, school: School | None) -> Sequence[Child]:
    if school is None:
        return []
    return session.scalars(
        select(Child)
        .where(Child.school_id == school.id)
        .options(joinedload(Child.class_group), selectinload(Child.guardianships))
        .order_by(Child.id)
    ).all()


def _classes(session: Session, rows: Sequence[RosterRow], made: Plan) -> dict[str, ClassPlan]:
    """The file's classes by name. A class without a year, made by hand, becomes this year's."""
    groups: dict[str, ClassGroup] = {}
    if made.school is not None:
        found = session.scalars(
            select(ClassGroup)
            .where(
                ClassGroup.school_id == made.school.id, ClassGroup.school_year.in_(("", made.year))
            )
            .order_by(ClassGroup.school_year)
        )
        groups = {group.name: group for group in found}
    classes = {}
    for name in sorted({row.class_name for row in rows if row.class_name}):
        teachers = [r.homeroom for r in rows if r.class_name == name and r.homeroom]
        classes[name] = ClassPlan(name, groups.get(name), teachers[0] if teachers else None)
        if len(set(teachers)) > 1:
            told = {"name": name, "first": teachers[0]}
            made.problems.append(Problem(Severity.WARNING, why.TWO_HOMEROOM, told))
    return classes


def _pupil(found: Match, made: Plan) -> PupilPlan:
    row, child = found.row, found.child
    pupil = PupilPlan(row, child, places=plan_places(row, child, made.problems))
    if child is None:
        return pupil
    pupil.changes = list(_changes(row, child))
    wanted = made.classes.get(row.class_name or "")
    if wanted is not None and (wanted.group is None or wanted.group.id != child.class_group_id):
        pupil.moved_from = _class_label(child.class_group, made.year)
    return pupil


FIELDS = ("name", "nickname", "sex", "nisn", "nipd", "phone")


def _changes(row: RosterRow, child: Child) -> Iterator[Change]:
    """What the file says and we have otherwise. What it leaves empty stays."""
    for name in FIELDS:
        old, new = getattr(child, name), getattr(row, name)
        if new is not None and new != old:
            yield Change(name, old or "", new)
    if row.tell_both is not None and row.tell_both != child.tell_both:
        yield Change("tell_both", str(1 + child.tell_both), str(1 + row.tell_both))


def _class_label(group: ClassGroup | None, year: str) -> str:
    if group is None:
        return "-"
    return group.name if group.school_year in ("", year) else f"{group.name} {group.school_year}"


def _left(child: Child, made: Plan) -> bool:
    if child.left_at is not None:
        return False
    group, school_year = child.class_group, made.school.school_year if made.school else ""
    if ((group.school_year if group else "") or school_year or made.year) < made.year:
        return True
    return group is not None and group.name in made.classes


def _guard(made: Plan, confirmed: bool) -> None:
    """More leavers than a graduating year explains are a mistake until somebody says not."""
    if confirmed or len(made.leavers) <= TOO_MANY_LEAVERS * made.present:
        return
    told = {"left": str(len(made.leavers)), "present": str(made.present)}
    made.problems.append(Problem(Severity.ERROR, why.MANY_LEAVERS, told))
