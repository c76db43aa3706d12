"""Erasing a person: addresses, words and places; what they did stays, by nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from bot.commands.lookup import ERASED
from bot.erase import about, circle, files
from bot.erase.closing import close
from bot.erase.handover import hand_over
from bot.erase.mentions import reword
from bot.erase.tables import empty_others
from bot.erase.traces import Lookout
from bot.erase.work import REASON, Erased, Work
from bot.export import belonging
from bot.export.belonging import Rows
from bot.export.person import KNOWN
from models import calendar_feed
from models.consent import Consent
from models.inbox import InboundMessage, Unreadable
from models.invitation import Invitation
from models.minutes import Decision
from models.notice import Signature
from models.outbox import OutboundMessage
from models.people import Contact, Person, Reach, Role, Wants
from models.task import Task
from models.thread import Note
from models.visit import Agreement
from models.whose import Whose

NOT_THEIRS = (Whose.OURS, Whose.WORK)
"""Words in rows of theirs that are not their own: those of the school stay."""


def erase_person(session: Session, person: Person, now: datetime) -> Erased:
    """Erase in the caller's transaction; the caller commits, and deletes the files named.

    What one of staff wrote in children's books and threads stays there: it is the
    children's. A guardian's threads are emptied on both sides.
    """
    return _Erasing(Work(session, now), person).all()


class _Erasing:
    def __init__(self, work: Work, person: Person) -> None:
        self._work = work
        self._session = work.session
        self._person = person
        self._places = list(person.guardianships)
        self._children = [place.child for place in self._places]
        self._schools = {
            person.school_id,
            *(place.school_id for place in self._places),
            *(role.school_id for role in person.roles),
        }
        self._numbers = self._their_numbers()
        self._contacts = self._addresses()
        self._notes = self._threads()
        self._of_children = self._childrens()

    def all(self) -> Erased:
        lookout = self._lookout()
        self._close_addresses()  # first: a message that is coming in waits for this, or is seen
        self._own_messages()
        self._words()
        self._about()
        empty_others(self._work, self._rows(), KNOWN, NOT_THEIRS)
        files.empty_messages_with(self._work)
        files.unmake(self._work, [child.id for child in self._children], self._of_children)
        self._promises()
        self._feeds()
        self._roles()
        self._invitations()
        self._names()
        lookout.words = self._work.words
        found = reword(self._session, lookout.traces(), self._schools, ())
        self._work.counts["mentions"] += found
        hand_over(self._work, self._person)
        return close(self._work, f"people:{self._person.id}", self._person.school_id)

    def _their_numbers(self) -> set[str]:
        numbers = [place.phone for place in self._places]
        numbers += [contact.address for contact in self._person.contacts]
        return circle.only_theirs(self._session, numbers, person=self._person.id)

    def _addresses(self) -> list[Contact]:
        """Their contacts, and those of a stranger who writes from a number of theirs."""
        numbers = [number for number in self._numbers if number.startswith("+")]
        known = or_(Contact.address.in_(numbers), Contact.alias.in_(numbers))
        stranger = Contact.person_id.is_(None) & known
        mine = or_(Contact.person_id == self._person.id, stranger)
        return list(self._session.scalars(select(Contact).where(mine)))

    def _threads(self) -> Sequence[Note]:
        mine = select(Note).where(Note.guardian_id == self._person.id).order_by(Note.id)
        return self._session.scalars(mine).all()

    def _childrens(self) -> Rows:
        """What is about their children."""
        found: Rows = {}
        for child in self._children:
            for table, ids in belonging.of_child(self._session, child.id, belonging.ERASED).items():
                found.setdefault(table, set()).update(ids)
        return found

    def _rows(self) -> Rows:
        """What they said. Of a child, only their own: what staff wrote of it is the child's."""
        said = belonging.said_by(self._session, self._person.id)
        return {table: ids - self._of_others(table, ids) for table, ids in said.items()}

    def _of_others(self, table: str, ids: set[int]) -> set[int]:
        """Those about other people's children."""
        about_some = belonging.about_children(self._session, table, ids)
        return about_some - self._of_children.get(table, set())

    def _lookout(self) -> Lookout:
        others = circle.names(self._session, self._schools, person=self._person.id)
        lookout = Lookout(others)
        for name in {self._person.name, *(place.name for place in self._places)}:
            lookout.name(name)
        for number in self._numbers:
            lookout.number(number)
        for child in self._children:
            lookout.near(child.name)
        return lookout

    def _close_addresses(self) -> None:
        """Whoever writes from there next is a stranger; and nothing can be sent there."""
        for contact in self._contacts:
            address = f"{REASON}:{contact.id}"
            self._work.change("contacts", contact, address=address, alias=None, reach=Reach.DEAD)
        self._session.flush()

    def _own_messages(self) -> None:
        ids = [contact.id for contact in self._contacts]
        received = select(InboundMessage).where(InboundMessage.contact_id.in_(ids))
        written = self._session.scalars(received).all()
        if not self._person.roles:
            for message in written:
                self._work.remember(message.text)
        self._work.empty_in(written, own=True)
        mine = or_(
            OutboundMessage.person_id == self._person.id, OutboundMessage.contact_id.in_(ids)
        )
        self._work.empty_out(self._session.scalars(select(OutboundMessage).where(mine)), own=True)
        self._session.execute(delete(Unreadable).where(Unreadable.contact_id.in_(ids)))

    def _words(self) -> None:
        self._work.empty_notes(self._notes)
        for note in self._notes:
            if note.child_id is None and self._children:
                note.child_id = self._children[0].id  # or it would be asked about for ever
        mine = select(Signature).where(Signature.person_id == self._person.id)
        for signature in self._session.scalars(mine):
            self._work.change("signatures", signature, text="")

    def _about(self) -> None:
        """What others were told of them, and wrote to them."""
        rows = about.messages(self._session, self._schools, self._concern())
        self._work.empty_out(rows, own=False)
        self._work.empty_what_they_answer(rows)
        self._work.empty_inbox(note.inbox_id for note in self._notes)

    def _concern(self) -> list[ColumnElement[bool]]:
        notes = [note.id for note in self._notes]
        return [
            *about.among(OutboundMessage.topic, [f"note:{note}" for note in notes]),
            *about.remembers("guardian", [self._person.id]),
            *about.remembers("note", notes),
        ]

    def _promises(self) -> None:
        """What they were to do is still to be done, by nobody's name."""
        for table in (Decision, Agreement):
            of = select(table).where(table.person_id == self._person.id)
            for promise in self._session.scalars(of):
                self._work.change("promises", promise, who="", person_id=None)

    def _feeds(self) -> None:
        if calendar_feed.revoke(self._session, self._person.id, self._work.now):
            self._work.counts["feeds"] += 1

    def _roles(self) -> None:
        """What they still had to do at school is for somebody else."""
        now = self._work.now
        for role in self._person.roles:
            group = role.class_group
            if role.ended_at is None and role.role is Role.HOMEROOM and group is not None:
                self._work.change("names", group, homeroom_name="")
            self._work.change("roles", role, ended_at=role.ended_at or now)
        undone = Task.done_at.is_(None)
        theirs = select(Task).where(Task.assignee_id == self._person.id, undone)
        for task in self._session.scalars(theirs):
            self._work.change("tasks", task, assignee_id=None)
        topics = [f"note:{note.id}" for note in self._notes]
        for wanted in about.among(Task.topic, topics):
            for task in self._session.scalars(select(Task).where(wanted, undone)):
                self._work.change("tasks", task, done_at=now)

    def _invitations(self) -> None:
        """Codes of their places, the one they used, and others that were made out to them."""
        places = [place.id for place in self._places]
        made_out = (
            Invitation.role.is_not(None)
            & Invitation.school_id.in_(self._schools)
            & (Invitation.name == self._person.name)
        )
        mine = [Invitation.guardianship_id.in_(places), Invitation.used_by_id == self._person.id]
        if self._person.roles and not self._namesakes():
            mine.append(made_out)
        self._work.revoke(self._session.scalars(select(Invitation).where(or_(*mine))))

    def _namesakes(self) -> bool:
        same = select(Person.id).where(
            Person.name == self._person.name,
            Person.school_id.in_(self._schools),
            Person.id != self._person.id,
        )
        return self._session.scalar(same.limit(1)) is not None

    def _names(self) -> None:
        person, now, change = self._person, self._work.now, self._work.change
        for place in self._places:
            ended_at = place.ended_at or now
            change("places", place, name=ERASED, phone=None, ended_at=ended_at)
        for child in self._children:
            if child.phone in self._numbers:
                change("names", child, phone=None)
        consents = select(Consent).where(Consent.person_id == person.id)
        for consent in self._session.scalars(consents):
            change("consents", consent, withdrawn_at=consent.withdrawn_at or now)
        change("names", person, name=ERASED, wants=Wants.NOTHING, consented_at=None)
