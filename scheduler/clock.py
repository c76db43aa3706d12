"""The clock: the only module that reads the time of day, or knows APScheduler."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.rules import Nudge


class Clock:
    """Now, in UTC. The demo's can be moved forward, never back."""

    def __init__(self, ahead: timedelta = timedelta(0)) -> None:
        self._ahead = ahead
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> datetime:
        """Move forward; the new now. Raises ValueError for a step back."""
        if by < timedelta(0):
            raise ValueError("a clock is only moved forward")
        with self._lock:
            self._ahead += by
        return self.now()


class Ticker:
    """An alarm clock, not a diary: what is due is in the database, it only says "look"."""

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def every(self, name: str, interval: timedelta, call: Callable[[], object]) -> None:
        """Call in the background, the first time at once."""
        self._scheduler.add_job(
            call,
            "interval",
            seconds=interval.total_seconds(),
            id=name,
            next_run_time=datetime.now(UTC),
        )

    def nudges(self, nudges: list[Nudge], look: Callable[[Nudge], object]) -> None:
        for nudge in nudges:
            self.every(nudge.name, nudge.every, partial(look, nudge))

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=True)
