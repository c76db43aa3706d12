"""Long walks with new seeds, until the time is over: python -m tests.walker --minutes 10

A seed that went wrong is printed with its steps; `--seed 4711` takes the same walk again.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot.storage.database import connect, sessions_on
from bot.storage.migrating import migrate
from tests.walker.machine import walk


def seeds(minutes: float) -> Iterator[int]:
    """New ones, until so much time has passed."""
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        yield random.randrange(10**6)


def goes_well(session: Session, seed: int, *, shrink: bool) -> bool:
    """Whether the walks of this seed keep every promise; what broke one is printed."""
    print(f"seed {seed}", flush=True)
    try:
        walk(session, seed=seed, shrink=shrink)
    except Exception as error:
        print(f"  {type(error).__name__}: {error}", *getattr(error, "__notes__", ()), sep="\n  ")
        print(f"  again: python -m tests.walker --seed {seed}", flush=True)
        return False
    return True


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=10, help="how long")
    arguments.add_argument("--seed", type=int, help="only the walks of this seed")
    arguments.add_argument("--shrink", action="store_true", help="look for the fewest steps")
    given = arguments.parse_args()
    chosen = seeds(given.minutes) if given.seed is None else iter([given.seed])
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/walk.db")
        migrate(engine)
        with sessions_on(engine)() as session:
            went = [goes_well(session, seed, shrink=given.shrink) for seed in chosen]
        engine.dispose()
    print(f"{went.count(False)} of {len(went)} seeds went wrong")
    sys.exit(not all(went))


if __name__ == "__main__":
    main()
