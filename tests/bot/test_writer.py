"""The one writer: what it does not do any more, it says."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from bot.storage.database import sessions_on
from bot.storage.writer import Writer
from tests.cast import MONDAY


async def test_what_is_brought_after_the_end_is_refused_at_once(engine: Engine) -> None:
    writer = Writer(sessions_on(engine), lambda: MONDAY)
    writer.start()
    assert writer.submit(lambda session, now: now).result(60) == MONDAY
    writer.stop()
    assert not writer.alive()
    with pytest.raises(RuntimeError, match="has stopped"):
        writer.submit(lambda session, now: now).result(60)
    with pytest.raises(RuntimeError, match="has stopped"):
        await writer.do(lambda session, now: now)


def test_a_wake_that_fails_does_not_end_it(engine: Engine) -> None:
    def fail() -> None:
        raise ValueError

    writer = Writer(sessions_on(engine), lambda: MONDAY, fail)
    writer.start()
    for _ in range(2):
        assert writer.submit(lambda session, now: now).result(60) == MONDAY
    writer.stop()
