"""Ada PR apa? What is set for a guardian's children, by day; other questions reach the teacher."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.notices.publishing import names
from handlers.core.notices.signing import excerpt
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.times import Day
from handlers.core.talk.words import NO_CHILD
from handlers.core.thread import notes
from handlers.core.understanding import Intent
from handlers.core.understanding.matters.homework import is_specific, names_homework
from handlers.homework import passing
from handlers.homework.about import meant, of_subject, remembered, seen_by
from handlers.homework.doing import Slots
from handlers.homework.words import title
from models.family import Pupil
from models.homework import Item, items

MENU = Text("homework_asking.menu", id="PR dan keperluan", en="Homework and things to bring")
LIST = Text("homework_asking.list", id="{list}", en="{list}")
CHILD = Text("homework_asking.child", id="{child}\n{list}", en="{child}\n{list}")
LINE = Text(
    "homework_asking.line",
    id="{mark} {due}, {title}: {body}",
    en="{mark} {due}, {title}: {body}",
)
NOTHING = Text(
    "homework_asking.nothing",
    id="Belum ada PR atau keperluan yang dicatat guru untuk {children}. 👍",
    en="The teacher has set nothing for {children}. 👍",
)
TO_TEACHER = Text("homework_asking.to_teacher", id="Tanyakan ke guru", en="Ask the teacher")
MARKS = {True: "✅", False: "⬜"}
AT_MOST = 8
"""Lines for one child."""

questions = Capability("homework_asking", Who.GUARDIAN, menu=MENU, place=12)


class OfDay(BaseModel):
    date: datetime.date | None = None


@questions.opens("pr", "tugas", "ada pr apa", "ada pr", "ada tugas apa", "homework")
def by_command(turn: Turn, session: Session) -> Heard:
    """The list. With more words behind the first it is a question, or says that it is done."""
    if len(turn.text.split()) > 1 and not turn.text.casefold().startswith("ada"):
        return None
    children = seen_by(turn, session)
    found = items(session, [pupil.id for pupil in children], since=turn.local.date())
    return [_answer(turn, children, found)]


@questions.hears(Intent.HOMEWORK_QUERY, form=Slots)
def by_words(turn: Turn, session: Session) -> Heard:
    """What fits the question, with one tap to the teacher if that does not answer it.

    The teacher reads at once what asks for more than the list, where nothing of it fits, or where
    it does not speak of the homework itself.
    """
    assert isinstance(turn.slots, Slots)
    named, mine = turn.slots.children, seen_by(turn, session)
    about = [pupil for pupil in mine if not named or pupil.id in named]
    found = items(session, [pupil.id for pupil in about], since=turn.local.date())
    fitting = of_subject(found, turn.slots.subject)
    specific = is_specific(turn.text, [pupil.name for pupil in about])
    if not fitting and (turn.media or specific):
        return notes.note(turn, session)
    if specific and not names_homework(turn.text):
        return [_answer(turn, about, fitting), *(passing.pass_on(turn, session, fitting) or [])]
    return [_offering(turn, _answer(turn, about, fitting), fitting)]


@questions.hears(Intent.SCHEDULE_QUERY, form=OfDay)
def of_day(turn: Turn, session: Session) -> Heard:
    """ "besok pakai seragam apa?": what is set for that day; the teacher knows the rest."""
    assert isinstance(turn.slots, OfDay)
    about = seen_by(turn, session)
    day = turn.slots.date
    found = items(session, [pupil.id for pupil in about], since=day) if day else []
    fitting = [item for item in found if item.homework.due == day]
    if not fitting:
        return notes.note(turn, session)
    return [_offering(turn, _answer(turn, about, fitting), fitting)]


@questions.step
def to_teacher(turn: Turn, session: Session) -> Heard:
    """Their question as they had asked it."""
    if turn.answer != "ask":
        return None
    asked = replace(turn, text=turn.memory["text"], answer=None)
    found = meant(asked, session) if turn.memory.get("notices") else []
    return passing.pass_on(asked, session, found) if found else notes.note(asked, session)


def _answer(turn: Turn, children: Sequence[Pupil], found: Sequence[Item]) -> Reply:
    if not children:
        return Reply(NO_CHILD, {"who": turn.speaker.name})
    blocks = [
        Phrase(CHILD, {"child": pupil.label, "list": Lines(lines)})
        for pupil in children
        if (lines := [_line(item) for item in found if item.child_id == pupil.id][:AT_MOST])
    ]
    if not blocks:
        return Reply(NOTHING, {"children": names(children)})
    return Reply(LIST, {"list": Lines(blocks, between="\n\n")})


def _line(item: Item) -> Value:
    homework = item.homework
    return Phrase(
        LINE,
        {
            "mark": MARKS[item.done is not None],
            "title": title(homework.sort, homework.subject),
            "due": Day(homework.due),
            "body": excerpt(homework.notice.body, 60),
        },
    )


def _offering(turn: Turn, answer: Reply, found: Sequence[Item]) -> Say:
    """The answer with a button that gives their words to the teacher."""
    return replace(
        answer,
        choices=[Choice("ask", TO_TEACHER)],
        then=to_teacher,
        free=False,
        remember={**remembered(found), "text": turn.text},
    )
