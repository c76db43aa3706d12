"""Another Python process, up when it says so."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.process import ROOT

START = 60
"""Seconds."""


@asynccontextmanager
async def program(module: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m module …`, from the line in which it says "ready" until we leave."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert await answer(running) == "ready"
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
            await running.wait()


async def answer(running: asyncio.subprocess.Process, seconds: float = START) -> str:
    """The next line it prints; an empty one if it has ended."""
    assert running.stdout is not None
    async with asyncio.timeout(seconds):
        return (await running.stdout.readline()).decode().strip()
