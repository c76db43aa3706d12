"""What many tests begin with, made once for each kind of database and then copied.

A test that asks for the fixture of that name begins there; the first that it asks for counts.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from bot.storage.database import connect, sessions_on
from bot.storage.migrating import migrate
from tests import cast, thirty
from tests.bot import kept
from tests.cast import MONDAY
from tests.postgres import create_database, drop_database, start_server


def _cast(session: Session) -> datetime:
    cast.make(session)
    return MONDAY


def _thirty(session: Session) -> datetime:
    thirty.make(session)
    return MONDAY


EMPTY = "empty"
STAGES: dict[str, Callable[[Session], datetime]] = {
    "days": lambda session: kept.days(session).now,
    "week": lambda session: kept.week(session).now,
    "thirty": _thirty,
    "cast": _cast,
}
"""By fixture: fills an empty database, and says what time it is then."""


class Templates:
    """The databases to copy: nobody uses them themselves."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._urls: dict[tuple[str, str], str] = {}
        self._times: dict[str, datetime] = {}

    def copy(self, backend: str, stage: str) -> str:
        """The URL of a new database of that kind at that stage."""
        template = self._url(backend, stage)
        if backend == "postgresql":
            return create_database(start_server(), template=template)
        return _copy(template, self._folders.mktemp("sqlite"))

    def now(self, stage: str) -> datetime:
        """What time it is when that stage has been reached."""
        return self._times.get(stage, MONDAY)

    def forget(self) -> None:
        for url in self._urls.values():
            forget(url)

    def _url(self, backend: str, stage: str) -> str:
        if (backend, stage) not in self._urls:
            self._urls[backend, stage] = self._make(backend, stage)
        return self._urls[backend, stage]

    def _make(self, backend: str, stage: str) -> str:
        url = self._empty(backend) if stage == EMPTY else self.copy(backend, EMPTY)
        engine = connect(url)
        if stage == EMPTY:
            migrate(engine)
        else:
            with sessions_on(engine).begin() as session:
                self._times[stage] = STAGES[stage](session)
        engine.dispose()
        return url

    def _empty(self, backend: str) -> str:
        if backend == "postgresql":
            return create_database(start_server())
        return f"sqlite:///{self._folders.mktemp('template')}/penghubung.db"


def _copy(url: str, folder: Path) -> str:
    path = folder / "penghubung.db"
    shutil.copy(str(make_url(url).database), path)
    return f"sqlite:///{path}"


def forget(url: str) -> None:
    """Drop a database that a test has had; a file goes with its folder."""
    if url.startswith("postgresql"):
        drop_database(url)
