"""The real process: started with settings, killed without warning, started again."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START = 60
"""Seconds until it must be ready, on a machine that is busy with other tests."""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Process:
    """`penghubung run` with its own settings; nothing of ours in the environment but those."""

    def __init__(self, settings: Mapping[str, object], log: Path) -> None:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PENGHUBUNG_")}
        ours = {f"PENGHUBUNG_{name.upper()}": str(value) for name, value in settings.items()}
        self._environment = {**clean, **ours}
        self._log = log
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when it says that it is ready."""
        with self._log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=ROOT,
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        async with asyncio.timeout(START):
            assert self._running.stdout is not None
            async for line in self._running.stdout:
                if line.startswith(b"ready:"):
                    return
        raise AssertionError(f"it never became ready: {self.log[-2000:]}")

    async def kill(self) -> None:
        """As a power cut would: no handler runs, nothing is flushed."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """As an operator would."""
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self._running is not None and self._running.returncode is None:
            self._running.send_signal(how)
            await self._running.wait()

    @property
    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""


@asynccontextmanager
async def started(settings: Mapping[str, object], log: Path) -> AsyncIterator[Process]:
    process = Process(settings, log)
    await process.start()
    try:
        yield process
    finally:
        await process.stop()
