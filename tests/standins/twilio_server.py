"""A stand-in for Twilio on loopback: its REST API, and the webhooks it posts to us.

Made from Twilio's published OpenAPI and documentation, not from our code: it signs, checks
and refuses by itself. Every request is held against the OpenAPI; leaving the context fails
if one broke it.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from base64 import b64decode
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

from aiohttp import ClientSession, web

from tests.standins.twilio_messages import (
    ACCOUNT,
    Fault,
    Message,
    filled,
    page,
    problem,
    shown,
    wrong,
)
from tests.standins.twilio_openapi import MEDIA, MESSAGES, broken, checked_answer
from tests.standins.twilio_webhooks import TOKEN, Answer, Webhooks


class Twilio(Webhooks):
    """`async with Twilio() as twilio`: then `url` is its base; set `ours` to our public one."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(now)
        self.faults: deque[Fault] = deque()
        self.progress: tuple[str, ...] = ()
        """Statuses every accepted message goes through by itself, reported to us."""
        self.templates: dict[str, str] = {}
        """Approved ones: ContentSid → body with {{1}}…"""
        self.messages: list[Message] = []
        self.violations: list[str] = []
        self.file_requests: list[dict[str, str]] = []
        """Headers of the requests for files, first to the API and then to the other host."""
        self._tasks: set[asyncio.Task[Answer | None]] = set()
        self._leaving = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.client = ClientSession()
        self._runners = [
            await _serve(
                web.post(MESSAGES, self._create),
                web.get(MESSAGES, self._list),
                web.get(MEDIA, self._media),
            ),
            await _serve(web.get("/files/{name}", self._file)),
        ]
        self.url, self._files_url = (_address(runner) for runner in self._runners)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._leaving.set()
        await self.settled()
        await self.client.close()
        for runner in self._runners:
            await runner.cleanup()
        assert kind or not self.violations, self.violations

    # --- what a test arranges, and looks at ---

    def approve(self, body: str) -> str:
        """A template's ContentSid, as if WhatsApp had approved it."""
        sid = f"HX{secrets.token_hex(16)}"
        self.templates[sid] = body
        return sid

    def fail(self, *faults: Fault) -> None:
        """What happens to the next sends."""
        self.faults.extend(faults)

    def sent_to(self, address: str) -> list[Message]:
        """Every message taken for a number ("+62…", or "whatsapp:+62…"), the oldest first."""
        whole = (address, f"whatsapp:{address}")
        return [message for message in self.messages if message.to in whole]

    async def settled(self) -> None:
        """Wait until the callbacks that are due have been posted and answered."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def status(self, sid: str, status: str, error: int | None = None) -> Answer:
        """Report on a message of ours where it asked us to."""
        message = next(one for one in self.messages if one.sid == sid)
        return await self._report(message, status, error)

    async def _report(self, message: Message, status: str, error: int | None) -> Answer:
        message.status, message.error = status, error
        fields = {
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.to,
            "From": message.sender,
            "AccountSid": ACCOUNT,
            "ApiVersion": "2010-04-01",
        }
        if error is not None:
            fields |= {"ErrorCode": str(error), "ChannelStatusMessage": ""}
        return await self.post(message.callback, fields)

    # --- the REST API ---

    async def _create(self, request: web.Request) -> web.StreamResponse:
        form = parse_qs(await request.text(), keep_blank_values=True)
        if refused := self._refused(request, MESSAGES, form):
            return refused
        given = {name: values[0] for name, values in form.items()}
        if code := wrong(given):
            return _error(400, code)
        fault = self.faults.popleft() if self.faults else Fault(201, accepts=True)
        message = self._accept(given, form.get("MediaUrl", [])) if fault.accepts else None
        if fault.hangs:
            await self._leaving.wait()
        if fault.status == 0:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if message is None or fault.status != 201:
            return _error(fault.status, fault.code, fault.retry_after)
        answer = checked_answer(MESSAGES, "post", 201, shown(message))
        return web.json_response(answer, status=201)

    def _accept(self, given: dict[str, str], media: Sequence[str]) -> Message:
        content = given.get("ContentSid", "")
        body, variables = given.get("Body", ""), {}
        if content:
            variables = json.loads(given.get("ContentVariables", "{}"))
            body = filled(self.templates.get(content, ""), variables)
        message = Message(
            sid=f"{'MM' if content or media else 'SM'}{secrets.token_hex(16)}",
            to=given["To"],
            sender=given["From"],
            text=body,
            created=self.now(),
            media=media,
            content_sid=content,
            variables=variables,
            callback=given.get("StatusCallback", ""),
        )
        self.messages.append(message)
        if message.callback:
            task = asyncio.create_task(self._deliver(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return message

    async def _deliver(self, message: Message) -> None:
        template = self.templates.get(message.content_sid)
        if code := problem(message, template, self.heard.get(message.to)):
            await self._report(message, "undelivered", code)
            return
        for status in self.progress:
            await self._report(message, status, None)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        if refused := self._refused(request, MESSAGES, {}):
            return refused
        found = page(self.messages, request.query, request.path)
        return web.json_response(checked_answer(MESSAGES, "get", 200, found))

    async def _media(self, request: web.Request) -> web.StreamResponse:
        self.file_requests.append(dict(request.headers))
        if refused := self._refused(request, MEDIA, {}):
            return refused
        name = request.match_info["Sid"]
        if name not in self.files:
            return _error(404, 20404)
        raise web.HTTPTemporaryRedirect(f"{self._files_url}/files/{name}")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """The other host has addresses of its own and will not have our credentials."""
        self.file_requests.append(dict(request.headers))
        if "Authorization" in request.headers:
            return web.Response(status=400, text="Only one auth mechanism allowed")
        content, content_type = self.files[request.match_info["name"]]
        return web.Response(body=content, content_type=content_type)

    def _refused(
        self, request: web.Request, path: str, form: dict[str, list[str]]
    ) -> web.Response | None:
        scheme, _, known = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Basic" or b64decode(known) != f"{ACCOUNT}:{TOKEN}".encode():
            return _error(401, 20003)
        place = {name: [value] for name, value in request.match_info.items()}
        query = {name: request.query.getall(name) for name in request.query}
        if faults := broken(path, request.method.lower(), place, query, form):
            self.violations += faults
            return _error(400, 20001)
        return None


def _error(status: int, code: int | None, retry_after: int | None = None) -> web.Response:
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    if code is None:
        return web.Response(status=status, text="<html>no JSON</html>", headers=headers)
    more = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": "refused", "more_info": more, "status": status}
    return web.json_response(body, status=status, headers=headers)


async def _serve(*routes: web.RouteDef) -> web.AppRunner:
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


def _address(runner: web.AppRunner) -> str:
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"
