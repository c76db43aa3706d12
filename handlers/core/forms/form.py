"""The one mechanism under every capability that drafts something: asks, shows, changes, sends.

A capability gives the draft, its fields in order, a preview and what sending does. Everything
else is here, and the same for all: docs/decisions/0014.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Generic

from pydantic import BaseModel
from pydantic_core import to_jsonable_python
from sqlalchemy.orm import Session

from handlers.core.forms.fields import D, Field, Found, Words
from handlers.core.forms.preview import Other, Preview, Way
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Reply,
    Say,
    Sense,
    Step,
    Text,
    Turn,
    Value,
    worded,
)
from handlers.core.talk.files import sent
from handlers.core.talk.words import CHANGE, NOT_SENT, WHAT_CHANGES
from handlers.core.understanding.amending import Amendment, How, read_amendment
from handlers.core.understanding.answers import plain
from handlers.core.understanding.normalise import words_of
from models.outbox import close

STILL = Text(
    "form.still",
    id="Itu sudah agak lama, jadi saya tampilkan lagi dulu. Belum ada yang dikirim.",
    en="That was a while ago, so I show it again first. Nothing has been sent yet.",
)
FOR_WHOM = Text("form.for_whom", id="{what} untuk {whom}", en="{what} for {whom}")
TOO_OLD = timedelta(hours=12)
"""Nothing is sent by a tap on what was shown so long ago."""

Shows = Callable[[Turn, Session, D], Preview[D]]
Sends = Callable[[Turn, Session, D], Heard]
NO, OF = "no", "of"


class Form(Generic[D]):
    """A draft of one kind, from the first words to what is sent."""

    def __init__(
        self,
        of: Capability,
        kind: type[D],
        fields: Sequence[Field[D]],
        preview: Shows[D],
        send: Sends[D],
        *,
        title: Value | Callable[[D], Value],
        left: Text | Sends[D] = NOT_SENT,
    ) -> None:
        """`title` is what is drafted ("catatan"); `left` says that it will not be done, or does
        what is to be done in its place.

        The steps are called after the capability and the fields. A capability with two forms
        gives each a capability of its own.
        """
        self.kind = kind
        self.fields = fields
        self.title = title
        self._preview = preview
        self._send = send
        self._left = left
        self._takes_files = "files" in kind.model_fields
        files = self._with_files if self._takes_files else None
        self._asked = {
            field.name: of.add(field.name, partial(self._answered, field), files)
            for field in fields
        }
        self._shown = of.add("shown", self._decided, files)
        self.unfinished = of.add("unfinished", self._resumed)
        FORMS.update(dict.fromkeys((s.name for s in (*self._asked.values(), self._shown)), self))

    def begin(self, turn: Turn, session: Session, draft: D) -> Heard:
        """Ask for what is missing, or show it; with the files of this message and those before."""
        return self.show(turn, session, self._begun(turn, session, draft))

    def read(self, turn: Turn, session: Session, draft: D, field: Field[D]) -> Heard:
        """The same, where the words of the turn are first taken as an answer to that field."""
        return self._take(turn, session, self._begun(turn, session, draft), field)

    def show(self, turn: Turn, session: Session, draft: D) -> list[Say]:
        """The next question about a draft, or all of it where nothing is missing."""
        draft, ask = self._settled(turn, session, draft)
        return [ask or self._looked(turn, draft, self._preview(turn, session, draft))]

    def doubt(self, draft: D, ask: Reply) -> Heard:
        """One more question in the preview's place, whose choices are some of the preview's."""
        return [_remembering(draft, replace(ask, free=True), self._shown)]

    def described(self, session: Session, memory: Mapping[str, Any]) -> Value:
        """What one would go on with, from the memory of a question about it."""
        draft = self.kind.model_validate(memory)
        named = (field.described(session, draft) for field in self.fields)
        whom: Value = next((one for one in named if one), "")
        what = self.title(draft) if callable(self.title) else self.title
        return Phrase(FOR_WHOM, {"what": what, "whom": whom}) if whom else what

    def _begun(self, turn: Turn, session: Session, draft: D) -> D:
        if not self._takes_files:
            return draft
        return _changed(draft, {"files": sent(turn, session)})

    def _settled(self, turn: Turn, session: Session, draft: D) -> tuple[D, Reply | None]:
        """The draft with what is clear by itself, and the question that comes next."""
        for field in self.fields:
            found = field.settle(turn, session, draft)
            if isinstance(found, Reply):
                return draft, self._put(field, draft, found)
            if found:
                draft = _changed(draft, found)
        return draft, None

    def _put(self, field: Field[D], draft: D, ask: Reply) -> Reply:
        if ask.then or (not ask.choices and ask.free is False):
            return ask
        return _remembering(draft, ask, self._asked[field.name])

    def _looked(self, turn: Turn, draft: D, seen: Preview[D]) -> Reply:
        choices = [
            *([seen.send] if seen.send else []),
            *(_choice(other) for other in seen.also),
            *([CHANGES] if seen.lists else []),
            Choice(NO, seen.cancel, Sense.NO),
        ]
        values: Mapping[str, Value] = {
            **seen.values,
            "below": seen.below(turn, getattr(draft, "files", ())),
        }
        ask = Reply(seen.text, values, choices=choices, free=True)
        return _remembering(draft, ask, self._shown)

    def _answered(self, field: Field[D], turn: Turn, session: Session) -> Heard:
        """Words or a choice under a field's question; or words about one that was asked before."""
        draft = turn.draft(self.kind)
        amendment = read_amendment(turn.text) if turn.answer is None else None
        if amendment and amendment.marked:
            before = self.fields[: self.fields.index(field)]
            if heard := self._amended(turn, session, draft, amendment, before):
                return heard
            if amendment.drops:  # no text of anybody's, whatever it meant
                return None
        if turn.said and turn.said.sense is Sense.QUESTION and not field.takes_questions:
            return None
        return self._take(turn, session, draft, field)

    def _take(self, turn: Turn, session: Session, draft: D, field: Field[D]) -> Heard:
        return self._found(turn, session, draft, field, field.read(turn, session, draft))

    def _found(
        self, turn: Turn, session: Session, draft: D, field: Field[D], found: Found
    ) -> Heard:
        if found is None:
            return None
        if isinstance(found, Reply):
            return [self._put(field, draft, found)]
        return self.show(turn, session, _changed(draft, found))

    def _decided(self, turn: Turn, session: Session) -> Heard:
        """Under the preview, or under the list of what can be changed."""
        draft = turn.draft(self.kind)
        if turn.answer is None:
            return self._in_words(turn, session, draft)
        if turn.answer == NO:
            return self._leave(turn, session, draft)
        settled, ask = self._settled(turn, session, draft)
        if ask or settled != draft:
            return self.show(turn, session, draft)
        return self._chosen(turn, session, draft, self._preview(turn, session, draft))

    def _chosen(self, turn: Turn, session: Session, draft: D, seen: Preview[D]) -> Heard:
        """What is still offered is done; anything else is shown as it is now."""
        if seen.send and turn.answer == seen.send.value:
            if _is_old(turn):
                return [Reply(STILL), self._looked(turn, draft, seen)]
            return self._send(turn, session, draft)
        if turn.answer == CHANGES.value:
            return [self._listed(draft, seen)]
        for other in (*seen.also, *self._changes(seen)):
            if _choice(other).value == turn.answer:
                return self._other(turn, session, draft, other)
        return [self._looked(turn, draft, seen)]

    def _other(self, turn: Turn, session: Session, draft: D, other: Other[D]) -> Heard:
        if isinstance(other, Field):
            return [self._put(other, draft, other.ask(turn, session, draft))]
        done = other.do(turn, session, draft)
        return done if done is None or isinstance(done, list) else self.show(turn, session, done)

    def _changes(self, seen: Preview[D]) -> Sequence[Other[D]]:
        labelled = [field for field in self.fields if field.label]
        return labelled if seen.changes is None else seen.changes

    def _listed(self, draft: D, seen: Preview[D]) -> Reply:
        choices = [_choice(other) for other in self._changes(seen)]
        return _remembering(draft, Reply(WHAT_CHANGES, choices=choices, free=True), self._shown)

    def _in_words(self, turn: Turn, session: Session, draft: D) -> Heard:
        """Words under the preview: only what surely changes something of it is heard."""
        place = next((field for field in self.fields if field.takes_place), None)
        if turn.place and place:
            return self._take(turn, session, draft, place)
        amendment = read_amendment(turn.text)
        if amendment and (heard := self._amended(turn, session, draft, amendment, self.fields)):
            return heard
        words = next((field for field in self.fields if isinstance(field, Words)), None)
        if words and turn.media and self._takes_files:
            return self.show(turn, session, _changed(draft, words.more(draft, turn.text)))
        return None

    def _amended(
        self,
        turn: Turn,
        session: Session,
        draft: D,
        amendment: Amendment,
        fields: Sequence[Field[D]],
    ) -> Heard:
        """The draft as the words would have it, shown again; None where no field knows them."""
        if amendment.bare:
            draft, ask = self._settled(turn, session, draft)
            return [ask or self._listed(draft, self._preview(turn, session, draft))]
        if amendment.of_files and self._takes_files:
            return self.show(turn, session, _changed(draft, {"files": ()}))
        if field := next((one for one in fields if _is_named(turn, one, amendment)), None):
            return self._other(turn, session, draft, field)
        for field in sorted(fields, key=lambda one: isinstance(one, Words)):
            found = field.amend(turn, session, draft, amendment)
            if found is not None:
                return self._found(turn, session, draft, field, found)
        return None

    def _with_files(self, turn: Turn, session: Session) -> Heard:
        """Files without words, as an album comes: shown with the rest."""
        return self.show(turn, session, turn.draft(self.kind))

    def _resumed(self, turn: Turn, session: Session) -> Heard:
        """The answer to the offer to go on with a draft: shown as it is now, or dropped."""
        if turn.answer is None:
            return None
        close(session, int(turn.memory[OF]), turn.now)
        draft = turn.draft(self.kind)
        left = turn.answer == NO
        return self._leave(turn, session, draft) if left else self.show(turn, session, draft)

    def _leave(self, turn: Turn, session: Session, draft: D) -> Heard:
        left = self._left
        return [Reply(left)] if isinstance(left, Text) else left(turn, session, draft)


