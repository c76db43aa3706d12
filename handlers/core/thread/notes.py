"""The private thread between a guardian and the school, about one child.

Whatever nobody else understood ends here, so that nothing a parent writes is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Reply,
    Say,
    Step,
    Tell,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.times import Moment
from handlers.core.talk.words import REPLY, WHO
from handlers.core.thread.texts import (
    HELD,
    KEPT,
    MEDIA,
    NOTE,
    PASSED,
    PASSED_BEFORE,
    WHOM,
    WORDS,
)
from handlers.core.understanding import Intent, find_children
from models import inbox
from models.family import (
    Pupil,
    answerable_for,
    homeroom_of,
    names,
    pupils,
    pupils_of_guardian,
)
from models.notice import Receipt
from models.outbox import Priority, said
from models.people import Relation
from models.school import school_of
from models.task import Reason, Task
from models.thread import Note, keep, name_and_relation, said_before

thread = Capability("thread", Who.GUARDIAN)
answers = Capability("answers", Who.STAFF)


@thread.otherwise
@thread.hears(Intent.CONTACT_BOOK_NOTE)
def note(turn: Turn, session: Session) -> Heard:
    """Keep a guardian's words and pass them to the teacher; ask whom they are about if need be."""
    if not pupils_of_guardian(session, turn.speaker.person, turn.now):
        return None
    known = turn.overheard(session)
    return leave(turn, session) if known is None else known


def leave(turn: Turn, session: Session) -> Heard:
    """The same without asking any capability; None where there is nothing, or no child, to note."""
    children = pupils_of_guardian(session, turn.speaker.person, turn.now)
    if not children or not (turn.words or turn.media):
        return None
    about = _about(turn, session, children)
    receipt_id = _receipt(turn, session, about)
    written = write(turn, session, about, turn.words, turn.media, receipt_id)
    if about is None:
        choices = [Choice(str(pupil.id), pupil.label) for pupil in children]
        remember = {"note": written.id}
        asking = {"who": turn.speaker.name}
        return [Reply(WHOM, asking, choices=choices, then=whom, remember=remember)]
    return pass_on(turn, session, written, about)


@thread.step
def whom(turn: Turn, session: Session) -> Heard:
    """The child a kept message is about; any other words are a message of their own."""
    written = session.get(Note, int(turn.memory["note"]))
    if turn.answer is None or written is None or written.child_id is not None:
        return None
    child = next(
        (
            pupil
            for pupil in pupils_of_guardian(session, turn.speaker.person, turn.now)
            if str(pupil.id) == turn.answer
        ),
        None,
    )
    if child is None:
        return None
    written.child_id = child.id
    return pass_on(turn, session, written, child)


@thread.step
def answer_teacher(turn: Turn, session: Session) -> Heard:
    """A guardian answers what a teacher wrote in the thread."""
    child = child_of(session, turn.memory)
    if child is None or turn.answer is not None:
        return None
    written = write(turn, session, child, turn.words, turn.media)
    return pass_on(turn, session, written, child)


def pass_on(turn: Turn, session: Session, written: Note, child: Pupil) -> list[Say]:
    """Give a note to whoever answers for the child, and say so to the guardian."""
    for message in {written.inbox_id or turn.inbox_id, turn.inbox_id}:
        inbox.passed_on(session, message)
    staff = answerable_for(session, child.school_id, child.class_id)
    who = turn.speaker.name
    if not staff:
        leave_with_school(session, written, child, turn.now)
        return [Reply(KEPT, {"who": who})]
    if said(session, [topic_of(written)]):
        return [Reply(PASSED_BEFORE, {"who": who, "child": child.label})]
    told = forward(session, written, child, staff)
    if turn.answer is None and not turn.replaces and _just_said(session, written, turn):
        return [*told]
    teacher = " & ".join(names(session, homeroom_of(session, child.class_id) or staff).values())
    held = _held_for_office(session, child, turn)
    values: dict[str, Value] = {"who": who, "child": child.label, "teacher": teacher, "held": held}
    return [*told, Reply(PASSED, values)]


def topic_of(written: Note) -> str:
    """Each of the staff is told a note once."""
    return f"note:{written.id}"


