"""A guardian's place beside a child, and who takes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.core.talk import Turn
from models.audit import AuditEvent
from models.family import PARENTS, pupils_of_guardian, works_at
from models.invitation import Invitation
from models.people import Contact, Guardianship, Person, Relation
from models.reach import SMS

HONORIFIC = {Relation.MOTHER: "Ibu", Relation.FATHER: "Bapak"}
"""Part of how a person is called in every language."""


def address(place: Guardianship) -> str:
    """How we address a guardian: "Ibu Uswatun Hasanah"."""
    honorific = HONORIFIC.get(place.relation, "Ibu/Bapak")
    return f"{honorific} {place.name.strip()}".strip()


def locked(session: Session, place_id: int) -> Guardianship:
    """The place as it is now; whoever else would take it waits until this transaction ends."""
    return session.get_one(Guardianship, place_id, with_for_update=True, populate_existing=True)


def is_free(turn: Turn, place: Guardianship) -> bool:
    """Nobody's, or the speaker's own. A number, which families share, proves no more."""
    return place.person_id in (None, turn.speaker.person_id)


def fits(turn: Turn, place: Guardianship) -> bool:
    """Whether a code for it is the speaker's: not if both are somebody, and not the same.

    A slip that lay about lets nobody take over another's place.
    """
    return is_free(turn, place) or turn.speaker.person_id is None


def person_for(turn: Turn, session: Session, place: Guardianship) -> Person:
    """Who takes the place: whoever this contact is, or has it already, or a newcomer."""
    known = turn.speaker.person_id or place.person_id
    if known is not None:
        return session.get_one(Person, known)
    person = Person(school_id=place.school_id, name=address(place), joined_at=turn.now)
    session.add(person)
    session.flush()
    return person


def is_of_another(turn: Turn, session: Session, place: Guardianship) -> bool:
    """Whether the place is the other parent's: the speaker is a mother, and it is a father's."""
    if turn.speaker.person_id is None or place.relation not in PARENTS:
        return False
    mine = session.scalars(
        select(Guardianship.relation).where(
            Guardianship.person_id == turn.speaker.person_id,
            Guardianship.ended_at.is_(None),
            Guardianship.relation.in_(PARENTS),
        )
    ).all()
    return bool(mine) and place.relation not in mine


def take_place(turn: Turn, session: Session, place: Guardianship, person: Person) -> None:
    if is_of_another(turn, session, place):
        person.name = f"{person.name} & {address(place)}"
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
