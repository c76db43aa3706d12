"""Documents that are made, not received."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from bot.channels.base import Fetched, FetchError


class Papers:
    """Makes the month of a child's book when delivery asks for its bytes."""

    def __init__(self, sessions: sessionmaker[Session], now: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._now = now

    async def fetch(self, reference: str, limit: int) -> Fetched:
        raise FetchError("no-such-paper", final=True)