def forward(session: Session, written: Note, child: Pupil, staff: Sequence[int]) -> list[Tell]:
    """A note as each of the staff reads it."""
    body: Value = written.text or MEDIA
    guardian = guardian_of(session, written.guardian_id, child)
    return [
        Tell(
            NOTE,
            {"child": child.label, "guardian": guardian, "body": body},
            choices=[Choice("reply", REPLY)],
            then=answering(),
            free=False,
            again=True,
            remember={"note": written.id, "child": child.id, "guardian": written.guardian_id},
            files=written.media,
            written=written.at,
            to=person,
            topic=topic_of(written),
            priority=Priority.IMPORTANT,
            asked=True,
            office=True,
        )
        for person in staff
    ]


def answering() -> Step:
    """What hears a teacher's answer to a note; it may draft one, so it stands above the thread."""
    return answers.steps["answers.reply"]


def _about(turn: Turn, session: Session, children: Sequence[Pupil]) -> Pupil | None:
    """The child a note is about: the only one, the one named, or the quoted message's."""
    if len(children) == 1:
        return children[0]
    named = find_children(turn.text, [pupil.name for pupil in children]).found
    if len(named) == 1:
        return next(pupil for pupil in children if pupil.name == named[0])
    quoted = _asked_about(turn, session)
    remembered = [pupil for pupil in children if pupil.id in quoted]
    return remembered[0] if len(remembered) == 1 else None


def _asked_about(turn: Turn, session: Session) -> Sequence[int]:
    """The children that the message they answer is about, by id."""
    if turn.quoted is None:
        return []
    if children := turn.quoted.memory.get("children"):
        return list(children)
    about = select(Receipt.child_id).where(Receipt.notice_id == turn.quoted.notice_id)
    return session.scalars(about).all() if turn.quoted.notice_id else []


def _receipt(turn: Turn, session: Session, about: Pupil | None) -> int | None:
    """The receipt that a quoted notice and the child point to."""
    if about is None or turn.quoted is None:
        return None
    notice_id = turn.quoted.notice_id or turn.quoted.memory.get("notice")
    if notice_id is None:
        return None
    return session.scalar(
        select(Receipt.id).where(Receipt.notice_id == notice_id, Receipt.child_id == about.id)
    )


def write(
    turn: Turn,
    session: Session,
    child: Pupil | None,
    words: str,
    media: Sequence[int] = (),
    receipt_id: int | None = None,
) -> Note:
    """Store a guardian's words; the caller passes them on. The note is a copy of what is stored.

    One without a child is passed on by the clock, unless they say soon whom it is about.
    """
    return keep(
        session,
        school_id=child.school_id if child else turn.speaker.school,
        child_id=child.id if child else None,
        guardian_id=turn.speaker.person,
        text=words,
        media=media,
        receipt_id=receipt_id,
        inbox_id=turn.inbox_id,
        at=turn.now,
    )


def _just_said(session: Session, written: Note, turn: Turn) -> bool:
    """Whether they heard minutes ago that their messages are passed on."""
    before = said_before(session, written)
    return before is not None and (turn.now - before).total_seconds() < SAME_BREATH


SAME_BREATH = 180
"""Seconds in which further messages of one guardian need no answer of their own."""


def leave_with_school(session: Session, written: Note, child: Pupil, now: datetime) -> None:
    session.add(
        Task(
            school_id=child.school_id,
            child_id=child.id,
            topic=f"note:{written.id}",
            reason=Reason.NOT_ANSWERED,
            created_at=now,
        )
    )


def child_of(session: Session, memory: object) -> Pupil | None:
    wanted = memory.get("child") if hasattr(memory, "get") else None
    found = pupils(session, [int(wanted)]) if wanted is not None else []
    return found[0] if found else None


def guardian_of(session: Session, guardian_id: int, child: Pupil) -> Value:
    name, relation = name_and_relation(session, guardian_id, child.id)
    return Phrase(WHO, {"name": name, "relation": WORDS[relation or Relation.GUARDIAN]})


def _held_for_office(session: Session, child: Pupil, turn: Turn) -> Value:
    school = school_of(session, child.school_id)
    reads_at = school.opens(turn.now)
    return "" if reads_at <= turn.now else Phrase(HELD, {"when": Moment(reads_at, school.zone)})
