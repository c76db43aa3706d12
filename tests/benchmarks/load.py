"""Parents who write as fast as they are answered, over a fixed number of connections."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.school import address
from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_webhooks import sign

CORPUS = Path(__file__).parent.parent / "corpus" / "dev.jsonl"


SIGNED = ("paraf", "Paraf", "1", "sudah bu", "ok bu", "siap bu, sudah dibaca", "sudah kami baca")
THANKED = ("terima kasih bu", "🙏🙏", "makasih banyak ya bu", "assalamualaikum bu")


def letters() -> list[str]:
    """What parents write in private, from the labelled corpus."""
    records = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    return [r["text"] for r in records if r["sender_role"] == "parent" and r["chat"] == "private"]


def evening(chance: random.Random) -> Iterator[str]:
    """After an entry went to all: half sign, a fifth thank, the others write about anything."""
    free = letters()
    while True:
        kind = chance.random()
        yield chance.choice(SIGNED if kind < 0.5 else THANKED if kind < 0.7 else free)


def requests(port: int, families: int, seed: int) -> Iterator[bytes]:
    """Signed webhook calls, each another message of one of the families."""
    chance = random.Random(seed)
    words = evening(chance)
    url = f"http://127.0.0.1:{port}/hooks/whatsapp"
    for number in count():
        sender = address(number % families, "whatsapp")
        sid = f"SM{seed:016x}{number:016x}"
        fields = {
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": f"whatsapp:{sender}",
            "WaId": sender.removeprefix("+"),
            "To": f"whatsapp:{SENDER}",
            "Body": next(words),
            "MessageType": "text",
            "NumMedia": "0",
            "NumSegments": "1",
            "ApiVersion": "2010-04-01",
        }
        body = urlencode(fields).encode()
        head = (
            f"POST /hooks/whatsapp HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"X-Twilio-Signature: {sign(url, list(fields.items()))}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


async def press(port: int, calls: Iterator[bytes], connections: int, messages: int) -> float:
    """Post so many messages, each connection one at a time; how many a second were taken."""
    ready = [next(calls) for _ in range(messages)]
    waiting = iter(ready)
    started = time.perf_counter()
    await asyncio.gather(*(_connection(port, waiting) for _ in range(connections)))
    return messages / (time.perf_counter() - started)


async def _connection(port: int, calls: Iterator[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for call in calls:
        writer.write(call)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not taken: {head[:60]!r}")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
    writer.close()
    await writer.wait_closed()
