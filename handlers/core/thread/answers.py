"""A teacher answers without tapping or quoting: "balas Aisyah …", or plain words."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import (
    Heard,
    Reply,
    Turn,
    Value,
)
from handlers.core.talk.files import sent
from handlers.core.thread.notes import answers, child_of, guardian_of, shown_back, written
from handlers.core.thread.texts import NO_NOTE, WRITE
from handlers.core.understanding import find_children
from handlers.core.understanding.names import named_in
from handlers.core.whom import audience
from models.outbox import asked_last
from models.thread import Note


@answers.opens("balas", "reply")
def reply_to_latest(turn: Turn, session: Session) -> Heard:
    """ "balas" answers the latest note; "balas Aisyah …" the latest about that child."""
    _, _, rest = turn.text.partition(" ")
    others = audience.others_in(turn, session, rest, audience.yours(turn, session))
    if any(rest.casefold().startswith(one.name.casefold()) for one in others):
        return [Reply(audience.NOT_YOURS, audience.not_yours(others))]
    who, words = _addressed(rest)
    last = latest_note(turn, session, who)
    child = child_of(session, {"child": last.child_id}) if last else None
    if last is None or child is None:
        return [Reply(NO_NOTE)]
    guardian = guardian_of(session, last.guardian_id, child)
    files = list(sent(turn, session))
    memory = {"note": last.id, "child": child.id, "guardian": last.guardian_id, "files": files}
    blanks: dict[str, Value] = {"guardian": guardian, "child": child.label}
    if not words:
        return [Reply(WRITE, blanks, then=written, remember=memory)]
    return [shown_back(blanks, {**memory, "text": words})]


def _addressed(rest: str) -> tuple[str, str]:
    """Whom it is for, and the words: "Bu Wati: baik bu" has both, else one may be in the other."""
    who, colon, words = rest.partition(":")
    apart = colon and len(who.split()) <= FEW and words.strip()
    return (who.strip(), words.strip()) if apart else (rest, rest)


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


def unquoted(turn: Turn, session: Session) -> Heard:
    """A teacher's words that mean nothing else, where a parent's note was the last thing asked of
    them: shown back as the answer they may be. None where it was not."""
    last = asked_last(session, turn.speaker.contact_id)
    child = child_of(session, last.memory) if last and "guardian" in last.memory else None
    if last is None or child is None or not turn.text or turn.now - last.created_at > SAME_DAY:
        return None
    guardian = guardian_of(session, int(last.memory["guardian"]), child)
    memory = {**last.memory, "text": turn.text, "files": list(turn.media)}
    return [shown_back({"guardian": guardian, "child": child.label}, memory)]


FEW = 4
"""Words before the colon that still are a name."""
RECENT = 30
"""Notes among whose writers a name is looked for."""
SAME_DAY = timedelta(hours=12)
"""So long after a parent's note a teacher's words may be the answer to it."""
