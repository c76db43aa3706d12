"""Both providers as a stopwatch sees them: every send is taken after 50 ms.

`python -m tests.benchmarks.provider PORT [busy]`; a busy one asks everybody to wait.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from itertools import count

import uvloop
from aiohttp import web

THINKS = 0.05
"""Seconds."""


class Provider:
    def __init__(self, *, busy: bool) -> None:
        self._numbers = count(1)
        self._busy = busy

    async def telegram(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot"})
        if method == "getUpdates":
            await asyncio.sleep(5)
            return _ok([])
        if method != "sendMessage":
            return _ok(True)
        given = await request.post() if request.content_type != "application/json" else {}
        await asyncio.sleep(THINKS)
        chat = {"id": int(str(given.get("chat_id", 1))), "type": "private"}
        return _ok({"message_id": next(self._numbers), "date": 1, "chat": chat, "text": "ok"})

    async def twilio(self, request: web.Request) -> web.Response:
        given = await request.post()
        if self._busy:
            return web.json_response(
                {"code": 20429, "message": "busy", "status": 429},
                status=429,
                headers={"Retry-After": "600"},
            )
        await asyncio.sleep(THINKS)
        now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
        message = {
            "sid": f"SM{next(self._numbers):032x}",
            "account_sid": request.match_info["account"],
            "to": given.get("To"),
            "from": given.get("From"),
            "body": given.get("Body"),
            "status": "queued",
            "direction": "outbound-api",
            "date_created": now,
            "date_updated": now,
            "num_media": "0",
            "num_segments": "1",
        }
        return web.json_response(message, status=201)


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def _serve(port: int, *, busy: bool) -> None:
    provider = Provider(busy=busy)
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", provider.telegram)
    app.router.add_post("/2010-04-01/Accounts/{account}/Messages.json", provider.twilio)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1]), busy="busy" in sys.argv))
