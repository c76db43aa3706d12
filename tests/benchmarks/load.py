"""Parents who write as fast as they are answered, over a fixed number of connections."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_webhooks import sign

CORPUS = Path(__file__).parent.parent / "corpus" / "dev.jsonl"


TAPPED = "Paraf ✅"
SIGNED = ("paraf", "Paraf", "1", "sudah bu", "ok bu", "siap bu, sudah dibaca", "sudah kami baca")
THANKED = ("terima kasih bu", "🙏🙏", "makasih banyak ya bu", "assalamualaikum bu")


def letters() -> list[str]:
    """What parents write in private, from the labelled corpus."""
    records = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    return [r["text"] for r in records if r["sender_role"] == "parent" and r["chat"] == "private"]


def evening(chance: random.Random) -> Iterator[str]:
    """After an entry went to all: half sign, a fifth thank, the others write about anything.

    Of those who sign, two of three tap the button under it.
    """
    free = letters()
    while True:
        kind = chance.random()
        if kind < 0.5:
            yield TAPPED if chance.random() < 2 / 3 else chance.choice(SIGNED)
        else:
            yield chance.choice(THANKED if kind < 0.7 else free)


def requests(port: int, told: Mapping[str, str], seed: int) -> Iterator[bytes]:
    """Signed webhook calls of one family after the other. `told`: the entry's SID by address."""
    words = evening(random.Random(seed))
    url = f"http://127.0.0.1:{port}/hooks/whatsapp"
    for number, (sender, entry) in enumerate(cycle(told.items())):
        fields = _fields(sender, f"SM{seed:016x}{number:016x}", next(words), entry)
        body = urlencode(fields).encode()
        head = (
            f"POST /hooks/whatsapp HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"X-Twilio-Signature: {sign(url, list(fields.items()))}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


def _fields(sender: str, sid: str, words: str, entry: str) -> dict[str, str]:
    fields = {
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": f"whatsapp:{sender}",
        "WaId": sender.removeprefix("+"),
        "To": f"whatsapp:{SENDER}",
        "Body": words,
        "MessageType": "text",
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
    }
    if words != TAPPED:
        return fields
    tap = {
        "ButtonText": words,
        "ButtonPayload": "m:0",
        "MessageType": "interactive",
        "OriginalRepliedMessageSid": entry,
        "OriginalRepliedMessageSender": f"whatsapp:{SENDER}",
    }
    return {**fields, **tap}


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
