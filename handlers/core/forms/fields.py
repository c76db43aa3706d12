"""What a draft consists of: each field with its question, and what words answer it.

A capability puts these together, or writes its own `Field`; see docs/decisions/0014.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Reply, Sense, Text, Turn, Value, worded
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.answers import plain
from handlers.core.understanding.matters.hours import with_hour

BRIEF = 6
"""Words. Whoever writes more tells something, whatever they ask beside it."""

D = TypeVar("D", bound=BaseModel)
Found = Mapping[str, Any] | Reply | None
"""What words come to: changes of the draft, by its fields' names; a question back; or None where
they are no answer. A `Reply` that takes no answer (`free=False` and no choices), or says itself who
hears it (`then`), ends the draft; what any other remembers is added to the draft."""


class Field(Generic[D]):
    """One thing a draft has. The words to be read are `turn.text`, a choice is `turn.answer`."""

    takes_place = False
    """Whether a location that is sent under the preview answers it, too."""
    takes_questions = True
    """Whether words that ask something may be an answer to it, or are another matter."""

    def __init__(self, name: str, label: Value | None = None) -> None:
        """`label` names it where it can be changed; without one it cannot be, but in words."""
        self.name = name
        self.label = label

    def ask(self, turn: Turn, session: Session, draft: D) -> Reply:
        """Its question. Who hears the answer, and the memory, are the form's to add."""
        raise NotImplementedError

    def read(self, turn: Turn, session: Session, draft: D) -> Found:
        """What an answer to that question comes to."""
        raise NotImplementedError

    def settle(self, turn: Turn, session: Session, draft: D) -> Found:
        """A question where something is missing or cannot be; or what is clear by itself."""
        return None if getattr(draft, self.name) else self.ask(turn, session, draft)

    def amend(self, turn: Turn, session: Session, draft: D, amendment: Amendment) -> Found:
        """What words under the preview change of it; None where they are not about it."""
        return None

    def described(self, session: Session, draft: D) -> Value:
        """Whom it names, as the offer to go on with a draft says it; empty for what is no whom."""
        return ""


def asks_back(turn: Turn) -> bool:
    """ "Ini dibaca siapa?" is no text of anybody's; a long one with a question in it is."""
    asks = turn.said is not None and turn.said.sense is Sense.QUESTION
    return asks and len(turn.text.split()) <= BRIEF


class Words(Field[D]):
    """Any words, or files in their place where the draft has `files`."""

    def __init__(
        self,
        name: str,
        question: Callable[[Turn, Session, D], Reply],
        label: Value | None = None,
        *,
        needed: bool = True,
    ) -> None:
        """What is not `needed` is asked for only where it is changed."""
        super().__init__(name, label)
        self._question = question
        self._needed = needed

    def ask(self, turn: Turn, session: Session, draft: D) -> Reply:
        return self._question(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: D) -> Found:
        return {self.name: turn.text} if turn.text else None

    def settle(self, turn: Turn, session: Session, draft: D) -> Found:
        there = getattr(draft, self.name) or getattr(draft, "files", ()) or not self._needed
        return None if there else self.ask(turn, session, draft)

    def amend(self, turn: Turn, session: Session, draft: D, amendment: Amendment) -> Found:
        """Only what is said to be its text: "tambah bawa bekal", "ganti: besok libur"; or another
        hour in the place of the one it has: "eh jam 10 maksudnya"."""
        before = getattr(draft, self.name) or ""
        if amendment.marked and (body := with_hour(before, amendment.words)):
            return self.more(draft, body, instead=True)
        if not amendment.verbatim or amendment.how is How.DROP:
            return None
        return self.more(draft, amendment.words, instead=amendment.how is How.INSTEAD)

    def more(self, draft: D, words: str, *, instead: bool = False) -> Mapping[str, Any]:
        """The words behind those it has, or in their place."""
        before = "" if instead else getattr(draft, self.name)
        return {self.name: "\n".join(filter(None, (before, words)))}


class OneOf(Field[D]):
    """One of a few values. It has one by itself, and is asked for only where it is changed."""

    def __init__(
        self, name: str, question: Text, options: Mapping[Any, Text], label: Value | None = None
    ) -> None:
        super().__init__(name, label)
        self._question = question
        self._options = options

    def ask(self, turn: Turn, session: Session, draft: D) -> Reply:
        choices = [Choice(str(value), label) for value, label in self._options.items()]
        return Reply(self._question, choices=choices)

    def read(self, turn: Turn, session: Session, draft: D) -> Found:
        return next(({self.name: v} for v in self._options if str(v) == turn.answer), None)

    def settle(self, turn: Turn, session: Session, draft: D) -> Found:
        return None

    def amend(self, turn: Turn, session: Session, draft: D, amendment: Amendment) -> Found:
        said = plain(amendment.words)
        for value, label in self._options.items():
            if amendment.how is How.INSTEAD and said == plain(worded(label, turn.speaker.language)):
                return {self.name: value}
        return None
