"""Keeping exactly to a provider's rate, with nothing of the allowance wasted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from math import ceil

from bot.channels.base import Limits

BITE = 0.2
"""Seconds of allowance claimed at once: as long as an answer may wait behind a broadcast."""


class Pacer:
    """Starts of sends on one channel, evenly spaced. `monotonic` is in seconds."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = monotonic
        self._gap = 1 / limits.per_second
        self._next = 0.0
        self._paused_until = 0.0
        self._resting: dict[int, float] = {}

    def room(self, under_way: int) -> int:
        """How many messages to claim now."""
        if self._clock() < self._paused_until:
            return 0
        bite = max(1, ceil(self._limits.per_second * BITE))
        return max(0, min(bite, self._limits.at_once - under_way))

    def resting(self) -> list[int]:
        """Contacts who must not be written to yet."""
        now = self._clock()
        self._resting = {who: until for who, until in self._resting.items() if until > now}
        return list(self._resting)

    def rest(self) -> float | None:
        """Seconds until there is a reason to claim again though nothing new happened."""
        now = self._clock()
        waits = [until - now for until in (*self._resting.values(), self._paused_until)]
        return min((wait for wait in waits if wait > 0), default=None)

    async def turn(self, contact: int, *, group: bool = False) -> None:
        """Wait for the next start that the rate allows. `group`: the contact is one."""
        now = self._clock()
        start = max(now, self._next, self._paused_until)
        self._next = start + self._gap
        rest = self._limits.per_group if group else self._limits.per_contact
        if gap := rest.total_seconds():
            self._resting[contact] = start + gap
        if start > now:
            await asyncio.sleep(start - now)

    def pause(self, wait: timedelta) -> None:
        """The provider asks everybody to wait."""
        self._paused_until = max(self._paused_until, self._clock() + wait.total_seconds())
