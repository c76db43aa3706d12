"""The demo school on a port of its own, on a school day in the morning."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest_asyncio

from bot.app import App, build
from bot.demo.run import demo_channels, furnish, routes
from bot.serving import serving
from bot.settings import Settings
from scheduler.clock import Clock
from tests.cast import MONDAY
from tests.stages import EMPTY, Templates


@dataclass(frozen=True)
class Demo:
    app: App
    url: str


@pytest_asyncio.fixture(loop_scope="module")
async def demo(made: Templates, tmp_path: Path) -> AsyncIterator[Demo]:
    settings = Settings(database_url=made.copy("sqlite", EMPTY), data_dir=tmp_path, port=0)
    app = build(settings, demo_channels(), Clock(MONDAY - datetime.now(UTC)))
    furnish(app)
    async with serving(app, routes(app)) as port:
        yield Demo(app, f"http://127.0.0.1:{port}")


@pytest_asyncio.fixture(loop_scope="module")
async def client(demo: Demo) -> AsyncIterator[httpx.AsyncClient]:
    """Another program on this machine; only with `origin` is it the page itself."""
    async with httpx.AsyncClient(base_url=demo.url) as client:
        yield client
