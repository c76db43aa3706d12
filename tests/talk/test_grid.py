"""Every line of the grid, but for those that are known to go wrong still."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.talk.grid import LINES_OF_OUR_OWN, failing, lines, question_of
from tests.talk.questions import QUESTIONS

KNOWN = set(Path(__file__).with_name("known_failures.txt").read_text().split())
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
def test_our_own_lines(session: Session) -> None:
    assert failing(session, OWN) == KNOWN & {line["id"] for line in OWN}


def test_the_lines_are_each_their_own() -> None:
    ids = [line["id"] for line in [*LINES, *OWN]]
    assert len(ids) == len(set(ids))
    assert set(ids) >= KNOWN
    assert {key for key, _ in ASKED} <= set(QUESTIONS)
