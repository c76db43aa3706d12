"""Home visits for tests: a school with a five-day week, and a visit that is agreed on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person
from models.visit import Visit
from tests.cast import WIB, Cast
from tests.dialogue import Chat

SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=WIB)
SUNDAY = datetime(2026, 11, 29, 9, 0, tzinfo=WIB)


def five_days(cast: Cast, **settings: object) -> None:
    """Saturdays are free of lessons."""
    cast.school.settings = {"school_week": 5, **settings}


def ask(chat: Chat, cast: Cast, words: str = "kunjungan Aisyah Sabtu jam 9") -> None:
    """Bu Ratna asks Aisyah's family, and nobody has answered yet."""
    chat.says(cast.ratna, words)
    chat.taps(cast.ratna, "Tanyakan")
    listen(chat, cast)


def book(chat: Chat, cast: Cast, home: str = "Keduanya") -> None:
    """The family agrees to Saturday at nine, and says who will be at home."""
    five_days(cast)
    ask(chat, cast)
    chat.taps(cast.sari, "Bisa")
    chat.taps(cast.sari, home)


def listen(chat: Chat, cast: Cast) -> None:
    """Forget what everybody has heard so far."""
    for person in people(cast):
        chat.heard(person)


def people(cast: Cast) -> list[Person]:
    return [cast.ratna, cast.dewi, cast.hadi, cast.sari, cast.budi, cast.wati]


def visit(session: Session) -> Visit:
    """The only one there is, as it is in the database now."""
    return session.scalars(select(Visit).execution_options(populate_existing=True)).one()
