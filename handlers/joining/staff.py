"""A member of staff joins by code, and takes over what waited for their class."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Phrase, Reply, Say, Text, Turn, Value
from handlers.core.thread import late_notes
from models.family import works_at
from models.invitation import Invitation
from models.people import Child, Contact, Person, Role, StaffRole
from models.school import school_of
from models.task import Task

STAFF_JOINED = Text(
    "staff_joining.joined",
    id="Selamat datang, {who}. Sekarang terhubung dengan {school}{class_}. Ketik MENU untuk "
    "pilihan.",
    en="Welcome, {who}. You are now connected to {school}{class_}. Type MENU for what you can do.",
)
ELSEWHERE = Text(
    "staff_joining.elsewhere",
    id="Kode ini untuk tugas di {school}, sedangkan nomor ini dipakai untuk tugas di {here}. "
    "Satu nomor atau akun hanya untuk tugas di satu sekolah. Kodenya belum terpakai: mohon kirim "
    "dari nomor atau akun lain, misalnya Telegram.",
    en="This code is for work at {school}, but this number is used for work at {here}. One number "
    "or account is for work at one school only. The code is not used up: please send it from "
    "another number or account, on Telegram for example.",
)
OF_CLASS = Text("staff_joining.of_class", id=" untuk kelas {name}", en=" for class {name}")


def join(turn: Turn, session: Session, invitation: Invitation) -> list[Say]:
    """Use the code up, give the role; nothing said means that the code has just been used.

    Whoever is on the staff of another school is asked to join from elsewhere: what they write
    would otherwise be for either school.
    """
    if turn.speaker.person_id is not None:
        person = session.get_one(Person, turn.speaker.person_id)
        here = works_at(session, person.id) or invitation.school_id
        if here != invitation.school_id:
            schools = {"school": invitation.school.name, "here": school_of(session, here).name}
            return [Reply(ELSEWHERE, schools)]
    else:
        person = Person(school_id=invitation.school_id, name=invitation.name, joined_at=turn.now)
        session.add(person)
        session.flush()
    if not invitation.take(session, person.id, turn.now):
        return []
    person.move(invitation.school_id)
    session.get_one(Contact, turn.speaker.contact_id).bind(person)
    _give_role(session, invitation, person)
    return [
        Reply(STAFF_JOINED, _staff_words(invitation, person)),
        *_left_waiting(session, invitation, person),
    ]


def _give_role(session: Session, invitation: Invitation, person: Person) -> None:
    held = session.scalar(
        select(StaffRole).where(
            StaffRole.person_id == person.id,
            StaffRole.school_id == invitation.school_id,
            StaffRole.role == invitation.role,
            StaffRole.class_group_id == invitation.class_group_id,
        )
    )
    if held is not None:
        held.ended_at = None
        return
    session.add(
        StaffRole(
            school_id=invitation.school_id,
            person_id=person.id,
            role=invitation.role,
            class_group_id=invitation.class_group_id,
        )
    )
    session.flush()


def _staff_words(invitation: Invitation, person: Person) -> dict[str, Value]:
    group = invitation.class_group
    return {
        "who": person.name,
        "school": invitation.school.name,
        "class_": Phrase(OF_CLASS, {"name": group.name}) if group else "",
    }


def _left_waiting(session: Session, invitation: Invitation, person: Person) -> list[Say]:
    """What families wrote, and tasks that arose, while nobody had joined for the class."""
    if invitation.role is not Role.HOMEROOM or invitation.class_group_id is None:
        return []
    of_class = select(Child.id).where(Child.class_group_id == invitation.class_group_id)
    waiting = session.scalars(
        select(Task).where(
            Task.assignee_id.is_(None), Task.done_at.is_(None), Task.child_id.in_(of_class)
        )
    ).all()
    for task in waiting:
        task.assignee_id = person.id
    return list(late_notes.hand_over(session, waiting, person.id))
