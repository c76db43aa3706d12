"""Keeping to a provider's rate exactly. Here time passes at once wherever it is waited for."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Limits
from bot.outbound.pacing import Pacer

T = TypeVar("T")
TEN = Limits(per_second=10)
SLOW_TO_EACH = Limits(per_second=10, per_contact=timedelta(seconds=1))


class Leap(selectors.DefaultSelector):
    """Waits by putting the clock forward."""

    clock = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.clock += timeout or 0
        return super().select(0)


class Leaping(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._leap = Leap()
        super().__init__(self._leap)

    def time(self) -> float:
        return self._leap.clock


def played(limits: Limits, story: Callable[[Pacer], Awaitable[T]]) -> T:
    async def play() -> T:
        return await story(Pacer(limits, now))

    with asyncio.Runner(loop_factory=Leaping) as runner:
        return runner.run(play())


def now() -> float:
    return asyncio.get_running_loop().time()


async def start(pacer: Pacer, contact: int = 1) -> float:
    await pacer.turn(contact)
    return now()


def test_starts_are_evenly_spaced() -> None:
    async def story(pacer: Pacer) -> list[float]:
        return [await start(pacer) for _ in range(5)]

    assert played(TEN, story) == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])


def test_idle_time_earns_no_burst() -> None:
    async def story(pacer: Pacer) -> list[float]:
        first = await start(pacer)
        await asyncio.sleep(5)
        return [first, await start(pacer), await start(pacer)]

    assert played(TEN, story) == pytest.approx([0, 5, 5.1])


@given(st.floats(0.5, 100), st.lists(st.floats(0, 3), min_size=2, max_size=20))
def test_never_too_fast_and_never_later_than_needed(rate: float, idle: list[float]) -> None:
    async def story(pacer: Pacer) -> list[tuple[float, float]]:
        times = []
        for seconds in idle:
            await asyncio.sleep(seconds)
            times.append((now(), await start(pacer)))
        return times

    for (_, earlier), (asked, later) in pairwise(played(Limits(per_second=rate), story)):
        assert later >= earlier + 1 / rate - 1e-6
        assert later == pytest.approx(max(asked, earlier + 1 / rate), abs=1e-6)


def test_nobody_is_written_to_twice_in_a_moment() -> None:
    async def story(pacer: Pacer) -> None:
        await pacer.turn(1)
        await asyncio.sleep(0.6)
        await pacer.turn(2)
        assert pacer.resting() == [1, 2]
        assert pacer.rest() == pytest.approx(0.4)
        await asyncio.sleep(0.5)
        assert pacer.resting() == [2]
        assert pacer.rest() == pytest.approx(0.5)
        await asyncio.sleep(0.6)
        assert pacer.resting() == []
        assert pacer.rest() is None

    played(SLOW_TO_EACH, story)


def test_a_group_rests_longer() -> None:
    limits = Limits(per_second=10, per_contact=timedelta(seconds=1), per_group=timedelta(seconds=3))

    async def story(pacer: Pacer) -> None:
        await pacer.turn(1, group=True)
        await pacer.turn(2)
        await asyncio.sleep(1.5)
        assert pacer.resting() == [1]
        await asyncio.sleep(1.5)
        assert pacer.resting() == []

    played(limits, story)


def test_without_a_limit_for_each_nobody_rests() -> None:
    async def story(pacer: Pacer) -> list[int]:
        await pacer.turn(1)
        return pacer.resting()

    assert played(TEN, story) == []


def test_a_pause_is_for_everybody() -> None:
    async def story(pacer: Pacer) -> None:
        pacer.pause(timedelta(seconds=30))
        assert pacer.room(0) == 0
        assert pacer.rest() == 30
        assert await start(pacer, 1) == 30
        assert pacer.room(0) == 2
        assert await start(pacer, 2) == pytest.approx(30.1)

    played(TEN, story)


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    async def story(pacer: Pacer) -> float:
        pacer.pause(timedelta(seconds=30))
        pacer.pause(timedelta(seconds=1))
        return await start(pacer)

    assert played(TEN, story) == 30


@pytest.mark.parametrize(
    ("per_second", "under_way", "room"),
    [(80, 0, 16), (80, 60, 4), (80, 64, 0), (80, 70, 0), (30, 0, 6), (1, 0, 1), (0.1, 0, 1)],
)
def test_a_fifth_of_a_second_is_claimed_at_once(
    per_second: float, under_way: int, room: int
) -> None:
    limits = Limits(per_second=per_second, at_once=64)
    assert Pacer(limits, lambda: 0.0).room(under_way) == room
