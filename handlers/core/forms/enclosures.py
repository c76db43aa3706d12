"""Files that no capability used: none is dropped.

A guardian's go to the teacher as a note; a teacher's wait until it is said what they are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.core.forms.answering import latest_note, reply_to_latest
from handlers.core.talk import Capability, Choice, Heard, Reply, Text, Turn, Who
from handlers.core.talk.files import FOR_WHAT, unused
from handlers.core.thread import notes

ANSWER = Text("enclosures.answer", id="Balas orang tua", en="Answer a parent")
REPLY = "balas"

enclosures = Capability("enclosures", Who.STAFF)
enclosed = Capability("enclosed", Who.GUARDIAN)


@enclosed.takes_unused
def pass_on(turn: Turn, session: Session) -> Heard:
    """Beside whatever the words did: a note with them, so that the teacher knows what it is."""
    return notes.leave(turn, session)


@enclosures.takes_unused
def ask(turn: Turn, session: Session) -> Heard:
    return [_for_what(turn, session, turn.media)]


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: kept with the rest."""
    return [_for_what(turn, session, [*turn.memory["files"], *turn.media])]


@enclosures.takes_files(more)
def chosen(turn: Turn, session: Session) -> Heard:
    """What was tapped is begun with the files; they are asked about again if it cannot be."""
    if turn.answer is None:
        return None
    line = next((line for line in turn.menu if line.word == turn.answer), None)
    step = line.step if line else reply_to_latest
    files = tuple(turn.memory["files"])
    begun = replace(turn, text=turn.answer, answer=None, media=files, memory={})
    says = step(begun, session) or []
    left = unused(begun, says, session)
    return [*says, *([_for_what(turn, session, left)] if left else [])]


def _for_what(turn: Turn, session: Session, files: Sequence[int]) -> Reply:
    choices = [Choice(line.word, line.label) for line in turn.menu if line.step.files]
    if latest_note(turn, session):
        choices.append(Choice(REPLY, ANSWER))
    blanks, memory = {"count": str(len(files))}, {"files": list(files)}
    return Reply(FOR_WHAT, blanks, choices=choices, then=chosen, remember=memory)
