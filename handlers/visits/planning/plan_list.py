"""The teacher's plan by chat, and their own word against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Lines, Phrase, Reply, Say, Text, Turn, Value
from handlers.core.talk.times import Day, Moment
from handlers.core.talk.words import CHILD_LINE, GO_ON
from handlers.core.understanding import find_day, find_month
from handlers.core.understanding.matters.visits import child_put_off, reason_in
from handlers.core.whom.audience import NOT_YOURS, meant, not_yours, yours
from handlers.visits.booking import waiting
from handlers.visits.desk import teachers
from handlers.visits.planning import coverage
from handlers.visits.planning.coverage import LINES, NO_CLASS, PUT_OFF
from handlers.visits.planning.quarter import Quarter, capacity, quarter
from models.family import Pupil, homeroom_classes
from models.school import school_of
from models.visit import VisitOverride

PLAN = Text(
    "visits.plan",
    id="Rencana kunjungan, paling banyak {count} seminggu:\n{list}\n\nUntuk mengubah: “dahulukan "
    "Aisyah karena …” atau “tunda Danu karena …”, “kapasitas kunjungan 2”. Untuk memulai: "
    "“kunjungan Aisyah”.",
    en="Plan of visits, at most {count} a week:\n{list}\n\nTo change it: “dahulukan Aisyah karena "
    "…”, “tunda Danu karena …” or “kapasitas kunjungan 2”. To begin: “kunjungan Aisyah”.",
)
NOTHING_DUE = Text(
    "visits.plan_nothing",
    id="Triwulan ini semua sudah dikunjungi. 👍",
    en="Everybody has been visited this quarter. 👍",
)
WEEK = Text("visits.plan_week", id="\n📅 Pekan mulai {day}", en="\n📅 Week from {day}")
ARRANGED = Text("visits.plan_arranged", id="\n🤝 Sudah diatur", en="\n🤝 Arranged already")
LEFT = Text(
    "visits.plan_left",
    id="\n⚠️ Belum tertampung triwulan ini (kapasitas)",
    en="\n⚠️ No room this quarter (capacity)",
)
FIRST = Text("visits.plan_first", id="didahulukan: {reason}", en="first: {reason}")
NEIGHBOURS = Text("visits.plan_neighbours", id="searah {who}", en="near {who}")
WHOM = Text(
    "visits.override_whom",
    id="Anak yang mana? Tulis misalnya “dahulukan Aisyah karena sering alpa”.",
    en="Which child? Write for example “dahulukan Aisyah karena sering alpa”.",
)
WHY = Text(
    "visits.override_why",
    id="Apa alasannya untuk {child}? Satu kalimat saja.",
    en="What is the reason for {child}? One sentence will do.",
)
PUT_FIRST = Text(
    "visits.override_first",
    id="Tentang {child}. Didahulukan dalam rencana kunjungan: {reason}.",
    en="About {child}. First in the plan of visits: {reason}.",
)
DELAYED = Text(
    "visits.override_later",
    id="Tentang {child}. Kunjungan ditunda sampai {day}: {reason}.",
    en="About {child}. The visit is put off until {day}: {reason}.",
)
PUT_OFF_FOR = timedelta(days=30)
FIRST_FOR = timedelta(days=91)


@teachers.opens("rencana kunjungan", "rencana", "visit plan")
def show(turn: Turn, session: Session) -> Heard:
    """The plan of the speaker's own classes, from this week on."""
    if turn.text.casefold().split()[1:] not in ([], ["kunjungan"], ["plan"]):
        return None
    return _page(turn, session, 0)


@teachers.step
def more(turn: Turn, session: Session) -> Heard:
    return _page(turn, session, int(turn.memory["from"])) if turn.answer else None


def _page(turn: Turn, session: Session, start: int) -> Heard:
    own = homeroom_classes(session, turn.speaker.person, turn.speaker.school)
    about = [pupil for pupil in yours(turn, session) if pupil.class_id in own]
    if not about:
        return coverage.covered(turn, session) if coverage.leads(turn) else [Reply(NO_CLASS)]
    school = school_of(session, turn.speaker.school)
    a_week = capacity(session, school, turn.speaker.person)
    lines = list(_lines(quarter(session, school, about, a_week, turn.now), turn, session))
    if not lines:
        return [Reply(NOTHING_DUE)]
    shown = lines[start : start + LINES]
    rest = start + LINES < len(lines)
    return [
        Reply(
            PLAN,
            {"count": str(a_week), "list": Lines(shown)},
            choices=[Choice("more", GO_ON)] if rest else (),
            then=more if rest else None,
            remember={"from": start + LINES},
        )
    ]


