"""The real process between both providers' stand-ins: one family, one teacher, one story."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from bot.storage.database import sessions_on
from models.inbox import InboundMessage, Unreadable
from models.invitation import Invitation, digest
from models.notice import Notice, Signature
from models.outbox import OutboundMessage, Status
from models.people import Child, Contact, Guardianship, Relation, Role
from models.school import ClassGroup, School
from tests.process import Process, free_port
from tests.standins import telegram_server, twilio_server
from tests.standins.twilio_messages import ACCOUNT, SENDER, Message
from tests.standins.twilio_webhooks import TOKEN

pytestmark = pytest.mark.slow

TEACHER = 7001
FATHER = 7002
GROUP, SUPERGROUP = -7100, -1002000007100
MOTHER = "+6284400000002"
CODES = {
    "teacher": "AAAAABBBBB",
    "mother": "CCCCCDDDDD",
    "father": "EEEEEFFFFF",
    "second": "GGGGGHHHHH",
}


@dataclass
class Town:
    """Everything of one test: both providers, our process, its database."""

    telegram: telegram_server.Telegram
    twilio: twilio_server.Twilio
    process: Process
    sessions: sessionmaker[Session]

    async def telegram_gets(self, chat: int, words: str) -> telegram_server.Sent:
        """The next message to a chat that holds these words."""
        await until(lambda: any(words in sent.text for sent in self.telegram.sent_to(chat)))
        return next(sent for sent in self.telegram.sent_to(chat)[::-1] if words in sent.text)

    async def whatsapp_gets(self, number: str, words: str) -> Message:
        await until(lambda: any(words in sent.text for sent in self.twilio.sent_to(number)))
        return next(sent for sent in list(self.twilio.sent_to(number))[::-1] if words in sent.text)

    async def signed(self, times: int) -> None:
        await until(lambda: len(self.signatures()) == times)

    def signatures(self) -> list[str]:
        with self.sessions() as session:
            return list(session.scalars(select(Signature.channel).order_by(Signature.id)))


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def found(session: Session) -> None:
    """A school at any hour of the day, a child, and three codes."""
    now = datetime.now(UTC)
    settings = {"office_from": "00:00", "office_to": "23:59:59"}
    hours = {"spans": [], "hold_on_holidays": False}
    school = School(name="SD Uji", hours=hours, settings=settings, created_at=now)
    session.add(school)
    session.flush()
    group = ClassGroup(school_id=school.id, name="1A", school_year="2026/2027")
    session.add(group)
    session.flush()
    invite(session, school, "teacher", role=Role.HOMEROOM, class_group_id=group.id)
    aisyah, bima = (a_child(session, group, name) for name in ("Aisyah Humaira", "Bima Saputra"))
    places = (
        ("mother", aisyah, Relation.MOTHER, 1),
        ("father", aisyah, Relation.FATHER, 2),
        ("second", bima, Relation.FATHER, 1),
    )
    for who, child, relation, rank in places:
        place = Guardianship(
            school_id=school.id, child_id=child.id, relation=relation, rank=rank, name="Budi"
        )
        session.add(place)
        session.flush()
        invite(session, school, who, guardianship_id=place.id)


def a_child(session: Session, group: ClassGroup, name: str) -> Child:
    child = Child(school_id=group.school_id, class_group_id=group.id, name=name)
    session.add(child)
    session.flush()
    return child


def invite(session: Session, school: School, who: str, **to: object) -> None:
    now = datetime.now(UTC)
    session.add(
        Invitation(
            school_id=school.id,
            digest=digest(CODES[who]),
            name="Bu Ratna" if who == "teacher" else who,
            created_at=now,
            expires_at=now + timedelta(days=1),
            **to,
        )
    )


@pytest.fixture
async def town(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    sessions = sessions_on(engine)
    with sessions.begin() as session:
        found(session)
    port = free_port()
    async with telegram_server.Telegram() as telegram, twilio_server.Twilio() as twilio:
        twilio.ours = f"http://127.0.0.1:{port}"
        settings = {
            "database_url": database_url,
            "data_dir": tmp_path,
            "port": port,
            "public_url": twilio.ours,
            "telegram_token": telegram_server.TOKEN,
            "telegram_api_url": telegram.url,
            "telegram_bot": telegram_server.BOT["username"],
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_api_url": twilio.url,
            "whatsapp_from": SENDER,
            "lease_seconds": 2,
        }
        process = Process(settings, tmp_path / "log")
        await process.start()
        yield Town(telegram, twilio, process, sessions)
        await process.stop()


async def join(town: Town) -> None:
    """The teacher and the father on Telegram, the mother on WhatsApp."""
    town.telegram.user_says(TEACHER, f"/start {CODES['teacher']}")
    await town.telegram_gets(TEACHER, "Selamat datang, Bu Ratna")
    await town.twilio.user_says(MOTHER, f"GABUNG {CODES['mother']}")
    await town.whatsapp_gets(MOTHER, "Apakah Ibu/Bapak setuju?")
    await town.twilio.user_says(MOTHER, "1")
    await town.whatsapp_gets(MOTHER, "Sekarang terhubung sebagai wali dari Aisyah Humaira (1A)")
    town.telegram.user_says(FATHER, f"/start {CODES['father']}")
    consent = await town.telegram_gets(FATHER, "Apakah Ibu/Bapak setuju?")
    town.telegram.user_taps(FATHER, consent, "Setuju")
    await town.telegram_gets(FATHER, "Sekarang terhubung")


async def write(town: Town, words: str, children: str = "Aisyah") -> None:
    town.telegram.user_says(TEACHER, f"catatan {children}: {words}")
    confirm = await town.telegram_gets(TEACHER, f"“{words}”")
    town.telegram.user_taps(TEACHER, confirm, "Kirim")


async def test_from_a_code_to_a_signature_and_back(town: Town) -> None:
    await join(town)
    for number, (words, answer) in enumerate(
        {"berani maju": "1", "lancar membaca": "paraf", "rajin menolong": "sudah bu"}.items(), 1
    ):
        await write(town, words)
        entry = await town.whatsapp_gets(MOTHER, words)
        quoting = {
            "OriginalRepliedMessageSid": entry.sid,
            "OriginalRepliedMessageSender": f"whatsapp:{SENDER}",
        }
        await town.twilio.user_says(MOTHER, answer, **(quoting if number == 3 else {}))
        await town.signed(number)

    await town.twilio.user_says(MOTHER, "bu, aisyah di rumah juga begitu")
    note = await town.telegram_gets(TEACHER, "di rumah juga begitu")
    town.telegram.user_says(TEACHER, "syukurlah bu", quoting=note.number)
    await town.whatsapp_gets(MOTHER, "syukurlah bu")
    assert town.signatures() == ["whatsapp"] * 3


async def test_two_guardians_and_two_children(town: Town) -> None:
    await join(town)
    town.telegram.user_says(FATHER, f"/start {CODES['second']}")
    consent = await town.telegram_gets(FATHER, "Bima Saputra")
    town.telegram.user_taps(FATHER, consent, "Setuju")
    await town.telegram_gets(FATHER, "Bima Saputra (1A)")

    await write(town, "rajin menolong", "Bima")
    entry = await town.telegram_gets(FATHER, "rajin menolong")
    town.telegram.user_taps(FATHER, entry, "Paraf ✅")
    await town.signed(1)

    await write(town, "kompak sekali", "Aisyah, Bima")
    await town.whatsapp_gets(MOTHER, "kompak sekali")
    await town.telegram_gets(FATHER, "kompak sekali")
    with town.sessions() as session:
        word = session.scalars(select(Notice.word).order_by(Notice.id.desc())).first()
    town.telegram.user_says(FATHER, f"/start paraf_{word}")
    await town.telegram_gets(FATHER, "Sudah diparaf untuk Aisyah Humaira (1A), Bima Saputra (1A)")
    assert town.signatures() == ["telegram"] * 3


async def test_a_photo_crosses_to_the_other_channel_and_back(town: Town) -> None:
    await join(town)
    await town.twilio.user_sends_photo(MOTHER, b"\xff\xd8jpeg", body="ini pr aisyah bu")
    await until(lambda: any(s.kind == "photo" for s in town.telegram.sent_to(TEACHER)))
    photo = next(s for s in town.telegram.sent_to(TEACHER) if s.kind == "photo")
    assert photo.content == b"\xff\xd8jpeg"

    town.telegram.user_sends_photo(TEACHER, b"\xff\xd8back", "catatan Aisyah: hasil karyanya")
    confirm = await town.telegram_gets(TEACHER, "📎 dengan lampiran")
    town.telegram.user_taps(TEACHER, confirm, "Kirim")
    entry = await town.whatsapp_gets(MOTHER, "hasil karyanya")
    (url,) = entry.media
    async with town.twilio.client.get(url) as answer:
        assert (answer.status, await answer.read()) == (200, b"\xff\xd8back")
    async with town.twilio.client.get(url[:-3] + "xyz") as answer:
        assert answer.status == 404


async def test_a_wrong_signature_is_forbidden_and_nothing_is_stored(town: Town) -> None:
    for signature in ("", "wrong"):
        fields = {"From": f"whatsapp:{MOTHER}", "Body": "halo", "MessageSid": "SM1"}
        answer = await town.twilio.post("/hooks/whatsapp", fields, signature=signature)
        assert answer.status == 403
    with town.sessions() as session:
        assert session.scalars(select(InboundMessage)).all() == []


async def test_nothing_that_is_sent_stops_what_comes_after_it(town: Town) -> None:
    """In one batch: forged taps, a message that nobody can read, and one with a NUL."""
    await join(town)
    await town.process.stop()
    stranger = 7999
    for data in ("m:²:0", f"m:{2**64}:0", "m:1:99999999999"):
        town.telegram.user_forges_tap(stranger, data)
    town.telegram.brings(stranger, text="halo", photo="none of the Bot API's")
    town.telegram.user_says(FATHER, "bu, aisyah di rumah\0 juga \ud800begitu")
    await town.process.start()
    await town.telegram_gets(TEACHER, "di rumah juga begitu")
    town.telegram.user_says(FATHER, "bu, aisyah di jalan juga begitu")
    await town.telegram_gets(TEACHER, "di jalan juga begitu")
    with town.sessions() as session:
        (kept,) = session.scalars(select(Unreadable)).all()
    assert (kept.channel, kept.contact_id) == ("telegram", None)
    assert "halo" not in town.process.log


async def test_what_comes_twice_or_out_of_order_has_one_effect(town: Town) -> None:
    await join(town)
    await write(town, "berani maju")
    entry = await town.whatsapp_gets(MOTHER, "berani maju")
    for status in ("read", "delivered", "sent", "read"):
        await town.twilio.status(entry.sid, status)
    await town.twilio.user_says(MOTHER, "paraf")
    await town.twilio.again()
    again = town.telegram.user_says(FATHER, "halo")
    await town.telegram_gets(FATHER, "Salam")
    town.telegram.again(again)
    await town.whatsapp_gets(MOTHER, "Sudah diparaf")
    with town.sessions() as session:
        status_now = session.scalars(
            select(OutboundMessage.status).where(OutboundMessage.provider_id == entry.sid)
        ).one()
        greetings = session.scalars(
            select(InboundMessage.id).where(InboundMessage.text == "halo")
        ).all()
    assert status_now is Status.READ
    assert len(greetings) == 1
    assert town.signatures() == ["whatsapp"]


async def test_outside_the_window_one_tap_brings_what_waited_in_order(town: Town) -> None:
    await join(town)
    await town.process.stop()
    with town.sessions.begin() as session:
        contact = session.scalars(select(Contact).where(Contact.address == MOTHER)).one()
        contact.heard_at = datetime.now(UTC) - timedelta(days=2)
    town.twilio.heard[f"whatsapp:{MOTHER}"] = datetime.now(UTC) - timedelta(days=2)
    await town.process.start()
    await write(town, "pertama")
    await write(town, "kedua")
    with town.sessions() as session:
        await until(lambda: held(session) == 2)
    assert not any("pertama" in sent.text for sent in town.twilio.sent_to(MOTHER))
    await town.twilio.user_says(MOTHER, "Buka")
    await town.whatsapp_gets(MOTHER, "kedua")
    texts = [sent.text for sent in town.twilio.sent_to(MOTHER)]
    first = next(i for i, text in enumerate(texts) if "pertama" in text)
    second = next(i for i, text in enumerate(texts) if "kedua" in text)
    assert first < second


def held(session: Session) -> int:
    waiting = session.scalars(
        select(OutboundMessage.id).where(
            OutboundMessage.status == Status.HELD, OutboundMessage.due_at.is_(None)
        )
    ).all()
    session.rollback()
    return len(waiting)


async def test_the_log_holds_no_names_numbers_words_or_tokens(town: Town) -> None:
    await join(town)
    await write(town, "berani maju")
    await town.whatsapp_gets(MOTHER, "berani maju")
    town.telegram.user_blocks(FATHER)
    log = town.process.log
    for secret in (
        "Aisyah", "Ratna", "berani", MOTHER, MOTHER[1:], str(TEACHER), TOKEN,
        telegram_server.TOKEN, *CODES.values(),
    ):  # fmt: skip
        assert secret not in log, "the log gives somebody away"


async def test_a_class_group_from_its_link_to_an_absence(town: Town) -> None:
    await join(town)
    town.telegram.user_says(TEACHER, "grup")
    links = await town.telegram_gets(TEACHER, "?startgroup=kelas_")
    payload = links.text.partition("?startgroup=")[2].split()[0]
    town.telegram.group_changes_bot(GROUP, "member", TEACHER)
    town.telegram.member_says(GROUP, TEACHER, f"/start@PenghubungBot {payload}")
    await town.telegram_gets(GROUP, "terhubung dengan Penghubung untuk kelas 1A")

    town.telegram.group_moves(GROUP, SUPERGROUP)
    town.telegram.member_says(SUPERGROUP, FATHER, "makasih infonya bu")
    said = town.telegram.member_says(SUPERGROUP, FATHER, "Bu, Aisyah izin tidak masuk, demam")
    noted = await town.telegram_gets(SUPERGROUP, "di chat pribadi")
    assert noted.quotes == said["message"]["message_id"]
    await town.telegram_gets(FATHER, "Aisyah Humaira (1A)")
    assert not any("Aisyah" in sent.text for sent in town.telegram.sent_to(SUPERGROUP))
    assert len(town.telegram.sent_to(SUPERGROUP)) == 1
