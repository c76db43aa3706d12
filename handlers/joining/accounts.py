"""Each new account of a person, told to those they have; one that is not theirs is cut off."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Reply,
    Say,
    Sense,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from models.audit import AuditEvent
from models.base import one_of
from models.family import answerable_for, pupils_of_guardian
from models.invitation import Invitation
from models.outbox import OPEN, OutboundMessage, Priority, Status
from models.people import Contact, Guardianship, Person
from models.reach import METERED, SMS

NOT_ME = Text("accounts.not_me", id="Bukan saya", en="Not me")
NEW = Text(
    "accounts.new",
    id="Salam, {who}. Akun {account} baru saja bergabung atas nama Ibu/Bapak: bisa membaca dan "
    "menulis tentang {children}. Bila itu akun Ibu/Bapak sendiri, abaikan pesan ini. Bila bukan, "
    "ketuk Bukan saya atau balas BUKAN SAYA.",
    en="Hello, {who}. The account {account} has just joined in your name: it can read and write "
    "about {children}. If it is yours, ignore this message. If not, tap Not me or answer NOT ME.",
    template=True,
    buttons=(NOT_ME,),
)
BEFORE = Text(
    "accounts.before",
    id="Akun {account} sudah bergabung lebih dulu atas nama Ibu/Bapak. Bila itu bukan akun "
    "Ibu/Bapak, ketuk Bukan saya atau balas BUKAN SAYA.",
    en="The account {account} had joined in your name before. If it is not yours, tap Not me or "
    "answer NOT ME.",
)
OLD_NUMBER = Text(
    "accounts.old_number",
    id="Nomor {account} juga atas nama Ibu/Bapak. Mulai sekarang pesan sekolah datang ke nomor "
    "ini. Nomor yang lama masih dipakai?",
    en="The number {account} is listed in your name, too. From now on messages go to this number. "
    "Do you still use the old one?",
)
STILL_MINE = Text("accounts.still_mine", id="Masih saya pakai", en="I still use it")
NOT_USED = Text("accounts.not_used", id="Sudah tidak saya pakai", en="I no longer use it")
KEPT = Text(
    "accounts.kept",
    id="Baik, dari kedua nomor Ibu/Bapak tetap bisa menulis. Pesan kami kirim ke nomor yang baru.",
    en="All right, you can write from both. We send messages to the new number.",
)
RETIRED = Text(
    "accounts.retired",
    id="Baik, nomor {account} tidak kami kirimi lagi, dan siapa pun yang memegangnya tidak bisa "
    "membaca tentang anak.",
    en="All right, nothing more is sent to the number {account}, and whoever has it can read "
    "nothing about the child.",
)
CUT_OFF = Text(
    "accounts.cut_off",
    id="Akun {account} sudah diputus: tidak bisa lagi membaca atau menulis atas nama Ibu/Bapak. "
    "Kode undangan yang belum terpakai kami batalkan, dan sekolah kami beri tahu.",
    en="The account {account} is cut off: it can no longer read or write in your name. Invitation "
    "codes that were not used are void, and the school is told.",
)
SCHOOL = Text(
    "accounts.school",
    id="Tentang {children}. {who} melapor: akun {account} yang bergabung atas namanya bukan "
    "miliknya. Akun itu sudah diputus dan kode undangan lama dibatalkan. Mohon hubungi {who} "
    "langsung, dan periksa pesan yang masuk belakangan ini.",
    en="About {children}. {who} reports that the account {account}, which joined in their name, is "
    "not theirs. It is cut off, and old invitation codes are void. Please contact {who} yourself, "
    "and check the latest messages.",
    template=True,
)
ENDING = Text("accounts.ending", id="WhatsApp berakhiran {digits}", en="WhatsApp ending {digits}")

accounts = Capability("accounts", Who.GUARDIAN)


def added(turn: Turn, session: Session, person: Person) -> list[Say]:
    """Somebody has joined from another account: each account of theirs hears of the other."""
    mine = session.get_one(Contact, turn.speaker.contact_id)
    others = session.scalars(
        select(Contact)
        .where(Contact.person_id == person.id, Contact.id != mine.id, Contact.channel != SMS)
        .order_by(Contact.id)
    ).all()
    asked = (_old_number(other) if _same_kind(mine, other) else _before(other) for other in others)
    return [*_told(turn, session, person, mine, others), *asked]


def _same_kind(new: Contact, old: Contact) -> bool:
    """Whether the new account is a new number, rather than a second channel."""
    return new.channel == old.channel == METERED


def _old_number(old: Contact) -> Say:
    return Reply(
        OLD_NUMBER,
        {"account": account(old)},
        choices=[
            Choice("still_mine", STILL_MINE, Sense.YES),
            Choice("not_used", NOT_USED, Sense.NO),
            Choice("not_me", NOT_ME),
        ],
        then=old_number,
        remember={"account": old.id},
    )


def _told(
    turn: Turn, session: Session, person: Person, new: Contact, others: Sequence[Contact]
) -> list[Say]:
    """At any hour: it is their own doing a moment ago, or somebody reads what is theirs."""
    children = publishing.names(pupils_of_guardian(session, person.id, turn.now))
    return [
        Tell(
            NEW,
            {"who": person.name, "account": account(new), "children": children},
            choices=[Choice("not_me", NOT_ME)],
            then=not_me,
            free=False,
            remember={"account": new.id},
            to=person.id,
            contact=other.id,
            topic=f"account:{new.id}:{other.id}:{turn.inbox_id}",
            priority=Priority.URGENT,
            asked=True,
        )
        for other in others
    ]


def _before(other: Contact) -> Say:
    return Reply(
        BEFORE,
        {"account": account(other)},
        choices=[Choice("not_me", NOT_ME)],
        then=not_me,
        free=False,
        remember={"account": other.id},
    )


def account(contact: Contact) -> Value:
    """As its owner knows it again: of a number the end."""
    if contact.channel == "whatsapp" and contact.address.startswith("+"):
        return Phrase(ENDING, {"digits": contact.address[-4:]})
    return contact.channel.capitalize()


@accounts.step
def not_me(turn: Turn, session: Session) -> Heard:
    """*Bukan saya*, from an account that was told; never from the one that it is about."""
    if turn.answer != "not_me":
        return None
    return _cut_off(turn, session, int(turn.memory["account"]))


@accounts.step
def old_number(turn: Turn, session: Session) -> Heard:
    """What becomes of the number that somebody had before, said from the new one."""
    old = session.get_one(Contact, int(turn.memory["account"]))
    match turn.answer:
        case "not_me":
            return _cut_off(turn, session, old.id)
        case "not_used":
            told = Reply(RETIRED, {"account": account(old)})
            if old.person_id == turn.speaker.person:
                release(turn, session, old, "account retired")
            return [told]
        case "still_mine":
            return [Reply(KEPT)]
        case _:
            return None


@accounts.opens("bukan saya", "not me")
def not_me_later(turn: Turn, session: Session) -> Heard:
    """The same in words, long after it was asked."""
    asked = session.scalars(
        select(OutboundMessage)
        .where(
            OutboundMessage.contact_id == turn.speaker.contact_id,
            OutboundMessage.asks == not_me.name,
        )
        .order_by(OutboundMessage.id.desc())
        .limit(1)
    ).first()
    return _cut_off(turn, session, int(asked.memory["account"])) if asked else None


def _cut_off(turn: Turn, session: Session, contact_id: int) -> Heard:
    contact = session.get_one(Contact, contact_id)
    if contact.id == turn.speaker.contact_id:
        return None
    told = Reply(CUT_OFF, {"account": account(contact)})
    if contact.person_id != turn.speaker.person:
        return [told]
    release(turn, session, contact, "account cut off")
    topic = f"account:{contact.id}:cut:{turn.inbox_id}"
    return [told, *tell_school(turn, session, SCHOOL, contact, topic)]


def release(turn: Turn, session: Session, contact: Contact, action: str) -> None:
    """An account is nobody's any more: what waits for it is dropped, and open slips are void."""
    contact.release()
    _silence(session, contact)
    _void(turn, session)
    session.add(
        AuditEvent(
            school_id=turn.speaker.school,
            at=turn.now,
            actor_id=turn.speaker.person,
            action=action,
            subject=f"contacts:{contact.id}",
        )
    )


