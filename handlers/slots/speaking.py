"""What a family says, in its own words, of a time it has: another one, none, or which it is."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto

from sqlalchemy.orm import Session

from handlers.core.forms.assent import asked_last
from handlers.core.talk import Tell, Turn
from handlers.core.thread import notes
from handlers.core.understanding import find_day
from handlers.core.understanding.matters.slots import (
    CHILD,
    LONGEST,
    SAID_OTHER,
    SAID_WHICH,
    TALK,
    refuses,
    wish_in,
    wished,
)
from handlers.slots.invited import Invited
from models.family import answerable_for


class Ask(Enum):
    OTHER = auto()
    NONE = auto()
    WHICH = auto()


def may_be(words: str) -> bool:
    """Whether they can ask anything of a time, without a look at the database."""
    said = words.casefold()
    return bool(SAID_OTHER.search(said) or TALK.search(said)) or refuses(said)


def meant(turn: Turn, session: Session, one: Invited) -> Ask | None:
    """What free words ask of this child's time; None where they are about something else."""
    said = " ".join(turn.text.casefold().split())
    day = one.day.starts_at.astimezone(turn.speaker.zone)
    about = find_day(said, day - timedelta(days=1)) if said else None
    if CHILD.search(said) or about not in (None, day.date()):
        return None
    if refuses(said):
        named = about is not None or TALK.search(said) or asked_last(turn, session)
        return Ask.NONE if named else None
    if TALK.search(said) and SAID_WHICH.search(said) and len(said.split()) <= LONGEST:
        return Ask.WHICH
    if SAID_OTHER.search(said) and (wish_in(wished(said), day) or TALK.search(said)):
        return Ask.OTHER
    return None


def to_teacher(turn: Turn, session: Session, one: Invited) -> list[Tell]:
    """The words themselves, with whatever reason is in them."""
    written = notes.write(turn, session, one.child, turn.text, turn.media)
    staff = answerable_for(session, one.child.school_id, one.child.class_id)
    return notes.forward(session, written, one.child, staff)
