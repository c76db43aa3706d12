"""Texts to forward to a parents' group, and the coded words their links bring back.

A group sees no more than the beginning of a class's notice. Whoever taps a link writes the
code to us in private: "lihat K7Q2MX", "paraf K7Q2MX", "jawab K7Q2MX 2".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers import joining, notices
from handlers.talk import (
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
from models.base import one_of
from models.family import Pupil, pupils, pupils_of_staff
from models.inbox import Handled, InboundMessage
from models.invitation import ALPHABET
from models.notice import Notice, NoticeState
from models.outbox import OPEN, OutboundMessage, Status
from models.signatures import receipts_of

NOT_YOURS = Text(
    "forwarding.not_yours",
    id="Kode itu bukan untuk putra/putri {who}. Mohon periksa lagi pesannya.",
    en="That code is not for a child of yours, {who}. Please check the message.",
)
WITHDRAWN = Text(
    "forwarding.withdrawn",
    id="Pesan dengan kode itu sudah ditarik kembali oleh pengirimnya, {who}. Mohon diabaikan.",
    en="The message with that code was taken back by its sender, {who}. Please ignore it.",
)
EXPIRED = Text(
    "forwarding.expired",
    id="Pesan dengan kode itu sudah lewat waktunya, {who}. Bila masih perlu, silakan tulis pesan "
    "untuk wali kelas di sini.",
    en="The message with that code is out of date, {who}. If you still need it, just write a "
    "message to the teacher here.",
)
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
    en="📢 There is a {title} from {author} for the parents.{excerpt}{question}\n\nTap a link, "
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
GONE = Text(
    "forwarding.gone", id="Pesan itu sudah tidak berlaku.", en="That message is no longer valid."
)
NOTHING = Text(
    "forwarding.nothing",
    id="Belum ada pengumuman untuk kelas Ibu/Bapak yang bisa diteruskan ke grup.",
    en="There is no announcement for a class of yours yet that could go to the group.",
)

PLAIN = frozenset({"sign", "answer"})
"""Choices that need no link of their own: "paraf" has one, and an answer is free words."""
RECENT = 50
"""So many notices of the school are looked through for the latest of one's own classes."""
_CODE = re.compile(
    rf"^\w+?[\s_]+(?P<word>[{ALPHABET}]{{6}})(?:[\s_]+(?P<number>\d{{1,2}}))?(?!\w)",
    re.IGNORECASE,
)

forwarding = Capability("forwarding", Who.GUARDIAN, Who.STAFF)
group_text = Capability("group_text", Who.STAFF)
forwarded = Capability("forwarded", Who.STRANGER)


@dataclass(frozen=True)
class Code:
    """What stands behind the command word: a notice's word, and the number of a choice."""

    word: str
    number: int | None


def code_in(text: str) -> Code | None:
    found = _CODE.match(text.strip())
    if found is None:
        return None
    return Code(found["word"].upper(), int(found["number"]) if found["number"] else None)


@forwarding.opens("lihat")
def look(turn: Turn, session: Session) -> Heard:
    """ "lihat K7Q2MX" shows that notice to a guardian of a child it is about."""
    return _by_code(turn, session, answering=False)


@forwarding.opens("jawab")
def answer(turn: Turn, session: Session) -> Heard:
    """ "jawab K7Q2MX 2" takes the second choice of that notice, as a tap on it would."""
    return _by_code(turn, session, answering=True)


@forwarded.opens("lihat", "paraf", "jawab")
def stranger(turn: Turn, session: Session) -> Heard:
    """Somebody from the group who has not joined is told how, and nothing of the notice.

    The code is no message for the school, so it is not passed on once they have joined.
    """
    if code_in(turn.text) is None:
        return None
    session.get_one(InboundMessage, turn.inbox_id).handled = Handled.DONE
    return joining.hello(turn, session)


