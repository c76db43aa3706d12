"""Documents that are made, not received: fetched beside delivery like any other file."""

from __future__ import annotations

from datetime import date

from bot.channels.base import FetchError
from bot.documents.generated import Made

NOBODYS = "not-to-be-seen"


class Papers(Made):
    """Makes the month of a child's book when delivery asks for its bytes."""

    content_type = "application/pdf"

    def make(self, reference: str) -> bytes:
        """`reference` is "child:YYYY-MM:viewer:language", as `handlers.book` writes it."""
        from bot.documents.book_month import month_of
        from bot.documents.book_pdf import pdf

        try:
            child, of, viewer, language = reference.split(":")
            first = date.fromisoformat(f"{of}-01")
            who = None if viewer == "staff" else int(viewer)
        except ValueError:
            raise FetchError("no-such-paper", final=True) from None
        now = self.now()
        with self.sessions() as session:
            month = month_of(session, int(child), first, who, language, now)
        if month is None:
            raise FetchError(NOBODYS, final=True)
        return pdf(month, now)
