"""Real databases for every test: each runs on SQLite and on PostgreSQL.

The schema is the one the migrations make, copied for each test from a template.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

pytest.register_assert_rewrite("tests.dialogue")

from bot.database import connect, sessions_on
from bot.migrating import migrate
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat
from tests.postgres import create_database, drop_database, start_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    url = create_database(start_server())
    engine = connect(url)
    migrate(engine)
    engine.dispose()
    yield url
    drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of this test's own, with the newest schema and nothing in it."""
    if request.param == "sqlite":
        path = tmp_path / "penghubung.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template: str = request.getfixturevalue("postgres_template")
    url = create_database(start_server(), template=template)
    yield url
    drop_database(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with sessions_on(engine)() as session:
        yield session


@pytest.fixture
def cast(session: Session) -> Cast:
    return casting.make(session)


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    return Chat(session, MONDAY)
