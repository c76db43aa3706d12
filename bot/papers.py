"""Documents that are made, not received: fetched beside delivery like any other file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session, sessionmaker

from bot.channels.base import Fetched, FetchError

NOBODYS = "not-to-be-seen"


class Papers:
    """Makes the month of a child's book when delivery asks for its bytes."""

    def __init__(self, sessions: sessionmaker[Session], now: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._now = now

    async def fetch(self, reference: str, limit: int) -> Fetched:
        """`reference` is "child:YYYY-MM:viewer:language", as `handlers.book` writes it.

        Who may see it is asked again here, at the time of making.
        """
        content = await asyncio.to_thread(self._make, reference)
        if len(content) > limit:
            raise FetchError("too-large", final=True)
        return Fetched(content, "application/pdf")

    def _make(self, reference: str) -> bytes:
        from bot.book_month import month_of
        from bot.book_pdf import pdf

        try:
            child, of, viewer, language = reference.split(":")
            first = date.fromisoformat(f"{of}-01")
            who = None if viewer == "staff" else int(viewer)
        except ValueError:
            raise FetchError("no-such-paper", final=True) from None
        now = self._now()
        with self._sessions() as session:
            month = month_of(session, int(child), first, who, language, now)
        if month is None:
            raise FetchError(NOBODYS, final=True)
        return pdf(month, language, now)