def _lines(found: Quarter, turn: Turn, session: Session) -> Iterator[Value]:
    """The weeks with their children, what is arranged, and who has no room."""
    today = turn.local.date()
    if found.arranged:
        yield ARRANGED
    for child, visit in found.arranged.items():
        at: Value = Moment(visit.starts_at, turn.speaker.zone) if visit.starts_at else ""
        state = waiting.waits(session, visit, turn.now)
        said: list[Value] = [at, state] if at else [state]
        values: dict[str, Value] = {
            "child": found.pupils[child].label,
            "reason": Lines(said, between=", "),
        }
        yield Phrase(CHILD_LINE, values)
    for number, week in enumerate(found.plan.weeks):
        if week:
            yield Phrase(WEEK, {"day": Day(found.starts(number))})
        for child in week:
            yield _line(found, child, today, week)
    if found.plan.left:
        yield LEFT
    for child in found.plan.left:
        yield _line(found, child, today, ())


def _line(found: Quarter, child: int, today: date, week: Sequence[int]) -> Value:
    said: list[Value] = []
    if override := found.overrides.get(child):
        said.append(Phrase(FIRST if override.first else PUT_OFF, {"reason": override.reason}))
    said.append(found.needs[child].reasons(today))
    street = found.streets.get(child)
    near = [other for other in week if other != child and street == found.streets.get(other)]
    if street and near:
        names = ", ".join(found.pupils[other].name for other in near)
        said.append(Phrase(NEIGHBOURS, {"who": names}))
    values: dict[str, Value] = {
        "child": found.pupils[child].label,
        "reason": Lines(said, between=", "),
    }
    return Phrase(CHILD_LINE, values)


@teachers.opens("dahulukan", "prioritaskan")
def put_first(turn: Turn, session: Session) -> Heard:
    """ "dahulukan Aisyah karena …": before the others, for this quarter."""
    return _override(turn, session, turn.text, first=True)


@teachers.opens("tunda")
def put_off(turn: Turn, session: Session) -> Heard:
    """ "tunda Danu sampai Januari karena …": not before that day, else for a month."""
    return _override(turn, session, turn.text, first=False)


@teachers.step
def override_why(turn: Turn, session: Session) -> Heard:
    """The reason, asked for where none was given."""
    child = next((p for p in yours(turn, session) if p.id == turn.memory["child"]), None)
    if child is None or turn.answer is not None or not turn.text:
        return None
    until = date.fromisoformat(turn.memory["until"])
    return [_keep(turn, session, child, turn.memory["first"], until, turn.text)]


def _override(turn: Turn, session: Session, words: str, *, first: bool) -> Heard:
    named = child_put_off(words)
    found = meant(turn, session, named)
    if found.others:
        return [Reply(NOT_YOURS, not_yours(found.others))]
    if len(found.pupils) != 1 or found.unclear:
        return [Reply(WHOM)]
    child, today = found.pupils[0], turn.local.date()
    said = None if first else find_day(named, turn.local) or find_month(named, turn.local)
    until = said or today + (FIRST_FOR if first else PUT_OFF_FOR)
    if reason := reason_in(words):
        return [_keep(turn, session, child, first, until, reason)]
    memory = {"child": child.id, "first": first, "until": until.isoformat()}
    return [Reply(WHY, {"child": child.label}, then=override_why, remember=memory)]


def _keep(turn: Turn, session: Session, child: Pupil, first: bool, until: date, reason: str) -> Say:
    """The newest word on a child counts."""
    row = session.scalar(select(VisitOverride).where(VisitOverride.child_id == child.id))
    if row is None:
        row = VisitOverride(school_id=child.school_id, child_id=child.id)
        session.add(row)
    row.person_id, row.first, row.until = turn.speaker.person, first, until
    row.reason, row.at = reason, turn.now
    session.flush()
    values: dict[str, Value] = {"child": child.label, "reason": reason, "day": Day(until)}
    return Reply(PUT_FIRST if first else DELAYED, values)
