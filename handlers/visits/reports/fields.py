"""What a report consists of: the visit it is about, and its parts, each asked for by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from handlers.core.forms import correcting
from handlers.core.forms.children import OneChild
from handlers.core.forms.fields import Field, Found, Words, asks_back
from handlers.core.talk import Choice, Phrase, Reply, Sense, Text, Turn
from handlers.core.talk.words import CANCEL, SKIP
from handlers.core.understanding import find_day
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.hours import with_hour
from handlers.core.understanding.matters.visits import (
    Part,
    about_when,
    has_headings,
    part_called,
)
from handlers.visits import people
from handlers.visits.labels import day_of
from handlers.visits.reports import finding, reading, saving, words
from handlers.visits.reports.reading import Draft
from handlers.visits.reports.words import label, parts_of, question
from models.family import Pupil, pupils
from models.media import is_voice
from models.visit import Visit

WRITTEN = ("conditions", "said", "agreements", "next_on", "private")


def visit_of(session: Session, draft: Draft) -> tuple[Visit, Pupil]:
    """What a settled draft is about."""
    visit = session.get_one(Visit, draft.visit)
    return visit, people.child_of(session, visit)


class Visited(OneChild[Draft]):
    """A visit of the speaker's: chosen, the newest to the child that is named, or recorded now."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        """Which of those that nobody has written about."""
        if draft.between:
            return super().ask(turn, session, draft)
        waiting = finding.unreported(turn, session)
        about = {pupil.id: pupil for pupil in pupils(session, {one.child_id for one in waiting})}
        choices = [
            Choice(f"visit {visit.id}", Phrase(words.WHICH_VISIT, {"child": name, "day": day}))
            for visit in waiting
            if visit.child_id in about
            for name, day in [(about[visit.child_id].name, day_of(visit, turn.speaker.zone))]
        ]
        if not choices:
            return Reply(words.NONE, free=False)
        return Reply(words.WHICH, choices=choices[:10], free=True)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if draft.visit:
            found = finding.own(turn, session, draft.visit)
            if found is None:
                return Reply(words.NONE, free=False)
            if saving.is_sent(session, saving.report_of(session, found[0])):
                return already(turn, session, *found)
            return {"todo": ()} if draft.todo and is_voice(session, draft.files) else None
        if draft.between:
            return self.ask(turn, session, draft)
        if draft.children:
            visits = finding.made_by(turn, session, draft.children[0])
            if visits:
                return self._about(turn, session, draft, visits)
            return super().settle(turn, session, draft) or self._unplanned(session, draft)
        visits = finding.unreported(turn, session)
        one = len(visits) == 1
        return self._about(turn, session, draft, visits) if one else self.ask(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        kind, _, number = (turn.answer or "").partition(" ")
        if kind == "cancel":
            return Reply(words.CANCELLED, free=False)
        if kind == "visit":
            return self._about(turn, session, draft, [session.get_one(Visit, int(number))])
        if kind == "record":
            mine = super().settle(turn, session, draft)
            if isinstance(mine, Reply):
                return mine
            child = pupils(session, draft.children)[0]
            return self._about(turn, session, draft, [finding.record(turn, session, child)])
        return super().read(turn, session, draft)

    def chosen(
        self, turn: Turn, session: Session, draft: Draft, named: Sequence[Pupil]
    ) -> Mapping[str, Any]:
        return {**super().chosen(turn, session, draft, named), "visit": 0}

    def _unplanned(self, session: Session, draft: Draft) -> Reply:
        """A visit that was made without us is recorded when the teacher says so."""
        choices = [Choice("record", words.RECORD, Sense.YES), Choice("cancel", CANCEL, Sense.NO)]
        return Reply(words.UNPLANNED, {"child": self.described(session, draft)}, choices=choices)

    def _about(self, turn: Turn, session: Session, draft: Draft, visits: Sequence[Visit]) -> Found:
        """The first of them, with what was written of it before; what was sent stays."""
        found = finding.own(turn, session, visits[0].id)
        if found is None:
            return Reply(words.NONE, free=False)
        visit, child = found
        if saving.is_sent(session, saving.report_of(session, visit)):
            return already(turn, session, visit, child)
        before = saving.draft_of(session, visit)
        files = (*before.files, *draft.files)
        goes_on = before.todo and not is_voice(session, files)
        return {
            **{name: getattr(draft, name) or getattr(before, name) for name in WRITTEN},
            "visit": visit.id,
            "children": [child.id],
            "files": files,
            "todo": draft.todo if goes_on else (),
        }


def already(turn: Turn, session: Session, visit: Visit, child: Pupil) -> Reply:
    report = saving.report_of(session, visit)
    return Reply(
        words.ALREADY,
        {"child": child.label, "day": day_of(visit, turn.speaker.zone)},
        choices=correcting.CHOICES,
        then=correcting.chosen,
        remember={"notice": report.notice_id if report else None},
    )


class Section(Field[Draft]):
    """One part in words; they may as well be the whole report."""

    def __init__(self, part: Part, label: Text) -> None:
        super().__init__(part.value, label)
        self.part = part

    def ask(self, turn: Turn, session: Session, draft: Draft, text: Text | None = None) -> Reply:
        visit, child = visit_of(session, draft)
        return Reply(
            words.NEXT_QUESTION,
            {"child": child.label, "question": text or question(self.part, visit.kind)},
            choices=[Choice("skip", SKIP), Choice("finish", words.FINISH)],
            free=True,
        )

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        visit, _ = visit_of(session, draft)
        due = self.part in draft.todo and self.part in parts_of(visit.kind)
        return self.ask(turn, session, draft) if due else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        todo = {"todo": tuple(part for part in draft.todo if part is not self.part)}
        if turn.answer is not None:
            return {"todo": ()} if turn.answer == "finish" else todo
        if not turn.text:
            return {} if turn.media else None
        if asks_back(turn):
            return self.ask(turn, session, draft)
        if has_headings(turn.text):
            return {**dict(reading.read(draft, turn.text, turn.local)), "todo": ()}
        told = draft.with_(self.part, turn.text, turn.local)
        if self.part is Part.NEXT and told.next_on is None:
            return self.ask(turn, session, draft, words.NO_DAY)
        return {**dict(told), **todo}

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """Another day for the next visit, where there is one."""
        if self.part is not Part.NEXT or draft.next_on is None or not amendment.marked:
            return None
        alone = amendment.how is How.INSTEAD and about_when(amendment.words, turn.local)
        day = find_day(amendment.words, turn.local) if alone else None
        return {"next_on": day} if day else None


class More(Words[Draft]):
    """What is said under the preview: to the part it names, or it is asked to which.

    Nothing gets into what the family reads without that.
    """

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return self.ask(turn, session, draft) if draft.more else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        part = next((part for part in Part if part.value == turn.answer), None)
        if part is None:
            return None
        put = draft.with_ if draft.instead else draft.and_
        return {**dict(put(part, draft.more, turn.local)), "more": "", "instead": False}

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "tambah kesepakatan: …", "hapus catatan pribadi", "tambah: …"."""
        said = amendment.words if amendment.told else turn.text
        if amendment.how is How.DROP:
            part = part_called(said)
            return dict(draft.with_(part, "-", turn.local)) if part else None
        if has_headings(said):
            instead = amendment.told and amendment.how is How.INSTEAD
            return dict(reading.read(draft, said, turn.local, add=not instead))
        if amendment.verbatim:
            return self.more(draft, said, instead=amendment.how is How.INSTEAD)
        timed = {name: with_hour(str(getattr(draft, name)), amendment.words) for name in WRITTEN}
        timed = {name: text for name, text in timed.items() if text}
        return timed if amendment.marked and len(timed) == 1 else None

    def more(self, draft: Draft, words: str, *, instead: bool = False) -> Mapping[str, Any]:
        return {"more": words, "instead": instead}


def _to_which(turn: Turn, session: Session, draft: Draft) -> Reply:
    kind = visit_of(session, draft)[0].kind
    parts = [part for part in parts_of(kind) if part is not Part.NEXT]
    choices = [Choice(part.value, label(part, kind)) for part in parts]
    return Reply(words.TO_WHICH, {"words": draft.more}, choices=choices)


VISIT = Visited(words.WHICH)
SECTIONS = {part: Section(part, words.LABELS[part]) for part in Part}
FIELDS = (VISIT, *SECTIONS.values(), More("more", _to_which))
