"""For which children a draft is: named, chosen, added, taken away; never one of somebody else's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.fields import Field, Found
from handlers.core.talk import Reply, Text, Turn, Value
from handlers.core.talk.words import NO_SUCH_NAME, WHICH
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.audience import is_all
from handlers.core.whom.audience import NOT_YOURS, find, label, meant, not_yours, to_choose, yours
from models.family import Pupil, pupils

MOST = 10
"""So many are offered to choose one from; whoever means another writes the name."""
RECEIVERS = Text("children.receivers", id="Ubah penerima", en="Change receivers")


class ForChildren(BaseModel):
    """What a draft has that is for children of the speaker's."""

    children: list[int] = []
    adding: bool = False
    """Whoever is chosen next comes to those it has already."""
    between: list[int] = []
    """One of these has been named, and is still to be chosen."""


C = TypeVar("C", bound=ForChildren)


class Children(Field[C]):
    """Several children or a class. Words that say more than for whom are the draft's `body`."""

    def __init__(
        self,
        question: Text,
        *,
        nobody: Text = NO_SUCH_NAME,
        body: str = "",
        label: Value = RECEIVERS,
    ) -> None:
        super().__init__("children", label)
        self._question = question
        self._nobody = nobody
        self._body = body

    def ask(self, turn: Turn, session: Session, draft: C) -> Reply:
        if draft.between:
            choices = to_choose(session, pupils(session, draft.between), turn.now)
            return Reply(WHICH, choices=choices, free=True)
        return Reply(self._question)

    def settle(self, turn: Turn, session: Session, draft: C) -> Found:
        """Nobody who is not the speaker's by now."""
        mine = {pupil.id for pupil in yours(turn, session)}
        left = [child for child in draft.children if child in mine]
        if not left or draft.adding or draft.between:
            return replace(self.ask(turn, session, draft), remember={"children": left})
        return {"children": left} if left != draft.children else None

    def read(self, turn: Turn, session: Session, draft: C) -> Found:
        """ "Aisyah, Fathir", "kelas 1A", "Aisyah: berani maju", or a child that was offered."""
        if turn.answer is not None:
            return self._named(turn, session, draft, turn.answer)
        who, _, body = turn.text.partition(":")
        if not body and not is_all(who, yours(turn, session)):
            body = who
        found = self._named(turn, session, draft, who)
        told = {self._body: body.strip()} if self._body and body.strip() else {}
        if not told or getattr(draft, self._body):
            return found
        if isinstance(found, Reply):
            nobody = found.text is self._nobody
            return found if nobody else replace(found, remember={**told, **found.remember})
        return {**told, **(found or {})}

    def amend(self, turn: Turn, session: Session, draft: C, amendment: Amendment) -> Found:
        """ "Danu juga", "hapus Danu", "bukan Aisyah tapi Danu": names, and nothing else."""
        mine, had = yours(turn, session), self.pupils(turn, session, draft)
        words = amendment.words
        if amendment.how is How.DROP:
            return self._without(turn, session, draft, words, had)
        if not amendment.marked:
            return None
        found = meant(turn, session, words)
        if not found.others and not is_all(words, mine):
            return None
        if amendment.how is How.ADD or (amendment.old and len(had) > 1):
            gone = {pupil.id for pupil in find(amendment.old, had).pupils} if amendment.old else ()
            left = [pupil.id for pupil in had if pupil.id not in gone]
            draft = draft.model_copy(update={"children": left, "adding": True})
        return self._named(turn, session, draft, words)

    def described(self, session: Session, draft: C) -> Value:
        return label(pupils(session, draft.children)) if draft.children else ""

    def pupils(self, turn: Turn, session: Session, draft: C) -> Sequence[Pupil]:
        """Whom it is for by now."""
        return pupils(session, draft.children)

    def chosen(
        self, turn: Turn, session: Session, draft: C, named: Sequence[Pupil]
    ) -> Mapping[str, Any]:
        """What it changes of a draft that it is for these children."""
        return {"children": [pupil.id for pupil in named]}

    def _without(
        self, turn: Turn, session: Session, draft: C, words: str, had: Sequence[Pupil]
    ) -> Found:
        gone = {pupil.id for pupil in find(words, had).pupils} if is_all(words, had) else set()
        if not gone:
            return None
        left = [pupil for pupil in had if pupil.id not in gone]
        if not left:
            return replace(self.ask(turn, session, draft), remember={"children": []})
        return self.chosen(turn, session, draft, left)

    def _named(self, turn: Turn, session: Session, draft: C, words: str) -> Found:
        """Whom the words name; a question back where that is not clear, or not for the speaker."""
        found = meant(turn, session, words)
        had = pupils(session, draft.children) if draft.adding else []
        if found.others:
            return Reply(NOT_YOURS, not_yours(found.others))
        if found.unclear:
            unsure = [pupil.id for pupil in found.unclear]
            sure = [pupil.id for pupil in (*had, *found.pupils) if pupil.id not in unsure]
            kept = {"children": sure, "adding": bool(sure), "between": unsure}
            which = self.ask(turn, session, draft.model_copy(update=kept))
            return replace(which, remember=kept)
        if not found.pupils:
            return Reply(self._nobody, remember={"between": []})
        both = {pupil.id: pupil for pupil in (*had, *found.pupils)}
        asked = {"adding": False, "between": []}
        return {**asked, **self.chosen(turn, session, draft, list(both.values()))}


class OneChild(Children[C]):
    """One of them only: of several that are named one is to be chosen."""

    def chosen(
        self, turn: Turn, session: Session, draft: C, named: Sequence[Pupil]
    ) -> Mapping[str, Any]:
        ids = [pupil.id for pupil in named[:MOST]]
        return {"children": ids} if len(ids) == 1 else {"children": [], "between": ids}
