"""Stopping and starting again: two levels, each said plainly."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Reply, Sense, Text, Turn, Who
from handlers.core.talk.words import NOTHING_CHANGES
from handlers.core.understanding import Intent
from models.audit import AuditEvent
from models.base import one_of
from models.outbox import OPEN, OutboundMessage, Priority, Status
from models.people import Person, Wants

MENU = Text("leaving.menu", id="Berhenti menerima pesan", en="Stop messages")
WHICH = Text(
    "leaving.which",
    id="Baik, {who}. Pilih yang sesuai:\n"
    "• Hanya yang penting: undangan, surat, dan kabar mendesak tetap sampai; catatan harian "
    "tidak.\n"
    "• Hentikan semua: tidak ada pesan lagi, juga yang mendesak. Sekolah akan menelepon.\n"
    "Kapan saja bisa kembali dengan mengetik MULAI.",
    en="All right, {who}. Please choose:\n"
    "• Only important: invitations, letters and urgent news still come, daily notes do not.\n"
    "• Stop everything: no more messages, urgent ones neither. The school will telephone.\n"
    "You can come back at any time by typing MULAI.",
)
IMPORTANT = Text("leaving.important", id="Hanya yang penting", en="Only important")
EVERYTHING = Text("leaving.everything", id="Hentikan semua", en="Stop everything")
STAY = Text("leaving.stay", id="Tidak jadi", en="Never mind")
SET = {
    Wants.IMPORTANT: Text(
        "leaving.set_important",
        id="Baik, {who}. Mulai sekarang hanya yang penting yang kami kirim. Ketik MULAI untuk "
        "menerima semuanya lagi.",
        en="All right, {who}. From now on we send only what is important. Type MULAI to "
        "receive everything again.",
    ),
    Wants.NOTHING: Text(
        "leaving.set_nothing",
        id="Baik, {who}. Kami tidak akan mengirim apa pun lagi. Ketik MULAI bila ingin kembali.",
        en="All right, {who}. We will send nothing more. Type MULAI to come back.",
    ),
    Wants.EVERYTHING: Text(
        "leaving.set_everything",
        id="Selamat datang kembali, {who}. Semua pesan sekolah akan kami kirim lagi.",
        en="Welcome back, {who}. We will send you everything from school again.",
    ),
}

leaving = Capability("leaving", Who.GUARDIAN, menu=MENU, place=90)


@leaving.opens("berhenti", "stop", "unsubscribe")
@leaving.hears(Intent.OPT_OUT)
def ask(turn: Turn, session: Session) -> Heard:
    """Only the word itself, or the intent: "berhenti dulu ya bu, nanti saya kabari" is neither."""
    if turn.meaning is None and len(turn.text.split()) > 1:
        return None
    if turn.meaning is not None and (heard := turn.overheard(session)) is not None:
        return heard  # "hapus nomor saya, saya bukan orang tuanya"
    choices = [
        Choice(Wants.IMPORTANT, IMPORTANT),
        Choice(Wants.NOTHING, EVERYTHING),
        Choice("stay", STAY, Sense.NO),
    ]
    asking = {"who": turn.speaker.name}
    return [Reply(WHICH, asking, choices=choices, then=chosen, kind="confirm_optout")]


@leaving.step
def chosen(turn: Turn, session: Session) -> Heard:
    if turn.answer == "stay":
        return [Reply(NOTHING_CHANGES)]
    if turn.answer not in (Wants.IMPORTANT, Wants.NOTHING):
        return None
    return _set(turn, session, Wants(turn.answer))


@leaving.opens("mulai", "start")
@leaving.hears(Intent.OPT_IN)
def resume(turn: Turn, session: Session) -> Heard:
    if turn.meaning is None and len(turn.text.split()) > 1:
        return None
    stopped = session.get_one(Person, turn.speaker.person).wants is not Wants.EVERYTHING
    if turn.meaning is not None and not stopped:
        return None  # "saya ikut" is about something else
    return _set(turn, session, Wants.EVERYTHING)


def _set(turn: Turn, session: Session, wants: Wants) -> Heard:
    person = session.get_one(Person, turn.speaker.person)
    person.wants = wants
    session.add(
        AuditEvent(
            school_id=turn.speaker.school,
            at=turn.now,
            actor_id=person.id,
            action=f"wants {wants}",
            subject=f"people:{person.id}",
        )
    )
    if wants is not Wants.EVERYTHING:
        _drop(session, person.id, wants)
    return [Reply(SET[wants], {"who": turn.speaker.name})]


def _drop(session: Session, person: int, wants: Wants) -> None:
    """What was waiting to be sent is not sent after all; answers to their questions are."""
    least = Priority.REPLY if wants is Wants.NOTHING else Priority.IMPORTANT
    session.execute(
        update(OutboundMessage)
        .where(
            OutboundMessage.person_id == person,
            one_of(OutboundMessage.status, OPEN),
            OutboundMessage.priority > least,
        )
        .values(status=Status.CANCELLED, error="opted_out")
    )
