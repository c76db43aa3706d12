"""Roster files as schools have them, made for a test."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

DATA = Path(__file__).parents[2] / "data"
DAPODIK = DATA / "dapodik_sample.csv"
PLAIN = DATA / "roster.csv"

HEADER = 4
"""Index of the first of Dapodik's two header rows, under four lines of titles."""
NIPD, NISN, HP, ROMBEL = 2, 4, 19, 42

Cell = str | int | float | None
Rows = list[list[Cell]]


def dapodik_rows() -> Rows:
    with DAPODIK.open(encoding="utf-8", newline="") as file:
        return [list(row) for row in csv.reader(file)]


def workbook(path: Path, rows: Sequence[Sequence[Cell]]) -> Path:
    """A real .xlsx of these rows, the group headings merged where there are two header rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row])
    for number, row in enumerate(rows[: HEADER + 1], start=1):
        for column, heading in enumerate(row, start=1):
            if heading in ("Data Ayah", "Data Ibu", "Data Wali"):
                sheet.merge_cells(
                    start_row=number, end_row=number, start_column=column, end_column=column + 5
                )
            elif heading in ("Nama", "NISN") and number == HEADER + 1:
                sheet.merge_cells(
                    start_row=number, end_row=number + 1, start_column=column, end_column=column
                )
    book.save(path)
    return path


def dapodik(path: Path, change: Callable[[Rows], object] | None = None) -> Path:
    """The sample of 90 children with some cells changed: a real workbook, or a quicker CSV."""
    rows = dapodik_rows()
    if change is not None:
        change(rows)
    if path.suffix == ".xlsx":
        return workbook(path, rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def plain(path: Path, *pupils: Mapping[str, Cell], headings: Sequence[str] = ()) -> Path:
    """A workbook with one header row. Without headings: those of the first pupil."""
    names = list(headings or pupils[0])
    return workbook(path, [names, *([pupil.get(name) for name in names] for pupil in pupils)])


def as_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path
