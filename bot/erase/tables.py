"""Tables that capabilities add: what of their rows is words, told by the columns alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Float,
    RowMapping,
    Table,
    UniqueConstraint,
    delete,
    select,
    update,
)

from bot.commands.lookup import ERASED
from bot.erase.files import is_file, is_files
from bot.erase.mentions import texts_of
from bot.erase.work import Work
from bot.export.belonging import Rows, references
from models.base import Base
from models.family import in_parts
from models.inbox import InboundMessage
from models.whose import KEY, Whose


def empty_others(
    work: Work,
    rows: Rows,
    known: Collection[str],
    kept: Collection[Whose] = (Whose.OURS,),
) -> None:
    """Empty the words and files of these rows; they stay, but for those that hold nothing else.

    `known` tables are left to those who know more of them, and words of these, too.
    """
    for name, ids in rows.items():
        table = Base.metadata.tables[name]
        if name in known:
            continue
        columns = [one for one in _columns(table) if one.info.get(KEY) not in kept]
        for part in in_parts(ids) if columns else ():
            work.counts["other"] += _empty(work, table, part, columns)
            if table.info.get("goes"):
                work.session.execute(delete(table).where(table.c.id.in_(part)))


def _empty(work: Work, table: Table, ids: Collection[int], columns: Iterable[Column[Any]]) -> int:
    changed = 0
    for row in work.session.execute(select(table).where(table.c.id.in_(ids))).mappings().all():
        new = {}
        for column in columns:
            old, empty = row[column.name], _emptied(column, row[column.name])
            _note(work, column, old)
            if empty != old:
                new[column.name] = empty
        work.said.update(_said(table, row))
        if new:
            work.session.execute(update(table).where(table.c.id == row["id"]).values(new))
            changed += 1
    return changed


def _note(work: Work, column: Column[Any], old: Any) -> None:
    """What is taken out here is looked for elsewhere: words as quotes, files as messages."""
    if is_file(column):
        work.media.update([] if old is None else [old])
    elif is_files(column):
        work.media.update(old)
    elif isinstance(old, str):
        work.remember(old)


def _said(table: Table, row: RowMapping) -> Iterator[int]:
    """The messages in which it was said."""
    for column, parent in references(table):
        if parent is InboundMessage.__table__ and row[column.name] is not None:
            yield row[column.name]


def _columns(table: Table) -> Iterator[Column[Any]]:
    """What a row says: texts that are no keys, places on the map, files."""
    keys = {
        column.name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        for column in constraint.columns
    }
    for column in texts_of(table):
        if column.name not in keys and not column.foreign_keys and not column.primary_key:
            yield column
    for column in table.columns:
        if column.nullable and (is_file(column) or isinstance(column.type, Float)):
            yield column


def _emptied(column: Column[Any], value: object) -> object:
    if value is None or column.nullable:
        return None
    if isinstance(column.type, JSON):
        return type(value)()
    return ERASED if value else ""
