"""Looking for reports of visits: what is wanted, and what of it somebody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from handlers.core.talk import Turn
from handlers.core.understanding.matters.visits import FILLERS, TERM
from handlers.core.whom.audience import find
from models.family import Pupil, pupils_of_school
from models.people import Child, Role, StaffRole, in_office
from models.school import School, school_of
from models.visit import Agreement, State, Visit, VisitReport

ALL_VISITS = frozenset({Role.PRINCIPAL, Role.COUNSELLOR})
"""Roles that read the reports of every class; private remarks only the principal."""
FIRST_MONTH = 7
"""A school year begins in July, its second term in January."""


class Wanted(BaseModel):
    """What is looked for; what is empty does not matter."""

    children: list[int] = []
    since: date | None = None
    until: date | None = None
    """The first day that is not wanted any more."""
    words: str = ""


@dataclass(frozen=True)
class Viewer:
    """Who looks, and how far."""

    person: int
    school: School
    everything: bool
    principal: bool
    classes: Sequence[int]
    """Those they are the homeroom teacher of."""


@dataclass(frozen=True)
class Kept:
    """One report with its visit, as this viewer may read it."""

    visit: Visit
    report: VisitReport
    child: Pupil
    agreements: Sequence[Agreement]
    private: str
    """Empty for all but the author and the principal."""


def viewer_of(turn: Turn, session: Session) -> Viewer:
    return viewer(session, turn.speaker.person, turn.speaker.school)


def viewer(session: Session, person: int, school_id: int) -> Viewer:
    """What somebody is at this school today; who has left is nothing any more."""
    held = session.execute(
        select(StaffRole.role, StaffRole.class_group_id).where(
            StaffRole.person_id == person,
            StaffRole.school_id == school_id,
            in_office(),
        )
    ).all()
    roles = {role for role, _ in held}
    return Viewer(
        person,
        school_of(session, school_id),
        bool(roles & ALL_VISITS),
        Role.PRINCIPAL in roles,
        [group for role, group in held if role is Role.HOMEROOM and group is not None],
    )


def wanted(turn: Turn, session: Session, text: str) -> Wanted:
    """A class or child, a term, and words that have to be in the report."""
    school = school_of(session, turn.speaker.school)
    since, until, rest = term_in(text, turn.local.date())
    rest = " ".join(FILLERS.sub(" ", rest).split())
    among = pupils_of_school(session, school.id)
    groups = {pupil.class_name.casefold() for pupil in among}
    named = [word for word in rest.split() if word.casefold() in groups]
    if named:
        about = [p for p in among if p.class_name.casefold() in {n.casefold() for n in named}]
        rest = " ".join(word for word in rest.split() if word not in named)
    else:
        found = find(rest, among) if rest else None
        about = list(found.pupils or found.unclear) if found else []
        rest = _without(rest, about)
    return Wanted(children=[p.id for p in about], since=since, until=until, words=rest)


def _without(text: str, about: Sequence[Pupil]) -> str:
    """The words that are no part of these names."""
    names = {part.casefold() for pupil in about for part in pupil.name.split()}
    return " ".join(word for word in text.split() if word.casefold() not in names)


def term_in(text: str, today: date) -> tuple[date | None, date | None, str]:
    """From when to when ("semester 1", "2025/2026 genap"), and the text without it; both days are
    None where no term is named."""
    found = list(TERM.finditer(text))
    if not found:
        return None, None, text
    year = today.year if today.month >= FIRST_MONTH else today.year - 1
    term = ""
    for one in found:
        year = int(one["year"]) if one["year"] else year
        term = (one["term"] or one["bare"] or term).casefold()
    if term == "ini":
        term = "1" if today.month >= FIRST_MONTH else "2"
    since = date(year + 1, 1, 1) if term in ("2", "genap") else date(year, FIRST_MONTH, 1)
    until = date(year + 1, 1, 1) if term in ("1", "ganjil") else date(year + 1, FIRST_MONTH, 1)
    return since, until, TERM.sub(" ", text)


def count(session: Session, who: Viewer, wants: Wanted) -> int:
    query = _query(who, wants).with_only_columns(func.count()).order_by(None)
    return session.scalar(query) or 0


def some(
    session: Session, who: Viewer, wants: Wanted, start: int = 0, limit: int | None = None
) -> list[Kept]:
    """What matches, the newest first."""
    rows = session.execute(_query(who, wants).offset(start).limit(limit)).all()
    return _kept(session, who, [(visit, report) for visit, report in rows])


def one(turn: Turn, session: Session, visit_id: int) -> Kept | None:
    """One report, if the speaker may read it."""
    who = viewer_of(turn, session)
    row = session.execute(_query(who, Wanted()).where(Visit.id == visit_id)).first()
    return _kept(session, who, [(row[0], row[1])])[0] if row else None


def _query(who: Viewer, wants: Wanted) -> Select[Visit, VisitReport]:
    query = (
        select(Visit, VisitReport)
        .join(VisitReport, VisitReport.visit_id == Visit.id)
        .join(Child, Child.id == Visit.child_id)
        .where(Visit.school_id == who.school.id, Visit.state == State.DONE)
        .order_by(Visit.starts_at.desc(), Visit.id.desc())
    )
    if not who.everything:
        query = query.where(
            or_(
                Visit.teacher_id == who.person,
                Visit.companion_id == who.person,
                Child.class_group_id.in_(who.classes),
            )
        )
    if wants.children:
        query = query.where(Visit.child_id.in_(wants.children))
    if wants.since:
        query = query.where(Visit.starts_at >= _midnight(wants.since, who.school))
    if wants.until:
        query = query.where(Visit.starts_at < _midnight(wants.until, who.school))
    for word in wants.words.split():
        query = query.where(_has(word, who))
    return query


def _has(word: str, who: Viewer) -> ColumnElement[bool]:
    """Whether a report has this word where the viewer may read: not finding it tells nothing."""
    agreed = exists().where(
        Agreement.visit_id == Visit.id, Agreement.words.icontains(word, autoescape=True)
    )
    private = VisitReport.private.icontains(word, autoescape=True)
    return or_(
        VisitReport.conditions.icontains(word, autoescape=True),
        VisitReport.said.icontains(word, autoescape=True),
        agreed,
        private if who.principal else private & (Visit.teacher_id == who.person),
    )


def _midnight(day: date, school: School) -> datetime:
    return datetime.combine(day, time(), tzinfo=school.zone).astimezone(UTC)


def _kept(session: Session, who: Viewer, rows: Sequence[tuple[Visit, VisitReport]]) -> list[Kept]:
    ids = [visit.id for visit, _ in rows]
    agreements = session.scalars(
        select(Agreement).where(Agreement.visit_id.in_(ids)).order_by(Agreement.id)
    ).all()
    return [
        Kept(
            visit,
            report,
            _pupil(visit.child),
            [one for one in agreements if one.visit_id == visit.id],
            report.private if who.principal or visit.teacher_id == who.person else "",
        )
        for visit, report in rows
    ]


def _pupil(child: Child) -> Pupil:
    """The child of an old visit, here or left."""
    group = child.class_group
    return Pupil(
        child.id,
        child.school_id,
        child.name,
        child.nickname,
        child.class_group_id,
        group.name if group else "",
    )
