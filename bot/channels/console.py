"""Chat with the bot in a terminal: no account, the same router and database."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count

from bot.channels.base import Deliver, Door, Fetched, FetchError, Incoming, Limits, Outgoing


class Console:
    """Lines from standard input are messages; "1" answers the first choice."""

    name = "console"
    limits = Limits(per_second=1000, per_contact=timedelta(0))

    def __init__(self, address: str) -> None:
        self._address = address
        self._done = asyncio.Event()
        self._numbers = count()

    def doors(self) -> Mapping[str, Door]:
        return {}

    async def listen(self, deliver: Deliver) -> None:
        """Until the end of input. Ids carry the time of start: a terminal has none of its own."""
        begun = id(self)
        while line := await asyncio.to_thread(sys.stdin.readline):
            number = f"{begun}:{next(self._numbers)}"
            await deliver([Incoming(self.name, self._address, number, text=line.strip())])
        await asyncio.sleep(1)
        self._done.set()

    async def until_done(self) -> None:
        await self._done.wait()

    async def heard(self, incoming: Incoming) -> None:
        return None

    async def send(self, message: Outgoing) -> str:
        lines = [message.body, *(f"  {n}. {c}" for n, c in enumerate(message.labels, start=1))]
        print("\n".join(lines), flush=True)
        return str(message.id)

    async def look_up(self, message: Outgoing, since: datetime) -> str | None:
        return None

    async def fetch(self, reference: str, limit: int) -> Fetched:
        raise FetchError("no-files", final=True)

    async def close(self) -> None:
        return None
