"""Which of their children a guardian means: one question, answered by tap or in any words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Reply, Step, Text, Turn
from handlers.core.talk.words import ALL_OF_THEM
from handlers.core.understanding import Intent, Meaning, Message, understand
from models.family import Pupil, pupils_of_guardian

WHICH = Text("whose.which", id="Untuk siapa, {who}?", en="Which child is it about, {who}?")
SURE = 0.75
"""What was understood less surely than this does not act by itself."""


def own(turn: Turn, session: Session, ids: Sequence[int]) -> list[Pupil]:
    """Those of the speaker's own children; their only child where none is named."""
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    named = [child for child in mine if child.id in ids]
    return named or (mine if len(mine) == 1 and not ids else [])


def ask(turn: Turn, session: Session, then: Step, remember: Mapping[str, Any]) -> Reply:
    """`then` hears the answer, and finds the children with `answered`."""
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    choices = [*(Choice(_value(child), child.label) for child in mine), Choice("all", ALL_OF_THEM)]
    values = {"who": turn.speaker.name}
    return Reply(
        WHICH,
        values,
        choices=choices,
        then=then,
        remember=remember,
        kind="absence_child",
        free=True,
    )


def answered(turn: Turn, session: Session) -> list[Pupil]:
    """The children an answer names; none if it is no answer."""
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    if turn.answer is not None:
        return [child for child in mine if turn.answer in ("all", _value(child))]
    named = slots(turn, session, "absence_child", Intent.ABSENCE_REPORT).get("children", ())
    return [child for child in mine if child.name in named]


def _value(child: Pupil) -> str:
    """Not the bare id: somebody who types "3" means the third line."""
    return f"child {child.id}"


def with_answer(text: str, turn: Turn) -> str:
    """What they wrote before, and what they wrote in answer: that may say more than a name."""
    return text if turn.answer is not None else f"{text}\n{turn.text}".strip()


def slots(
    turn: Turn,
    session: Session,
    context: str,
    intent: Intent,
    asked: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    """What words answer to a question of that kind; nothing where that is not sure."""
    meaning = reread(turn, session, context, asked)
    return meaning.slots if meaning.intent is intent and meaning.confidence >= SURE else {}


def reread(
    turn: Turn, session: Session, context: str | None, asked: Mapping[str, Any] | None = None
) -> Meaning:
    """What a guardian's words mean: as the answer to a question of that kind, or alone."""
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    names = [child.name for child in mine]
    return understand(
        Message(turn.text, "parent", turn.local, names, context=context, context_data=asked)
    )
