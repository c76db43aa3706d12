"""A channel whose provider answers as the test says; everything else is the real thing."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime

from bot.channels.base import (
    Deliver,
    Door,
    Fetched,
    FetchError,
    Incoming,
    Limits,
    Outgoing,
    SendError,
)


class Scripted:
    """Takes every message, unless `answers[address]` holds errors to raise first (None: take)."""

    def __init__(self, name: str = "telegram", limits: Limits | None = None) -> None:
        self.name = name
        self.limits = limits or Limits(per_second=10_000)
        self.answers: defaultdict[str, deque[SendError | None]] = defaultdict(deque)
        self.found: dict[int, str | SendError | None] = {}
        """What looking a message up tells, by our id."""
        self.sent: list[Outgoing] = []

    def doors(self) -> Mapping[str, Door]:
        return {}

    async def listen(self, deliver: Deliver) -> None:
        return None

    async def heard(self, incoming: Incoming) -> None:
        return None

    async def send(self, message: Outgoing) -> str:
        if self.answers[message.address] and (error := self.answers[message.address].popleft()):
            raise error
        self.sent.append(message)
        return f"{self.name}-{message.id}"

    async def look_up(self, message: Outgoing, since: datetime) -> str | None:
        found = self.found.get(message.id)
        if isinstance(found, SendError):
            raise found
        return found

    async def fetch(self, reference: str, limit: int) -> Fetched:
        raise FetchError("gone", final=True)

    async def close(self) -> None:
        return None

    def bodies(self, address: str) -> list[str]:
        return [message.body for message in self.sent if message.address == address]
