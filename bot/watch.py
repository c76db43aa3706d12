"""Keeping background loops going, and saying which are not."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.metrics import LOOP_FAILURES

log = structlog.get_logger(__name__)

FIRST, LONGEST = 1.0, 30.0
"""Seconds before a loop that failed is begun again: doubled each time it fails soon after."""

Sleep = Callable[[float], Awaitable[object]]


@dataclass
class Watch:
    """The loops of one process. None of them ever ends by itself, whatever happens to it."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Sleep = asyncio.sleep
    _down: set[str] = field(default_factory=set)
    _threads: dict[str, Callable[[], bool]] = field(default_factory=dict)

    def down(self) -> list[str]:
        """The names of those that are not running at this moment."""
        return sorted(self._down | {name for name, alive in self._threads.items() if not alive()})

    def thread(self, name: str, alive: Callable[[], bool]) -> None:
        """Look after a thread or a provider too. It cannot be begun again, only missed."""
        self._threads[name] = alive

    async def keep(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        """Run it until cancelled: one that raises or ends is begun again after a growing pause."""
        pause = FIRST
        while True:
            began = self.monotonic()
            try:
                await loop()
                failed(name)
            except Exception as fault:  # whatever it is, the others and the next try go on
                failed(name, fault)
            if self.monotonic() - began > LONGEST:
                pause = FIRST
            self._down.add(name)
            await self.sleep(pause)
            self._down.discard(name)
            pause = min(2 * pause, LONGEST)


def failed(name: str, fault: Exception | None = None) -> None:
    """Log and count it. The error's own text stays out of the log: it may quote people."""
    LOOP_FAILURES.labels(name).inc()
    error, at = (type(fault).__name__, place(fault)) if fault else ("ended", "")
    log.error("loop.failed", loop=name, error=error, at=at)


def place(fault: Exception) -> str:
    """Where it was raised: file, line and function."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno} {last.name}"
