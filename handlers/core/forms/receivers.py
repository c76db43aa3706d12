"""Whom a draft is for: classes, the school, staff, those who have not signed, or children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.addressing import NOBODY, Audience, children_of, described, read
from handlers.core.forms.children import RECEIVERS
from handlers.core.forms.fields import Field, Found
from handlers.core.talk import Reply, Text, Turn, Value
from handlers.core.talk.words import WHICH
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.addressing import beyond, only
from handlers.core.understanding.matters.audience import is_all
from handlers.core.whom.audience import NOT_YOURS, not_yours, to_choose, yours
from models.family import pupils


class Addressed(BaseModel):
    """What a draft has that is for an `Audience`."""

    audience: Audience = NOBODY
    between: list[int] = []
    """One of these children has been named, and is still to be chosen."""
    unread: str = ""
    """What was said of the receivers and not understood: shown with the preview."""


A = TypeVar("A", bound=Addressed)


class Receivers(Field[A]):
    """One audience of families; never one that the speaker may not write to."""

    staff = False
    """Whether it may be the school's staff, too."""

    def __init__(
        self, question: Text, *, nobody: Text, other_classes: Text, label: Value = RECEIVERS
    ) -> None:
        """`other_classes` says of {classes} that they are not the speaker's."""
        super().__init__("audience", label)
        self._question = question
        self._nobody = nobody
        self._other_classes = other_classes

    def ask(self, turn: Turn, session: Session, draft: A) -> Reply:
        if draft.between:
            choices = to_choose(session, pupils(session, draft.between), turn.now)
            return Reply(WHICH, choices=choices, free=True)
        return Reply(self._question)

    def settle(self, turn: Turn, session: Session, draft: A) -> Found:
        missing = draft.audience.empty or draft.between
        return self.ask(turn, session, draft) if missing else None

    def read(self, turn: Turn, session: Session, draft: A) -> Found:
        return self.named(turn, session, draft, turn.answer or turn.text)

    def amend(self, turn: Turn, session: Session, draft: A, amendment: Amendment) -> Found:
        """ "7B juga", "hapus 7A", "eh untuk guru": receivers, and nothing else."""
        words, had = amendment.words, draft.audience
        whole = only(words) or is_all(words, yours(turn, session))
        if not amendment.marked or not whole:
            return None
        found = self.named(turn, session, draft, words)
        if isinstance(found, Reply) or found is None or amendment.how is How.INSTEAD:
            return found
        other = found["audience"]
        if other.children and not had.children:
            both = _but_for(turn, session, had, other.children, amendment.how)
        else:
            both = _both(had, other) if amendment.how is How.ADD else _without(had, other)
        return self.chosen(turn, session, draft, both) if both else None

    def described(self, session: Session, draft: A) -> Value:
        return "" if draft.audience.empty else described(session, draft.audience)

    def chosen(self, turn: Turn, session: Session, draft: A, whom: Audience) -> Mapping[str, Any]:
        """What it changes of a draft that it is for them."""
        return {"audience": whom}

    def named(self, turn: Turn, session: Session, draft: A, words: str) -> Found:
        """Whom the words name; a question back where that is nobody, two, or not theirs."""
        found = read(words, turn, session)
        if found.unclear:
            kept = {"between": [pupil.id for pupil in found.unclear]}
            return replace(self.ask(turn, session, draft.model_copy(update=kept)), remember=kept)
        if found.not_yours:  # nothing is sent on half of what was said
            return Reply(self._other_classes, {"classes": ", ".join(found.not_yours)})
        if found.others:
            return Reply(NOT_YOURS, not_yours(found.others))
        if found.audience.empty or (found.audience.staff and not self.staff):
            return Reply(self._nobody if words else self._question)
        unread = "" if found.audience.children else beyond(words)
        return {
            "between": [],
            "unread": unread,
            **self.chosen(turn, session, draft, found.audience),
        }


def _but_for(
    turn: Turn, session: Session, whom: Audience, named: Sequence[int], how: How
) -> Audience | None:
    """Classes without some of their children, or with those again; None where nothing changes."""
    there = {child.id for child in children_of(session, turn.speaker.school, whom, turn.now)}
    if how is How.ADD:
        but = tuple(child for child in whom.but if child not in named)
    else:
        but = (*whom.but, *(child for child in named if child in there))
    if but == whom.but or there <= set(but):
        return None
    return whom.model_copy(update={"but": but})


def _both(one: Audience, other: Audience) -> Audience | None:
    """Classes and classes, or children and children; None where one audience cannot be both."""
    classes, children = (*one.classes, *other.classes), (*one.children, *other.children)
    if (one.classes and other.classes) or (one.children and other.children):
        both = {"classes": _once(classes), "children": _once(children)}
        return one.model_copy(update=both)
    return None


def _without(one: Audience, other: Audience) -> Audience | None:
    """None where nobody, or everybody as before, would be left."""
    left = {
        "classes": tuple(group for group in one.classes if group not in other.classes),
        "children": tuple(child for child in one.children if child not in other.children),
    }
    less = one.model_copy(update=left)
    return None if less.empty or less == one else less


def _once(ids: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids))
