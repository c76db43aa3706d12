"""Everybody else at the school: whose names and numbers are not to be taken for the erased."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from bot.commands.lookup import ERASED
from models.people import Child, Contact, Guardianship, Person


def names(
    session: Session, schools: Collection[int], *, child: int = 0, person: int = 0
) -> list[str]:
    """Names of people, places and children but for this one's own."""
    queries = (
        select(Person.name).where(Person.school_id.in_(schools), Person.id != person),
        select(Guardianship.name).where(Guardianship.school_id.in_(schools), ~_places(0, person)),
        select(Child.name).where(Child.school_id.in_(schools), Child.id != child),
        select(Child.nickname).where(Child.school_id.in_(schools), Child.id != child),
    )
    found = {name for query in queries for name in session.scalars(query)}
    return sorted(found - {"", ERASED})


def only_theirs(
    session: Session, numbers: Iterable[str | None], *, child: int = 0, person: int = 0
) -> set[str]:
    """Those of these numbers that nobody else has: parents share one telephone."""
    wanted = {number for number in numbers if number}
    children = Child.id != child if child else _not_their_child(person)
    queries = (
        select(Contact.address).where(
            Contact.address.in_(wanted), Contact.person_id.is_not(None), Contact.person_id != person
        ),
        select(Guardianship.phone).where(
            Guardianship.phone.in_(wanted), ~_places(child, person), Guardianship.ended_at.is_(None)
        ),
        select(Child.phone).where(Child.phone.in_(wanted), children),
    )
    return wanted - {number for query in queries for number in session.scalars(query) if number}


def contacts_of(session: Session, people: Iterable[int | None]) -> set[int]:
    """Where these people write from."""
    ids = {person for person in people if person is not None}
    return set(session.scalars(select(Contact.id).where(Contact.person_id.in_(ids))))


def _places(child: int, person: int) -> ColumnElement[bool]:
    if child:
        return Guardianship.child_id == child
    return (Guardianship.person_id == person) & Guardianship.person_id.is_not(None)


def _not_their_child(person: int) -> ColumnElement[bool]:
    """A household's number in the roster is the guardian's too."""
    if not person:
        return true()
    theirs = select(Guardianship.child_id).where(Guardianship.person_id == person)
    return Child.id.not_in(theirs)
