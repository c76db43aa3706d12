"""What can happen to a visit, from every state: by the table, and nowhere past it."""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path

import pytest

import handlers
from handlers.visits.states import AHEAD, TABLE, Move, Side, WrongMoveError, make
from models.visit import State, Visit

ENDED = frozenset({State.DONE, State.DECLINED, State.CANCELLED})


@pytest.mark.parametrize("move", Move)
def test_a_visit_moves_by_the_table_alone(move: Move) -> None:
    rule = TABLE[move]
    for state, side in product(State, Side):
        visit = Visit(state=state)
        if state in rule.since and side in rule.by:
            make(visit, move, side)
            assert visit.state is rule.to
        else:
            with pytest.raises(WrongMoveError):
                make(visit, move, side)
            assert visit.state is state


def test_what_is_done_stays_done() -> None:
    assert not any(State.DONE in rule.since for rule in TABLE.values())


def test_what_has_ended_only_opens_again() -> None:
    assert {move for move, rule in TABLE.items() if rule.since & ENDED} == {Move.REOPEN}


def test_a_family_can_call_off_whatever_is_ahead() -> None:
    assert TABLE[Move.CANCEL].since >= set(AHEAD)
    assert TABLE[Move.CANCEL].by >= {Side.FAMILY, Side.TEACHER}


def test_every_state_is_reached() -> None:
    assert {rule.to for rule in TABLE.values()} == set(State)


def test_no_module_sets_the_state_past_the_table() -> None:
    """Of visits: nothing else in their package has a state that is set by hand."""
    package = Path(handlers.__file__).parent / "visits"
    past = {
        f"{path.name}:{node.lineno}"
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr == "state"
        and isinstance(node.ctx, ast.Store)
        and path.name != "states.py"
    }
    assert past == set()
