"""Bringing a database to the newest schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, without a file of them."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS))
    settings.attributes["connection"] = connection
    return settings


def migrate(engine: Engine) -> str:
    """Run what is missing, in one transaction; the revision it is at now."""
    from alembic import command

    with engine.begin() as connection:
        command.upgrade(config(connection), "head")
    return newest()


def newest() -> str:
    """The last migration's number, by its file name: loading Alembic costs half a second."""
    return max(path.name[:4] for path in SCRIPTS.glob("versions/[0-9]*.py"))


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found == newest()
