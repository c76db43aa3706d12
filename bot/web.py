"""The web server: providers' doors, links to files, health and metrics. Knows no channel."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.base import Channel, Deliver, Door, Hook, Untrusted
from bot.metrics import RECEIVED, UNTRUSTED, WITHOUT_OUTCOME
from bot.outbound.media import Store
from models.inbox import count_without_outcome
from models.media import Media

log = structlog.get_logger(__name__)

LARGEST = 1024 * 1024
"""Bytes of a provider's request; theirs are a few kilobytes."""

Endpoint = Callable[[Request], Awaitable[Response]]


def build(
    channels: Iterable[Channel],
    deliver: Deliver,
    sessions: sessionmaker[Session],
    store: Store,
    public: str,
    more: Sequence[BaseRoute] = (),
    down: Callable[[], Sequence[str]] = list,
) -> ASGIApp:
    """The application. `public` is the address under which providers reach us; `down` names the
    background loops that do not run."""
    doors = {
        path: _door(path, door, deliver, public)
        for channel in channels
        for path, door in channel.doors().items()
    }
    rest = Starlette(
        routes=[
            Route("/health", _health(sessions, down)),
            Route("/metrics", _metrics(sessions)),
            Route("/media/{token}", _media(sessions, store)),
            *more,
        ]
    )
    return _Front(doors, rest)


@dataclass(frozen=True)
class _Front:
    """Providers' doors before all else: they are nearly all the traffic."""

    doors: Mapping[str, Endpoint]
    rest: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].rstrip("/") if scope["type"] == "http" else ""
        door = self.doors.get(path)
        if door is None:
            await self.rest(scope, receive, send)
        elif scope["method"] != "POST":
            await PlainTextResponse("POST only", 405)(scope, receive, send)
        else:
            response = await door(Request(scope, receive))
            await response(scope, receive, send)


def _door(path: str, door: Door, deliver: Deliver, public: str) -> Endpoint:
    quiet = _Quiet()

    async def receive(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        hook = Hook(_public_url(public, request), _headers(request), body)
        try:
            events = door.read(hook)
        except Untrusted as refused:
            UNTRUSTED.labels(path).inc()
            if quiet.over():
                log.warning("web.untrusted", path=path, reason=str(refused), ours=public)
            return PlainTextResponse("forbidden", 403)
        except Exception as error:  # nobody's, as far as we can tell: nothing is stored
            log.error("web.unreadable", path=path, error=type(error).__name__)
            return PlainTextResponse("unreadable", 400)
        for event in events:
            RECEIVED.labels(event.channel, type(event).__name__.lower()).inc()
        try:
            await deliver(events)
        except Exception as error:  # not stored: the provider must bring it again
            log.error("web.not_stored", path=path, error=type(error).__name__)
            return PlainTextResponse("try again", 503)
        return Response(door.answer, media_type=door.content_type)

    return receive


@dataclass
class _Quiet:
    """Between two lines of a log that strangers could fill."""

    seconds: float = 60
    _until: float = 0

    def over(self) -> bool:
        now = time.monotonic()
        if over := now >= self._until:
            self._until = now + self.seconds
        return over


def _headers(request: Request) -> dict[str, str]:
    """By name in lower case."""
    found = request.scope["headers"]
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in found}


async def _body(request: Request) -> bytes | None:
    """All of it; None once it is too large, whatever length it announced."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _public_url(public: str, request: Request) -> str:
    """What the provider called, and signed: never the host that a proxy shows us."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{public.rstrip('/')}{request.scope['path']}{'?' if query else ''}{query}"


def _health(sessions: sessionmaker[Session], down: Callable[[], Sequence[str]]) -> Endpoint:
    def look() -> None:
        with sessions() as session:
            session.execute(text("SELECT 1"))

    async def health(request: Request) -> Response:
        try:
            await run_in_threadpool(look)
        except Exception as error:  # whatever keeps the database from us is what health means
            return JSONResponse({"status": "down", "database": type(error).__name__}, 503)
        if loops := down():
            return JSONResponse({"status": "down", "loops": list(loops)}, 503)
        return JSONResponse({"status": "ok"})

    return health


def _metrics(sessions: sessionmaker[Session]) -> Endpoint:
    def count() -> int:
        with sessions() as session:
            return count_without_outcome(session)

    async def metrics(request: Request) -> Response:
        try:
            WITHOUT_OUTCOME.set(await run_in_threadpool(count))
        except Exception as error:  # what this process counted is told all the same
            log.error("web.not_counted", error=type(error).__name__)
            WITHOUT_OUTCOME.set(math.nan)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return metrics


def _media(sessions: sessionmaker[Session], store: Store) -> Endpoint:
    def find(media_id: int) -> tuple[Path, str, str] | None:
        with sessions() as session:
            media = session.get(Media, media_id)
            if media is None or media.sha256 is None:
                return None
            return store.path(media.sha256), media.content_type, media.name

    async def media(request: Request) -> Response:
        media_id = store.read_link(request.path_params["token"])
        found = await run_in_threadpool(find, media_id) if media_id is not None else None
        if found is None or not found[0].exists():
            return PlainTextResponse("not found", 404)
        path, content_type, name = found
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
        return FileResponse(
            path,
            media_type=content_type,
            filename=name or None,
            headers=headers,
            content_disposition_type="inline",
        )

    return media
