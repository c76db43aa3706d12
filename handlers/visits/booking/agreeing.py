"""From "yes" to confirmed: the time is kept free, the companion rule is met, everybody is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Say, Text, Turn, Value
from handlers.core.talk.words import CANCEL_IT, CHANGE_TIME
from handlers.visits import calendar, people, states
from handlers.visits.booking import companions, times
from handlers.visits.booking.companions import Need
from handlers.visits.desk import step
from handlers.visits.states import Move, Side
from models.base import one_of
from models.outbox import OPEN, OutboundMessage, Status
from models.school import school_of
from models.visit import AtHome, Place, Visit, VisitOffer

MOTHER = Text("visits.home_mother", id="Ibu", en="Mother")
FATHER = Text("visits.home_father", id="Ayah", en="Father")
BOTH = Text("visits.home_both", id="Keduanya", en="Both")
WHO_IS_HOME = Text(
    "visits.who_is_home",
    id="Ananda {child}. Terima kasih, {when} kami simpan dulu. Siapa yang akan menerima {teacher} "
    "di rumah? Kami tanyakan karena aturan sekolah: bila hanya ada bapak (untuk bu guru) atau "
    "hanya ibu (untuk pak guru), guru datang bersama seorang rekan.",
    en="About {child}. Thank you, {when} is kept for you. Who will receive {teacher} at home? We "
    "ask because of the school's rule: if only the father is in (for a woman teacher), or only "
    "the mother (for a man), the teacher comes with a colleague.",
    template=True,
    buttons=(MOTHER, FATHER, BOTH),
)
WHO_IS_HOME_TEACHER = Text(
    "visits.who_is_home_teacher",
    id="Tentang {child}. Kunjungan {when} dicatat. Siapa yang akan menerima Ibu/Bapak di rumah? "
    "Menurut aturan sekolah, bila hanya ada bapak (untuk bu guru) atau hanya ibu (untuk pak guru), "
    "kunjungan ditemani seorang rekan.",
    en="About {child}. The visit, {when}, is noted. Who will receive you at home? By the school's "
    "rule, if only the father is in (for a woman teacher), or only the mother (for a man), a "
    "colleague comes along.",
    template=True,
    buttons=(MOTHER, FATHER, BOTH),
)
AT_HOME = (
    Choice(AtHome.WOMEN.value, MOTHER),
    Choice(AtHome.MEN.value, FATHER),
    Choice(AtHome.BOTH.value, BOTH),
)
AGREED = Text(
    "visits.agreed_teacher",
    id="Tentang {child}. Keluarga setuju: {when}, {place}. Waktunya sudah disimpan; kepastian "
    "menyusul sesudah jelas siapa yang akan di rumah.",
    en="About {child}. The family agrees: {when}, {place}. The time is kept; it is confirmed once "
    "we know who will be at home.",
    template=True,
)
WOMAN = Text("visits.teacher_woman", id="Bu guru", en="A woman")
MAN = Text("visits.teacher_man", id="Pak guru", en="A man")
TEACHER_SEX = Text(
    "visits.teacher_sex",
    id="Tentang {child}. Satu pertanyaan sekali saja, untuk aturan pendamping kunjungan: kami "
    "mencatat {teacher} sebagai bu guru atau pak guru?",
    en="About {child}. One question, once only, for the rule on companions: is {teacher} a woman "
    "or a man?",
    template=True,
    buttons=(WOMAN, MAN),
)
KEEPING = (Choice("move", CHANGE_TIME), Choice("cancel", CANCEL_IT))
CONFIRMED = Text(
    "visits.confirmed",
    id="Ananda {child}. Kunjungan {teacher} sudah pasti: {when}, {place}. Bila ada perubahan, "
    "juga tentang siapa yang akan di rumah, mohon kabari di sini, ya.",
    en="About {child}. {teacher}'s visit is confirmed: {when}, {place}. If anything changes, also "
    "who will be at home, please tell us here.",
    template=True,
    buttons=(CHANGE_TIME, CANCEL_IT),
)
CONFIRMED_WITH = Text(
    "visits.confirmed_with",
    id="Ananda {child}. Kunjungan {teacher} bersama {companion} sudah pasti: {when}, {place}. "
    "Bila ada perubahan, juga tentang siapa yang akan di rumah, mohon kabari di sini, ya.",
    en="About {child}. The visit of {teacher} with {companion} is confirmed: {when}, {place}. If "
    "anything changes, also who will be at home, please tell us here.",
    template=True,
    buttons=(CHANGE_TIME, CANCEL_IT),
)
CONFIRMED_TEACHER = Text(
    "visits.confirmed_teacher",
    id="Tentang {child}. Kunjungan sudah pasti: {when}, {place}. Pada harinya, mohon tulis SAMPAI "
    "saat tiba dan SELESAI KUNJUNGAN saat pulang.",
    en="About {child}. The visit is confirmed: {when}, {place}. On the day, please write SAMPAI "
    "when you arrive and SELESAI KUNJUNGAN when you leave.",
    template=True,
    buttons=(CHANGE_TIME, CANCEL_IT),
)
CONFIRMED_TEACHER_WITH = Text(
    "visits.confirmed_teacher_with",
    id="Tentang {child}. Kunjungan sudah pasti: {when}, {place}, ditemani {companion}. Pada "
    "harinya, mohon tulis SAMPAI saat tiba dan SELESAI KUNJUNGAN saat pulang.",
    en="About {child}. The visit is confirmed: {when}, {place}, together with {companion}. On the "
    "day, please write SAMPAI when you arrive and SELESAI KUNJUNGAN when you leave.",
    template=True,
    buttons=(CHANGE_TIME, CANCEL_IT),
)
UNABLE = Text("visits.companion_unable", id="Berhalangan", en="I cannot come")
CONFIRMED_COMPANION = Text(
    "visits.confirmed_companion",
    id="Tentang {child}. Terima kasih sudah bersedia menemani {teacher}: {when}, {place}. "
    "Kunjungannya sudah pasti. Bila berhalangan, mohon ketuk tombol ini.",
    en="About {child}. Thank you for accompanying {teacher}: {when}, {place}. The visit is "
    "confirmed. If something comes up, please tap this button.",
    template=True,
    buttons=(UNABLE,),
)
HOW = {
    Place.TEACHER: Text(
        "visits.how_teacher",
        id="Tentang {child}. Kunjungan {when} bertempat di rumah Ibu/Bapak. Mohon tulis alamatnya; "
        "hanya keluarga ini yang menerimanya.",
        en="About {child}. The visit, {when}, is at your home. Please write the address; only this "
        "family receives it.",
        template=True,
    ),
    Place.ONLINE: Text(
        "visits.how_online",
        id="Tentang {child}. Kunjungan {when} lewat online. Mohon tulis caranya untuk keluarga, "
        "misalnya tautan rapat atau “video call WhatsApp”.",
        en="About {child}. The visit, {when}, is online. Please write how the family joins, for "
        "example a link or “WhatsApp video call”.",
        template=True,
    ),
}


def agree(
    session: Session,
    visit: Visit,
    offer: VisitOffer,
    host: int | None,
    now: datetime,
    turn: Turn,
    at_home: AtHome | None = None,
) -> list[Say] | None:
    """Both want this time: keep it and go on; None if the teacher has something else by now.

    `host` is None where the teacher has asked a family of whom nobody has joined.

    The visit must be locked. Nobody else can book the teacher until the transaction ends.
    """
    school = school_of(session, visit.school_id)
    times.lock(session, visit.teacher_id)
    if times.problem(session, school, visit.teacher_id, offer.starts_at, now, visit.id):
        return None
    forget(session, visit)
    offer.accepted = True
    visit.sequence += 1
    visit.starts_at = offer.starts_at
    visit.ends_at = times.span_of(school, offer.starts_at).until
    visit.place, visit.host_id, visit.at_home = offer.place, host, at_home
    states.make(visit, Move.AGREE, states.side_of(visit, turn.speaker.person))
    visit.companion_id, visit.confirmed_at, visit.reminded = None, None, 0
    session.flush()
    return settle(session, visit, now, turn)


def settle(session: Session, visit: Visit, now: datetime, turn: Turn | None) -> list[Say]:
    """Confirm a visit that has a time, or ask for what the companion rule still needs."""
    match companions.need(session, visit, now):
        case Need.TEACHER:
            return [_ask_teacher(session, visit, turn), *_thank(session, visit, turn)]
        case Need.HOME:
            return _ask_home(session, visit, turn)
        case Need.COMPANION:
            was_sure = visit.confirmed_at is not None
            states.make(visit, Move.UNSETTLE, Side.RULE)
            visit.confirmed_at = None
            told = companions.required(session, visit, now, turn)
            return told + (companions.waiting(session, visit, now, turn) if was_sure else [])
        case Need.NOTHING:
            return confirm(session, visit, now, turn)


def confirm(session: Session, visit: Visit, now: datetime, turn: Turn | None) -> list[Say]:
    """It is certain: everybody is told, with a file for the calendar."""
    told = companions.release(session, visit, visit.companion_id)
    states.make(visit, Move.CONFIRM, Side.RULE)
    visit.confirmed_at = now
    session.flush()
    files = (calendar.file(session, visit, now),)
    values = people.shown(session, visit)
    family, teacher = CONFIRMED, CONFIRMED_TEACHER
    if visit.companion is not None:
        values["companion"] = visit.companion.name
        family, teacher = CONFIRMED_WITH, CONFIRMED_TEACHER_WITH
        told.append(
            people.say(
                visit,
                visit.companion.id,
                "confirmed",
                CONFIRMED_COMPANION,
                values,
                turn,
                choices=[Choice("unable", UNABLE)],
                then=step("unable"),
                files=files,
            )
        )
    for person in people.guardians(session, visit.child_id, now):
        told.append(
            people.say(
                visit,
                person,
                "confirmed",
                family,
                values,
                turn,
                choices=KEEPING,
                then=step("kept"),
                files=files,
            )
        )
    told.append(
        people.say(
            visit,
            visit.teacher_id,
            "confirmed",
            teacher,
            values,
            turn,
            choices=KEEPING,
            then=step("kept_by_teacher"),
            files=files,
        )
    )
    return [*told, *_ask_how(session, visit, turn)]


def _ask_how(session: Session, visit: Visit, turn: Turn | None) -> list[Say]:
    """Where the teacher lives, or how to meet online: theirs to say, for this family alone."""
    text = HOW.get(visit.place)
    if text is None or visit.place_words:
        return []
    values = people.shown(session, visit)
    return [
        people.say(
            visit, visit.teacher_id, "how", text, values, turn, then=step("place_said"), free=True
        )
    ]


def _ask_home(session: Session, visit: Visit, turn: Turn | None) -> list[Say]:
    values = people.shown(session, visit)
    if visit.host_id is None:
        return [_ask_teacher_home(visit, values, turn)]
    return [
        people.say(
            visit,
            visit.host_id,
            "home",
            WHO_IS_HOME,
            values,
            turn,
            choices=AT_HOME,
            then=step("home_said"),
            free=True,
        ),
        people.say(visit, visit.teacher_id, "agreed", AGREED, values, turn),
    ]


def _ask_teacher_home(visit: Visit, values: Mapping[str, Value], turn: Turn | None) -> Say:
    """Of a family that has not joined."""
    return people.say(
        visit,
        visit.teacher_id,
        "home",
        WHO_IS_HOME_TEACHER,
        values,
        turn,
        choices=AT_HOME,
        then=step("home_told"),
        free=True,
    )


THANKS = Text(
    "visits.thanks",
    id="Ananda {child}. Terima kasih, {when} kami simpan. Kepastiannya segera kami kabarkan.",
    en="About {child}. Thank you, {when} is kept for you. We confirm it soon.",
    template=True,
)


def _thank(session: Session, visit: Visit, turn: Turn | None) -> list[Say]:
    if visit.host_id is None:
        return []
    return [people.say(visit, visit.host_id, "thanks", THANKS, people.shown(session, visit), turn)]


def _ask_teacher(session: Session, visit: Visit, turn: Turn | None) -> Say:
    return people.say(
        visit,
        visit.teacher_id,
        "sex",
        TEACHER_SEX,
        people.shown(session, visit),
        turn,
        choices=[Choice("P", WOMAN), Choice("L", MAN)],
        then=step("sex_said"),
    )


def forget(session: Session, visit: Visit) -> None:
    """Take back what was not sent yet: it names another time."""
    session.execute(
        update(OutboundMessage)
        .where(
            OutboundMessage.topic.startswith(f"visit:{visit.id}:", autoescape=True),
            one_of(OutboundMessage.status, OPEN),
        )
        .values(status=Status.CANCELLED)
    )
