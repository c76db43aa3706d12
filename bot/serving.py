"""Running a process: the web server around everything else, until it is told to stop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import uvicorn
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.app import App, running

Ready = Callable[[int], None]
"""Told the port once requests are answered and messages flow."""


def serve(app: App, more: Sequence[BaseRoute] = (), ready: Ready = lambda port: None) -> None:
    """Run until SIGINT or SIGTERM; sends under way are finished first.

    Exits with what to do about it if the port is another's.
    """
    try:
        listening = _socket(app)
    except OSError as error:
        raise SystemExit(
            f"{app.settings.host}:{app.settings.port} cannot be listened on ({error.strerror}). "
            "Is Penghubung running already? Else set PENGHUBUNG_PORT to a free one."
        ) from error
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        asyncio.run(_serve(app, more, ready, listening))
    else:
        uvloop.run(_serve(app, more, ready, listening))


async def _serve(
    app: App, more: Sequence[BaseRoute], ready: Ready, listening: socket.socket
) -> None:
    async with running(app):
        server = _server(app.web(more))
        task = await _start(server, listening)
        if server.started:
            ready(_port(server))
        await task


async def _start(server: uvicorn.Server, listening: socket.socket) -> asyncio.Task[None]:
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not task.done():
        await asyncio.sleep(0.01)
    return task


@asynccontextmanager
async def serving(app: App, more: Sequence[BaseRoute] = ()) -> AsyncIterator[int]:
    """The same inside a running loop, for tests and tools; the port it listens on."""
    async with running(app):
        server = _server(app.web(more))
        task = await _start(server, _socket(app))
        try:
            yield _port(server)
        finally:
            server.should_exit = True
            await task


def _server(web: ASGIApp) -> uvicorn.Server:
    config = uvicorn.Config(
        web,
        log_config=None,
        access_log=False,  # addresses carry signed links
        lifespan="off",
        timeout_graceful_shutdown=5,
        server_header=False,
        proxy_headers=False,  # we trust no address but our own setting
    )
    return uvicorn.Server(config)


def _socket(app: App) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind((app.settings.host, app.settings.port))
    return found


def _port(server: uvicorn.Server) -> int:
    return int(server.servers[0].sockets[0].getsockname()[1])
