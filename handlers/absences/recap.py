"""A month of attendance: a class's by child, a child's by day; for teachers and for families."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from handlers.absences.days import Reasoned
from handlers.core.talk import Capability, Heard, Lines, Phrase, Reply, Text, Turn, Value, Who
from handlers.core.talk.times import MONTHS as CALLED
from handlers.core.talk.times import Day
from handlers.core.talk.words import CLASSES, NO_CHILD
from handlers.core.understanding import find_day
from handlers.core.understanding.dates.words import MONTHS
from handlers.core.understanding.matters.absences import (
    ATTENDANCE,
    BEFORE,
    FILLER,
    HOW_OFTEN,
    MONTH,
    WEEK,
)
from handlers.core.understanding.normalise import words_of
from handlers.core.whom.audience import NOT_YOURS, find, meant, not_yours, yours
from models.absence import Absence, Kind, absences_of, school_days
from models.family import Pupil, places_of, pupils_of_guardian
from models.school import school_of

DAY_LINE = Text("absence_recap.day", id="• {day}: {kind}", en="• {day}: {kind}")
RECAP = Text(
    "absence_recap.recap",
    id="Rekap kehadiran {whom}, {period} (sampai {until}, {days} hari sekolah):\n{list}{more}",
    en="Attendance of {whom}, {period} (until {until}, {days} days of school):\n{list}{more}",
)
LEGEND = Text(
    "absence_recap.legend",
    id="\n\nS sakit, I izin, A tanpa keterangan, menurut yang dicatat di sini.{more}",
    en="\n\nS ill, I on leave, A without a word, by what is noted here.{more}",
)
NOBODY = Text(
    "absence_recap.nobody",
    id="Rekap kehadiran {whom}, {period} (sampai {until}, {days} hari sekolah): tidak ada yang "
    "tercatat tidak masuk.",
    en="Attendance of {whom}, {period} (until {until}, {days} days of school): nobody is noted as "
    "away.",
)
COUNTS = Text(
    "absence_recap.counts",
    id="• {who}: S {sick}, I {leave}, A {unexplained}",
    en="• {who}: S {sick}, I {leave}, A {unexplained}",
)
REST = Text(
    "absence_recap.rest",
    id="• {count} anak lain: tidak ada catatan",
    en="• {count} other children: nothing noted",
)
NAMES = Text(
    "absence_recap.names",
    id="\nUntuk nama-namanya tulis misalnya REKAP ABSEN {class_name}.",
    en="\nFor the names write for example REKAP ABSEN {class_name}.",
)
MANY = 2
"""With more classes than this there is a line for each class, not for each child."""

absence_recap = Capability("absence_recap", Who.STAFF, Who.GUARDIAN)


@dataclass(frozen=True)
class Period:
    """The days of a month that have been, as the value of a blank: "November 2026"; or a week."""

    first: date
    until: date
    week: bool = False

    def worded(self, language: str) -> str:
        if self.week:
            return "this week" if language == "en" else "minggu ini"
        return f"{CALLED[language][self.first.month - 1]} {self.first.year}"


@absence_recap.opens("rekap", "recap")
def by_command(turn: Turn, session: Session) -> Heard:
    """ "rekap absen", "rekap absen 7A oktober", "rekap kehadiran Aisyah"; not "rekap nilai"."""
    period = asked(turn)
    if period is None or not ATTENDANCE.search(turn.text):
        return None
    return answer(turn, session, period)


def asked(turn: Turn) -> Period | None:
    """The month, or this week, that words ask about; None where they speak of one day."""
    words, today = [word.text for word in words_of(turn.text)], turn.local.date()
    if BEFORE.search(turn.text):
        return _month(today.replace(day=1) - timedelta(days=1), today)
    if WEEK.search(turn.text):
        return Period(today - timedelta(days=today.weekday()), today, week=True)
    if _names_day(words, turn):
        return None
    if named := next((MONTHS[word] for word in words if word in MONTHS), None):
        return _month(date(today.year - (named > today.month), named, 1), today)
    how_often = MONTH.search(turn.text) or HOW_OFTEN.search(turn.text)
    return _month(today, today) if how_often else None


def _names_day(words: Sequence[str], turn: Turn) -> bool:
    """ "kemarin", "Senin", "3 November"."""
    dated = any(word.isdecimal() and after in MONTHS for word, after in pairwise(words))
    plain = " ".join(word for word in words if word not in MONTHS)
    return dated or find_day(MONTH.sub(" ", plain), turn.local) is not None


def _month(day: date, today: date) -> Period:
    """The month of a day, as far as it has passed."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return Period(day.replace(day=1), min(last, today))


