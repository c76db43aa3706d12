"""Rows as data: what a table holds, with plain values and times in the school's zone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from bot.export.belonging import Rows
from models.base import Base
from models.family import in_parts
from models.media import Media
from models.whose import LEFT_OUT

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
        if isinstance(value, date):
            return value.isoformat()
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

    def others(self, rows: Rows, known: Collection[str]) -> Data:
        """The rest of what is theirs: tables that the copy has no place of its own for."""
        return {name: self._of_table(name, ids) for name, ids in rows.items() if name not in known}

    def _of_table(self, name: str, ids: Collection[int]) -> list[Data]:
        table = Base.metadata.tables[name]
        without = {"school_id", *_reasons(name)}
        return [
            {column: self.plain(value) for column, value in row.items() if column not in without}
            for part in in_parts(ids)
            for row in self.session.execute(
                select(table).where(table.c.id.in_(part)).order_by(table.c.id)
            ).mappings()
        ]


def left_out(tables: Iterable[str]) -> dict[str, str]:
    """What a copy with these tables says that it does not hold, and why."""
    return {f"{table}.{column}": why for table in tables for column, why in _reasons(table).items()}


def _reasons(table: str) -> dict[str, str]:
    """The columns of a table that are in nobody's copy, and why."""
    columns = Base.metadata.tables[table].columns
    return {one.name: one.info[LEFT_OUT] for one in columns if LEFT_OUT in one.info}


def files_in(other: Mapping[str, Iterable[Data]]) -> Iterator[int]:
    """The ids of files in what `Copier.others` gave."""
    for rows in other.values():
        for row in rows:
            yield from row.get("media", ())
            yield from row.get("more_media", ())
            if row.get("media_id") is not None:
                yield row["media_id"]
