"""How far a school has come with its visits: of each class, and who is overdue and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Lines, Phrase, Reply, Say, Text, Turn, Value
from handlers.core.talk.times import Day
from handlers.core.talk.words import CHILD_LINE, GO_ON
from handlers.core.whom.audience import yours
from handlers.visits.desk import teachers
from handlers.visits.planning.quarter import Quarter, capacity, quarter
from handlers.visits.words import STATES
from models.family import WHOLE_SCHOOL, Pupil, homeroom_classes, homeroom_of
from models.school import School, school_of

NO_CLASS = Text(
    "visits.plan_no_class",
    id="Rencana kunjungan dibuat wali kelas. Ibu/Bapak tidak tercatat sebagai wali kelas.",
    en="Visits are planned by homeroom teachers, and you are not noted as one.",
)
COVERAGE = Text(
    "visits.coverage",
    id="Cakupan kunjungan ({days} hari terakhir):\n{list}{overdue}",
    en="Visits made (last {days} days):\n{list}{overdue}",
)
CLASS_LINE = Text(
    "visits.coverage_class",
    id="• {class_name}: {done} dari {total} anak ({percent}%)",
    en="• {class_name}: {done} of {total} children ({percent}%)",
)
OVERDUE = Text(
    "visits.coverage_overdue",
    id="\n\nTerlambat dikunjungi ({count}):\n{list}",
    en="\n\nOverdue ({count}):\n{list}",
)
GOING_ON = Text(
    "visits.coverage_going_on",
    id="Terlambat dikunjungi, {first}-{last} dari {count}:\n{list}",
    en="Overdue, {first}-{last} of {count}:\n{list}",
)
CAPACITY = Text(
    "visits.coverage_capacity", id="belum tertampung kapasitas", en="no capacity this quarter"
)
PLANNED = Text("visits.coverage_planned", id="direncanakan pekan {day}", en="planned for {day}")
NO_TEACHER = Text("visits.coverage_no_teacher", id="belum ada wali kelas", en="no homeroom teacher")
PUT_OFF = Text("visits.plan_put_off", id="ditunda: {reason}", en="put off: {reason}")
LINES = 14
"""Lines of one message."""


@dataclass(frozen=True)
class Desk:
    """The classes of one homeroom teacher, planned together: their weeks hold so many visits."""

    classes: dict[str, list[Pupil]]
    found: Quarter
    has_teacher: bool


@teachers.opens("cakupan kunjungan", "cakupan", "coverage")
def covered(turn: Turn, session: Session) -> Heard:
    """ "cakupan kunjungan", or of one class: "cakupan kunjungan 1A". Leaders see the school."""
    names = {word.casefold() for word in turn.text.split()[1:]}
    about = _about(turn, session)
    named = [pupil for pupil in about if pupil.class_name.casefold() in names]
    if names - {"kunjungan"} and not named:
        return None
    return _page(turn, session, named or about, [p.class_id for p in named], 0)


@teachers.step
def more_overdue(turn: Turn, session: Session) -> Heard:
    """The next of those who are overdue."""
    if turn.answer is None:
        return None
    classes = turn.memory["classes"]
    about = [p for p in _about(turn, session) if not classes or p.class_id in classes]
    return _page(turn, session, about, classes, int(turn.memory["from"]))


def _about(turn: Turn, session: Session) -> list[Pupil]:
    own = homeroom_classes(session, turn.speaker.person, turn.speaker.school)
    return [p for p in yours(turn, session) if leads(turn) or p.class_id in own]


def _page(
    turn: Turn, session: Session, about: Sequence[Pupil], classes: Sequence[int | None], start: int
) -> list[Say]:
    if not about:
        return [Reply(NO_CLASS)]
    school = school_of(session, turn.speaker.school)
    desks = list(_desks(turn, session, school, about))
    overdue = [line for desk in desks for line in _overdue(desk)]
    part, count = Lines(overdue[start : start + LINES]), str(len(overdue))
    if start:
        last = min(start + LINES, len(overdue))
        text = GOING_ON
        values: dict[str, Value] = {
            "first": str(start + 1),
            "last": str(last),
            "count": count,
            "list": part,
        }
    else:
        lines = [line for desk in desks for line in _class_lines(desk, school, turn)]
        late: Value = Phrase(OVERDUE, {"list": part, "count": count}) if overdue else ""
        text = COVERAGE
        values = {
            "days": str(school.rules.visit_rhythm.days),
            "list": Lines(lines),
            "overdue": late,
        }
    rest = start + LINES < len(overdue)
    memory = {"from": start + LINES, "classes": sorted({c for c in classes if c is not None})}
    choices = [Choice("more", GO_ON)] if rest else ()
    return [
        Reply(text, values, choices=choices, then=more_overdue if rest else None, remember=memory)
    ]


def _desks(turn: Turn, session: Session, school: School, about: Sequence[Pupil]) -> Iterator[Desk]:
    """By homeroom teacher, who may have two classes; the plan is of all their children."""
    wanted = {pupil.class_id for pupil in about}
    held: dict[int | None, list[Pupil]] = {}
    for pupil in _about(turn, session):
        held.setdefault(pupil.class_id, []).append(pupil)
    teachers_: dict[int | None, list[int | None]] = {}
    for class_id in held:
        homeroom = next(iter(homeroom_of(session, class_id)), None)
        teachers_.setdefault(homeroom, []).append(class_id)
    for teacher, classes in teachers_.items():
        if not wanted.isdisjoint(classes):
            children = [pupil for class_id in classes for pupil in held[class_id]]
            a_week = capacity(session, school, teacher)
            found = quarter(session, school, children, a_week, turn.now)
            shown = {held[c][0].class_name or "-": held[c] for c in classes if c in wanted}
            yield Desk(shown, found, teacher is not None)


def _class_lines(desk: Desk, school: School, turn: Turn) -> Iterator[Value]:
    since = turn.local.date() - school.rules.visit_rhythm
    for name, children in desk.classes.items():
        done = sum((desk.found.needs[p.id].last or date.min) >= since for p in children)
        yield Phrase(
            CLASS_LINE,
            {
                "class_name": name,
                "done": str(done),
                "total": str(len(children)),
                "percent": str(round(100 * done / len(children))),
            },
        )


def _overdue(desk: Desk) -> Iterator[Value]:
    for children in desk.classes.values():
        for child in sorted(p.id for p in children if p.id in desk.found.overdue):
            why = _why(desk.found, child) if desk.has_teacher else NO_TEACHER
            yield Phrase(CHILD_LINE, {"child": desk.found.pupils[child].label, "reason": why})


def _why(found: Quarter, child: int) -> Value:
    """Why a child who is overdue has not been visited."""
    if visit := found.arranged.get(child):
        return STATES[visit.state]
    override = found.overrides.get(child)
    if override and not override.first:
        return Phrase(PUT_OFF, {"reason": override.reason})
    week = found.plan.week_of(child)
    return CAPACITY if week is None else Phrase(PLANNED, {"day": Day(found.starts(week))})


def leads(turn: Turn) -> bool:
    return not turn.speaker.roles.isdisjoint(WHOLE_SCHOOL)
