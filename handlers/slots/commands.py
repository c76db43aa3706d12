"""A family asks by itself: which time it has, another one, none at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Turn, Who
from handlers.core.understanding.matters.slots import Wish, wish_in
from handlers.slots import booking as slot_booking
from handlers.slots import kept as slot_kept
from handlers.slots import words
from handlers.slots.invited import Invited, find, invited

slot_commands = Capability("slot_commands", Who.GUARDIAN)


@slot_commands.opens("slot", "slot saya", "pilih jam")
def mine(turn: Turn, session: Session) -> Heard:
    """Each child's time, or the times it can have."""
    found = invited(turn, session)
    without = [one for one in found if one.slot is None]
    having = [one for one in found if one.slot is not None]
    if not found:
        return [_nothing(turn)]
    kept: list[Say] = [
        replace(slot_kept.still(turn, session, one), then=slot_booking.kept) for one in having
    ]
    return [*kept, *(_of_one(turn, session, without, "choose") if without else [])]


@slot_commands.opens("jam", "pukul")
def at_an_hour(turn: Turn, session: Session) -> Heard:
    """ "jam 9 bu" while a child has no time yet; else it is no wish of that kind."""
    without = [one for one in invited(turn, session) if not one.settled]
    if not any(_wish(turn.text, turn, one) for one in without):
        return None
    return _of_one(turn, session, without, "choose")


@slot_commands.opens("ganti jam", "ganti slot", "ganti")
def another(turn: Turn, session: Session) -> Heard:
    """ "ganti jam" or "ganti jam ke jam 10"."""
    said = turn.text.casefold().split()
    if said[1:2] not in (["jam"], ["slot"]):
        return None
    having = [one for one in invited(turn, session) if one.slot is not None]
    return _of_one(turn, session, having, "change") if having else mine(turn, session)


@slot_commands.opens("batal slot", "batal jam")
def none(turn: Turn, session: Session) -> Heard:
    having = [one for one in invited(turn, session) if one.slot is not None]
    return _of_one(turn, session, having, "cancel")


@slot_commands.step
def whose(turn: Turn, session: Session) -> Heard:
    """For which child it was meant."""
    day, _, child = (turn.answer or "").partition(":")
    one = find(turn, session, int(day), int(child)) if child else None
    if one is None:
        return None
    return _do(turn, session, one, turn.memory["do"], turn.memory["words"])


def _of_one(turn: Turn, session: Session, among: Sequence[Invited], do: str) -> list[Say]:
    """For the only child it can mean; one question where there are several."""
    if not among:
        return [_nothing(turn)]
    if len(among) == 1:
        return _do(turn, session, among[0], do, turn.text)
    choices = [Choice(f"{one.day.id}:{one.child.id}", one.child.label) for one in among]
    asking, memory = {"who": turn.speaker.name}, {"do": do, "words": turn.text}
    return [Reply(words.WHICH, asking, choices=choices, then=whose, remember=memory)]


def _do(turn: Turn, session: Session, one: Invited, do: str, said: str) -> list[Say]:
    match do:
        case "cancel" if one.slot is not None:
            asked = slot_kept.ask_to_cancel(turn, session, one)
            return [replace(asked, then=slot_booking.cancelled)]
        case "change":
            return slot_booking.change(turn, session, one, _wish(said, turn, one))
        case _:
            return slot_booking.show(turn, session, one, _wish(said, turn, one))


def _wish(said: str, turn: Turn, one: Invited) -> Wish | None:
    return wish_in(said, one.day.starts_at.astimezone(turn.speaker.zone))


def _nothing(turn: Turn) -> Reply:
    return Reply(words.NOTHING, {"who": turn.speaker.name})
