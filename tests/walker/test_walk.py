"""A short walk, always the same; `make walk` takes longer ones with new seeds."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.walker.machine import walk


@pytest.mark.timeout(600)
@pytest.mark.parametrize("backend", ["sqlite"])
def test_nothing_comes_of_it_that_must_not(session: Session) -> None:
    walk(session, examples=6)
