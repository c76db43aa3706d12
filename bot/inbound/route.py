"""One way a message may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.core.forms.asking import Question
from handlers.core.talk import Step, Turn
from handlers.core.understanding import Meaning


@dataclass(frozen=True)
class Route:
    """A step that may answer, what it is given, and the question it would close."""

    step: Step
    turn: Turn
    question: Question | None = None
    rest: Question | None = None
    """Under it, what the words say beyond an answer is for whoever asked."""


@dataclass(frozen=True)
class Understood:
    """What free words mean, who hears that, and the children they name, by id."""

    meaning: Meaning
    routes: Sequence[Route]
    named: Sequence[int]
