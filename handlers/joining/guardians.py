"""Joining by a code, a second code, or a number of one's own; guardians agree first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from handlers.core.notices import missed, publishing
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
    worded,
)
from handlers.core.talk.strangers import HOW, how_to_join
from handlers.core.talk.words import WHO
from handlers.core.thread import late_notes
from handlers.core.thread import texts as thread_texts
from handlers.core.understanding.answers import plain
from handlers.joining import accounts, places, staff, telephone
from models.consent import Consent
from models.family import pupils_of_guardian
from models.inbox import Handled, InboundMessage, Outcome
from models.invitation import Invitation, carries_code, codes_in, digest, looks_like_code
from models.people import Child, Contact, Guardianship, Person
from models.school import School, school_of

WRONG = Text(
    "joining.wrong",
    id="Kode itu tidak berlaku: mungkin salah ketik, sudah dipakai, atau kedaluwarsa. Mohon "
    "periksa lagi, atau minta kode baru ke sekolah.",
    en="That code is not valid: mistyped, used before, or expired. Please check it, or ask "
    "the school for a new one.",
)
TOO_MANY = Text(
    "joining.too_many",
    id="Terlalu banyak kode yang salah. Mohon coba lagi satu jam lagi, atau hubungi sekolah.",
    en="Too many wrong codes. Please try again in an hour, or ask the school.",
)
CONSENT = Text(
    "joining.consent",
    id="Salam, {who}. Undangan ini dari {school} untuk {relation} dari {child}.{shared}\n\n{terms}"
    "\n\nApakah Ibu/Bapak setuju?",
    en="Hello, {who}. This invitation is from {school}, for the {relation} of {child}.{shared}\n\n"
    "{terms}\n\nDo you agree?",
)
SHARED = Text(
    "joining.shared",
    id="\n\n⚠️ Akun ini sudah dipakai {owner}. Kalau setuju, akun ini untuk berdua dan pesan kami "
    "menyapa keduanya. Kalau {who} punya HP sendiri, ketuk Tidak setuju dan pakai kodenya di sana.",
    en="\n\n⚠️ This account is already used by {owner}. If you agree it is for you both, and we "
    "address both. If {who} has a telephone of their own, tap I do not agree and use the code "
    "there.",
)
TERMS = Text(
    "joining.terms",
    id="Sekolah akan mengirim catatan, pengumuman, dan undangan tentang anak lewat chat ini, dan "
    "menyimpan nama, kontak, paraf, dan pesan Ibu/Bapak hanya untuk keperluan sekolah. Pesan "
    "lewat WhatsApp (Meta, Twilio) atau Telegram melalui server di luar negeri. Ibu/Bapak dapat "
    "berhenti kapan saja (ketik BERHENTI) dan meminta salinan atau penghapusan data di sekolah.",
    en="The school will send notes, announcements and invitations about the child in this chat, "
    "and keeps your name, contact, signatures and messages for school purposes only. Messages "
    "by WhatsApp (Meta, Twilio) or Telegram pass through servers abroad. You can stop at any "
    "time (type BERHENTI) and ask the school for a copy of the data or its erasure.",
)
AGREE = Text("joining.agree", id="Setuju", en="I agree")
REFUSE = Text("joining.refuse", id="Tidak setuju", en="I do not agree")
REFUSED = Text(
    "joining.refused",
    id="Baik, tidak ada yang disimpan dari persetujuan ini dan kami tidak akan mengirim apa pun. "
    "Kode tetap berlaku bila Ibu/Bapak berubah pikiran.",
    en="All right. Nothing is kept of it and we will send nothing. The code stays valid if you "
    "change your mind.",
)
JOINED = Text(
    "joining.joined",
    id="Terima kasih, {who}. Sekarang terhubung sebagai wali dari {children}. Ketik MENU untuk "
    "melihat pilihan, atau langsung tulis pesan untuk wali kelas.",
    en="Thank you, {who}. You are now connected as guardian of {children}. Type MENU for what "
    "you can do, or just write to the teacher.",
)
WHICH_PLACE = Text(
    "joining.which_place",
    id="Nomor ini tercatat untuk beberapa orang. Ibu/Bapak yang mana?",
    en="This number is in the roster for several people. Which are you?",
)
NO_MATCH = Text(
    "joining.no_match",
    id="Nomor itu belum tercatat di sekolah. Mohon pakai kode dari kertas undangan.",
    en="That number is not in the school's roster. Please use the code on the invitation slip.",
)
TAKEN = Text(
    "joining.taken",
    id="Untuk anak itu sudah ada yang bergabung dengan kode dari sekolah. Bila itu bukan "
    "Ibu/Bapak, mohon hubungi sekolah.",
    en="Somebody has already joined for that child with a code from school. If that is not you, "
    "please ask the school.",
)
LATE = Text(
    "joining.late",
    id="Pertanyaan itu sudah lewat sehari, jadi tidak berlaku lagi. Untuk bergabung, mohon kirim "
    "GABUNG dan kode undangannya sekali lagi, atau bagikan nomor Ibu/Bapak sekali lagi.",
    en="That question is more than a day old and no longer counts. To join, please send GABUNG and "
    "the invitation code once more, or share your number once more.",
)
OF_CHILD = Text("joining.of_child", id="{relation} {child}", en="{relation} of {child}")

LEFT = Text(
    "joining.left",
    id="Kode itu untuk murid yang sudah tidak terdaftar di sekolah ini, jadi tidak berlaku lagi. "
    "Kalau ini keliru, mohon hubungi sekolah.",
    en="That code is for a pupil who is no longer at this school, so it is no longer valid. "
    "If this is a mistake, please ask the school.",
)

TRIES = 5
PER = timedelta(hours=1)
"""So many wrong codes an hour and sender; with 49 bits a code nobody guesses one."""
HINT_EVERY = timedelta(hours=6)
CONSENT_WITHIN = timedelta(days=1)
"""Whoever holds the phone later need not be whoever proved who they are."""

joining = Capability("joining", Who.STRANGER, Who.GUARDIAN, Who.STAFF)
strangers = Capability("strangers", Who.STRANGER)


@joining.opens("gabung", "join")
def join(turn: Turn, session: Session) -> Heard:
    """ "GABUNG ABCDE FGHJK": for newcomers, a second child, a second channel, or staff."""
    codes, begins = codes_in(turn.text), plain(turn.text).split()[:1]
    if len(turn.text.split()) < 2 and not codes:
        return [Reply(HOW)]
    contact = session.get_one(Contact, turn.speaker.contact_id)
    if _blocked(contact, turn.now):
        return [Reply(TOO_MANY)]
    invitation = session.scalar(_invitation(codes))
    if invitation is None and not (looks_like_code(turn.text) or begins[0] in joining.commands):
        return None  # "mau gabung acara makan" is about something else
    if invitation is None or not invitation.open_at(turn.now):
        _count_wrong(contact, turn.now)
        return [Reply(WRONG)]
    if invitation.guardianship is None:
        return staff.join(turn, session, invitation) or [Reply(WRONG)]
    if invitation.guardianship.child.left_at is not None:
        return [Reply(LEFT)]
    return _ask_consent(turn, session, invitation.guardianship, invitation)


def _invitation(codes: Sequence[str]) -> Select[Invitation]:
    return select(Invitation).where(Invitation.digest.in_([digest(code) for code in codes]))


@joining.step
def agreed(turn: Turn, session: Session) -> Heard:
    """Consent first, then the place beside the child, then what already waits for them."""
    if turn.answer is None:
        return None
    if turn.answer != "yes":
        return [Reply(REFUSED)]
    until = turn.memory.get("until")
    if until is None or turn.now > datetime.fromisoformat(until):
        return [Reply(LATE, phone=True)]
    place = places.locked(session, int(turn.memory["place"]))
    if place.ended_at is not None or place.child.left_at is not None:
        return [Reply(LEFT)]
    code = turn.memory.get("invitation")
    invitation = session.get_one(Invitation, int(code)) if code is not None else None
    if refusal := _refused(turn, place, invitation):
        return [Reply(refusal)]
    person = places.person_for(turn, session, place)
    if invitation is not None and not invitation.take(session, person.id, turn.now):
        return [Reply(WRONG)]
    places.take_place(turn, session, place, person)
    _consent(turn, session, place, person)
    more = accounts.added(turn, session, person) if turn.speaker.person_id is None else []
    return [*_welcome(turn, session, person, place), *more, *telephone.ask(session, person)]


def _refused(turn: Turn, place: Guardianship, invitation: Invitation | None) -> Text | None:
    """Why the place is not theirs: the code has been used, or somebody was faster."""
    if invitation is None:
        return None if places.is_free(turn, place) else TAKEN
    open_ = invitation.open_at(turn.now) and places.fits(turn, place)
    return None if open_ else WRONG


@strangers.otherwise
def stranger(turn: Turn, session: Session) -> Heard:
    """A shared number may be known; anybody else is told how to join, once in a while."""
    contact = session.get_one(Contact, turn.speaker.contact_id)
    if turn.phone:
        return _by_phone(turn, session, turn.phone)
    codes = codes_in(turn.text)
    if looks_like_code(turn.text) or (codes and session.scalar(_invitation(codes))):
        return join(turn, session)
    if contact.hinted_at is not None and turn.now - contact.hinted_at < HINT_EVERY:
        return []
    contact.hinted_at = turn.now
    return how_to_join()


@strangers.opens("mulai", "start", "menu", "bantuan", "help")
def hello(turn: Turn, session: Session) -> Heard:
    """Somebody who asks is always told."""
    return how_to_join()


@joining.step
def chosen(turn: Turn, session: Session) -> Heard:
    """Which of the people who share a number somebody is."""
    if turn.answer is None:
        return None
    return _ask_consent(turn, session, session.get_one(Guardianship, int(turn.answer)))


def _by_phone(turn: Turn, session: Session, phone: str) -> list[Say]:
    """Their own number, proven by the channel, against the empty places of the roster."""
    free = session.scalars(
        select(Guardianship)
        .join(Child, Child.id == Guardianship.child_id)
        .where(
            Guardianship.phone == phone,
            Guardianship.person_id.is_(None),
            Guardianship.ended_at.is_(None),
            Child.left_at.is_(None),
        )
        .order_by(Guardianship.id)
    ).all()
    if not free:
        return [Reply(NO_MATCH)]
    if len(free) == 1:
        return _ask_consent(turn, session, free[0])
    choices = [Choice(str(p.id), Phrase(WHO, _place(p))) for p in free]
    return [Reply(WHICH_PLACE, choices=choices, then=chosen)]


def _place(place: Guardianship) -> dict[str, Value]:
    relation = Phrase(
        OF_CHILD, {"relation": thread_texts.WORDS[place.relation], "child": place.child.name}
    )
    return {"name": place.name, "relation": relation}


def _ask_consent(
    turn: Turn, session: Session, place: Guardianship, invitation: Invitation | None = None
) -> list[Say]:
    school = school_of(session, place.school_id)
    blanks: dict[str, Value] = {
        "who": places.address(place),
        "school": school.name,
        "relation": thread_texts.WORDS[place.relation],
        "child": place.child.name,
        "shared": _shared(turn, session, place),
        "terms": terms(school),
    }
    return [
        Reply(
            CONSENT,
            blanks,
            choices=[
                Choice("yes", AGREE, Sense.YES),
                Choice("no", REFUSE, Sense.NO),
            ],
            then=agreed,
            remember={
                "place": place.id,
                "until": (turn.now + CONSENT_WITHIN).isoformat(),
                **({"invitation": invitation.id} if invitation else {}),
            },
        )
    ]


def _shared(turn: Turn, session: Session, place: Guardianship) -> Value:
    """Said where the other parent writes from this account."""
    if not places.is_of_another(turn, session, place):
        return ""
    return Phrase(SHARED, {"owner": turn.speaker.name, "who": places.address(place)})


def terms(school: School) -> Value:
    return school.rules.consent_text or TERMS


def _blocked(contact: Contact, now: datetime) -> bool:
    since = contact.wrong_codes_since
    return since is not None and now - since < PER and contact.wrong_codes >= TRIES


def _count_wrong(contact: Contact, now: datetime) -> None:
    since = contact.wrong_codes_since
    if since is None or now - since >= PER:
        contact.wrong_codes, contact.wrong_codes_since = 0, now
    contact.wrong_codes += 1


def _consent(turn: Turn, session: Session, place: Guardianship, person: Person) -> None:
    school = school_of(session, place.school_id)
    shown = worded(terms(school), turn.speaker.language)
    session.add(
        Consent(
            school_id=place.school_id,
            person_id=person.id,
            purpose="messages",
            version=hashlib.sha256(shown.encode()).hexdigest()[:16],
            language=turn.speaker.language.name,
            channel=turn.speaker.channel,
            inbox_id=turn.inbox_id,
            given_at=turn.now,
        )
    )
    person.consented_at = person.consented_at or turn.now
    session.flush()


def _welcome(turn: Turn, session: Session, person: Person, place: Guardianship) -> list[Say]:
    """Who they are now, what they wrote as a stranger, and what already waits for them."""
    children = pupils_of_guardian(session, person.id, turn.now)
    names = publishing.names(children)
    child = next((pupil for pupil in children if pupil.id == place.child_id), None)
    says: list[Say] = [Reply(JOINED, {"who": person.name, "children": names})]
    if child is not None:
        waiting = _waiting(session, turn)
        says += late_notes.from_waiting(session, waiting, person.id, child, turn.now)
        says += missed.catch_up(session, person.id, child, turn.now)
    return says


def _waiting(session: Session, turn: Turn) -> Sequence[InboundMessage]:
    """What a stranger wrote before joining, but for the words of joining itself."""
    kept = session.scalars(
        select(InboundMessage)
        .where(
            InboundMessage.contact_id == turn.speaker.contact_id,
            InboundMessage.handled == Handled.WAITING,
        )
        .order_by(InboundMessage.id)
    ).all()
    for message in kept:
        message.handled = Handled.DONE
        message.outcome = Outcome.PASSED_ON
    more = turn.said is not None and not turn.said.whole
    return [m for m in kept if (more or m.id != turn.inbox_id) and _meant_for_school(m)]


def _meant_for_school(message: InboundMessage) -> bool:
    words = plain(message.text).split() or [""]
    own = words[0] in {*joining.commands, *strangers.commands, "start"}
    glued = len(words) <= 2 and carries_code(message.text)
    asks = own or glued or looks_like_code(message.text)
    return bool(message.text or message.media) and not asks
