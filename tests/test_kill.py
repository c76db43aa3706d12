"""The promise under `kill -9`: an entry goes out to 60 families while the process dies.

Every family gets it; what may have been sent twice is no more than was in flight at a kill;
and whatever a guardian wrote meanwhile, and was told is taken, is there.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.storage.database import sessions_on
from models.inbox import InboundMessage
from models.outbox import OutboundMessage, Status
from models.people import Child, Contact, Guardianship, Person, Relation, Role, StaffRole
from models.school import ClassGroup, School
from models.thread import Note
from tests.process import Process, free_port
from tests.standins import telegram_server
from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_server import Twilio
from tests.standins.twilio_webhooks import TOKEN, Answer

pytestmark = pytest.mark.slow

FAMILIES = 60
KILLS = int(os.environ.get("KILLS", "3"))
"""KILLS=6 python -m pytest tests/test_kill.py: for longer."""
WRITERS = 5
"""Families who write meanwhile, between each two kills."""
WORDS = "besok libur"


class WhatsApp:
    """Families, and their teacher, behind Twilio's stand-in."""

    channel = "whatsapp"
    teacher = "+6284400000900"

    def __init__(self, server: Twilio, ours: str) -> None:
        self.server = server
        server.ours = ours
        for family in range(FAMILIES):
            server.heard[f"whatsapp:{self.address(family)}"] = server.now()
        self.settings: dict[str, object] = {
            "public_url": ours,
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_api_url": server.url,
            "whatsapp_from": SENDER,
        }

    @staticmethod
    def address(family: int) -> str:
        return f"+62844000010{family:02d}"

    async def says(self, who: str, words: str) -> None:
        """Brought again until it is taken, as a provider with retries does."""
        sid = f"SM{secrets.token_hex(16)}"
        same = dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), sid)
        await insist(lambda: self.server.user_says(who, words, **same))

    def got(self, who: str) -> list[str]:
        return [message.text for message in self.server.sent_to(who)]


class Telegram:
    """The same behind Telegram's, which keeps updates until they are confirmed."""

    channel = "telegram"
    teacher = "900"

    def __init__(self, server: telegram_server.Telegram, ours: str) -> None:
        self.server = server
        server.chats |= {int(self.teacher), *(int(self.address(f)) for f in range(FAMILIES))}
        self.settings: dict[str, object] = {
            "telegram_token": telegram_server.TOKEN,
            "telegram_api_url": server.url,
            "telegram_bot": telegram_server.BOT["username"],
        }

    @staticmethod
    def address(family: int) -> str:
        return str(1000 + family)

    async def says(self, who: str, words: str) -> None:
        self.server.user_says(int(who), words)

    def got(self, who: str) -> list[str]:
        return [message.text for message in self.server.sent_to(int(who))]


Front = WhatsApp | Telegram


@pytest_asyncio.fixture(params=["whatsapp", "telegram"])
async def front(request: pytest.FixtureRequest, port: int) -> AsyncIterator[Front]:
    ours = f"http://127.0.0.1:{port}"
    if request.param == "whatsapp":
        async with Twilio() as twilio:
            yield WhatsApp(twilio, ours)
    else:
        async with telegram_server.Telegram() as telegram:
            yield Telegram(telegram, ours)


@pytest.fixture
def port() -> int:
    return free_port()


