"""A teacher answers a parent's note: under it at once, or shown first where it may be no answer.

It is shown for "balas Aisyah …", for words that followed a note and quoted nothing, and for an
answer that names another child.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.forms.fields import Field, Found, Words
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival
from handlers.core.talk import Heard, Phrase, Reply, Tell, Text, Turn, Value
from handlers.core.talk.files import sent
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CHANGE_BODY
from handlers.core.thread.notes import answer_teacher, answers, child_of, guardian_of
from handlers.core.thread.texts import (
    ANSWER,
    CONFIRM,
    MEDIA,
    NO_NOTE,
    SENT,
    SENT_HELD,
    UNREACHED,
    WRITE,
)
from handlers.core.understanding import find_children
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.audience import is_all
from handlers.core.understanding.names import named_in
from handlers.core.whom import audience
from models.family import Pupil
from models.outbox import Priority, asked_last
from models.reach import lines, telephone_of
from models.school import school_of
from models.thread import Note, keep

TITLE = Text("thread.title", id="balasan", en="your answer")
FEW = 4
"""Words before the colon that still are a name."""
RECENT = 30
"""Notes among whose writers a name is looked for."""
SAME_DAY = timedelta(hours=12)
"""So long after a parent's note a teacher's words may be the answer to it."""


class Draft(BaseModel):
    """An answer that has not been sent: what is remembered under a note as well."""

    child: int
    guardian: int
    text: str = ""
    files: tuple[int, ...] = ()


class Family(Field[Draft]):
    """Whose note is answered."""

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return None if child_of(session, {"child": draft.child}) else Reply(NO_NOTE, free=False)

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "bukan Aisyah tapi Danu": the latest note about that child."""
        words = amendment.words
        if not amendment.marked or amendment.how is not How.INSTEAD:
            return None
        named = is_all(words, audience.yours(turn, session))
        last = latest_note(turn, session, words) if named else None
        return {"child": last.child_id, "guardian": last.guardian_id} if last else None

    def described(self, session: Session, draft: Draft) -> Value:
        child = child_of(session, {"child": draft.child})
        return guardian_of(session, draft.guardian, child) if child else ""


def _ask(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WRITE, _whom(session, draft))


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    values = {**_whom(session, draft), "body": draft.text or MEDIA}
    return Preview(CONFIRM, values, arrives=arrival(turn, session))


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    child = _child(session, draft)
    note = keep(
        session,
        school_id=child.school_id,
        child_id=child.id,
        guardian_id=draft.guardian,
        staff_id=turn.speaker.person,
        text=draft.text,
        media=draft.files,
        inbox_id=turn.inbox_id,
        at=turn.now,
    )
    tell = Tell(
        ANSWER,
        {"child": child.label, "author": turn.speaker.name, "body": draft.text or MEDIA},
        then=answer_teacher,
        free=False,
        again=True,
        remember={"child": child.id},
        files=draft.files,
        written=turn.now,
        to=draft.guardian,
        topic=f"note:{note.id}",
        priority=Priority.IMPORTANT,
        asked=True,
    )
    whom = _whom(session, draft)
    if not lines(session, [draft.guardian]):
        number = telephone_of(session, draft.guardian)
        return [Reply(UNREACHED, {**whom, "phone": f"📞 {number}" if number else ""})]
    return [tell, Reply(SENT, {**whom, "held": _held(session, child, turn)})]


FIELDS = (Family("child"), Words[Draft]("text", _ask, CHANGE_BODY))
form = Form(answers, Draft, FIELDS, shown, send, title=TITLE)


@answers.step
def reply(turn: Turn, session: Session) -> Heard:
    """A teacher taps *Balas* under a note, or quotes it."""
    if turn.answer is None:
        return _said(turn, session)
    if child_of(session, turn.memory) is None:
        return [Reply(NO_NOTE)]
    return _to_write(turn, session, turn.draft(Draft))


@answers.takes_files()
def written(turn: Turn, session: Session) -> Heard:
    """What follows the request to write: words, or files."""
    return _said(turn, session)


