"""What can happen to a visit: from which states, to which, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.visit import State, Visit


class Side(StrEnum):
    """Who may do it: the family, the teacher who visits, the colleague who comes along, or the
    rule itself, when who is at home or who comes along changes."""

    FAMILY = "family"
    TEACHER = "teacher"
    COMPANION = "companion"
    RULE = "rule"


class Move(StrEnum):
    REOPEN = "reopen"
    """Another time is looked for; the one it had is given up."""
    AGREE = "agree"
    """Both sides want one time, which is kept free."""
    UNSETTLE = "unsettle"
    """Its time stands, but who is at home or comes along is no longer enough for the rule."""
    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"
    ARRIVE = "arrive"
    LEAVE = "leave"
    MISS = "miss"
    """The teacher was there and met nobody."""
    REPORT = "report"
    """Whoever reports a visit has made it, with or without a check-out."""


@dataclass(frozen=True)
class Rule:
    since: frozenset[State]
    to: State
    by: frozenset[Side]


def _rule(since: tuple[State, ...], to: State, *by: Side) -> Rule:
    return Rule(frozenset(since), to, frozenset(by))


AHEAD = (State.ASKED, State.AGREED, State.CONFIRMED)
"""It has not begun, and may still take place."""
SETTLED = (State.AGREED, State.CONFIRMED)
"""It has a time, and has not begun."""
NEAR = (State.CONFIRMED, State.UNDER_WAY)
"""States of the day itself."""
SEEN = (State.CONFIRMED, State.UNDER_WAY, State.DONE)
"""Calendars show it, and the visitor may know where."""
CALLED_OFF = (State.DECLINED, State.CANCELLED, State.NO_SHOW)

TABLE = {
    Move.REOPEN: _rule((*AHEAD, *CALLED_OFF), State.ASKED, Side.FAMILY, Side.TEACHER),
    Move.AGREE: _rule((*AHEAD, State.NO_SHOW), State.AGREED, Side.FAMILY, Side.TEACHER),
    Move.UNSETTLE: _rule(SETTLED, State.AGREED, Side.RULE),
    Move.CONFIRM: _rule(SETTLED, State.CONFIRMED, Side.RULE),
    Move.DECLINE: _rule((State.ASKED,), State.DECLINED, Side.FAMILY),
    Move.CANCEL: _rule((*AHEAD, State.NO_SHOW), State.CANCELLED, Side.FAMILY, Side.TEACHER),
    Move.ARRIVE: _rule(NEAR, State.UNDER_WAY, Side.TEACHER),
    Move.LEAVE: _rule(NEAR, State.DONE, Side.TEACHER),
    Move.MISS: _rule(NEAR, State.NO_SHOW, Side.TEACHER),
    Move.REPORT: _rule((*AHEAD, State.UNDER_WAY), State.DONE, Side.TEACHER),
}


class WrongMoveError(Exception):
    """What was to happen cannot happen from the state the visit is in."""


def side_of(visit: Visit, person_id: int) -> Side:
    """Whose side somebody is on who may speak of this visit at all."""
    if person_id == visit.teacher_id:
        return Side.TEACHER
    return Side.COMPANION if person_id == visit.companion_id else Side.FAMILY


def may(visit: Visit, move: Move) -> bool:
    """Whether it can happen now. Ask with the row locked, before anything is said of it."""
    return visit.state in TABLE[move].since


def make(visit: Visit, move: Move, by: Side) -> None:
    """Give it its new state. Raises `WrongMoveError` where `may` says no, or it is not theirs to
    do."""
    if not may(visit, move) or by not in TABLE[move].by:
        raise WrongMoveError(f"{move} from {visit.state} by {by}")
    visit.state = TABLE[move].to
