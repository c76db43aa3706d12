"""A guardian's place beside a child, and who takes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.talk import Turn
from models.audit import AuditEvent
from models.family import pupils_of_guardian, works_at
from models.invitation import Invitation
from models.people import Contact, Guardianship, Person, Relation
from models.reach import SMS

HONORIFIC = {Relation.MOTHER: "Ibu", Relation.FATHER: "Bapak"}
"""Part of how a person is called in every language."""


def address(place: Guardianship) -> str:
    """How we address a guardian: "Ibu Uswatun Hasanah"."""
    honorific = HONORIFIC.get(place.relation, "Ibu/Bapak")
    return f"{honorific} {place.name.strip()}".strip()


def person_for(turn: Turn, session: Session, place: Guardianship) -> Person | None:
    """Who takes the place: whoever this contact is, or has it already, or a newcomer.

    None if the place is somebody else's: a slip that lay about lets nobody take it over.
    """
    if turn.speaker.person_id is not None:
        if place.person_id not in (None, turn.speaker.person_id):
            return None
        return session.get_one(Person, turn.speaker.person_id)
    if place.person_id is not None:
        return session.get_one(Person, place.person_id)
    person = Person(school_id=place.school_id, name=address(place), joined_at=turn.now)
    session.add(person)
    session.flush()
    return person


def take_place(turn: Turn, session: Session, place: Guardianship, person: Person) -> None:
    place.person_id = person.id
    if not _belongs(session, person, turn.now):
        person.move(place.school_id)
    session.get_one(Contact, turn.speaker.contact_id).bind(person)
    session.execute(
        update(Invitation)
        .where(Invitation.guardianship_id == place.id, Invitation.used_at.is_(None))
        .values(expires_at=turn.now)
    )
    if place.phone:
        _remember_phone(session, person, place.phone, turn.now)
    session.add(
        AuditEvent(
            school_id=place.school_id,
            at=turn.now,
            actor_id=person.id,
            action="joined",
            subject=f"guardianships:{place.id}",
            detail={"channel": turn.speaker.channel},
        )
    )


def _belongs(session: Session, person: Person, now: datetime) -> bool:
    """Whether their school still is theirs: they work there, or have a child there."""
    if works_at(session, person.id) is not None:
        return True
    children = pupils_of_guardian(session, person.id, now)
    return any(child.school_id == person.school_id for child in children)


def _remember_phone(session: Session, person: Person, phone: str, now: datetime) -> None:
    """The roster's number, for the ladder's SMS rung only."""
    known = select(Contact.id).where(Contact.channel == SMS, Contact.address == phone)
    if session.scalar(known) is None:
        session.add(
            Contact(
                school_id=person.school_id,
                person_id=person.id,
                channel=SMS,
                address=phone,
                created_at=now,
            )
        )
