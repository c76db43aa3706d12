"""Real databases for every test: each runs on SQLite and on PostgreSQL.

The schema is the one the migrations make, copied for each test from a template.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

pytest.register_assert_rewrite("tests.dialogue")

from bot.storage.database import connect, sessions_on
from bot.storage.migrating import migrate
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat
from tests.postgres import create_database, drop_database, start_server

# How long an example takes says nothing on a machine that runs other tests at the same time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported and collected stays: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()


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
def backend(request: pytest.FixtureRequest) -> str:
    """A kind of database: every test that needs one runs on each."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database of this test's own, with the newest schema and nothing in it."""
    url = _new_database(backend, request)
    yield url
    _forget(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


TURNS = 40
"""So many tests use a database. PostgreSQL keeps what was rolled back until it is vacuumed, and
reads past it: after some hundred tests some took a minute instead of a second."""


@dataclass
class Shared:
    """An engine on an empty database, and how many tests have had it."""

    engine: Engine
    turns: int = 0


@pytest.fixture(scope="session")
def unspoilt() -> Iterator[dict[str, Shared]]:
    """By kind, what tests use one after the other."""
    spare: dict[str, Shared] = {}
    yield spare
    for one in spare.values():
        one.engine.dispose()


@pytest.fixture
def session(
    backend: str, request: pytest.FixtureRequest, unspoilt: dict[str, Shared]
) -> Iterator[Session]:
    """A session on the test's own database, for one that asks for its URL or engine too.

    For the others all is rolled back at the end, and the next one takes over the database with the
    statements that were compiled for it; both take longer to make than most tests run. Where a
    test commits, the next one gets a new database.
    """
    if "database_url" in request.fixturenames:
        with sessions_on(request.getfixturevalue("engine"))() as session:
            yield session
        return
    shared = unspoilt.pop(backend, None)
    if shared is None:
        shared = Shared(connect(_new_database(backend, request)))
    engine = shared.engine
    commits: list[Connection] = []

    def remember(connection: Connection) -> None:
        commits.append(connection)

    event.listen(engine, "commit", remember)
    with sessions_on(engine)() as session:
        yield session
    event.remove(engine, "commit", remember)
    shared.turns += 1
    if commits or shared.turns == TURNS:
        engine.dispose()
        _forget(engine.url.render_as_string(hide_password=False))
    else:
        unspoilt[backend] = shared


def _new_database(backend: str, request: pytest.FixtureRequest) -> str:
    if backend == "postgresql":
        template: str = request.getfixturevalue("postgres_template")
        return create_database(start_server(), template=template)
    folders: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    path = folders.mktemp("sqlite") / "penghubung.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


def _forget(url: str) -> None:
    if url.startswith("postgresql"):
        drop_database(url)


@pytest.fixture
def cast(session: Session) -> Cast:
    return casting.make(session)


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    return Chat(session, MONDAY)
