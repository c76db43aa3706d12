"""Texts to forward to a parents' group: the beginning of a class's notice, and links.

Whoever taps a link writes the code to us in private (`handlers.codes`), so the group learns
nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.notices import kinds, publishing
from handlers.core.notices.codes import expired
from handlers.core.talk import (
    Capability,
    Choice,
    Doors,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Text,
    Turn,
    Value,
    Who,
    worded,
)
from handlers.core.talk.words import GONE
from models.family import pupils_of_staff
from models.notice import Notice, NoticeState

BUTTON = Text("forwarding.button", id="Teks untuk grup WA", en="Text for WA group")
CHOICE = Choice("group_text", BUTTON)
"""Offered under the report of a class's notice; `text_for_group` hears it."""
HOW = Text(
    "forwarding.how",
    id="Teruskan pesan di bawah ini ke grup WA kelas. Tidak ada data anak di dalamnya; tautannya "
    "hanya menjawab orang tua yang sudah bergabung.",
    en="Forward the message below to the class's WhatsApp group. It has nothing about a child in "
    "it; its links answer only parents who have joined.",
)
GROUP = Text(
    "forwarding.group",
    id="📢 Ada {title} dari {author} untuk orang tua murid.{excerpt}{question}\n\nKetuk tautan, "
    "lalu kirim. Hanya sekolah yang membacanya:\n{links}",
    en="📢 For the parents, from {author}: {title}.{excerpt}{question}\n\nTap a link, "
    "then send. Only the school reads it:\n{links}",
)
QUESTION = Text("forwarding.question", id="\n\n❓ {question}", en="\n\n❓ {question}")
READ_WHATSAPP = Text(
    "forwarding.read_whatsapp",
    id="📖 Baca lengkap (WhatsApp): {link}",
    en="📖 Read it all (WhatsApp): {link}",
)
READ_TELEGRAM = Text(
    "forwarding.read_telegram",
    id="📖 Baca lengkap (Telegram): {link}",
    en="📖 Read it all (Telegram): {link}",
)
SIGN = Text("forwarding.sign", id="✅ Sudah baca & paraf: {link}", en="✅ Read it and sign: {link}")
ANSWER = Text("forwarding.answer", id="👉 {choice}: {link}", en="👉 {choice}: {link}")
NO_DOORS = Text(
    "forwarding.no_doors",
    id="Teks untuk grup belum bisa dibuat: nomor WhatsApp dan nama bot Telegram belum diatur. "
    "Mohon minta operator mengisi PENGHUBUNG_WHATSAPP_FROM atau PENGHUBUNG_TELEGRAM_BOT.",
    en="There is no text for the group yet: neither a WhatsApp number nor a Telegram bot name is "
    "set. Please ask the operator to set PENGHUBUNG_WHATSAPP_FROM or PENGHUBUNG_TELEGRAM_BOT.",
)
NOT_FOR_CLASS = Text(
    "forwarding.not_for_class",
    id="Pesan itu bukan untuk satu kelas penuh, jadi tidak cocok untuk grup.",
    en="That message is not for a whole class, so it does not suit a group.",
)
NOTHING = Text(
    "forwarding.nothing",
    id="Belum ada pengumuman untuk kelas Ibu/Bapak yang bisa diteruskan ke grup.",
    en="There is no announcement for a class of yours yet that could go to the group.",
)

PLAIN = frozenset({kinds.SIGN, "answer"})
"""Choices that need no link of their own: "paraf" has one, and an answer is free words."""
RECENT = 50
"""So many notices of the school are looked through for the latest of one's own classes."""

forwarding = Capability("forwarding", Who.STAFF)


@forwarding.step
def text_for_group(turn: Turn, session: Session) -> Heard:
    """Hears `CHOICE`. The memory has the notice; None if it is not for the speaker's classes."""
    notice = session.get(Notice, int(turn.memory["notice"]))
    if notice is None or not _teaches(notice, turn, _classes(turn, session)):
        return None
    return _to_forward(turn, session, notice)


