"""A teacher falls ill: one command moves a whole day of talks, or cancels it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Heard, Reply, Turn, Who
from handlers.slots import another_day, calling_off
from handlers.slots import listing as slot_list
from models.slot import SlotDay

slot_changing = Capability("slot_changing", Who.STAFF)


def move(turn: Turn, session: Session, words: str) -> Heard:
    """ "slot pindah Senin 8-12": all talks of a day, at another time."""
    return _which(turn, session, "move", words)


def cancel(turn: Turn, session: Session, words: str) -> Heard:
    """ "slot batal karena sakit": all of them, with the reason families are told."""
    return _which(turn, session, "cancel", words)


def _which(turn: Turn, session: Session, what: str, words: str) -> Heard:
    days = slot_list.yours(turn, session, turn.now)
    if not days:
        return [Reply(slot_list.NONE)]
    if len(days) > 1:
        return [slot_list.which(turn, days, which_day, what=what, words=words)]
    return _begin(turn, session, days[0], what, words)


@slot_changing.step
def which_day(turn: Turn, session: Session) -> Heard:
    day = slot_list.chosen(turn, session, turn.now)
    if day is None:
        return None
    return _begin(turn, session, day, turn.memory["what"], turn.memory["words"])


def _begin(turn: Turn, session: Session, day: SlotDay, what: str, words: str) -> Heard:
    begin = calling_off.begin if what == "cancel" else another_day.begin
    return begin(turn, session, day, words)
