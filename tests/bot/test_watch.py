"""Background loops: whatever happens to one, it is begun again, and health says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient, Response
from prometheus_client import REGISTRY
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.app import App, build, running
from bot.settings import Settings
from bot.watch import FIRST, LONGEST, Watch
from handlers.core.talk import Say
from models.media import Fetched, Kind, Media
from models.outbox import OutboundMessage, Priority, Status
from models.people import Contact
from scheduler.clock import Clock
from scheduler.rules import Nudge
from tests.cast import MONDAY, Cast
from tests.scripted import Scripted

SECRET = "Aisyah demam"
SARI = "+6284400000002"


class Stop(BaseException):
    """Ends a test's loop, as nothing else does."""


def failures(loop: str) -> float:
    return REGISTRY.get_sample_value("penghubung_loop_failures_total", {"loop": loop}) or 0


@pytest.mark.parametrize("raises", [True, False])
async def test_a_loop_that_raises_or_ends_is_begun_again_after_a_growing_pause(
    raises: bool,
) -> None:
    pauses: list[float] = []
    down: list[list[str]] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        down.append(watch.down())

    async def loop() -> None:
        assert watch.down() == []
        if len(pauses) == 7:
            raise Stop
        if raises:
            raise ValueError(SECRET)

    watch = Watch(lambda: 0.0, sleep)
    before = failures("files")
    with capture_logs() as logs, pytest.raises(Stop):
        await watch.keep("files", loop)

    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert down == [["files"]] * 7
    assert failures("files") == before + 7
    assert [entry["error"] for entry in logs] == ["ValueError" if raises else "ended"] * 7
    assert SECRET not in str(logs)


async def test_one_that_had_run_for_long_is_begun_again_soon() -> None:
    pauses: list[float] = []
    clock = [0.0]

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async def loop() -> None:
        if len(pauses) == 5:
            raise Stop
        if len(pauses) == 3:
            clock[0] += LONGEST + 1
        raise ValueError

    with pytest.raises(Stop):
        await Watch(lambda: clock[0], sleep).keep("files", loop)
    assert pauses == [1, 2, 4, FIRST, 2]


def test_a_thread_that_ended_is_missed() -> None:
    watch = Watch()
    alive = [True]
    watch.thread("writer", lambda: alive[0])
    assert watch.down() == []
    alive[0] = False
    assert watch.down() == ["writer"]


@pytest.fixture
async def app(
    database_url: str, session: Session, cast: Cast, tmp_path: Path
) -> AsyncIterator[App]:
    session.commit()
    settings = Settings(database_url=database_url, data_dir=tmp_path)
    by_day = Clock(MONDAY - datetime.now(UTC))
    async with running(build(settings, [Scripted("whatsapp")], by_day)) as app:
        yield app


@asynccontextmanager
async def client_of(app: App) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app.web()), base_url="http://bot") as client:
        yield client


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.02)


async def test_loops_outlive_a_database_that_is_away_for_a_while(
    app: App, engine: Engine, session: Session, cast: Cast
) -> None:
    back = asyncio.Event()
    app.watch.sleep = lambda seconds: back.wait()
    async with client_of(app) as client:
        assert (await client.get("/health")).json() == {"status": "ok"}
        rename(engine, "media", "elsewhere")
        app.wake()
        await until(lambda: len(app.watch.down()) == 2)
        ill = await client.get("/health")
        assert told(ill) == (503, {"status": "down", "loops": ["files", "send.whatsapp"]})

        rename(engine, "elsewhere", "media")
        row = owe(session, cast, Media(channel="pigeon", reference="1", kind=Kind.PHOTO))
        back.set()
        await until(lambda: status(session, row) is Status.SENT)
        assert told(await client.get("/health")) == (200, {"status": "ok"})


def told(answer: Response) -> tuple[int, object]:
    return answer.status_code, answer.json()


def rename(engine: Engine, table: str, to: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))


def owe(session: Session, cast: Cast, file: Media) -> int:
    """A message of a file for Ibu Sari."""
    file.content_type, file.created_at, file.state = "", MONDAY, Fetched.REFERENCED
    session.add(file)
    session.flush()
    contact = session.scalars(select(Contact).where(Contact.address == SARI)).one()
    row = OutboundMessage(
        school_id=cast.school.id,
        contact_id=contact.id,
        person_id=cast.sari.id,
        channel="whatsapp",
        priority=Priority.NORMAL,
        status=Status.QUEUED,
        text_key="thread.answer",
        language="id",
        body="Ini berkasnya.",
        media_id=file.id,
        created_at=MONDAY,
    )
    session.add(row)
    session.commit()
    return row.id


def status(session: Session, row_id: int) -> Status:
    session.expire_all()
    found = session.get_one(OutboundMessage, row_id).status
    session.commit()
    return found


async def test_a_nudge_that_raises_is_counted_and_its_words_are_not_logged(app: App) -> None:
    def rule(session: Session, now: datetime) -> list[Say]:
        raise ValueError(SECRET)

    before = failures("nudge.rule")
    with capture_logs() as logs:
        await asyncio.to_thread(app.tick, Nudge("rule", MONDAY - MONDAY, rule))
    assert failures("nudge.rule") == before + 1
    assert SECRET not in str(logs)
