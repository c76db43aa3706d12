"""From a file to pupils, and a list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.roster import columns, titles, values
from bot.roster import problems as file_problems
from bot.roster import row_problems as why
from bot.roster.columns import Columns, Field
from bot.roster.guardians import name, places
from bot.roster.problems import Problem, Severity, Unreadable
from bot.roster.rows import LONGEST, RosterRow
from bot.roster.sheet import Row
from bot.roster.table import Table, tables
from bot.roster.titles import Titles
from models.people import Sex


@dataclass(frozen=True)
class Roster:
    """A file as read. With an error among the problems nothing of it may be imported."""

    rows: list[RosterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    titles: Titles = field(default_factory=Titles)


def read(path: Path, mapping: Mapping[str, str] | None = None) -> Roster:
    """Read the first sheet that has pupils. Never raises for what is in the file."""
    try:
        table, found = _sheet(path, mapping)
    except Unreadable as error:
        return Roster(problems=[error.problem])
    problems: list[Problem] = []
    rows = [
        pupil
        for number, cells in enumerate(table.rows[found.first :], start=found.first + 1)
        if (pupil := _pupil(Row(number, cells, found, problems))) is not None
    ]
    if not rows and not problems:
        problems.append(Problem(Severity.ERROR, file_problems.NO_ROWS))
    problems.extend(_twice(rows))
    return Roster(rows, problems, titles.read(table.rows[: found.start]))


def _sheet(path: Path, mapping: Mapping[str, str] | None) -> tuple[Table, Columns]:
    first: Unreadable | None = None
    for table in tables(path):
        try:
            return table, columns.find(table.rows, mapping)
        except Unreadable as error:
            first = first or error
    raise first or Unreadable(file_problems.EMPTY)


def _pupil(row: Row) -> RosterRow | None:
    """One pupil; None for a row without any (empty, a total) or that cannot be used."""
    known = (Field.NAME, Field.NISN, Field.NIPD, Field.CLASS)
    if sum(bool(row.text(key)) for key in known) < 2:
        return None
    before = len(row.problems)
    called, class_name = name(row), _class(row)
    nisn, nipd = _nisn(row), row.code(Field.NIPD) or None
    if called and not nisn and not nipd:
        key = Field.NISN if row.has(Field.NISN) else Field.NIPD
        row.fail(key, why.NO_NUMBER, name=called)
    sex, guardians = _sex(row), tuple(places(row))
    phone = row.phone(Field.PHONE, mobile=False) or row.phone(Field.LANDLINE, mobile=False)
    if any(problem.severity is Severity.ERROR for problem in row.problems[before:]):
        return None
    return RosterRow(
        row=row.number,
        name=called,
        nickname=row.text(Field.NICKNAME)[:LONGEST] or None,
        nisn=nisn,
        nipd=nipd,
        class_name=class_name,
        homeroom=values.name(row.text(Field.HOMEROOM))[:LONGEST] or None,
        primary=values.primary(row.text(Field.PRIMARY)),
        tell_both=values.tells_both(row.text(Field.PRIMARY)),
        sex=sex,
        phone=phone,
        places=guardians,
    )


def _class(row: Row) -> str | None:
    words = row.text(Field.CLASS)
    if not words:
        row.warn(Field.CLASS, why.NO_CLASS, name=values.name(row.text(Field.NAME)))
        return None
    if not isinstance(row.cell(Field.CLASS), str | int | float) or len(words) > 30:
        row.fail(Field.CLASS, why.CLASS_WRONG, value=words)
    return values.class_name(words) or None


def _nisn(row: Row) -> str | None:
    words = row.code(Field.NISN)
    if not words.strip("0"):
        return None
    found = values.nisn(words)
    if found is None:
        row.warn(Field.NISN, why.NISN_WRONG, value=words)
    return found


def _sex(row: Row) -> Sex | None:
    words = row.text(Field.SEX)
    found = values.sex(words)
    if words and found is None:
        row.warn(Field.SEX, why.SEX_WRONG, value=words)
    return found


def _twice(rows: list[RosterRow]) -> Iterator[Problem]:
    """Numbers that two rows share: each such row is named."""
    for which in ("nisn", "nipd"):
        seen: dict[str, list[RosterRow]] = {}
        for row in rows:
            if value := getattr(row, which):
                seen.setdefault(value, []).append(row)
        for value, same in seen.items():
            told = {
                "which": which.upper(),
                "value": value,
                "rows": ", ".join(str(row.row) for row in same),
            }
            for row in same[1:]:
                yield Problem(Severity.ERROR, why.TWICE, told, row.row, which.upper())
