"""Tables that capabilities add: what of their rows is words, told by the columns alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import JSON, Column, Table, UniqueConstraint, select, update

from bot.erase.mentions import texts_of
from bot.erase.work import Work
from bot.export.rows import tables_with
from bot.finding import ERASED


def empty_others(work: Work, columns: Collection[str], id_: int, known: Collection[str]) -> None:
    """Empty the words of rows that name this id in `columns`; the rows stay.

    `known` tables are left to those who know more of them.
    """
    for table, column in tables_with(columns, known):
        words = list(_words(table))
        if words:
            work.counts["other"] += _empty(work, table, table.c[column] == id_, words)


def _empty(work: Work, table: Table, theirs: Any, words: Collection[Column[Any]]) -> int:
    keys = list(table.primary_key.columns)
    changed = 0
    for row in work.session.execute(select(*keys, *words).where(theirs)).mappings().all():
        new = {
            word.name: empty for word in words if (empty := _emptied(word, row[word])) != row[word]
        }
        for word in words:
            work.remember(row[word] if isinstance(row[word], str) else None)
        if new:
            same = [key == row[key] for key in keys]
            work.session.execute(update(table).where(*same).values(new))
            changed += 1
    return changed


def _words(table: Table) -> Iterator[Column[Any]]:
    """Texts that are no keys: those a unique constraint needs say which row it is."""
    keys = {
        column.name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        for column in constraint.columns
    }
    for column in texts_of(table):
        if column.name not in keys and not column.foreign_keys and not column.primary_key:
            yield column


def _emptied(column: Column[Any], value: object) -> object:
    if value is None or column.nullable:
        return None
    if isinstance(column.type, JSON):
        return type(value)()
    return ERASED if value else ""
