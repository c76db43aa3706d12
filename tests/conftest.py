"""Real databases for every test: SQLite, and PostgreSQL where the test asks for both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.database import connect, sessions_on
from models.base import Base
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = connect("sqlite://")
    Base.metadata.create_all(engine)
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
