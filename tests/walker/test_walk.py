"""Short walks, always the same: 2,000 steps. `make walk` takes longer ones with new seeds."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.walker.machine import walk


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("backend", "seed"), [("postgresql" if seed > 8 else "sqlite", seed) for seed in range(10)]
)
def test_nothing_comes_of_it_that_must_not(session: Session, seed: int) -> None:
    walk(session, seed=seed, examples=5)
