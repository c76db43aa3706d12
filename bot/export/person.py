"""Everything that is kept about one person, guardian or staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.export.belonging import of_person
from bot.export.rows import Copier, Data, files_in, left_out
from models.audit import AuditEvent
from models.consent import Consent
from models.inbox import InboundMessage
from models.invitation import Invitation
from models.notice import Signature
from models.outbox import OutboundMessage
from models.people import Guardianship, Person, StaffRole
from models.school import School
from models.thread import Note

KNOWN = (
    "contacts",
    "staff_roles",
    "guardianships",
    "invitations",
    "consents",
    "signatures",
    "notes",
    "inbox",
    "outbox",
)
"""Tables that have a place of their own in the copy."""
OF_WORK = ("blanks", "memory", "asks", "kind", "attempts", "doubts", "claimed_at", "provider_id")
"""How a message was made and sent, which tells nothing that its words do not."""


def person_copy(session: Session, person: Person, now: datetime) -> Data:
    """For machines. Invitations without their codes, which are stored nowhere."""
    school = session.get_one(School, person.school_id)
    return _Copy(Copier(session, school.zone), person).all(school, now)


class _Copy:
    def __init__(self, copier: Copier, person: Person) -> None:
        self._copier = copier
        self._session = copier.session
        self._person = person
        self._contacts = [contact.id for contact in person.contacts]
        self._received = self._messages_in()
        self._notes = self._threads()

    def all(self, school: School, now: datetime) -> Data:
        rows = self._copier.rows
        other = self._copier.others(of_person(self._session, self._person.id), KNOWN)
        return {
            "exported_at": self._copier.plain(now),
            "school": {"name": school.name, "npsn": school.npsn, "time_zone": school.time_zone},
            "person": self._copier.row(self._person),
            "contacts": rows(self._person.contacts, "person_id"),
            "roles": [self._role(role) for role in self._person.roles],
            "guardian_of": [self._place(place) for place in self._person.guardianships],
            "consents": rows(self._consents(), "person_id"),
            "invitations": rows(self._invitations(), "digest", "used_by_id"),
            "messages_in": rows(self._received, "provider_id"),
            "messages_out": rows(self._messages_out(), "person_id", "text_key", *OF_WORK),
            "signatures": [self._signature(one) for one in self._signatures()],
            "notes": rows(self._notes, "inbox_id"),
            "files": self._copier.files({*self._files(), *files_in(other)}),
            "audit": rows(self._audit(), "actor_id"),
            "other": other,
            "left_out": left_out(other),
        }

    def _role(self, role: StaffRole) -> Data:
        group = role.class_group.name if role.class_group else None
        return {**self._copier.row(role, "person_id"), "class": group}

    def _place(self, place: Guardianship) -> Data:
        group = place.child.class_group
        named = {"child": place.child.name, "class": group.name if group else None}
        return {**self._copier.row(place, "person_id"), **named}

    def _signature(self, one: Signature) -> Data:
        about = {"child_id": one.receipt.child_id, "notice_id": one.receipt.notice_id}
        return {**self._copier.row(one, "person_id"), **about}

    def _consents(self) -> Sequence[Consent]:
        query = select(Consent).where(Consent.person_id == self._person.id)
        return self._session.scalars(query.order_by(Consent.id)).all()

    def _invitations(self) -> Sequence[Invitation]:
        query = select(Invitation).where(Invitation.used_by_id == self._person.id)
        return self._session.scalars(query.order_by(Invitation.id)).all()

    def _signatures(self) -> Sequence[Signature]:
        query = select(Signature).where(Signature.person_id == self._person.id)
        return self._session.scalars(query.order_by(Signature.id)).all()

    def _audit(self) -> Sequence[AuditEvent]:
        mine = or_(
            AuditEvent.actor_id == self._person.id,
            AuditEvent.subject == f"people:{self._person.id}",
        )
        return self._session.scalars(select(AuditEvent).where(mine).order_by(AuditEvent.id)).all()

    def _messages_in(self) -> Sequence[InboundMessage]:
        query = select(InboundMessage).where(InboundMessage.contact_id.in_(self._contacts))
        return self._session.scalars(query.order_by(InboundMessage.id)).all()

    def _messages_out(self) -> Sequence[OutboundMessage]:
        mine = or_(
            OutboundMessage.person_id == self._person.id,
            OutboundMessage.contact_id.in_(self._contacts),
        )
        query = select(OutboundMessage).where(mine).order_by(OutboundMessage.id)
        return self._session.scalars(query).all()

    def _threads(self) -> Sequence[Note]:
        mine = or_(Note.guardian_id == self._person.id, Note.staff_id == self._person.id)
        return self._session.scalars(select(Note).where(mine).order_by(Note.id)).all()

    def _files(self) -> Iterator[int]:
        for message in self._received:
            yield from message.media
        for note in self._notes:
            yield from note.media
