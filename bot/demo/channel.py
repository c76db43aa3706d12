"""A channel without a provider: what it sends is read from the database by the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.channels.base import (
    Deliver,
    Door,
    Fetched,
    FetchError,
    Incoming,
    Limits,
    NeedsTemplate,
    Outgoing,
)
from handlers.core.talk import CATALOGUE

WINDOW = timedelta(hours=24)


class DemoChannel:
    """Behaves as its namesake would. `windowed`: only templates after a day of silence."""

    limits = Limits(per_second=200)

    def __init__(self, name: str, *, windowed: bool = False) -> None:
        self.name = name
        self._windowed = windowed
        self.files: dict[str, Fetched] = {}
        """What was attached on the page, by reference."""

    def doors(self) -> Mapping[str, Door]:
        return {}

    async def listen(self, deliver: Deliver) -> None:
        return None

    async def heard(self, incoming: Incoming) -> None:
        return None

    async def send(self, message: Outgoing) -> str:
        silent = message.silence is None or message.silence >= WINDOW
        text = CATALOGUE.get(message.text_key)
        if self._windowed and silent and not (text and text.template):
            raise NeedsTemplate("window")
        return f"demo-{message.id}"

    async def look_up(self, message: Outgoing, since: datetime) -> str | None:
        return None

    async def fetch(self, reference: str, limit: int) -> Fetched:
        if reference not in self.files:
            raise FetchError("gone", final=True)
        return self.files[reference]

    async def close(self) -> None:
        return None
