"""Whose rows are whose: those that name somebody, and those that hang on such a row.

A table that a capability adds is found by its foreign keys, which say whose the row is: what
hangs on a child's receipt, visit or slot is the child's, however far down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from models.base import Base
from models.family import in_parts
from models.people import Child, Person
from models.whose import KEY, Whose

Rows = dict[str, set[int]]
"""Ids by the table's name; a table comes after those that it refers to."""

CHILDREN = cast("Table", Child.__table__)
PEOPLE = cast("Table", Person.__table__)
ERASED = frozenset({Whose.THEIRS})
COPIED = ERASED | {Whose.NAMED}


def of_child(session: Session, child_id: int, whose: Collection[Whose] = COPIED) -> Rows:
    """What is about this child. Rows of other children are not in it; shared notices neither."""
    return _down(session, _naming(session, CHILDREN, child_id, whose))


def of_person(
    session: Session, person_id: int, whose: Collection[Whose] = COPIED, *, deep: bool = True
) -> Rows:
    """What is theirs. With `deep`, also what others have added to it."""
    named = _naming(session, PEOPLE, person_id, whose)
    return _down(session, named) if deep else named


def tables_about_children() -> set[str]:
    """Tables whose every row leads to a child, if to anybody."""
    found = {CHILDREN.name}
    for table in Base.metadata.sorted_tables:
        if any(parent.name in found for _, parent in references(table)):
            found.add(table.name)
    return found


def people_in(session: Session, rows: Mapping[str, Collection[int]]) -> set[int]:
    """Everybody whom these rows name: who wrote them, who was there."""
    return {
        person
        for name, ids in rows.items()
        for column, parent in references(Base.metadata.tables[name])
        if parent is PEOPLE
        for part in in_parts(ids)
        for person in session.scalars(select(column).where(column.table.c.id.in_(part)).distinct())
        if person is not None
    }


def references(table: Table) -> Iterator[tuple[Column[Any], Table]]:
    """The columns that refer to another table, and which."""
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column.table


def _naming(session: Session, whom: Table, id_: int, whose: Collection[Whose]) -> Rows:
    found: Rows = {}
    for table in Base.metadata.sorted_tables:
        for column, parent in references(table):
            if parent is whom and column.info[KEY] in whose:
                _add(found, table, session.scalars(select(table.c.id).where(column == id_)))
    return found


def _down(session: Session, named: Rows) -> Rows:
    found: Rows = {}
    for table in Base.metadata.sorted_tables:
        _add(found, table, named.get(table.name, ()))
        for column, parent in references(table):
            for part in in_parts(found.get(parent.name, ())) if parent is not table else ():
                _add(found, table, session.scalars(select(table.c.id).where(column.in_(part))))
    return found


def _add(found: Rows, table: Table, ids: Collection[int] | Any) -> None:
    if new := set(ids):
        found.setdefault(table.name, set()).update(new)
