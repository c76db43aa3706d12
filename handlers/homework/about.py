"""What a guardian's message is about: which things that were set, for which of their children."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from handlers.core.notices.publishing import names
from handlers.core.talk import Lines, Turn, Value
from handlers.core.understanding import find_children
from handlers.core.understanding.subjects import find_subject
from handlers.homework.words import title
from models.family import Pupil, places_of, pupils_of_guardian
from models.homework import Item, Sort, items, standing

KIND = "homework"
"""The notice's. A guardian who may only see some kinds sees these under that name."""


def seen_by(turn: Turn, session: Session) -> list[Pupil]:
    """The speaker's children whose homework they may see."""
    person = turn.speaker.person
    mine = pupils_of_guardian(session, person, turn.now)
    places = places_of(session, [pupil.id for pupil in mine], turn.now)
    return [
        pupil
        for pupil in mine
        if any(place.person_id == person and place.sees(KIND) for place in places[pupil.id])
    ]


def meant(turn: Turn, session: Session) -> list[Item]:
    """What the message they answer is about; less of it where they name a child or a subject."""
    concerned = turn.memory["children"]
    words = turn.text if turn.answer is None else ""
    about = [pupil for pupil in seen_by(turn, session) if pupil.id in concerned]
    named = find_children(words, [pupil.name for pupil in about]).found
    chosen = [pupil.id for pupil in about if not named or pupil.name in named]
    notices = turn.memory.get("notices") or [turn.memory.get("notice", 0)]
    found = items(session, chosen, notices=standing(session, notices))
    return of_subject(found, find_subject(words)) or found


def of_subject(found: Sequence[Item], subject: str | None) -> list[Item]:
    """Those of a subject; if there is none, those whose subject the teacher did not name."""
    if subject is None:
        return list(found)
    exact = [item for item in found if item.homework.subject == subject]
    return exact or [
        item
        for item in found
        if item.homework.sort is Sort.HOMEWORK and item.homework.subject is None
    ]


def remembered(found: Sequence[Item]) -> dict[str, Any]:
    """The memory of a message about these, as `meant` reads it."""
    return {
        "notices": sorted({item.homework.notice_id for item in found}),
        "children": sorted({item.child_id for item in found}),
    }


def whose(found: Sequence[Item], among: Sequence[Pupil]) -> str:
    concerned = {item.child_id for item in found}
    return names([pupil for pupil in among if pupil.id in concerned])


def what(found: Sequence[Item]) -> Value:
    """What was set, each once: "PR Matematika, barang bawaan"."""
    titles = {
        (item.homework.sort, item.homework.subject): title(
            item.homework.sort, item.homework.subject
        )
        for item in found
    }
    return Lines(list(titles.values()), between=", ")


def authors(found: Sequence[Item]) -> dict[int, str]:
    """Who set these, by id."""
    return {item.homework.notice.author_id: item.homework.notice.author.name for item in found}
