"""The free times as a family is shown them: in pages, or those nearest to its wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Phrase, Reply, Sense, Text, Turn, Value
from handlers.core.talk.words import LATER, NO_THANKS
from handlers.core.understanding.matters.slots import Wish, nearest
from handlers.slots import places as slot_places
from handlers.slots import words
from handlers.slots.invited import Invited, blanks, clock, invited
from handlers.slots.siblings import Pair, apart, pair
from models.slot import Slot

PAGE = 9
"""Times shown at once, so that "Jam lain…" is the tenth line of a list."""


def open_to(turn: Turn, session: Session, one: Invited) -> list[Slot]:
    """What a child can have at hours when its guardian is with no other teacher."""
    slots = slot_places.free(session, one.day.id, one.child.id, turn.now)
    others = [
        other.slot
        for other in invited(turn, session)
        if other.slot and other.by_me and other.child.id != one.child.id
    ]
    return apart(slots, others)


def page(
    turn: Turn,
    session: Session,
    one: Invited,
    slots: Sequence[Slot],
    after: datetime | None = None,
) -> Reply:
    """Free times from the earliest on, or those behind `after`; from the beginning again."""
    later = [slot for slot in slots if after is None or slot.starts_at > after] or slots
    shown = slots if len(slots) <= PAGE + 1 else later[:PAGE]
    return _ask(turn, session, one, shown, words.FREE, more=len(shown) < len(slots))


def near(
    turn: Turn,
    session: Session,
    one: Invited,
    slots: Sequence[Slot],
    wish: Wish,
    text: Text = words.NEAREST,
) -> Reply:
    """The few times nearest to a wish; the others are one tap away."""
    shown = nearest(slots, wish, one.day.starts_at.astimezone(turn.speaker.zone))
    asked = _ask(turn, session, one, shown, text, more=len(shown) < len(slots))
    values = {**asked.values, "clock": f"{wish.at:%H.%M}"}
    return replace(asked, values=values, remember=one.memory)


def _ask(
    turn: Turn, session: Session, one: Invited, shown: Sequence[Slot], text: Text, *, more: bool
) -> Reply:
    choices = [Choice(str(slot.id), clock(turn, slot)) for slot in shown]
    return Reply(
        text,
        blanks(turn, session, one),
        choices=[*choices, *([Choice("more", words.MORE)] if more else [])],
        remember={**one.memory, "after": shown[-1].starts_at.isoformat()},
        free=True,
        again=True,
        kind="slot_choice",
    )


def full(turn: Turn, session: Session, one: Invited) -> Reply:
    """No time is free: they keep the one they have, or wait for one in the order they asked."""
    about = blanks(turn, session, one)
    if one.slot is not None:
        return Reply(words.ONLY, about)
    number = slot_places.wait(session, one.day.id, one.child.id, turn.speaker.person, turn.now)
    return Reply(
        words.FULL,
        {**about, "number": str(number)},
        choices=[Choice("no", NO_THANKS, Sense.NO)],
        remember=one.memory,
        free=False,
    )


def beside(turn: Turn, session: Session, one: Invited, slot: Slot) -> Reply | None:
    """After one child's time: the nearest one for a brother or sister on that day."""
    zone = turn.speaker.zone
    for other in invited(turn, session):
        if other.settled or other.date(zone) != one.date(zone):
            continue
        moves = slot_places.free(session, one.day.id, one.child.id, turn.now)
        free = slot_places.free(session, other.day.id, other.child.id, turn.now)
        if found := pair(slot, moves, free):
            return _proposal(turn, session, one, other, found, moves=found.first.id != slot.id)
    return None


def _proposal(
    turn: Turn, session: Session, one: Invited, other: Invited, found: Pair, *, moves: bool
) -> Reply:
    moved: Value = ""
    if moves:
        values = {"child": one.child.label, "clock": clock(turn, found.first)}
        moved = Phrase(words.SIBLING_MOVED, values)
    labels = {"both": words.BOTH, "other": words.OTHER, "later": LATER}
    return Reply(
        words.SIBLING,
        {**blanks(turn, session, other, found.second), "moved": moved},
        choices=[Choice(value, label) for value, label in labels.items()],
        remember={
            **other.memory,
            "slot": found.second.id,
            "first": {**one.memory, "slot": found.first.id},
        },
    )
