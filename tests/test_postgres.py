"""The server the other tests lean on: separate databases, copied from a template."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from tests.postgres import create_database, drop_database, start_server

pytestmark = pytest.mark.postgres


@pytest.fixture
def empty() -> Iterator[str]:
    url = create_database(start_server())
    yield url
    drop_database(url)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_a_copy_of_a_template_is_a_database_of_its_own(empty: str) -> None:
    with connected(empty) as template:
        template.execute(text("CREATE TABLE word AS SELECT 'halo' AS said"))

    copy = create_database(start_server(), template=empty)
    with connected(copy) as first:
        first.execute(text("UPDATE word SET said = 'dah'"))

    with connected(empty) as template:
        assert template.scalar(text("SELECT said FROM word")) == "halo"
    drop_database(copy)


def test_a_database_is_dropped_though_somebody_is_connected() -> None:
    url = create_database(start_server())
    engine = create_engine(url)
    with engine.connect() as lingering:
        lingering.execute(text("SELECT 1"))
        drop_database(url)
        with pytest.raises(OperationalError):
            lingering.execute(text("SELECT 1"))
    engine.dispose()
    with pytest.raises(OperationalError, match="does not exist"), connected(url):
        pass


def test_only_databases_of_the_tests_are_dropped() -> None:
    with pytest.raises(ValueError, match="not made by the tests"):
        drop_database(start_server())
