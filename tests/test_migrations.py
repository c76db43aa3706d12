"""Migrations make, on both engines, exactly what the models say."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Enum, inspect
from sqlalchemy.schema import CheckConstraint

from bot.storage.migrating import SCRIPTS, is_current, migrate, newest
from models.base import Base


def test_the_migrated_schema_equals_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _differs})
        assert compare_metadata(context, Base.metadata) == []


def _differs(
    context: object, found: object, column: object, in_base: object, ours: object
) -> bool | None:
    """Enumerations are kept as text; everything else is compared as usual."""
    return False if isinstance(ours, Enum) else None


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    assert is_current(engine)
    assert migrate(engine) == newest()


def test_migrations_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in Path(SCRIPTS, "versions").glob("0*.py"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert names[-1].startswith(newest())


def test_every_constraint_has_a_name(engine: Engine) -> None:
    for table in Base.metadata.tables.values():
        unnamed = [
            c for c in table.constraints if c.name is None and not isinstance(c, CheckConstraint)
        ]
        assert not unnamed, table.name
    assert "uq_outbox_person_id_topic" in {
        found["name"] for found in inspect(engine).get_unique_constraints("outbox")
    }


def test_every_tenant_row_carries_its_school() -> None:
    without = {
        name for name, table in Base.metadata.tables.items() if "school_id" not in table.columns
    }
    assert without == {"schools"}
