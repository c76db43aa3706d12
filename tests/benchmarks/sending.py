"""Messages sent a second to a provider who thinks for 50 ms.

Ours is the real way out: claimed from the outbox, sent by the channel, settled and committed. The
provider's own limits are lifted on our side, and the peers never had any.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from tests.benchmarks.compare import Scene
from tests.benchmarks.program import answer, program
from tests.benchmarks.school import found
from tests.process import free_port

FAMILIES = 3000
MESSAGES = 3000
FEWER = 1000
"""Enough for a peer that takes three times as long."""


async def ours(channel: str) -> float:
    provider = str(free_port())
    with tempfile.TemporaryDirectory(prefix="penghubung-bench-") as name:
        url = found(Path(name), FAMILIES, channel)
        arguments = (channel, provider, url, name, str(MESSAGES))
        return await _run(provider, "tests.benchmarks.sending_ours", arguments, MESSAGES)


async def theirs(channel: str) -> float:
    provider = str(free_port())
    arguments = (channel, provider, str(FEWER))
    return await _run(provider, "tests.benchmarks.sending_peer", arguments, FEWER)


async def _run(provider: str, module: str, arguments: tuple[str, ...], messages: int) -> float:
    async with program("tests.benchmarks.provider", provider), program(module, *arguments) as run:
        seconds = 0.0
        for _ in ("to warm up", "to measure"):
            assert run.stdin is not None
            run.stdin.write(b"go\n")
            seconds = float(await answer(run, 120))
        return messages / seconds


TELEGRAM = Scene(
    name="sending-telegram",
    what="messages sent a second, the provider answers after 50 ms",
    peer="python-telegram-bot as it comes",
    promised=3,
    ours=partial(ours, "telegram"),
    theirs=partial(theirs, "telegram"),
)
WHATSAPP = Scene(
    name="sending-whatsapp",
    what="messages sent a second, the provider answers after 50 ms",
    peer="twilio's client in 8 threads",
    promised=3,
    ours=partial(ours, "whatsapp"),
    theirs=partial(theirs, "whatsapp"),
)
