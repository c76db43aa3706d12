"""Which child of ours a row is: by NISN, then by NIPD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.roster import row_problems as why
from bot.roster.likeness import same_person
from bot.roster.problems import Problem, Severity
from bot.roster.rows import RosterRow
from handlers.core.talk import Text
from models.people import Child


@dataclass(frozen=True)
class Match:
    row: RosterRow
    child: Child | None
    """None for a child we do not have yet."""


def match(
    rows: Sequence[RosterRow], children: Sequence[Child], problems: list[Problem]
) -> list[Match]:
    """Every row with its child. Two numbers that name two children are an error."""
    by_nisn = {child.nisn: child for child in children if child.nisn}
    by_nipd = {child.nipd: child for child in children if child.nipd}
    found = []
    for row in rows:
        first = by_nisn.get(row.nisn) if row.nisn else None
        second = by_nipd.get(row.nipd) if row.nipd else None
        problem = _doubt(row, first, second)
        if problem is not None:
            problems.append(problem)
        found.append(Match(row, first or second))
    return found


def _doubt(row: RosterRow, first: Child | None, second: Child | None) -> Problem | None:
    if second is None or first is second:
        return None
    if first is not None:
        told = {"name": row.name, "first": first.name, "second": second.name}
        return _problem(Severity.ERROR, why.OTHER_CHILD, row, told)
    if same_person(row.name, second.name):
        return None
    told = {"name": row.name, "nipd": row.nipd or "", "other": second.name}
    if row.nisn and second.nisn:
        return _problem(Severity.ERROR, why.NUMBER_TAKEN, row, told)
    return _problem(Severity.WARNING, why.NAME_DIFFERS, row, told)


def _problem(severity: Severity, words: Text, row: RosterRow, told: dict[str, str]) -> Problem:
    return Problem(severity, words, told, row.row, "NIPD")