def found(session: Session, front: Front) -> None:
    """A school without quiet hours, whose families have just written."""
    now = datetime.now(UTC)
    hours = {"spans": [], "hold_on_holidays": False}
    settings = {"office_from": "00:00", "office_to": "23:59:59", "school_week": 6}
    school = School(name="SD Uji", hours=hours, settings=settings, created_at=now)
    session.add(school)
    session.flush()
    group = ClassGroup(school_id=school.id, name="1A", school_year="2026/2027")
    session.add(group)
    session.flush()
    teacher = join(session, school, "Bu Ratna", front.channel, front.teacher, now)
    session.add(
        StaffRole(
            school_id=school.id, person_id=teacher.id, role=Role.HOMEROOM, class_group_id=group.id
        )
    )
    for family in range(FAMILIES):
        child = Child(school_id=school.id, class_group_id=group.id, name=f"Anak Ke{family:02d}")
        session.add(child)
        address = front.address(family)
        guardian = join(session, school, f"Ibu {family}", front.channel, address, now)
        guardian.consented_at = now
        session.flush()
        session.add(
            Guardianship(
                school_id=school.id,
                child_id=child.id,
                person_id=guardian.id,
                relation=Relation.MOTHER,
                rank=1,
                name=guardian.name,
            )
        )


def join(
    session: Session, school: School, name: str, channel: str, address: str, now: datetime
) -> Person:
    person = Person(school_id=school.id, name=name, joined_at=now)
    session.add(person)
    session.flush()
    session.add(
        Contact(
            school_id=school.id,
            person_id=person.id,
            channel=channel,
            address=address,
            heard_at=now,
            created_at=now,
        )
    )
    return person


async def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def insist(post: Callable[[], Awaitable[Answer]]) -> None:
    """Post a webhook as a provider with retries does: until it is taken."""
    async with asyncio.timeout(60):
        while True:
            try:
                answer = await post()
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
                continue
            assert answer.status == 200
            return


async def test_every_family_has_it_whenever_the_process_dies(
    front: Front, port: int, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    sessions = sessions_on(engine)
    with sessions.begin() as session:
        found(session, front)
    chance = random.Random(secrets.randbits(32))
    settings = {"database_url": database_url, "data_dir": tmp_path, "port": port}
    process = Process({**settings, **front.settings, "lease_seconds": 1}, tmp_path / "log")
    await process.start()
    await front.says(front.teacher, f"catatan kelas 1A: {WORDS}")
    await until(lambda: len(front.got(front.teacher)) == 1)
    sending = asyncio.create_task(front.says(front.teacher, "Kirim"))
    in_flight = 0
    wrote: list[asyncio.Task[None]] = []
    for kill in range(KILLS):
        wrote += [
            asyncio.create_task(front.says(front.address(family), note(kill, family)))
            for family in range(WRITERS)
        ]
        await asyncio.sleep(chance.uniform(0.05, 0.6))
        await process.kill()
        with sessions() as session:
            in_flight += claimed(session)
        await process.start()
    await sending
    await asyncio.gather(*wrote)
    told = {note(kill, family) for kill in range(KILLS) for family in range(WRITERS)}
    await until(lambda: len(entries(front)) == FAMILIES)
    with sessions() as session:
        await until(lambda: settled(session))
        await until(lambda: kept(session) >= told)
    await process.stop()

    assert sum(entries(front).values()) - FAMILIES <= in_flight
    with sessions() as session:
        assert kept(session) >= told
        notes = session.scalars(select(Note.text)).all()
    assert sorted(notes) == sorted(told)


def note(kill: int, family: int) -> str:
    return f"bu anak saya batuk, catatan {kill}-{family}"


def kept(session: Session) -> set[str]:
    found = set(session.scalars(select(InboundMessage.text)))
    session.rollback()
    return found


def entries(front: Front) -> dict[str, int]:
    """How many copies of the entry each family was sent."""
    copies = {
        family: sum(WORDS in text for text in front.got(front.address(family)))
        for family in range(FAMILIES)
    }
    return {front.address(family): count for family, count in copies.items() if count}


def claimed(session: Session) -> int:
    return session.scalar(select(func.count()).where(OutboundMessage.status == Status.CLAIMED)) or 0


def settled(session: Session) -> bool:
    """Nothing is left to send or to ask about."""
    open_ = (Status.QUEUED, Status.CLAIMED, Status.UNKNOWN, Status.HELD)
    left = session.scalar(select(func.count()).where(OutboundMessage.status.in_(open_)))
    session.rollback()
    return left == 0