FORMS: dict[str, Form[Any]] = {}
"""By the name of each step under which a draft of theirs waits. Filled as modules are imported."""
CHANGES = Choice("change", CHANGE)


def _changed(draft: D, changes: Mapping[str, Any]) -> D:
    return draft.model_validate({**dict(draft), **changes})


def _choice(other: Other[Any]) -> Choice:
    if isinstance(other, Way):
        return Choice(f"do {other.name}", other.label)
    return Choice(f"change {other.name}", other.label or other.name)


def _remembering(draft: BaseModel, ask: Reply, then: Step) -> Reply:
    """The question, with the draft as its memory and what the question adds to it."""
    memory = {**draft.model_dump(mode="json"), **to_jsonable_python(dict(ask.remember))}
    return replace(ask, then=then, remember=memory)


def _is_old(turn: Turn) -> bool:
    at = turn.quoted.asked_at if turn.quoted else None
    return at is not None and turn.now - at > TOO_OLD


def _is_named(turn: Turn, field: Field[Any], amendment: Amendment) -> bool:
    """ "ubah tanggal": what is to be changed, and not yet to what."""
    if not (field.label and amendment.told and amendment.how is How.INSTEAD):
        return False
    called = set(plain(worded(field.label, turn.speaker.language)).split())
    return all({word.text, word.root} & called for word in words_of(amendment.words))
