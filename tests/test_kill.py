"""The promise under `kill -9`: an entry goes out to 90 families while the process dies.

Every family gets it; what may have been sent twice is no more than was in flight at a kill;
and whatever a guardian wrote meanwhile, and was told is taken, is there.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.storage.database import sessions_on
from models.inbox import InboundMessage
from models.outbox import OutboundMessage, Status
from models.people import Child, Contact, Guardianship, Person, Relation, Role, StaffRole
from models.school import ClassGroup, School
from models.thread import Note
from tests.process import Process, free_port
from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_server import Twilio
from tests.standins.twilio_webhooks import TOKEN, Answer

pytestmark = pytest.mark.slow

FAMILIES = 90
KILLS = 3
TEACHER = "+6284400000900"
WORDS = "besok libur"


def number(family: int) -> str:
    return f"+62844000010{family:02d}"


def found(session: Session) -> None:
    """A school without quiet hours, whose 90 families have just written."""
    now = datetime.now(UTC)
    hours = {"spans": [], "hold_on_holidays": False}
    settings = {"office_from": "00:00", "office_to": "23:59:59", "school_week": 6}
    school = School(name="SD Uji", hours=hours, settings=settings, created_at=now)
    session.add(school)
    session.flush()
    group = ClassGroup(school_id=school.id, name="1A", school_year="2026/2027")
    session.add(group)
    session.flush()
    teacher = join(session, school, "Bu Ratna", TEACHER, now)
    session.add(
        StaffRole(
            school_id=school.id, person_id=teacher.id, role=Role.HOMEROOM, class_group_id=group.id
        )
    )
    for family in range(FAMILIES):
        child = Child(school_id=school.id, class_group_id=group.id, name=f"Anak Ke{family:02d}")
        session.add(child)
        guardian = join(session, school, f"Ibu {family}", number(family), now)
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


def join(session: Session, school: School, name: str, address: str, now: datetime) -> Person:
    person = Person(school_id=school.id, name=name, joined_at=now)
    session.add(person)
    session.flush()
    session.add(
        Contact(
            school_id=school.id,
            person_id=person.id,
            channel="whatsapp",
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


async def write(twilio: Twilio, family: int, words: str) -> None:
    sid = f"SM{secrets.token_hex(16)}"
    same = dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), sid)
    await insist(lambda: twilio.user_says(number(family), words, **same))


async def test_every_family_has_it_whenever_the_process_dies(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    sessions = sessions_on(engine)
    with sessions.begin() as session:
        found(session)
    port = free_port()
    chance = random.Random(secrets.randbits(32))
    async with Twilio() as twilio:
        twilio.ours = f"http://127.0.0.1:{port}"
        for family in range(FAMILIES):
            twilio.heard[f"whatsapp:{number(family)}"] = twilio.now()
        settings = {
            "database_url": database_url,
            "data_dir": tmp_path,
            "port": port,
            "public_url": twilio.ours,
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_api_url": twilio.url,
            "whatsapp_from": SENDER,
            "lease_seconds": 1,
        }
        process = Process(settings, tmp_path / "log")
        await process.start()
        await twilio.user_says(TEACHER, f"catatan kelas 1A: {WORDS}")
        await until(lambda: len(twilio.sent_to(TEACHER)) == 1)
        sending = asyncio.create_task(write_to_all(twilio))
        in_flight = 0
        wrote: list[asyncio.Task[None]] = []
        for kill in range(KILLS):
            wrote += [
                asyncio.create_task(
                    write(twilio, family, f"bu anak saya batuk, catatan {kill}-{family}")
                )
                for family in range(5)
            ]
            await asyncio.sleep(chance.uniform(0.05, 0.6))
            await process.kill()
            with sessions() as session:
                in_flight += claimed(session)
            await process.start()
        await sending
        await asyncio.gather(*wrote)
        await until(lambda: len(entries(twilio)) == FAMILIES)
        with sessions() as session:
            await until(lambda: settled(session))
        await process.stop()
        copies = sum(entries(twilio).values())

    assert copies - FAMILIES <= in_flight
    with sessions() as session:
        kept = set(session.scalars(select(InboundMessage.text)))
        notes = session.scalars(select(Note.text)).all()
    told = {
        f"bu anak saya batuk, catatan {kill}-{family}"
        for kill in range(KILLS)
        for family in range(5)
    }
    assert told <= kept
    assert sorted(notes) == sorted(told)


async def write_to_all(twilio: Twilio) -> None:
    sid = f"SM{secrets.token_hex(16)}"
    same = dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), sid)
    await insist(lambda: twilio.user_says(TEACHER, "Kirim", **same))


def entries(twilio: Twilio) -> dict[str, int]:
    """How many copies of the entry each family was sent."""
    copies = {
        number(family): sum(WORDS in message.text for message in twilio.sent_to(number(family)))
        for family in range(FAMILIES)
    }
    return {family: count for family, count in copies.items() if count}


def claimed(session: Session) -> int:
    return session.scalar(select(func.count()).where(OutboundMessage.status == Status.CLAIMED)) or 0


def settled(session: Session) -> bool:
    """Nothing is left to send or to ask about."""
    open_ = (Status.QUEUED, Status.CLAIMED, Status.UNKNOWN, Status.HELD)
    left = session.scalar(select(func.count()).where(OutboundMessage.status.in_(open_)))
    session.rollback()
    return left == 0
