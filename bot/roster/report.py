"""What an import found and did, for a person at a terminal and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.roster.places import Change
from bot.roster.plan import Kind, Plan, PupilPlan
from bot.roster.problems import Problem, Severity
from bot.roster.words import DONE, DRY, FIELDS, MORE, NEW_SCHOOL, REFUSED, TITLE, WORDS
from models.people import Child

SHOWN = 100
"""Lines of changes a terminal gets; `--json` has all of them."""


def as_json(plan: Plan, *, dry_run: bool, imported: bool, language: str) -> dict[str, Any]:
    """Everything, in a form that stays the same: codes and names of fields are English."""
    return {
        "school": plan.school_name or None,
        "new_school": plan.school is None and bool(plan.school_name),
        "school_year": plan.year or None,
        "dry_run": dry_run,
        "imported": imported,
        "counts": plan.counts,
        **{
            kind.value: [_pupil_json(pupil) for pupil in plan.of(kind)]
            for kind in Kind
            if kind is not Kind.UNCHANGED
        },
        "left": [
            {"nisn": child.nisn, "nipd": child.nipd, "name": child.name, "class": _class(child)}
            for child in plan.leavers
        ],
        "classes": [
            {"name": group.name, "change": _change_json(change)}
            for group in plan.classes.values()
            if (change := group.homeroom_change)
        ],
        "problems": [_problem_json(problem, language) for problem in plan.problems],
    }


def _class(child: Child) -> str | None:
    return child.class_group.name if child.class_group else None


def _pupil_json(pupil: PupilPlan) -> dict[str, Any]:
    told: dict[str, Any] = {
        "row": pupil.row.row,
        "nisn": pupil.row.nisn,
        "nipd": pupil.row.nipd,
        "name": pupil.row.name,
        "class": pupil.row.class_name,
    }
    if pupil.moved_from is not None:
        told["from_class"] = pupil.moved_from
    if pupil.child is not None and pupil.kind is not Kind.ADDED:
        told["changes"] = [_change_json(change) for change in pupil.all_changes]
    return told


def _change_json(change: Change) -> dict[str, str]:
    return {"field": change.field, "old": change.old, "new": change.new}


def _problem_json(problem: Problem, language: str) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "row": problem.row,
        "column": problem.column or None,
        "cell": problem.cell or None,
        "message": problem.worded(language),
    }


def show(plan: Plan, language: str) -> None:
    """Counts, what changes, and what is wrong by row and column. Before it is applied."""
    console = Console()
    if plan.school_name:
        title = TITLE.fill(language, {"school": plan.school_name, "year": plan.year})
        new = NEW_SCHOOL.fill(language, {}) if plan.school is None else ""
        console.print(f"[bold]{escape(title + new)}[/bold]")
    if plan.pupils:
        console.print(_counts(plan, language))
    lines = list(_lines(plan, language))
    for line in lines[:SHOWN]:
        console.print(line, highlight=False)
    if len(lines) > SHOWN:
        console.print(MORE.fill(language, {"count": str(len(lines) - SHOWN)}))
    if plan.problems:
        console.print(_problems(plan, language))


def close(plan: Plan, language: str, *, imported: bool) -> None:
    end = DONE if imported else REFUSED if plan.errors else DRY
    Console().print(f"[bold]{escape(end.fill(language, {}))}[/bold]")


def _counts(plan: Plan, language: str) -> Table:
    table = Table.grid(padding=(0, 2))
    warnings = len(plan.problems) - len(plan.errors)
    for name, count in {**plan.counts, "warnings": warnings, "errors": len(plan.errors)}.items():
        table.add_row(WORDS[name].fill(language, {}), str(count))
    return table


def _lines(plan: Plan, language: str) -> Iterator[str]:
    for kind in (Kind.RETURNED, Kind.MOVED, Kind.CHANGED, Kind.ADDED):
        for pupil in plan.of(kind):
            moved = f"{pupil.moved_from} → {pupil.row.class_name}" if pupil.moved_from else ""
            shown = pupil.all_changes if kind is not Kind.ADDED else []
            changes = [_change(change, language) for change in shown]
            yield _line(kind.value, pupil.row.label, [moved, *changes], language)
    for child in plan.leavers:
        yield _line("left", child.name, [_class(child) or ""], language)
    for group in plan.classes.values():
        if group.group is not None and (change := group.homeroom_change):
            yield _line("classes_changed", group.name, [_change(change, language)], language)


def _change(change: Change, language: str) -> str:
    label = FIELDS[change.field].fill(language, {})
    return f"{label}: {change.old or '-'} → {change.new or '-'}"


def _line(word: str, name: str, what: list[str], language: str) -> str:
    said = "; ".join(filter(None, what))
    return f"[bold]{WORDS[word].fill(language, {})}[/bold] {escape(name)}  {escape(said)}"


def _problems(plan: Plan, language: str) -> Table:
    table = Table(box=None, padding=(0, 1), show_header=False)
    for problem in sorted(plan.problems, key=lambda p: (p.severity != "error", p.row or 0)):
        error = problem.severity is Severity.ERROR
        where = problem.cell or (str(problem.row) if problem.row else "")
        table.add_row(
            "[red]✗[/red]" if error else "[yellow]![/yellow]",
            escape(where),
            escape(problem.column),
            escape(problem.worded(language)),
        )
    return table