@forwarding.opens("teks grup", "teks untuk grup")
def latest(turn: Turn, session: Session) -> Heard:
    """For the latest notice to one of the speaker's classes, whoever wrote it."""
    classes = _classes(turn, session)
    recent = session.scalars(
        select(Notice)
        .where(
            Notice.school_id == turn.speaker.school,
            Notice.state == NoticeState.PUBLISHED,
            Notice.published_at.is_not(None),
        )
        .order_by(Notice.published_at.desc(), Notice.id.desc())
        .limit(RECENT)
    )
    for notice in recent:
        whole = bool(notice.details.get("classes")) and not expired(notice, turn.now)
        if whole and _teaches(notice, turn, classes):
            return _to_forward(turn, session, notice)
    return [Reply(NOTHING)]


def _classes(turn: Turn, session: Session) -> set[int | None]:
    about = pupils_of_staff(session, turn.speaker.person, turn.speaker.school)
    return {pupil.class_id for pupil in about}


def _teaches(notice: Notice, turn: Turn, classes: set[int | None]) -> bool:
    if notice.school_id != turn.speaker.school:
        return False
    addressed = set(notice.details.get("classes", []))
    return notice.author_id == turn.speaker.person or bool(classes & addressed)


def _to_forward(turn: Turn, session: Session, notice: Notice) -> list[Say]:
    if notice.state is not NoticeState.PUBLISHED or expired(notice, turn.now):
        return [Reply(GONE)]
    if not notice.details.get("classes"):
        return [Reply(NOT_FOR_CLASS)]
    if not (turn.doors.whatsapp or turn.doors.telegram):
        return [Reply(NO_DOORS)]
    return [Reply(HOW), text(session, notice, turn.doors)]


def text(session: Session, notice: Notice, doors: Doors) -> Reply:
    """What a group may read about a class's notice, and the links. At least one door is open."""
    classes = notice.details["classes"]
    question = str(notice.details.get("question", ""))
    choices = kinds.KINDS[notice.kind].choices(notice)
    offered = {
        number: choice.label
        for number, choice in enumerate(choices, start=1)
        if choice.value not in PLAIN
    }
    asked = "\n".join([question, *(worded(label, "id") for label in offered.values())])
    if not publishing.harmless(session, notice, asked, classes):
        question, offered = "", {}
    links = [
        *_reading(notice.word, doors),
        *(_signing(notice.word, doors) for choice in choices if choice.value == kinds.SIGN),
        *_answering(notice.word, doors, offered),
    ]
    blanks = publishing.blanks(notice, [])
    alone = notice.body == question
    excerpt = "" if alone else publishing.harmless(session, notice, notice.body, classes)
    return Reply(
        GROUP,
        {
            "title": blanks["title"],
            "author": blanks["author"],
            "excerpt": excerpt,
            "question": Phrase(QUESTION, {"question": question}) if question else "",
            "links": Lines(links),
        },
    )


def _reading(word: str, doors: Doors) -> Iterator[Value]:
    if doors.whatsapp:
        yield Phrase(READ_WHATSAPP, {"link": _whatsapp(doors, "lihat", word)})
    if doors.telegram:
        yield Phrase(READ_TELEGRAM, {"link": _telegram(doors, "lihat", word)})


def _signing(word: str, doors: Doors) -> Value:
    return Phrase(SIGN, {"link": _link(doors, "paraf", word)})


def _answering(word: str, doors: Doors, offered: Mapping[int, Value]) -> Iterator[Value]:
    for number, label in offered.items():
        link = _link(doors, "jawab", word, str(number))
        yield Phrase(ANSWER, {"choice": label, "link": link})


def _link(doors: Doors, *words: str) -> str:
    """By WhatsApp, where the group is, if there is a number."""
    return _whatsapp(doors, *words) if doors.whatsapp else _telegram(doors, *words)


def _whatsapp(doors: Doors, *words: str) -> str:
    return f"https://wa.me/{doors.whatsapp.lstrip('+')}?text={quote(' '.join(words))}"


def _telegram(doors: Doors, *words: str) -> str:
    return f"https://t.me/{doors.telegram}?start={quote('_'.join(words))}"
