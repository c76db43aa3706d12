"""The real process between both providers' stand-ins: one announcement to thirty families."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from bot.outbound.templates import Template
from bot.storage.database import sessions_on
from handlers.announcements.notice import SIGN
from models.notice import Receipt, ReceiptState
from models.people import Contact
from tests import thirty
from tests.process import Process, free_port
from tests.standins import telegram_server, twilio_server
from tests.standins.twilio_messages import ACCOUNT, SENDER, Message
from tests.standins.twilio_webhooks import TOKEN
from tests.thirty import BLOCKED, NOT_JOINED, OPTED_OUT, OUTSIDE, REACHED, SIBLINGS

pytestmark = pytest.mark.slow

TEACHER, PRINCIPAL = 9001, "+6284400009003"


@dataclass
class Town:
    telegram: telegram_server.Telegram
    twilio: twilio_server.Twilio
    sessions: sessionmaker[Session]

    async def teacher_reads(self, words: str) -> telegram_server.Sent:
        await until(lambda: any(words in sent.text for sent in self.telegram.sent_to(TEACHER)))
        return next(s for s in self.telegram.sent_to(TEACHER)[::-1] if words in s.text)

    def by_telegram(self, words: str) -> list[telegram_server.Sent]:
        return [s for s in self.telegram.sent if words in s.text and s.chat // 100 == 70]

    def by_whatsapp(self, words: str) -> list[Message]:
        return [m for m in self.twilio.messages if words in m.text and "7000" not in m.to]


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture
async def town(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    sessions = sessions_on(engine)
    now = datetime.now(UTC)
    with sessions.begin() as session:
        families = thirty.make(session, now)
        families.school.hours = {"spans": [], "hold_on_holidays": False}
        families.school.settings = {"office_from": "00:00", "office_to": "23:59:59"}
        contacts = {c.address: c for c in session.scalars(select(Contact))}
    port = free_port()
    async with telegram_server.Telegram() as telegram, twilio_server.Twilio() as twilio:
        twilio.ours = f"http://127.0.0.1:{port}"
        telegram.chats |= {int(address) for address in contacts if address.isdigit()}
        twilio.heard |= {f"whatsapp:{address}": now for address in contacts if address[0] == "+"}
        outside = f"whatsapp:+62844000070{OUTSIDE}"
        twilio.heard[outside] = now - timedelta(days=2)
        approved = {SIGN.key: {"id": twilio.approve(Template(SIGN, "id").body)}}
        (tmp_path / "templates.json").write_text(json.dumps(approved))
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
            "whatsapp_templates": tmp_path / "templates.json",
        }
        process = Process(settings, tmp_path / "log")
        await process.start()
        yield Town(telegram, twilio, sessions)
        await process.stop()


async def test_thirty_families_on_two_channels(town: Town) -> None:
    """Seen before it goes, one message a family, signed by some, and reported by name."""
    town.telegram.user_says(TEACHER, "umumkan 7A: besok pulang jam 10")
    preview = await town.teacher_reads("📢 Untuk kelas 7A")
    assert "• Keluarga: 30 (30 anak)" in preview.text
    assert "• Sampai lewat chat: 24 (Telegram 12, WhatsApp 12)" in preview.text
    assert (
        "• Tidak terjangkau: 6 (belum bergabung 3, minta tidak dikirimi 2, tidak terkirim 1)"
        in preview.text
    )
    assert "• 1 pesan di luar jendela WhatsApp" in preview.text
    assert not town.by_telegram("besok pulang")
    assert not town.by_whatsapp("besok pulang")

    town.telegram.user_taps(TEACHER, preview, "Kirim")
    await town.teacher_reads("Terkirim untuk kelas 7A: 24 keluarga.")
    await until(lambda: len(town.by_telegram("besok pulang")) == 12)
    await until(lambda: len(town.by_whatsapp("besok pulang")) == 12)
    templated = [m for m in town.by_whatsapp("besok pulang") if m.content_sid]
    assert f"whatsapp:+62844000070{OUTSIDE}" in {m.to for m in templated}
    told = {sent.chat - 7000 for sent in town.by_telegram("besok pulang")}
    told |= {int(m.to[-2:]) for m in town.by_whatsapp("besok pulang")}
    assert told == set(range(1, 31)) - {BLOCKED, *OPTED_OUT, *NOT_JOINED}

    await _three_sign(town)
    town.telegram.user_says(TEACHER, "laporan")
    report = await town.teacher_reads("Laporan “besok pulang jam 10”")
    assert "• Sudah paraf: 3 anak" in report.text
    assert "• Tidak terjangkau: 6 anak" in report.text


async def _three_sign(town: Town) -> None:
    """By button, by word, and by a word on WhatsApp."""
    one, three = (
        next(s for s in town.by_telegram("besok pulang") if s.chat == 7000 + number)
        for number in (1, 3)
    )
    town.telegram.user_taps(one.chat, one, "Paraf ✅")
    town.telegram.user_says(three.chat, "siap bu, sudah dibaca")
    await town.twilio.user_says("+6284400007002", "paraf")
    await until(lambda: _signed(town) == 3)


def _signed(town: Town) -> int:
    with town.sessions() as session:
        states = session.scalars(select(Receipt.state)).all()
    return states.count(ReceiptState.SIGNED)


async def test_the_principal_writes_to_siblings_once(town: Town) -> None:
    """From WhatsApp, to both classes: a mother of two reads both names in one message."""
    await town.twilio.user_says(PRINCIPAL, "umumkan sekolah, tanpa paraf: besok libur")
    await until(lambda: any("📢 Untuk seluruh" in m.text for m in town.twilio.sent_to(PRINCIPAL)))
    await town.twilio.user_says(PRINCIPAL, "1")
    await until(
        lambda: (
            len(town.by_telegram("besok libur")) + len(town.by_whatsapp("besok libur"))
            >= REACHED - 1
        )
    )
    messages = [s.text for s in town.by_telegram("besok libur")]
    messages += [m.text for m in town.by_whatsapp("besok libur")]
    both = [text for text in messages if "(7A), Adik" in text and "(8B)" in text]
    assert len(both) == len(SIBLINGS)
    assert len(messages) == len(set(messages))