def answer(turn: Turn, session: Session, period: Period) -> Heard:
    """For the children or classes that are named, else for all of the speaker's."""
    if Who.STAFF in turn.speaker.who and (others := meant(turn, session, turn.text).others):
        return [Reply(NOT_YOURS, not_yours(others))]
    about = _meant(turn, session)
    if not about:
        return [Reply(NO_CHILD, {"who": turn.speaker.name})]
    rows = absences_of(session, [pupil.id for pupil in about], period.first, period.until)
    days = school_days(school_of(session, turn.speaker.school), period.first, period.until)
    classes = list(dict.fromkeys(pupil.class_name for pupil in about))
    lines = _lines(about, rows, classes)
    blanks: dict[str, Value] = {
        "whom": _whom(about, classes, named=len(about) == 1 or Who.STAFF not in turn.speaker.who),
        "period": period,
        "until": Day(period.until),
        "days": str(len(days)),
    }
    if not rows:
        return [Reply(NOBODY, blanks)]
    many = len(classes) > MANY
    names = Phrase(NAMES, {"class_name": classes[0]}) if many else ""
    more = Phrase(LEGEND, {"more": names}) if len(about) > 1 else ""
    return [Reply(RECAP, {**blanks, "list": Lines(lines), "more": more})]


def _meant(turn: Turn, session: Session) -> list[Pupil]:
    """Pupils of a teacher, and a guardian's own children as far as they may see this of them."""
    mine = yours(turn, session) if Who.STAFF in turn.speaker.who else []
    own = _own(turn, session)
    words = " ".join(w for w in FILLER.sub(" ", turn.text).split() if w.casefold() not in MONTHS)
    named = list(find(words, [*mine, *own]).pupils) if words else []
    return list(dict.fromkeys(named)) or mine or own


def _own(turn: Turn, session: Session) -> list[Pupil]:
    person = turn.speaker.person
    children = pupils_of_guardian(session, person, turn.now)
    places = places_of(session, [child.id for child in children], turn.now)
    return [
        child
        for child in children
        if any(p.person_id == person and p.sees("absence") for p in places[child.id])
    ]


def _whom(about: Sequence[Pupil], classes: Sequence[str], *, named: bool) -> Value:
    if named:
        return ", ".join(pupil.label for pupil in about)
    return Phrase(CLASSES, {"classes": ", ".join(classes)})


def _lines(about: Sequence[Pupil], rows: Sequence[Absence], classes: Sequence[str]) -> list[Value]:
    """By day for one child, by child for a class, by class for a school."""
    if len(about) == 1:
        return [
            Phrase(DAY_LINE, {"day": Day(row.day), "kind": Reasoned(row.kind, row.reason)})
            for row in rows
        ]
    if len(classes) > MANY:
        of_class = {pupil.id: pupil.class_name for pupil in about}
        return [
            _counts(name, [row for row in rows if of_class[row.child_id] == name])
            for name in classes
        ]
    away = {row.child_id for row in rows}
    lines = [
        _counts(pupil.label, [row for row in rows if row.child_id == pupil.id])
        for pupil in about
        if pupil.id in away
    ]
    rest = len(about) - len(away)
    return [*lines, Phrase(REST, {"count": str(rest)})] if rest else lines


def _counts(who: str, rows: Iterable[Absence]) -> Value:
    found = Counter(row.kind for row in rows)
    return Phrase(
        COUNTS,
        {
            "who": who,
            "sick": str(found[Kind.SICK]),
            "leave": str(found[Kind.LEAVE]),
            "unexplained": str(found[Kind.UNEXPLAINED]),
        },
    )
