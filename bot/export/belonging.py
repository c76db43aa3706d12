"""Whose rows are whose: those that name somebody, and those that hang on such a row.

A table that a capability adds is found by its foreign keys, which say whose the row is: what
hangs on a child's receipt, visit or slot is the child's, however far down. A key to a
guardian's place names the guardian and the child.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Table, false, or_, select
from sqlalchemy.orm import Session

from models.base import Base
from models.family import in_parts
from models.people import Child, Guardianship, Person
from models.whose import KEY, Whose

Rows = dict[str, set[int]]
"""Ids by the table's name; a table comes after those that it refers to."""

CHILDREN = cast("Table", Child.__table__)
PEOPLE = cast("Table", Person.__table__)
PLACES = cast("Table", Guardianship.__table__)
ERASED = frozenset({Whose.THEIRS})
COPIED = ERASED | {Whose.NAMED}


def of_child(session: Session, child_id: int, whose: Collection[Whose] = COPIED) -> Rows:
    """What is about this child. Rows of other children are not in it; shared notices neither."""
    return _down(session, _naming(session, CHILDREN, child_id, whose))


def of_person(session: Session, person_id: int) -> Rows:
    """What names them, with what others have added to it."""
    return _down(session, _naming(session, PEOPLE, person_id, COPIED))


def said_by(session: Session, person_id: int) -> Rows:
    """What is theirs alone, and goes with them: what others have added to it is not in it."""
    return _down(session, _naming(session, PEOPLE, person_id, ERASED), _is_part)


def about_children(session: Session, name: str, ids: Collection[int]) -> set[int]:
    """Those of these rows of a table that lead to some child."""
    table = Base.metadata.tables[name]
    found: set[int] = set()
    for part in in_parts(ids):
        query = select(table.c.id).where(table.c.id.in_(part), _leads_to_a_child(table))
        found.update(session.scalars(query))
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
    of_place = next(column for column, parent in references(PLACES) if parent is whom)
    places = select(PLACES.c.id).where(of_place == id_)
    found: Rows = {}
    for table in Base.metadata.sorted_tables:
        for column, parent in references(table):
            if parent in (whom, PLACES) and column.info[KEY] in whose:
                theirs = column == id_ if parent is whom else column.in_(places)
                _add(found, table, session.scalars(select(table.c.id).where(theirs)))
    return found


def _down(
    session: Session, named: Rows, follows: Callable[[Column[Any]], bool] = lambda key: True
) -> Rows:
    found: Rows = {}
    for table in Base.metadata.sorted_tables:
        _add(found, table, named.get(table.name, ()))
        for column, parent in references(table):
            above = found.get(parent.name, ()) if parent is not table and follows(column) else ()
            for part in in_parts(above):
                _add(found, table, session.scalars(select(table.c.id).where(column.in_(part))))
    return found


def _is_part(key: Column[Any]) -> bool:
    """Whether what hangs by this key is as much theirs: it says nothing else, and names nobody."""
    says = [
        column.info[KEY]
        for column, parent in references(key.table)
        if parent in (PEOPLE, CHILDREN, PLACES)
    ]
    return key.info.get(KEY, Whose.THEIRS) in ERASED and COPIED.isdisjoint(says)


def _leads_to_a_child(table: Table) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    for column, parent in references(table):
        if parent is CHILDREN:
            ways.append(column.is_not(None))
        elif parent is not table:
            ways.append(column.in_(select(parent.c.id).where(_leads_to_a_child(parent))))
    return or_(false(), *ways)


def _add(found: Rows, table: Table, ids: Collection[int] | Any) -> None:
    if new := set(ids):
        found.setdefault(table.name, set()).update(new)
