"""The libraries as they come, with nothing stored: no outbox, no limits, no receipts.

`python -m tests.benchmarks.sending_peer telegram|whatsapp PROVIDER_PORT MESSAGES`: sends once a
line comes in, and prints how long it took. First a hundred to warm up.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped,unused-ignore]
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

from tests.benchmarks.school import address
from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_webhooks import TOKEN

AT_ONCE = 32
"""python-telegram-bot is slower with more."""
THREADS = 8


def body(number: int) -> str:
    return f"Ananda Ke{number} (1A). Besok pagi mohon membawa buku gambar."


async def telegram(port: str, rounds: list[int]) -> None:
    base = f"http://127.0.0.1:{port}"
    request = HTTPXRequest(connection_pool_size=AT_ONCE)
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Paraf ✅", callback_data="1")]])
    async with Bot("1:bench", base_url=f"{base}/bot", request=request) as bot:

        async def work(numbers: Any) -> None:
            for number in numbers:
                await bot.send_message(
                    address(number % 3000, "telegram"), body(number), reply_markup=markup
                )

        for count in rounds:
            await asyncio.to_thread(sys.stdin.readline)
            started = time.perf_counter()
            numbers = iter(range(count))
            await asyncio.gather(*(work(numbers) for _ in range(AT_ONCE)))
            print(time.perf_counter() - started, flush=True)


class _Near(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client, to the stand-in's address."""

    def __init__(self, port: str) -> None:
        super().__init__()
        self._base = f"http://127.0.0.1:{port}"

    def request(self, method: str, uri: str, *args: Any, **kwargs: Any) -> Any:
        path = uri.partition("twilio.com")[2]
        return super().request(method, f"{self._base}{path}", *args, **kwargs)


def whatsapp(port: str, rounds: list[int]) -> None:
    client: Any = Client(ACCOUNT, TOKEN, http_client=_Near(port))

    def send(number: int) -> None:
        client.messages.create(
            to=f"whatsapp:{address(number % 3000, 'whatsapp')}",
            from_=f"whatsapp:{SENDER}",
            body=body(number),
        )

    with ThreadPoolExecutor(THREADS) as pool:
        for count in rounds:
            sys.stdin.readline()
            started = time.perf_counter()
            list(pool.map(send, range(count)))
            print(time.perf_counter() - started, flush=True)


def main(name: str, port: str, messages: int) -> None:
    print("ready", flush=True)
    rounds = [100, messages]
    work: Callable[[], None] = (
        (lambda: asyncio.run(telegram(port, rounds)))
        if name == "telegram"
        else (lambda: whatsapp(port, rounds))
    )
    work()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
