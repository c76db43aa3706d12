"""The page's own requests. On this machine only, and only from the page itself."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.app import App
from bot.channels.base import Fetched, File, Incoming, Tap
from bot.demo.channel import DemoChannel
from bot.demo.phones import State, address_of, state
from bot.outbound.media import LIMIT
from models.media import Kind
from models.numbers import LARGEST, LARGEST_ID

STATIC = Path(__file__).parent / "static"
POLICY = "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; frame-ancestors 'none'"
HERE = ("127.0.0.1", "localhost")
"""A name of another site that was made to mean this machine is not the page itself."""
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}


class Said(BaseModel):
    phone: str
    text: str = Field(max_length=10_000)
    quoted: int | None = None


class Tapped(BaseModel):
    phone: str
    message: int = Field(ge=0, le=LARGEST_ID)
    position: int = Field(ge=0, le=LARGEST)
    label: str = ""


class Moved(BaseModel):
    minutes: int = Field(gt=0, le=60 * 24 * 31)


def routes(app: App) -> list[BaseRoute]:
    """Everything of the demo, for `App.web`."""
    page = _Page(app)
    return [
        Route("/", page.show),
        Route("/demo/state", page.state),
        Route("/demo/say", page.say, methods=["POST"]),
        Route("/demo/tap", page.tap, methods=["POST"]),
        Route("/demo/file", page.file, methods=["POST"]),
        Route("/demo/clock", page.clock, methods=["POST"]),
        Mount("/demo/static", StaticFiles(directory=STATIC)),
    ]


class _Page:
    def __init__(self, app: App) -> None:
        self._app = app
        self._channels = {c.name: c for c in app.channels if isinstance(c, DemoChannel)}

    async def show(self, request: Request) -> Response:
        return FileResponse(STATIC / "page.html", headers=HEADERS)

    async def state(self, request: Request) -> Response:
        found = await run_in_threadpool(self._look)
        return JSONResponse(found.model_dump(mode="json"), headers={"Cache-Control": "no-store"})

    async def say(self, request: Request) -> Response:
        if refusal := _stranger(request):
            return refusal
        try:
            said = Said.model_validate_json(await request.body())
        except ValidationError:
            return PlainTextResponse("not understood", 422)
        await self._bring(said.phone, text=said.text, quoted=_quoted(said.quoted))
        return JSONResponse({"ok": True})

    async def tap(self, request: Request) -> Response:
        if refusal := _stranger(request):
            return refusal
        try:
            tapped = Tapped.model_validate_json(await request.body())
        except ValidationError:
            return PlainTextResponse("not understood", 422)
        tap = Tap(message=tapped.message, position=tapped.position)
        await self._bring(tapped.phone, text=tapped.label, tap=tap)
        return JSONResponse({"ok": True})

    async def file(self, request: Request) -> Response:
        if refusal := _stranger(request):
            return refusal
        async with request.form(max_files=1) as form:
            upload, phone = form.get("file"), str(form.get("phone", ""))
            if not isinstance(upload, UploadFile):
                return PlainTextResponse("no file", 422)
            content = await upload.read(LIMIT + 1)
        kind = upload.content_type or "application/octet-stream"
        reference = secrets.token_hex(8)
        channel, _ = _owner(phone)
        self._channels[channel].files[reference] = Fetched(content, kind)
        sent = File(reference, _kind(kind), kind, upload.filename or "", len(content))
        await self._bring(phone, text=str(form.get("text", "")), files=(sent,))
        return JSONResponse({"ok": True})

    async def clock(self, request: Request) -> Response:
        """Move the clock, an hour at a time, so that each rung has its own moment."""
        if refusal := _stranger(request):
            return refusal
        try:
            left = Moved.model_validate_json(await request.body()).minutes
        except ValidationError:
            return PlainTextResponse("not understood", 422)
        while left > 0:
            step = min(left, 60)
            self._app.clock.advance(timedelta(minutes=step))
            await asyncio.to_thread(self._app.sweep)
            left -= step
        self._app.wake()
        return JSONResponse({"ok": True})

    def _look(self) -> State:
        with self._app.sessions() as session:
            return state(session, self._app.clock.now(), self._app.store)

    async def _bring(self, phone: str, **what: object) -> None:
        channel, address = _owner(phone)
        number = f"demo-{secrets.token_hex(8)}"
        await self._app.intake.deliver([Incoming(channel, address, number, **what)])  # type: ignore[arg-type]


def _owner(phone: str) -> tuple[str, str]:
    try:
        return address_of(phone)
    except KeyError:
        raise HTTPException(404, "no such phone") from None


def _quoted(message: int | None) -> str | None:
    return f"demo-{message}" if message is not None else None


def _kind(content_type: str) -> Kind:
    by_start = {"image/": Kind.PHOTO, "audio/": Kind.VOICE, "video/": Kind.VIDEO}
    return next(
        (k for start, k in by_start.items() if content_type.startswith(start)), Kind.DOCUMENT
    )


def _stranger(request: Request) -> Response | None:
    """Other pages in the same browser may not write here."""
    host = request.headers.get("host", "")
    if host.partition(":")[0] in HERE and request.headers.get("origin") == f"http://{host}":
        return None
    return PlainTextResponse("only from the page itself", 403)
