"""`penghubung import`: the school's roster into the database."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import now as wall_clock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.roster.importing import Options
    from bot.roster.plan import Plan

OpenSession = Callable[[], AbstractContextManager["Session"]]


def build(open_session: OpenSession) -> Callable[..., None]:
    """The Typer command, on sessions from `open_session`."""

    def import_(
        file: Annotated[Path, typer.Argument(help="Dapodik workbook (.xlsx) or CSV")],
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Show what would happen; store nothing")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
        mapping: Annotated[
            Path | None,
            typer.Option(help='Other headings, JSON or TOML: {"name": "Nama Siswa"}'),
        ] = None,
        school: Annotated[str, typer.Option(help="School's name or NPSN")] = "",
        year: Annotated[str, typer.Option(help="School year, such as 2026/2027")] = "",
        confirm_leavers: Annotated[
            bool, typer.Option("--confirm-leavers", help="Many children really have left")
        ] = False,
        keep_missing: Annotated[
            bool, typer.Option("--keep-missing", help="Nobody has left: the file is a part")
        ] = False,
        language: Annotated[str, typer.Option("--lang", help="id or en")] = "id",
    ) -> None:
        """Bring the roster in: all of it or nothing. Importing it again changes nothing."""
        from bot.roster.importing import Options

        options = Options(school, year, mapping, confirm_leavers, keep_missing)
        with open_session() as session:
            ok = run(session, file, options, dry_run=dry_run, as_json=as_json, language=language)
        if not ok:
            raise typer.Exit(1)

    return import_


def run(
    session: Session,
    file: Path,
    options: Options,
    *,
    dry_run: bool,
    as_json: bool,
    language: str = "id",
    now: datetime | None = None,
) -> bool:
    """Plan, apply and commit unless it is a dry run, and print. False if it was refused."""
    from bot.roster import report
    from bot.roster.importing import prepare

    at = now or wall_clock()
    plan = prepare(session, file, options, at)
    stores = not dry_run and not plan.errors
    told = report.as_json(plan, dry_run=dry_run, imported=stores, language=language)
    if not as_json:
        report.show(plan, language)
    if stores:
        _store(session, plan, at, bar=not as_json)
    else:
        session.rollback()
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        report.close(plan, language, imported=stores)
    return not plan.errors


def _store(session: Session, plan: Plan, now: datetime, *, bar: bool) -> None:
    from rich.progress import Progress

    from bot.roster.apply import apply

    with Progress(transient=True, disable=not bar) as progress:
        task = progress.add_task("", total=len(plan.pupils))
        apply(session, plan, now, lambda done, _: progress.update(task, completed=done))
        session.commit()
