"""Rows as data: what a table holds, with plain values and times in the school's zone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, inspect, select
from sqlalchemy.orm import Session

from models.base import Base
from models.media import Media

Data = dict[str, Any]


@dataclass(frozen=True)
class Copier:
    """Copies rows of one school."""

    session: Session
    zone: ZoneInfo

    def plain(self, value: object) -> object:
        """As JSON has it; a time in ISO 8601 with the zone's offset."""
        if isinstance(value, datetime):
            return value.astimezone(self.zone).isoformat()
        return value.value if isinstance(value, Enum) else value

    def row(self, one: Base, *without: str) -> Data:
        """All columns of a row, and so those that it does not have yet."""
        names = [column.key for column in inspect(type(one)).column_attrs]
        left_out = {"school_id", *without}
        return {name: self.plain(getattr(one, name)) for name in names if name not in left_out}

    def rows(self, some: Iterable[Base], *without: str) -> list[Data]:
        return [self.row(one, *without) for one in some]

    def files(self, ids: Collection[int]) -> list[Data]:
        """The files by name; where they lie and how a channel calls them stays with us."""
        found = self.session.scalars(select(Media).where(Media.id.in_(ids)).order_by(Media.id))
        return self.rows(found, "reference", "tries", "error")

    def others(self, columns: Collection[str], id_: int, known: Collection[str]) -> Data:
        """What capabilities of their own tables keep: rows that name this id in `columns`."""
        return {
            table.name: kept
            for table, column in tables_with(columns, known)
            if (kept := self._of_table(table, column, id_))
        }

    def _of_table(self, table: Table, column: str, id_: int) -> list[Data]:
        found = self.session.execute(select(table).where(table.c[column] == id_)).mappings()
        return [
            {name: self.plain(value) for name, value in row.items() if name != "school_id"}
            for row in found
        ]


def tables_with(columns: Collection[str], known: Collection[str]) -> Iterator[tuple[Table, str]]:
    """Tables that have one of these columns, and which; without those that are known by name."""
    for table in Base.metadata.sorted_tables:
        for column in columns:
            if table.name not in known and column in table.c:
                yield table, column
