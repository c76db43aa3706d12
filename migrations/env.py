"""Alembic's entry: runs the migrations on the connection it is given."""

from __future__ import annotations

from alembic import context

import models  # noqa: F401 (loads every table)
from models.base import Base


def run() -> None:
    """Online only: migrations here always run against a real database."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
