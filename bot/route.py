"""One way a message may go."""

from __future__ import annotations

from dataclasses import dataclass

from bot.questions import Question
from handlers.talk import Step, Turn


@dataclass(frozen=True)
class Route:
    """A step that may answer, what it is given, and the question it would close."""

    step: Step
    turn: Turn
    question: Question | None = None
