"""The web server: who is let in, who is turned away, and what is told about health."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

import pytest
from httpx import ASGITransport, AsyncClient, Response
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine
from structlog.testing import capture_logs

from bot import web
from bot.channels.base import Door, Event, Hook, Incoming
from bot.channels.twilio_api.account import Account
from bot.channels.twilio_api.hooks import Seal
from bot.channels.whatsapp import WhatsApp
from bot.outbound.media import Store
from bot.storage.database import connect, sessions_on
from tests.scripted import Scripted
from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_webhooks import TOKEN, sign

PUBLIC = "https://bot.sekolah.sch.id"
DOOR = "/hooks/whatsapp"
FORM = {
    "From": "whatsapp:+6284400000002",
    "To": f"whatsapp:{SENDER}",
    "MessageSid": "SM1",
    "Body": "Aisyah demam",
}


class Intake:
    """Takes what comes in, unless its database is away."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.away = False

    async def __call__(self, events: Sequence[Event]) -> None:
        if self.away:
            raise ConnectionError
        self.events.extend(events)


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
async def client(engine: Engine, intake: Intake, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with opened(engine, intake, tmp_path) as client:
        yield client


def opened(engine: Engine, intake: Intake, folder: Path) -> AsyncClient:
    """Our server, behind a proxy that calls it by another name."""
    whatsapp = WhatsApp(Account(ACCOUNT, TOKEN), Seal(TOKEN), SENDER, PUBLIC, {})
    store = Store(folder, PUBLIC, URLSafeTimedSerializer("test"))
    app = web.build([whatsapp], intake, sessions_on(engine), store, PUBLIC)
    return AsyncClient(transport=ASGITransport(app), base_url="http://10.0.0.7:8080")


async def knock(client: AsyncClient, signature: str, door: str = DOOR) -> Response:
    headers = {
        "X-Twilio-Signature": signature,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return await client.post(door, content=urlencode(FORM), headers=headers)


def signed(public: str = PUBLIC, door: str = DOOR) -> str:
    return sign(f"{public}{door}", list(FORM.items()))


async def test_what_is_signed_for_our_public_address_comes_in(
    client: AsyncClient, intake: Intake
) -> None:
    answer = await knock(client, signed())
    assert (answer.status_code, answer.text) == (200, "<Response/>")
    [event] = intake.events
    assert isinstance(event, Incoming)
    assert event.text == "Aisyah demam"


async def test_a_slash_at_the_end_of_the_address_does_no_harm(client: AsyncClient) -> None:
    assert (await knock(client, signed(door=f"{DOOR}/"), f"{DOOR}/")).status_code == 200


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        ("", "it bears no signature"),
        ("AAAA", "its signature is not of our token over our public address"),
    ],
)
async def test_why_it_was_turned_away_is_logged_once_a_minute(
    client: AsyncClient, signature: str, reason: str
) -> None:
    with capture_logs() as logs:
        for _ in range(3):
            await knock(client, signature)
    assert [line["reason"] for line in logs] == [reason]


@pytest.mark.parametrize("signature", ["", "AAAA", signed("http://10.0.0.7:8080")])
async def test_what_is_not_is_forbidden_and_counted(
    client: AsyncClient, intake: Intake, signature: str
) -> None:
    before = await refused(client)
    assert (await knock(client, signature)).status_code == 403
    assert intake.events == []
    assert await refused(client) == before + 1


async def refused(client: AsyncClient) -> float:
    """As the metrics have it."""
    for line in (await client.get("/metrics")).text.splitlines():
        if line.startswith(f'penghubung_untrusted_total{{path="{DOOR}"}}'):
            return float(line.split()[-1])
    return 0


async def test_what_breaks_a_door_is_refused_and_the_server_goes_on(tmp_path: Path) -> None:
    class Broken(Scripted):
        def doors(self) -> dict[str, Door]:
            return {DOOR: Door(self._read)}

        def _read(self, hook: Hook) -> Sequence[Event]:
            raise RecursionError

    store = Store(tmp_path, PUBLIC, URLSafeTimedSerializer("test"))
    app = web.build([Broken()], Intake(), sessions_on(connect("sqlite://")), store, PUBLIC)
    async with AsyncClient(transport=ASGITransport(app), base_url=PUBLIC) as client:
        assert (await knock(client, "")).status_code == 400
        assert (await client.get("/metrics")).status_code == 200


async def test_what_could_not_be_stored_must_be_brought_again(
    client: AsyncClient, intake: Intake
) -> None:
    intake.away = True
    assert (await knock(client, signed())).status_code == 503


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("POST", "/hooks/unknown", 404),
        ("GET", "/media/", 404),
        ("GET", DOOR, 405),
        ("POST", "/health", 405),
    ],
)
async def test_there_is_nothing_else(
    client: AsyncClient, method: str, path: str, status: int
) -> None:
    assert (await client.request(method, path)).status_code == status


async def test_a_body_has_a_limit_however_it_comes(client: AsyncClient, intake: Intake) -> None:
    async def in_chunks() -> AsyncIterator[bytes]:
        for _ in range(2):
            yield b"x" * web.LARGEST

    announced = await client.post(DOOR, content=b"x" * (web.LARGEST + 1))
    unannounced = await client.post(DOOR, content=in_chunks())
    assert (announced.status_code, unannounced.status_code) == (413, 413)
    assert (await client.post(DOOR, content=b"x" * web.LARGEST)).status_code == 403
    assert intake.events == []


async def test_health_is_the_database(client: AsyncClient, intake: Intake, tmp_path: Path) -> None:
    well = await client.get("/health")
    assert (well.status_code, well.json()) == (200, {"status": "ok"})

    nowhere = connect("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2")
    async with opened(nowhere, intake, tmp_path) as alone:
        ill = await alone.get("/health")
    assert (ill.status_code, ill.json()) == (
        503,
        {"status": "down", "database": "OperationalError"},
    )
    nowhere.dispose()


async def test_metrics_are_for_prometheus(client: AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "# TYPE penghubung_received_total counter" in answer.text
