"""Other people's rows that mention somebody: their name is replaced there, and nothing else.

Every table is gone through, also those of capabilities that did not exist when this was
written. Names of other people, and numbers that are theirs too, are not touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Enum,
    RowMapping,
    String,
    Table,
    Text,
    cast,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from bot.erase.traces import Traces, strings
from models.base import Base

THEIR_OWN = ("schools", "people", "children", "guardianships", "contacts")
"""Tables whose names and numbers are whose row it is."""


def reword(
    session: Session, traces: Traces, schools: Collection[int], family: Collection[int]
) -> int:
    """Take them out of all rows of these schools; how many that were.

    `family` are contacts whose messages are taken to be about them. What was changed
    through the session must be flushed, and is stale in it afterwards.
    """
    if not traces:
        return 0
    session.flush()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in THEIR_OWN]
    found = sum(_table(session, table, traces, schools, family) for table in tables)
    session.expire_all()
    return found


def texts_of(table: Table) -> list[Column[Any]]:
    """The columns that may hold people's words: no enums, no keys to other tables."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, (String, JSON)) and not isinstance(column.type, Enum)
    ]


def _table(
    session: Session,
    table: Table,
    traces: Traces,
    schools: Collection[int],
    family: Collection[int],
) -> int:
    columns = texts_of(table)
    if not columns:
        return 0
    keys = [*table.primary_key.columns, *_more(table)]
    query = select(*keys, *columns).where(_of(table, schools), _maybe(columns, traces))
    changed = 0
    for row in session.execute(query).mappings().all():
        if values := _without(row, columns, traces, family):
            same = [column == row[column] for column in table.primary_key.columns]
            session.execute(update(table).where(*same).values(values))
            changed += 1
    return changed


def _more(table: Table) -> Iterator[Column[Any]]:
    if "contact_id" in table.c:
        yield table.c.contact_id


def _of(table: Table, schools: Collection[int]) -> ColumnElement[bool]:
    """Rows of these schools, and of none: strangers write too."""
    if "school_id" not in table.c:
        return true()
    return or_(table.c.school_id.in_(schools), table.c.school_id.is_(None))


def _maybe(columns: Collection[Column[Any]], traces: Traces) -> ColumnElement[bool]:
    """Rows worth reading. JSON escapes letters, but no plain word and no figure."""
    if "" in traces.parts:
        return true()
    return or_(
        *(cast(column, Text).ilike(f"%{part}%") for column in columns for part in traces.parts)
    )


def _without(
    row: RowMapping, columns: Collection[Column[Any]], traces: Traces, family: Collection[int]
) -> dict[str, Any]:
    """The columns that change, with their new values."""
    before = {column.name: row[column] for column in columns}
    near = row.get("contact_id") in family or traces.concerns(strings(before))
    after = {name: traces.out_of(value, near) for name, value in before.items()}
    if after != before:
        after = {name: traces.quoted_out_of(value) for name, value in after.items()}
    return {name: value for name, value in after.items() if value != before[name]}
