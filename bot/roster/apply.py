"""Carrying out a plan, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.roster.leaving import leave, revoke
from bot.roster.places import PlacePlan
from bot.roster.plan import ClassPlan, Plan, PupilPlan
from models.audit import AuditEvent
from models.people import Child, Guardianship
from models.school import ClassGroup, School

Progress = Callable[[int, int], None]
"""Told how many pupils are done, and of how many."""


def apply(session: Session, plan: Plan, now: datetime, progress: Progress | None = None) -> School:
    """Make the plan true. The caller commits, or rolls back and nothing has happened.

    Only for a plan made in this session's transaction and without errors; it is used up.
    """
    if plan.errors:
        raise ValueError("a plan with errors cannot be applied")
    counts = plan.counts
    school = _school(session, plan, now)
    for group in plan.classes.values():
        _class_group(session, group, school, plan.year)
    _free_numbers(session, plan)
    for done, pupil in enumerate(plan.pupils, start=1):
        _pupil(session, pupil, plan, school)
        if progress is not None:
            progress(done, len(plan.pupils))
    session.flush()
    _order(session, plan)
    _end(session, plan, now)
    leave(session, plan.leavers, now)
    session.add(
        AuditEvent(
            school_id=school.id,
            at=now,
            action="roster.import",
            subject=f"schools:{school.id}",
            detail={"school_year": plan.year, **counts},
        )
    )
    session.flush()
    return school


def _school(session: Session, plan: Plan, now: datetime) -> School:
    school = plan.school
    if school is None:
        school = School(name=plan.school_name, created_at=now)
        session.add(school)
    school.school_year = plan.year
    session.flush()
    return school


def _class_group(session: Session, group: ClassPlan, school: School, year: str) -> None:
    if group.group is None:
        group.group = ClassGroup(school_id=school.id, name=group.name)
        session.add(group.group)
    group.group.school_year = year
    if group.homeroom is not None:
        group.group.homeroom_name = group.homeroom
    session.flush()


def _free_numbers(session: Session, plan: Plan) -> None:
    """Two children may swap numbers: let go of the old ones before anybody takes a new one."""
    for number in ("nisn", "nipd"):
        changing = [
            pupil.child.id
            for pupil in plan.pupils
            if pupil.child is not None and any(c.field == number for c in pupil.changes)
        ]
        if changing:
            session.execute(update(Child).where(Child.id.in_(changing)).values({number: None}))


def _pupil(session: Session, pupil: PupilPlan, plan: Plan, school: School) -> None:
    row, child = pupil.row, pupil.child
    if child is None:
        child = Child(
            school_id=school.id, nisn=row.nisn, nipd=row.nipd, name=row.name, sex=row.sex,
            nickname=row.nickname or "", phone=row.phone, tell_both=row.tell_both or False,
        )  # fmt: skip
        session.add(child)
    for change in pupil.changes:
        setattr(child, change.field, getattr(row, change.field))
    child.left_at = None
    if row.class_name:
        child.class_group = plan.classes[row.class_name].group
    for place in pupil.places:
        _place(child, place, school)


def _place(child: Child, planned: PlacePlan, school: School) -> None:
    row, place = planned.row, planned.place
    if row is None or planned.ends:
        return
    if place is None:
        rank = max((p.rank for p in child.guardianships), default=0) + 1
        place = Guardianship(school_id=school.id, rank=rank, relation=row.relation)
        child.guardianships.append(place)
    elif planned.changes_relation:
        place.relation = row.relation
    planned.place = place
    place.name = row.name
    place.phone = row.phone or place.phone


def _order(session: Session, plan: Plan) -> None:
    """Put those stated as the first to be told first. Ranks are unique, so by way of free ones."""
    moved: dict[Guardianship, int] = {}
    for pupil in plan.pupils:
        first = next((p.place for p in pupil.places if p.first and p.place), None)
        if first is None or pupil.child is None:
            continue
        places = sorted(pupil.child.guardianships, key=lambda p: (p is not first, p.rank))
        moved |= {p: rank for rank, p in enumerate(places, start=1) if p.rank != rank}
    for place in moved:
        place.rank = -place.id
    session.flush()
    for place, rank in moved.items():
        place.rank = rank


def _end(session: Session, plan: Plan, now: datetime) -> None:
    """Places nobody is to take any more, and codes printed for somebody else."""
    closed: Collection[Guardianship] = [
        planned.place
        for pupil in plan.pupils
        for planned in pupil.places
        if planned.place is not None and (planned.ends or planned.revokes)
    ]
    revoke(session, [place.id for place in closed], now)
    for pupil in plan.pupils:
        for planned in pupil.places:
            if planned.ends and planned.place is not None:
                planned.place.ended_at = now
