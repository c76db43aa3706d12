"""Real databases for every test: each runs on SQLite and on PostgreSQL.

The schema is the one the migrations make, copied for each test from a template that may hold a
school already.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

pytest.register_assert_rewrite("tests.dialogue")

from bot.storage.database import connect, sessions_on
from tests import cast as casting
from tests import thirty as families
from tests.cast import Cast
from tests.dialogue import Chat
from tests.stages import EMPTY, STAGES, Templates, forget
from tests.thirty import Thirty

# How long an example takes says nothing on a machine that runs other tests at the same time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What mostly waits (for processes, a browser) begins first; the others fill the gaps."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported and collected stays: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    """The databases that tests begin with, each made when the first test asks for it."""
    templates = Templates(tmp_path_factory)
    yield templates
    templates.forget()


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> str:
    """What is in the test's database when it begins: see `tests.stages`."""
    return next((name for name in STAGES if name in request.fixturenames), EMPTY)


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """A kind of database: every test that needs one runs on each."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(backend: str, stage: str, made: Templates) -> Iterator[str]:
    """The URL of a database of this test's own, with the newest schema."""
    url = made.copy(backend, stage)
    yield url
    forget(url)


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
def unspoilt() -> Iterator[dict[tuple[str, str], Shared]]:
    """By kind and stage, what tests use one after the other."""
    spare: dict[tuple[str, str], Shared] = {}
    yield spare
    for one in spare.values():
        one.engine.dispose()


@pytest.fixture
def session(
    backend: str,
    stage: str,
    made: Templates,
    request: pytest.FixtureRequest,
    unspoilt: dict[tuple[str, str], Shared],
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
    shared = unspoilt.pop((backend, stage), None)
    if shared is None:
        shared = Shared(connect(made.copy(backend, stage)))
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
        forget(engine.url.render_as_string(hide_password=False))
    else:
        unspoilt[backend, stage] = shared


@pytest.fixture
def cast(session: Session) -> Cast:
    return casting.found(session)


@pytest.fixture
def thirty(session: Session) -> Thirty:
    return families.found(session)


@pytest.fixture
def week(chat: Chat) -> Chat:
    return chat


@pytest.fixture
def days(chat: Chat) -> Chat:
    return chat


@pytest.fixture
def chat(session: Session, stage: str, made: Templates) -> Chat:
    return Chat(session, made.now(stage))
