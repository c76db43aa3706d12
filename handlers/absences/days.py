"""Days away from school, in words; and what the school and the other parent are told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Phrase, Say, Tell, Text, Turn, Value, worded
from handlers.core.talk.post import cancel
from handlers.core.talk.times import Day, Moment
from handlers.core.talk.words import REPLY
from handlers.core.thread import notes
from models.absence import Kind, Said, Was, put
from models.family import Pupil, answerable_for, guardians_of, names
from models.outbox import OPEN, OutboundMessage, Priority, Status
from models.school import school_of
from models.thread import Note

KINDS = {
    Kind.SICK: Text("absent_days.sick", id="sakit", en="ill"),
    Kind.LEAVE: Text("absent_days.leave", id="izin", en="on leave"),
    Kind.UNEXPLAINED: Text(
        "absent_days.unexplained", id="tanpa keterangan", en="absent without a word"
    ),
}
SICK = Text("absent_days.sick_button", id="Sakit", en="Ill")
LEAVE = Text("absent_days.leave_button", id="Izin", en="On leave")
RANGE = Text(
    "absent_days.range",
    id="{first} s.d. {last} ({count} hari sekolah)",
    en="{first} to {last} ({count} days of school)",
)
TOLD = Text(
    "absent_days.told",
    id="Tentang {child}. Kabar dari {guardian}: {kind}, {days}.\nKeterangan: {body}.\n\n"
    "Sudah dicatat di daftar hadir. Ketuk Balas untuk menjawab.",
    en="About {child}. Word from {guardian}: {kind}, {days}.\nIn their words: {body}.\n\n"
    "It is in the attendance list. Tap Answer to write back.",
    template=True,
    buttons=(REPLY,),
)
CHANGED = Text(
    "absent_days.changed",
    id="Tentang {child}. Ralat dari {guardian}: {kind}, {days}.\nKeterangan: {body}.\n\n"
    "Daftar hadir sudah diubah. Ketuk Balas untuk menjawab.",
    en="About {child}. A correction by {guardian}: {kind}, {days}.\nIn their words: {body}.\n\n"
    "The attendance list is changed. Tap Answer to write back.",
    template=True,
    buttons=(REPLY,),
)
WITHDRAWN = Text(
    "absent_days.withdrawn",
    id="Tentang {child}. {guardian} membatalkan kabar tidak masuk untuk {days}.\n"
    "Keterangan: {body}.\n\nDaftar hadir sudah diubah. Ketuk Balas untuk menjawab.",
    en="About {child}. {guardian} takes back the absence on {days}.\nIn their words: {body}.\n\n"
    "The attendance list is changed. Tap Answer to write back.",
    template=True,
    buttons=(REPLY,),
)
OTHER = Text(
    "absent_days.other",
    id="Ananda {child}. {guardian} baru saja mengabarkan: {kind}, {days}. Catatan di sekolah "
    "sudah diperbarui.",
    en="About {child}. {guardian} has just reported: {kind}, {days}. The school's list is changed.",
    template=True,
)
OTHER_BACK = Text(
    "absent_days.other_back",
    id="Ananda {child}. {guardian} membatalkan kabar tidak masuk untuk {days}. Sudah dicatat.",
    en="About {child}. {guardian} has taken back the absence on {days}. This is noted.",
    template=True,
)
NO_WORDS = Text("absent_days.no_words", id="tidak ada", en="nothing more")
QUOTED = Text("absent_days.quoted", id="“{text}”", en="“{text}”")
PASSED = Text(
    "absent_days.passed",
    id=" Sudah saya sampaikan ke {teacher}.",
    en=" I have told {teacher}.",
)
HELD = Text(
    "absent_days.held",
    id=" Saya sampaikan ke {teacher} {when}.",
    en=" I will tell {teacher} on {when}.",
)
KEPT = Text(
    "absent_days.kept",
    id=" Wali kelas belum bergabung di sini; mohon telepon sekolah juga, ya.",
    en=" The teacher has not joined yet; please telephone the school, too.",
)


REPORTED = (Kind.SICK, Kind.LEAVE)
"""What a family can have said; the third kind is what nobody has said anything about."""


@dataclass(frozen=True)
class Days:
    """Days of school, as the value of a blank. They are shown as one span."""

    all: Sequence[date]

    def worded(self, language: str) -> str:
        first, last = min(self.all), max(self.all)
        if first == last:
            return Day(first).worded(language)
        values: dict[str, Value] = {
            "first": Day(first),
            "last": Day(last),
            "count": str(len(set(self.all))),
        }
        return Phrase(RANGE, values).worded(language)


@dataclass(frozen=True)
class Reasoned:
    """ "sakit (demam)", as the value of a blank."""

    kind: Kind
    reason: str

    def worded(self, language: str) -> str:
        kind = worded(KINDS[self.kind], language)
        return f"{kind} ({self.reason})" if self.reason else kind


def record(
    turn: Turn,
    session: Session,
    child: Pupil,
    days: Sequence[date],
    what: Reasoned,
    written: Note | None,
    correcting: bool = False,
) -> tuple[list[Say], list[Was]]:
    """Write a guardian's report down; who is told, and how the days were that it changed.

    The school is not told the same words twice.
    """
    said = Said(what.kind, what.reason, turn.speaker.person, turn.inbox_id, turn.now)
    before = put(session, child, days, said)
    unasked(session, child.id, days)
    if not before and not correcting and not _is_news(session, written):
        return [], []
    known = correcting or any(was.kind in REPORTED for was in before)
    values: dict[str, Value] = {"kind": KINDS[what.kind], "days": Days(days)}
    told = tell_school(turn, session, child, CHANGED if known else TOLD, written, values)
    spoken = {was.person_id for was in before} | set(asked(session, child.id, days))
    return [*told, *tell_others(turn, session, child, spoken, OTHER, values)], before


def _is_news(session: Session, written: Note | None) -> bool:
    if written is None:
        return False
    again = select(Note.id).where(
        Note.child_id == written.child_id,
        Note.guardian_id == written.guardian_id,
        Note.id < written.id,
        Note.text == written.text,
    )
    return bool(written.media) or session.scalar(again.limit(1)) is None


def tell_school(
    turn: Turn,
    session: Session,
    child: Pupil,
    text: Text,
    written: Note | None,
    values: Mapping[str, Value],
    *,
    priority: Priority = Priority.IMPORTANT,
    also: Iterable[int] = (),
) -> list[Say]:
    """A guardian's news to whoever answers for the child, who can write back.

    It does not wait for office hours: a teacher must know before the first lesson. Where
    nobody answers for the child yet, what was written waits for the first who joins.
    """
    staff = [*answerable_for(session, child.school_id, child.class_id), *also]
    if not staff and written:
        notes.pass_on(turn, session, written, child)
    said = written.text if written else ""
    body: Value = Phrase(QUOTED, {"text": said}) if said else NO_WORDS
    return [
        Tell(
            text,
            {"child": child.label, "guardian": turn.speaker.name, "body": body, **values},
            choices=[Choice("reply", REPLY)],
            then=notes.answering(),
            free=False,
            again=True,
            remember={"child": child.id, "guardian": turn.speaker.person},
            files=written.media if written else (),
            to=person,
            topic=f"{text.key}:{child.id}:{turn.inbox_id}",
            priority=priority,
            asked=True,
        )
        for person in dict.fromkeys(staff)
    ]


def tell_others(
    turn: Turn,
    session: Session,
    child: Pupil,
    to: Iterable[int | None],
    text: Text,
    values: Mapping[str, Value],
) -> list[Say]:
    """The guardians of a child among `to`, without the speaker: what the other parent said."""
    family = {place.person_id for place in guardians_of(session, [child.id], turn.now)}
    others = (family & set(to)) - {None, turn.speaker.person}
    return [
        Tell(
            text,
            {"child": child.label, "guardian": turn.speaker.name, **values},
            remember={"child": child.id},
            to=person,
            topic=f"{text.key}:{child.id}:{turn.inbox_id}",
            priority=Priority.IMPORTANT,
            asked=True,
        )
        for person in others
        if person is not None
    ]


def who_hears(
    turn: Turn,
    session: Session,
    children: Sequence[Pupil],
    priority: Priority = Priority.IMPORTANT,
) -> Value:
    """Who at school is told, and when, as a guardian reads it."""
    staff = {
        person
        for child in children
        for person in answerable_for(session, child.school_id, child.class_id)
    }
    if not staff:
        return KEPT
    teacher = " & ".join(names(session, staff).values())
    school = school_of(session, turn.speaker.school)
    arrives = school.quiet.release(turn.now)
    if arrives <= turn.now or priority is Priority.URGENT:
        return Phrase(PASSED, {"teacher": teacher})
    return Phrase(HELD, {"teacher": teacher, "when": Moment(arrives, school.zone)})


def unasked(session: Session, child_id: int, days: Iterable[date]) -> None:
    """Nobody needs to ask the family any more why the child is away."""
    cancel(session, *(question(child_id, day) for day in days))


def asked(session: Session, child_id: int, days: Iterable[date]) -> list[int]:
    """The people who were asked why the child is away on these days."""
    found = session.scalars(
        select(OutboundMessage.person_id).where(
            OutboundMessage.topic.in_([question(child_id, day) for day in days]),
            OutboundMessage.status.not_in((*OPEN, Status.FAILED, Status.CANCELLED)),
        )
    )
    return [person for person in found if person is not None]


def question(child_id: int, day: date) -> str:
    """The topic of that question, so that it is asked once."""
    return f"unexplained:{child_id}:{day}"
