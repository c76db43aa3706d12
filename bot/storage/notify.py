"""Telling other processes that there is something to send: PostgreSQL's LISTEN and NOTIFY.

On SQLite there is one process, which is woken directly. Polling remains the net.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

log = structlog.get_logger(__name__)

CHANNEL = "penghubung_outbox"
_NOTIFY = text(f"NOTIFY {CHANNEL}")
PAUSE = 5.0
"""Seconds before a lost connection is tried again, and between looks at `stopped`."""


def announce(session: Session) -> None:
    """Part of the transaction: heard by others when, and only if, it commits."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_NOTIFY)


def listen(engine: Engine, wake: Callable[[], None], stopped: threading.Event) -> None:
    """Call `wake` whenever any process has committed something to send. For a thread."""
    if engine.dialect.name != "postgresql":
        return
    while not stopped.is_set():
        try:
            _listen(engine, wake, stopped)
        except Exception as error:  # the database is away; polling goes on meanwhile
            log.warning("waking.lost", error=type(error).__name__)
            stopped.wait(PAUSE)


def _listen(engine: Engine, wake: Callable[[], None], stopped: threading.Event) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"LISTEN {CHANNEL}"))
        driver = connection.connection.driver_connection
        assert driver is not None
        while not stopped.is_set():
            for _ in driver.notifies(timeout=PAUSE, stop_after=1):
                wake()
