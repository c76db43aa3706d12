"""Messages taken a second, from the webhook to the commit, over 32 connections.

Ours is the real process on the evening after an entry went to all: signature, understanding,
router, handlers, receipts, outbox. Neither side sends meanwhile, as the peer has no delivery: the
provider asks us to wait. What sending costs is in the other scenes.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks import load
from tests.benchmarks.compare import Scene
from tests.benchmarks.program import program
from tests.benchmarks.school import found, sids
from tests.process import free_port, started
from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_webhooks import TOKEN

FAMILIES = 5000
CONNECTIONS = 32
WARM = 500
MESSAGES = 4000


def settings(url: str, folder: Path, port: int, provider: int) -> Mapping[str, object]:
    return {
        "database_url": url,
        "data_dir": folder,
        "port": port,
        "public_url": f"http://127.0.0.1:{port}",
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": TOKEN,
        "twilio_api_url": f"http://127.0.0.1:{provider}",
        "whatsapp_from": SENDER,
    }


async def ours() -> float:
    port, provider = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="penghubung-bench-") as name:
        folder = Path(name)
        url = found(folder, FAMILIES)
        async with (
            program("tests.benchmarks.provider", str(provider), "busy"),
            started(settings(url, folder, port, provider), folder / "log"),
        ):
            return await _press(port, sids(url))


async def theirs() -> float:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="penghubung-bench-") as name:
        url = found(Path(name), FAMILIES)
        async with program("tests.benchmarks.inbound_peer", str(port), url):
            return await _press(port, sids(url))


async def _press(port: int, told: Mapping[str, str]) -> float:
    calls = load.requests(port, told, random.getrandbits(60))
    await load.press(port, calls, CONNECTIONS, WARM)
    return await load.press(port, calls, CONNECTIONS, MESSAGES)


SCENE = Scene(
    name="inbound",
    what=f"messages taken a second, {CONNECTIONS} connections, SQLite, durable",
    peer="FastAPI and an ORM session a request",
    promised=3,
    ours=ours,
    theirs=theirs,
)