def _silence(session: Session, contact: Contact) -> None:
    """What waits for it is not sent, and what it was asked can be answered from there no more."""
    theirs = OutboundMessage.contact_id == contact.id
    _set(session, theirs, asks=None)
    _set(session, theirs & one_of(OutboundMessage.status, OPEN), status=Status.CANCELLED)


def _set(session: Session, which: ColumnElement[bool], **values: object) -> None:
    session.execute(update(OutboundMessage).where(which).values(**values))


def _void(turn: Turn, session: Session) -> None:
    """The slips for this person's places: one of them was in the wrong hands."""
    places = select(Guardianship.id).where(Guardianship.person_id == turn.speaker.person)
    session.execute(
        update(Invitation)
        .where(Invitation.guardianship_id.in_(places), Invitation.used_at.is_(None))
        .values(expires_at=turn.now)
    )


def tell_school(
    turn: Turn, session: Session, text: Text, contact: Contact, topic: str
) -> list[Say]:
    """What is the matter with an account, to whoever answers for each of the speaker's children."""
    children = pupils_of_guardian(session, turn.speaker.person, turn.now)
    teachers: dict[int, list[str]] = {}
    for child in children:
        for person in answerable_for(session, child.school_id, child.class_id):
            teachers.setdefault(person, []).append(child.label)
    return [
        Tell(
            text,
            {
                "children": ", ".join(about),
                "who": turn.speaker.name,
                "account": account(contact),
            },
            to=person,
            topic=topic,
            priority=Priority.IMPORTANT,
            asked=True,
        )
        for person, about in teachers.items()
    ]
