"""One row of a sheet under reading: its fields, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.roster import row_problems as why
from bot.roster.columns import Columns, Field
from bot.roster.phones import Phone, phone
from bot.roster.problems import Problem, Severity
from bot.roster.table import Cell
from bot.roster.values import filled, is_mangled, text
from handlers.core.talk import Text


@dataclass
class Row:
    """Cells by field. Problems are collected, so that one reading finds all of them."""

    number: int
    cells: Sequence[Cell]
    columns: Columns
    problems: list[Problem]

    def has(self, field: Field) -> bool:
        return field in self.columns.at

    def cell(self, field: Field) -> Cell:
        index = self.columns.at.get(field)
        return self.cells[index] if index is not None and index < len(self.cells) else None

    def text(self, field: Field) -> str:
        return filled(self.cell(field))

    def code(self, field: Field) -> str:
        """A number that is a name: as text, or empty if Excel has spoilt it."""
        words = self.text(field)
        if is_mangled(words):
            self.warn(field, why.MANGLED, value=words)
            return ""
        return words

    def phone(self, field: Field, mobile: bool = True) -> str | None:
        """The number in that cell, or None: with a warning if there was something."""
        found = phone(self.cell(field))
        if found.number and mobile and not found.mobile:
            found = Phone(wrong=why.PHONE_HOME)
        if found.wrong:
            self.warn(field, found.wrong, value=text(self.cell(field)))
        return found.number

    def warn(self, field: Field, words: Text, **values: str) -> None:
        self._add(Severity.WARNING, field, words, values)

    def fail(self, field: Field, words: Text, **values: str) -> None:
        self._add(Severity.ERROR, field, words, values)

    def _add(self, severity: Severity, field: Field, words: Text, values: dict[str, str]) -> None:
        short = {name: value[:60] for name, value in values.items()}
        heading, cell = "", ""
        if self.has(field):
            heading = self.columns.heading(field)
            cell = f"{letters(self.columns.at[field])}{self.number}"
        self.problems.append(Problem(severity, words, short, self.number, heading, cell))


def letters(index: int) -> str:
    """A spreadsheet's name for a column: 0 is A, 42 is AQ."""
    name, left = "", index + 1
    while left:
        left, place = divmod(left - 1, 26)
        name = chr(ord("A") + place) + name
    return name