def _to_write(turn: Turn, session: Session, draft: Draft) -> Heard:
    memory = draft.model_dump(mode="json")
    return [replace(_ask(turn, session, draft), then=written, remember=memory)]


def _said(turn: Turn, session: Session) -> Heard:
    """An answer that points at its note is sent as it is; one that names another child may be for
    another family."""
    if child_of(session, turn.memory) is None:
        return [Reply(NO_NOTE)]
    draft = turn.draft(Draft).model_copy(update={"text": turn.text})
    if not (draft.text or draft.files):
        return None
    mine = audience.yours(turn, session)
    named = find_children(turn.text, [one.name for one in mine if one.id != draft.child]).found
    return form.show(turn, session, draft) if named else send(turn, session, draft)


@answers.opens("balas", "reply")
def reply_to_latest(turn: Turn, session: Session) -> Heard:
    """ "balas" answers the latest note; "balas Aisyah …" the latest about that child."""
    _, _, rest = turn.text.partition(" ")
    others = audience.others_in(turn, session, rest, audience.yours(turn, session))
    if any(rest.casefold().startswith(one.name.casefold()) for one in others):
        return [Reply(audience.NOT_YOURS, audience.not_yours(others))]
    who, words = _addressed(rest)
    last = latest_note(turn, session, who)
    if last is None or child_of(session, {"child": last.child_id}) is None:
        return [Reply(NO_NOTE)]
    memory = {"child": last.child_id, "guardian": last.guardian_id, "text": words}
    draft = Draft.model_validate({**memory, "files": sent(turn, session)})
    return form.show(turn, session, draft) if words else _to_write(turn, session, draft)


def _addressed(rest: str) -> tuple[str, str]:
    """Whom it is for, and the words: "Bu Wati: baik bu" has both, else one may be in the other."""
    who, colon, words = rest.partition(":")
    apart = colon and len(who.split()) <= FEW and words.strip()
    return (who.strip(), words.strip()) if apart else (rest, rest)


def unquoted(turn: Turn, session: Session) -> Heard:
    """A teacher's words that mean nothing else, where a parent's note was the last thing asked of
    them: shown back as the answer they may be. None where it was not."""
    last = asked_last(session, turn.speaker.contact_id)
    child = child_of(session, last.memory) if last and "guardian" in last.memory else None
    if turn.text.isdecimal():  # a line of some list, rather
        return None
    if last is None or child is None or not turn.text or turn.now - last.created_at > SAME_DAY:
        return None
    answer = replace(turn, memory=last.memory).draft(Draft)
    return form.show(turn, session, answer.model_copy(update={"text": turn.text}))


def latest_note(turn: Turn, session: Session, words: str = "") -> Note | None:
    """The latest note to a teacher: by the guardian or about the child whom `words` name, if they
    name one."""
    mine = audience.yours(turn, session)
    written = select(Note).where(Note.staff_id.is_(None)).order_by(Note.id.desc())
    named = find_children(words, [pupil.name for pupil in mine]).found
    ids = [pupil.id for pupil in mine if not named or pupil.name in named]
    latest = session.scalars(written.where(Note.child_id.in_(ids)).limit(RECENT)).all()
    by = named_in(words, [note.guardian.name for note in latest]) if not named else None
    return next((note for note in latest if by in (None, note.guardian.name)), None)


def _child(session: Session, draft: Draft) -> Pupil:
    child = child_of(session, {"child": draft.child})
    assert child is not None
    return child


def _whom(session: Session, draft: Draft) -> dict[str, Value]:
    child = _child(session, draft)
    return {"guardian": guardian_of(session, draft.guardian, child), "child": child.label}


def _held(session: Session, child: Pupil, turn: Turn) -> Value:
    school = school_of(session, child.school_id)
    arrives = school.quiet.release(turn.now)
    held = Phrase(SENT_HELD, {"when": Moment(arrives, school.zone)})
    return "" if arrives <= turn.now else held
