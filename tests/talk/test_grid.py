"""Every line of the grid, but for those that are known to go wrong still."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.inbound.registry import Registry, discover
from tests.talk import kinds
from tests.talk.grid import LINES_OF_OUR_OWN, begin, failing, lines, question_of, undone
from tests.talk.questions import QUESTIONS

KNOWN = set(Path(__file__).with_name("known_failures.txt").read_text().split())
PARTS = 4
"""Our own lines are played side by side."""
LINES = lines()
OWN = lines(LINES_OF_OUR_OWN)
ASKED = sorted({question_of(line) for line in LINES})
SAMPLE = ("sign", "visit_proposal", "waiting_list_offer", "send_preview_attendance")


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_the_lines_under_a_question(session: Session, asked: tuple[str, str]) -> None:
    chosen = [line for line in LINES if question_of(line) == asked]
    wrong = failing(session, chosen)
    known = KNOWN & {line["id"] for line in chosen}
    assert wrong <= known, f"went wrong: {sorted(wrong - known)}"
    assert known <= wrong, f"right by now, strike them off: {sorted(known - wrong)}"


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("question", SAMPLE)
def test_it_goes_alike_on_postgresql(session: Session, question: str) -> None:
    chosen = [line for line in LINES if question_of(line) == (question, "")][:4]
    assert failing(session, chosen) == KNOWN & {line["id"] for line in chosen}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_question_of_the_grid_asks_what_it_says(session: Session) -> None:
    asks = {}
    for key, given in sorted({question_of(line) for line in [*LINES, *OWN]}):
        with undone(session):
            asked = begin(session, key, given).scene.asked
            asks[key] = asked.asks if asked else None
    assert {key: step for key, step in asks.items() if step} == dict(kinds.OWN)


def test_every_question_has_lines_or_is_like_one_that_has() -> None:
    registry = Registry.of(discover())
    heard = {hearing.step.name for hearing in registry.intents.values()}
    for steps in (registry.commands, registry.fallbacks, registry.unused):
        heard |= {step.name for step in steps.values()}
    heard |= {step.name for step in registry.overhear}
    waiting = set(registry.steps) - heard - set(kinds.OWN.values())
    assert {step: kinds.like(step) for step in waiting if len(kinds.like(step)) != 1} == {}
    assert set(kinds.LIKE) <= {line["question"] for line in [*LINES, *OWN]}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("backend", ["sqlite"])
def test_our_own_lines(session: Session, part: int) -> None:
    lines = OWN[part::PARTS]
    assert failing(session, lines) == KNOWN & {line["id"] for line in lines}


def test_the_lines_are_each_their_own() -> None:
    ids = [line["id"] for line in [*LINES, *OWN]]
    assert len(ids) == len(set(ids))
    assert set(ids) >= KNOWN
    assert {key for key, _ in ASKED} <= set(QUESTIONS)
