"""A guardian's report while it is being made: what is known of it, and where its words are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.absences.days import Days, Reasoned
from handlers.core.talk import Text, Turn, Value
from handlers.core.talk.times import Day
from handlers.core.thread import notes
from handlers.core.whom import whose
from models.absence import Kind, Was, school_days, take_back
from models.family import Pupil
from models.school import school_of
from models.thread import Note

TODAY = Text("absence_draft.today", id="Hari ini", en="Today")
TOMORROW = Text("absence_draft.tomorrow", id="Besok", en="Tomorrow")
LONGEST = timedelta(days=30)
NAMES = {"sakit": Kind.SICK, "izin": Kind.LEAVE}
"""The kinds that a family can report, as the understanding calls them."""


class Done(BaseModel):
    """A report as it was recorded, to take it back."""

    inbox: int
    on: date
    before: dict[int, list[Was]]
    """How the days were that it changed, for each child."""


class Draft(BaseModel):
    """A report being made: the memory of the questions about it."""

    children: list[int] = []
    kind: Kind | None = None
    first: date | None = None
    last: date | None = None
    reason: str = ""
    opening: str = ""
    """The one word that began it: it goes with what they say behind it."""
    words: str = ""
    files: tuple[int, ...] = ()
    note: int | None = None
    """Where the words are kept while a question about them is open."""
    sure: bool = True
    asks_reason: bool = False
    done: Done | None = None
    """The report that this one corrects."""


def remembered(turn: Turn, said: Turn | None = None, **changes: object) -> Draft:
    """The draft remembered, with changes; `said` adds an answer's words to the family's."""
    draft = Draft.model_validate({**turn.draft(Draft).model_dump(), **changes})
    if said is not None:
        draft.words = "\n".join(filter(None, (draft.words or draft.opening, said.text)))
    return draft


def written_down(turn: Turn, session: Session, child: Pupil, draft: Draft) -> Note | None:
    """The family's words in the child's thread: those that were kept while we asked, or anew."""
    waiting = session.get(Note, draft.note) if draft.note else None
    if waiting is not None:
        draft.note = None
        waiting.child_id, waiting.text = child.id, draft.words
        waiting.media = list(draft.files)
        return waiting
    if not draft.words and not draft.files:
        return None
    return notes.write(turn, session, child, draft.words, draft.files)


def kept(turn: Turn, session: Session, draft: Draft) -> dict[str, Any]:
    """The memory of a question. The words wait as a note, which reaches the teacher by itself
    if no answer comes."""
    waiting = session.get(Note, draft.note) if draft.note else None
    if waiting is not None:
        waiting.text, waiting.media = draft.words, list(draft.files)
    elif (draft.words or draft.files) and not draft.done:
        draft.note = notes.write(turn, session, None, draft.words, draft.files).id
    return memory(draft)


def memory(draft: Draft) -> dict[str, Any]:
    """A draft as a message's memory holds it."""
    return draft.model_dump(mode="json")


def undo(turn: Turn, session: Session, children: Sequence[Pupil], done: Done) -> dict[int, Days]:
    """Take a report back; days gone by stay, unless it was made today. What changed, by child."""
    today = turn.local.date()
    changed = {}
    for child in children:
        before = [w for w in done.before.get(child.id, ()) if w.day >= today or done.on == today]
        if days := [was.day for was in take_back(session, child, before, done.inbox)]:
            changed[child.id] = Days(days)
    return changed


def days_of(turn: Turn, session: Session, draft: Draft) -> list[date]:
    """The days of school of a draft that has its days."""
    assert draft.first is not None
    assert draft.last is not None
    return school_days(school_of(session, turn.speaker.school), draft.first, draft.last)


def near_days(turn: Turn, session: Session, draft: Draft) -> list[tuple[date, Value]]:
    """The next two days of school; before them the last one, where the draft speaks of the past."""
    today, fortnight = turn.local.date(), timedelta(days=14)
    school = school_of(session, turn.speaker.school)
    days = school_days(school, today, today + fortnight)[:2]
    if draft.first and draft.first < today:
        days = [*school_days(school, draft.first - fortnight, draft.first)[-1:], *days]
    called: dict[date, Value] = {today: TODAY, today + timedelta(days=1): TOMORROW}
    return [(day, called.get(day, Day(day))) for day in days]


def values_of(turn: Turn, session: Session, draft: Draft) -> dict[str, Value]:
    """The blanks of everything said about a draft, as far as they are known."""
    children = whose.own(turn, session, draft.children)
    values: dict[str, Value] = {
        "who": turn.speaker.name,
        "children": ", ".join(child.label for child in children),
        "count": str(LONGEST.days),
    }
    if draft.kind:
        values["kind"] = Reasoned(draft.kind, draft.reason)
    if draft.first and draft.last and draft.last - draft.first <= LONGEST:
        values["day"] = Day(draft.first)
        if days := days_of(turn, session, draft):
            values["days"] = Days(days)
    return values