def _by_code(turn: Turn, session: Session, *, answering: bool) -> Heard:
    code = code_in(turn.text)
    if code is None:
        return None
    notice = session.scalar(select(Notice).where(Notice.word == code.word))
    if notice is None and code.word.isalpha():
        return None
    refusal = {"who": turn.speaker.name}
    about = _own(turn, session, notice) if notice is not None else []
    if notice is None or not about:
        return [Reply(NOT_YOURS, refusal)]
    notice = _correction_of(session, notice) or notice
    if notice.state is not NoticeState.PUBLISHED:
        return [Reply(WITHDRAWN, refusal)]
    if _expired(notice, turn.now):
        return [Reply(EXPIRED, refusal)]
    whole = shown(notice, about, turn.speaker.person)
    if answering and (heard := _answered(turn, session, whole, code)) is not None:
        return heard
    _not_again(session, notice, turn.speaker.person)
    return [whole]


def shown(notice: Notice, children: Sequence[Pupil], person: int) -> Reply:
    """A notice as it was first told to its families, with its choices, for one who asks."""
    told = notices.message(notice, children, person)
    same = {each.name: getattr(told, each.name) for each in fields(Say)}
    return Reply(**same, notice=notice.id)


def _own(turn: Turn, session: Session, notice: Notice) -> list[Pupil]:
    """The speaker's own children it is about; none before they have agreed, or it is out."""
    out = notice.state in (NoticeState.PUBLISHED, NoticeState.WITHDRAWN)
    if not out or Who.GUARDIAN not in turn.speaker.who:
        return []
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    return pupils(session, [one.child_id for one in mine])


def _correction_of(session: Session, notice: Notice) -> Notice | None:
    """What took its place: the group still has the old code."""
    latest = None
    while notice.state is NoticeState.WITHDRAWN:
        after = session.scalar(select(Notice).where(Notice.corrects_id == notice.id))
        if after is None:
            break
        notice = latest = after
    return latest


def _expired(notice: Notice, now: datetime) -> bool:
    return notice.expires_at is not None and notice.expires_at <= now


def _answered(turn: Turn, session: Session, whole: Reply, code: Code) -> Heard:
    """What hears a tap on that choice says; None if there is no such choice."""
    number = code.number or 0
    if whole.then is None or not 0 < number <= len(whole.choices):
        return None
    value = whole.choices[number - 1].value
    return whole.then(replace(turn, answer=value, memory=whole.remember, direct=True), session)


def _not_again(session: Session, notice: Notice, person: int) -> None:
    """They have read it: the copy that waits for the morning, or the window, is dropped."""
    session.execute(
        update(OutboundMessage)
        .where(
            OutboundMessage.person_id == person,
            OutboundMessage.topic == f"notice:{notice.id}",
            one_of(OutboundMessage.status, OPEN),
        )
        .values(status=Status.CANCELLED)
    )


@group_text.step
def text_for_group(turn: Turn, session: Session) -> Heard:
    """Hears `CHOICE`. The memory has the notice; None if it is not for the speaker's classes."""
    notice = session.get(Notice, int(turn.memory["notice"]))
    if notice is None or not _teaches(notice, turn, _classes(turn, session)):
        return None
    return _to_forward(turn, session, notice)


@group_text.opens("teks grup", "teks untuk grup")
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
        whole = bool(notice.details.get("classes")) and not _expired(notice, turn.now)
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
    if notice.state is not NoticeState.PUBLISHED or _expired(notice, turn.now):
        return [Reply(GONE)]
    if not notice.details.get("classes"):
        return [Reply(NOT_FOR_CLASS)]
    if turn.doors == Doors():
        return [Reply(NO_DOORS)]
    return [Reply(HOW), text(session, notice, turn.doors)]


def text(session: Session, notice: Notice, doors: Doors) -> Reply:
    """What a group may read about a class's notice, and the links. At least one door is open."""
    classes = notice.details["classes"]
    question = str(notice.details.get("question", ""))
    choices = notices.KINDS[notice.kind].choices(notice)
    offered = {
        number: choice.label
        for number, choice in enumerate(choices, start=1)
        if choice.value not in PLAIN
    }
    asked = "\n".join([question, *(worded(label, "id") for label in offered.values())])
    if not notices.harmless(session, asked, classes):
        question, offered = "", {}
    links = [
        *_reading(notice.word, doors),
        *(_signing(notice.word, doors) for choice in choices if choice.value == "sign"),
        *_answering(notice.word, doors, offered),
    ]
    blanks = notices.blanks(notice, [])
    return Reply(
        GROUP,
        {
            "title": blanks["title"],
            "author": blanks["author"],
            "excerpt": notices.harmless(session, notice.body, classes),
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
