"""A child is missing and nobody said why: the family is asked the same morning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from handlers.absences import reporting as absences
from handlers.absences.days import LEAVE, SICK, asked, question, tell_school, unasked
from handlers.absences.draft import NAMES, Draft
from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Tell, Text, Turn, Who
from handlers.core.talk.times import Day
from handlers.core.talk.words import REPLY
from handlers.core.thread import notes
from handlers.core.understanding import Intent
from handlers.core.understanding.matters.absences import LEFT, NOT
from handlers.core.whom import whose
from models.absence import Absence, Kind, absences_of
from models.family import Pupil, answerable_for, guardians_of, names
from models.outbox import Priority
from models.receipts import families
from models.school import School

LEFT_HOME = Text("unexplained.left_home", id="Sudah berangkat", en="Left for school")
ASK = Text(
    "unexplained.ask",
    id="Ananda {child} hari ini belum hadir di sekolah. Mohon kabarnya, ya.",
    en="About {child}: not at school yet today. Please tell us why.",
    template=True,
    buttons=(SICK, LEAVE, LEFT_HOME),
)
ARRIVED = Text(
    "unexplained.arrived",
    id="Ananda {child} sudah tercatat hadir di sekolah hari ini. Terima kasih.",
    en="About {child}: marked present at school today. Thank you.",
    template=True,
)
MISSING = Text(
    "unexplained.missing",
    id="⚠️ PENTING. {child}: menurut {guardian} sudah berangkat ke sekolah, padahal tercatat belum "
    "hadir pada {days}.\nKeterangan: {body}.\n\nMohon segera dicek dan hubungi keluarganya.",
    en="⚠️ URGENT. {child}: has left for school, says {guardian}, but is not marked present on "
    "{days}.\nIn their words: {body}.\n\nPlease look at once and call the family.",
    template=True,
    buttons=(REPLY,),
)
ALARMED = Text(
    "unexplained.alarmed",
    id="Baik, {who}. Sekarang juga saya beri tahu {teacher} bahwa Ananda {child} sudah berangkat. "
    "Mohon telepon sekolah juga, ya.",
    en="I am telling {teacher} right now, {who}, that {child} has left for school. "
    "Please telephone the school, too.",
)
HERE = Text(
    "unexplained.here",
    id="Terima kasih, {who}. Ananda {child} sudah tercatat hadir.",
    en="Thank you, {who}. {child} is marked present by now.",
)

unexplained = Capability("unexplained", Who.GUARDIAN)


def ask(
    session: Session, school: School, children: Sequence[Pupil], day: date, now: datetime
) -> tuple[list[Say], list[Pupil]]:
    """The question to every guardian of these children, once a day; and whom nobody can ask.

    Only today's absences are asked about: of other days the family will not say "on the way".
    """
    if day != now.astimezone(school.zone).date():
        return [], []
    circle = families(session, [child.id for child in children], "absence", now)
    says: list[Say] = []
    unreached = []
    for child in children:
        people = circle[child.id].others((), Priority.IMPORTANT)
        says += [_question(child, person, day, school) for person in dict.fromkeys(people)]
        if not people:
            unreached.append(child)
    return says, unreached


def _question(child: Pupil, person: int, day: date, school: School) -> Tell:
    return Tell(
        ASK,
        {"child": child.label},
        choices=[Choice("sakit", SICK), Choice("izin", LEAVE), Choice("left", LEFT_HOME)],
        then=answered,
        free=True,
        kind="absence_kind",
        remember={"child": child.id, "day": day.isoformat()},
        to=person,
        topic=question(child.id, day),
        priority=Priority.IMPORTANT,
        expires_at=datetime.combine(day + timedelta(days=1), time(), tzinfo=school.zone),
    )


def arrived(
    turn: Turn, session: Session, child: Pupil, day: date, said: Sequence[int]
) -> list[Say]:
    """The child came after all: told to the family's who were asked, or `said` otherwise.

    Of other days than today nobody is waiting to hear it.
    """
    unasked(session, child.id, [day])
    if day != turn.local.date():
        return []
    family = {place.person_id for place in guardians_of(session, [child.id], turn.now)}
    return [
        Tell(
            ARRIVED,
            {"child": child.label},
            remember={"child": child.id},
            to=person,
            topic=f"arrived:{child.id}:{day}",
            priority=Priority.IMPORTANT,
            asked=True,
        )
        for person in family & {*asked(session, child.id, [day]), *said}
        if person is not None
    ]


@unexplained.step
def answered(turn: Turn, session: Session) -> Heard:
    """Ill, on leave, or on the way: by tap or in words. Anything else is a message of its own."""
    children = whose.own(turn, session, [int(turn.memory["child"])])
    answer = turn.answer or _said(turn, session)
    if not children or answer is None:
        return None
    child, day = children[0], date.fromisoformat(turn.memory["day"])
    known = absences_of(session, [child.id], day, day)
    if not known:
        return [Reply(HERE, {"who": turn.speaker.name, "child": child.label})]
    if answer == "left":
        return _alarm(turn, session, child, known[0])
    return absences.proceed(turn, session, _report(turn, session, child, day, answer))


def _said(turn: Turn, session: Session) -> str | None:
    """Which of the three answers free words are."""
    meaning = whose.reread(turn, session, "absence_kind")
    if meaning.intent is Intent.ABSENCE_REPORT:
        kind = meaning.slots.get("kind")
        return str(kind) if kind else None
    words = turn.text.casefold()
    left = bool(LEFT.search(words)) and not NOT.search(words)
    return "left" if left or meaning.intent is Intent.ABSENCE_CANCEL else None


def _report(turn: Turn, session: Session, child: Pupil, day: date, kind: str) -> Draft:
    """A tap says the kind alone; words may add a reason, and until when."""
    draft = Draft(children=[child.id], kind=NAMES[kind], first=day, last=day)
    if turn.answer is not None:
        return draft
    alone = whose.reread(turn, session, None).slots
    until = alone.get("to") if alone.get("to") != alone.get("from") else None
    draft.last = max(day, date.fromisoformat(until)) if until else day
    draft.reason = whose.reread(turn, session, "absence_kind").slots.get("reason", "")
    draft.words, draft.files = turn.text, turn.media
    return draft


def _alarm(turn: Turn, session: Session, child: Pupil, row: Absence) -> list[Say]:
    """The child left home and is not here: no quiet hour counts on that day."""
    marked = [row.person_id] if row.kind is Kind.UNEXPLAINED else []
    staff = [*answerable_for(session, child.school_id, child.class_id), *marked]
    written = notes.write(turn, session, child, turn.text) if turn.answer is None else None
    today = row.day == turn.local.date()
    priority = Priority.URGENT if today else Priority.IMPORTANT
    days = {"days": Day(row.day)}
    told = tell_school(turn, session, child, MISSING, written, days, priority=priority, also=marked)
    teacher = " & ".join(names(session, set(staff)).values())
    values = {"who": turn.speaker.name, "teacher": teacher, "child": child.label}
    return [*told, Reply(ALARMED, values)]
