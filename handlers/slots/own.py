"""The days of talks that somebody may move or cancel."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience, described
from handlers.core.talk import Reply, Text, Turn, Value
from handlers.core.talk.words import GONE
from handlers.slots.listing import sheet_of, yours
from handlers.slots.notice import shown
from models.school import school_of
from models.slot import SlotDay

LEFT = Text(
    "slot_changing.left", id="Baik, tidak ada yang diubah.", en="All right, nothing changes."
)


def gone(turn: Turn, session: Session, slots: int) -> Reply | None:
    """What ends a draft about a day that is over, is off, or is none of the speaker's."""
    mine = any(day.id == slots for day in yours(turn, session, turn.now))
    return None if mine else Reply(GONE, free=False)


def day_of(session: Session, slots: int) -> SlotDay:
    """That of a draft that is not gone."""
    return session.get_one(SlotDay, slots)


def called(session: Session, slots: int) -> Value:
    """When it is, as the offer to go on with a draft says it."""
    return about(session, slots)["when"]


def about(session: Session, slots: int) -> dict[str, Value]:
    day = day_of(session, slots)
    return shown(day, school_of(session, day.school_id))


def before(turn: Turn, session: Session, slots: int) -> dict[str, Value]:
    """With how many families have chosen a time, and which are told."""
    day = day_of(session, slots)
    whom = described(session, Audience.model_validate(day.audience))
    taken = sheet_of(session, day, turn.now).taken
    return {**about(session, slots), "count": str(taken), "whom": whom}
