"""Files that we make ourselves: a page, a table, a calendar, as things are when they are sent."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session, sessionmaker

from bot.channels.base import Fetched, FetchError


class Made(ABC):
    """One kind of such files, as delivery's `Source` of their bytes."""

    content_type: ClassVar[str]

    def __init__(self, sessions: sessionmaker[Session], now: Callable[[], datetime]) -> None:
        self.sessions = sessions
        self.now = now

    async def fetch(self, reference: str, limit: int) -> Fetched:
        """Make it in a thread. Raises `FetchError` for one that is larger than `limit` bytes."""
        content = await asyncio.to_thread(self.make, reference)
        if len(content) > limit:
            raise FetchError("too-large", final=True)
        return Fetched(content, self.content_type)

    @abstractmethod
    def make(self, reference: str) -> bytes:
        """The bytes of what `reference` names.

        Whoever waits for them was told of them earlier, so what they may see is asked again
        here. Raises `FetchError`, final, for what is not theirs, or not there any more.
        """
