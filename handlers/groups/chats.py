"""A group chat and its class: linked, let go of, removed, taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from handlers.core.talk import (
    Capability,
    Card,
    Choice,
    Heard,
    Reply,
    Say,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from models.base import one_of
from models.group import ClassChat, chat_with
from models.numbers import whole
from models.outbox import OPEN, OutboundMessage, Status
from models.people import Contact, Reach, Role, StaffRole, in_office
from models.school import ClassGroup

REFUSED = Text(
    "groups.refused",
    id="Maaf, grup hanya bisa disambungkan oleh wali kelasnya, operator, atau kepala sekolah.",
    en="Sorry, only the homeroom teacher, the operator or the principal can connect a group.",
)
DONE = Text(
    "groups.done",
    id="Grup sudah terhubung dengan kelas {class_name}. Mohon jadikan Penghubung admin grup, "
    "supaya kabar izin di sana terbaca. Untuk melepas, tulis GRUP di sini.",
    en="The group is connected to class {class_name}. Please make Penghubung an admin of the "
    "group, so that it can read absences reported there. To disconnect, write GRUP here.",
)
HELLO = Text(
    "groups.hello",
    id="Salam, Bapak/Ibu. Grup ini sekarang terhubung dengan Penghubung untuk kelas {class_name}. "
    "Pengumuman kelas disampaikan di sini, dan izin boleh ditulis di sini. Urusan tiap anak "
    "tetap di chat pribadi, dan obrolan lain tidak disimpan.",
    en="Hello. This group is now connected to Penghubung for class {class_name}. Announcements "
    "to the class are shown here, and absences may be reported here. Each child's matters stay in "
    "your private chat, and other talk is not stored.",
)
REMOVED = Text(
    "groups.removed",
    id="Grup kelas {class_name}: Penghubung dikeluarkan dari grup itu, jadi pengumuman tidak lagi "
    "tampil di sana. Pesan pribadi ke orang tua tetap berjalan. Untuk memasukkannya lagi, tulis "
    "GRUP.",
    en="Group of class {class_name}: Penghubung was removed from that group, so announcements are "
    "no longer shown there. Private messages to parents go on. To bring it back, write GRUP.",
    template=True,
)
RELINK = Text("groups.relink", id="Sambungkan lagi", en="Connect again")
BACK = Text(
    "groups.back",
    id="Grup kelas {class_name}: Penghubung dimasukkan lagi ke grup itu. Mau disambungkan lagi?",
    en="Group of class {class_name}: Penghubung is back in that group. Shall it be connected "
    "again?",
    template=True,
    buttons=(RELINK,),
)
MAY_LINK_ALL = (Role.PRINCIPAL, Role.OPERATOR)

group_chats = Capability("group_chats", Who.STAFF)


@group_chats.step
def relink(turn: Turn, session: Session) -> Heard:
    """*Sambungkan lagi*, after we were taken back into a group."""
    chat = mine(turn, session, str(turn.memory["chat"]))
    if turn.answer != "relink" or chat is None:
        return None
    return link(turn, session, chat.class_group_id, chat.contact.address)


def link(turn: Turn, session: Session, class_id: int, address: str) -> list[Say]:
    """Tie the group at `address` to a class, if the speaker answers for that class.

    It may have been tied to another class before. Nobody else learns whether the class exists.
    """
    own = {group.id: group for group in classes_of(session, turn.speaker.person_id)}
    group = own.get(class_id)
    if group is None:
        return [Reply(REFUSED)]
    contact = _contact(turn, session, group, address)
    chat = chat_with(session, contact.id)
    if chat is None:
        chat = ClassChat(contact_id=contact.id)
        session.add(chat)
    elif chat.class_group_id != group.id:
        stop(session, chat, turn.now)
    chat.school_id, chat.class_group_id = group.school_id, group.id
    chat.linked_by_id, chat.linked_at, chat.left_at = turn.speaker.person, turn.now, None
    session.flush()
    blanks: dict[str, Value] = {"class_name": group.name}
    topic = f"linked:{turn.inbox_id}"
    return [Card(HELLO, blanks, chat=contact.id, topic=topic), Reply(DONE, blanks)]


def left(session: Session, contact_id: int, now: datetime) -> list[Tell]:
    """The contact takes no more messages: if it was a linked group, its teacher is told."""
    chat = chat_with(session, contact_id)
    if chat is None or chat.left_at is not None:
        return []
    stop(session, chat, now)
    return [
        Tell(
            REMOVED,
            {"class_name": chat.class_group.name},
            to=chat.linked_by_id,
            topic=f"group_removed:{chat.id}:{now:%Y-%m-%dT%H:%M:%S}",
        )
    ]


def replaced(session: Session, contact_id: int, now: datetime) -> None:
    """The group is linked under another address as well: this one is over, without a word."""
    if chat := chat_with(session, contact_id):
        stop(session, chat, now)


def back(session: Session, contact_id: int, now: datetime) -> list[Tell]:
    """A group that had removed us took us back: whoever had linked it may do so again."""
    chat = chat_with(session, contact_id)
    if chat is None or chat.left_at is None:
        return []
    return [
        Tell(
            BACK,
            {"class_name": chat.class_group.name},
            choices=[Choice("relink", RELINK)],
            then=relink,
            remember={"chat": chat.id},
            to=chat.linked_by_id,
            topic=f"group_back:{chat.id}:{now:%Y-%m-%dT%H:%M:%S}",
        )
    ]


def classes_of(session: Session, person_id: int | None) -> list[ClassGroup]:
    """The newest year's classes whose groups this person may link: their own, or all."""
    own = (
        select(StaffRole.class_group_id)
        .where(StaffRole.person_id == person_id, in_office())
        .where(StaffRole.role == Role.HOMEROOM)
    )
    led = (
        select(StaffRole.school_id)
        .where(StaffRole.person_id == person_id, in_office())
        .where(one_of(StaffRole.role, MAY_LINK_ALL))
    )
    newest = (
        select(ClassGroup.school_id, func.max(ClassGroup.school_year).label("year"))
        .group_by(ClassGroup.school_id)
        .subquery()
    )
    return list(
        session.scalars(
            select(ClassGroup)
            .join(newest, newest.c.school_id == ClassGroup.school_id)
            .where(
                or_(
                    ClassGroup.id.in_(own),
                    ClassGroup.school_id.in_(led) & (ClassGroup.school_year == newest.c.year),
                )
            )
            .order_by(ClassGroup.name, ClassGroup.id)
        )
    )


def mine(turn: Turn, session: Session, chat_id: str) -> ClassChat | None:
    """A group chat of a class the speaker still answers for."""
    chat = session.get(ClassChat, whole(chat_id) or 0)
    own = {group.id for group in classes_of(session, turn.speaker.person)}
    return chat if chat is not None and chat.class_group_id in own else None


def _contact(turn: Turn, session: Session, group: ClassGroup, address: str) -> Contact:
    """Where the group is written to; made when it is linked for the first time."""
    contact = session.scalar(
        select(Contact).where(Contact.channel == turn.speaker.channel, Contact.address == address)
    )
    if contact is None:
        contact = Contact(channel=turn.speaker.channel, address=address, created_at=turn.now)
        session.add(contact)
    contact.school_id, contact.reach = group.school_id, Reach.OPEN
    session.flush()
    return contact


def stop(session: Session, chat: ClassChat, now: datetime) -> None:
    """What waits to be said there is not said any more."""
    chat.left_at = now
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.contact_id == chat.contact_id, one_of(OutboundMessage.status, OPEN))
        .values(status=Status.CANCELLED)
    )
    session.flush()
