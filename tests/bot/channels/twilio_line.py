"""A line to Twilio's stand-in: our two channels, and a web server with their doors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from aiohttp import web

from bot.channels.base import Door, Event, Hook, Outgoing, Untrusted
from bot.channels.sms import Sms
from bot.channels.twilio_api.account import Account
from bot.channels.twilio_api.hooks import Seal
from bot.channels.whatsapp import WhatsApp
from bot.outbound.templates import Templates
from tests.standins.twilio_messages import ACCOUNT, SENDER, SMS_SENDER
from tests.standins.twilio_server import Twilio
from tests.standins.twilio_webhooks import TOKEN

SARI = "+6281200000001"
HIDDEN = "ID.4566778899"
RECENTLY, LONG_AGO = timedelta(minutes=5), timedelta(days=3)


@dataclass
class Line:
    twilio: Twilio
    whatsapp: WhatsApp
    sms: Sms
    account: Account
    public: str
    events: list[Event] = field(default_factory=list)
    """What came in through our doors, in order."""

    def with_templates(self, configured: Templates) -> WhatsApp:
        """The channel, with approved templates."""
        return WhatsApp(self.account, Seal(TOKEN), SENDER, self.public, configured)


def message(body: str = "Baik, sudah dicatat.", **more: Any) -> Outgoing:
    """Something to say to Ibu Sari, who wrote a moment ago."""
    plain = Outgoing(
        id=41,
        address=SARI,
        body=body,
        text_key="tests.plain",
        language="id",
        blanks={},
        silence=RECENTLY,
    )
    return replace(plain, **more)


@asynccontextmanager
async def open_line(seconds: float = 20) -> AsyncIterator[Line]:
    """Everything on loopback; closed again, and no request may have broken Twilio's rules."""
    async with Twilio() as twilio:
        account = Account(ACCOUNT, TOKEN, twilio.url, seconds)
        app = web.Application()
        runner = web.AppRunner(app)
        events: list[Event] = []
        # The doors need the public address, and that is known when the server stands.
        app.router.add_post("/{path:.*}", partial(_answer, app, events))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        twilio.ours = public = f"http://{host}:{port}"
        whatsapp = WhatsApp(account, Seal(TOKEN), SENDER, public, {})
        sms = Sms(account, Seal(TOKEN), SMS_SENDER, public)
        _DOORS[app] = {**whatsapp.doors(), **sms.doors()}
        try:
            yield Line(twilio, whatsapp, sms, account, public, events)
        finally:
            await twilio.settled()
            await account.close()
            await runner.cleanup()
            del _DOORS[app]


_DOORS: dict[web.Application, dict[str, Door]] = {}


async def _answer(
    app: web.Application, events: list[Event], request: web.Request
) -> web.StreamResponse:
    door = _DOORS[app].get(request.path)
    if door is None:
        return web.Response(status=404)
    headers = {name.lower(): value for name, value in request.headers.items()}
    hook = Hook(str(request.url), headers, await request.read())
    try:
        found: Sequence[Event] = door.read(hook)
    except Untrusted:
        return web.Response(status=403)
    events.extend(found)
    return web.Response(body=door.answer, content_type=door.content_type)
