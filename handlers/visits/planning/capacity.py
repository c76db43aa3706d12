"""How many home visits a teacher can make in a week, in their own word."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Reply, Text, Turn
from handlers.core.understanding.matters.visits import number_in
from handlers.visits.desk import teachers
from models.people import Person

HOW_MANY = Text(
    "visits.capacity_how_many",
    id="Berapa kunjungan yang sanggup Ibu/Bapak lakukan dalam seminggu? Tulis angkanya, 0 sampai "
    "14.",
    en="How many visits can you make in a week? Write the number, 0 to 14.",
)
SET = Text(
    "visits.capacity_set",
    id="Baik, paling banyak {count} kunjungan seminggu. Tulis RENCANA KUNJUNGAN untuk melihat "
    "susunannya.",
    en="All right, at most {count} visits a week. Write RENCANA KUNJUNGAN to see the plan.",
)
MOST = 14
USUAL = ("1", "2", "3", "4", "5")
"""Offered, so that a number that is typed answers this and no older list."""


@teachers.opens("kapasitas kunjungan", "kapasitas", "visits a week")
def begin(turn: Turn, session: Session) -> Heard:
    """ "kapasitas kunjungan 2"; the number is asked for where it is missing."""
    choices = [Choice(number, number) for number in USUAL]
    return _set(turn, session) or [Reply(HOW_MANY, choices=choices, then=how_many, free=True)]


@teachers.step
def how_many(turn: Turn, session: Session) -> Heard:
    """A number, tapped or typed."""
    return _set(turn, session)


def _set(turn: Turn, session: Session) -> Heard:
    number = number_in(turn.answer or turn.text)
    if number is None or number > MOST:
        return None
    session.get_one(Person, turn.speaker.person).visits_a_week = number
    return [Reply(SET, {"count": str(number)})]
