"""Opening what people call a roster: a workbook or a CSV, as rows of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.roster import problems as why
from bot.roster.problems import Unreadable

Cell = str | float | int | bool | date | datetime | time | timedelta | None

MEGABYTES = 20
"""A school of two thousand pupils makes a workbook of about one."""

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods, and .xls, begin."""


@dataclass(frozen=True)
class Table:
    """One sheet. Row 1 of the spreadsheet is `rows[0]`, column A is index 0."""

    rows: list[list[Cell]]


def tables(path: Path) -> Iterator[Table]:
    """The sheets of a file, first to last. Raises `Unreadable` for anything else."""
    data = _bytes(path)
    if data.startswith(b"%PDF"):
        raise Unreadable(why.PDF)
    if data.startswith(WORKBOOKS):
        yield from _sheets(data)
    elif data[:200].lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Unreadable(why.HTML)
    else:
        yield Table(_csv(_text(data)))


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise Unreadable(why.MISSING, file=str(path))
    if path.stat().st_size > MEGABYTES * 1_000_000:
        raise Unreadable(why.TOO_LARGE, limit=str(MEGABYTES))
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable(why.EMPTY)
    return data


def _sheets(data: bytes) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(index)
            yield Table([list(row) for row in sheet.to_python(skip_empty_area=False)])
    except PasswordError:
        raise Unreadable(why.LOCKED) from None
    except CalamineError:
        raise Unreadable(why.NOT_A_TABLE) from None


def _text(data: bytes) -> str:
    """UTF-8, what Excel calls Unicode text, or what it writes in Indonesia: cp1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise Unreadable(why.NOT_A_TABLE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _csv(text: str) -> list[list[Cell]]:
    """Parsed by the delimiter that finds the most columns in the first lines."""
    head = "".join(text.splitlines(keepends=True)[:15])
    delimiter = max(",;\t|", key=lambda mark: max(map(len, _parse(head, mark)), default=0))
    return [list(row) for row in _parse(text, delimiter)]


def _parse(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise Unreadable(why.NOT_A_TABLE) from None
