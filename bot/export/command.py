"""`penghubung export`: a child's book (PDF), all that is kept of somebody (JSON), visits (CSV)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.clock import now as wall_clock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.people import Child

OpenSession = Callable[[], AbstractContextManager["Session"]]


@dataclass(frozen=True)
class Request:
    """What is to be copied, as the command line says it."""

    child: str = ""
    person: str = ""
    class_: str = ""
    month: str = ""
    pdf: Path | None = None
    as_json: bool = False
    visits: Path | None = None
    school: str = ""
    term: str = ""

    def check(self) -> None:
        """Refuse what contradicts itself, before anything is looked up."""
        if self.visits is not None:
            self._check_visits(self.visits)
            return
        if self.term or self.school:
            raise typer.BadParameter("--term and --school are for --visits")
        if bool(self.child) == bool(self.person):
            raise typer.BadParameter("name either a --child or a --person")
        if self.person and not self.as_json:
            raise typer.BadParameter("a person has no book: say --json", param_hint="--person")
        if self.as_json and (self.pdf or self.month):
            raise typer.BadParameter("--json is everything; --pdf and --month are for the book")
        if self.pdf and not self.pdf.resolve().parent.is_dir():
            raise typer.BadParameter(f"there is no folder {self.pdf.parent}", param_hint="--pdf")

    def _check_visits(self, path: Path) -> None:
        if self.child or self.person or self.month or self.pdf or self.as_json:
            raise typer.BadParameter("--visits goes with --class, --term and --school only")
        if not path.resolve().parent.is_dir():
            raise typer.BadParameter(f"there is no folder {path.parent}", param_hint="--visits")


def build(open_session: OpenSession) -> Callable[..., None]:
    """The Typer command, on sessions from `open_session`."""

    def export(
        child: Annotated[str, typer.Option(help="Name or part of it, id, or NISN")] = "",
        person: Annotated[str, typer.Option(help="Guardian or staff: name, or id")] = "",
        class_: Annotated[str, typer.Option("--class", help="Of the child or visits, as 7A")] = "",
        month: Annotated[str, typer.Option(help="Such as 2026-11; this month by default")] = "",
        pdf: Annotated[Path | None, typer.Option(help="PDF to write")] = None,
        as_json: Annotated[
            bool, typer.Option("--json", help="Print all that is kept about them, no PDF")
        ] = False,
        visits: Annotated[
            Path | None, typer.Option(help="Table of home visits (CSV) to write")
        ] = None,
        term: Annotated[str, typer.Option(help='Of the visits: "semester 1", "2025/2026"')] = "",
        school: Annotated[str, typer.Option(help="Of the visits, where there are several")] = "",
        language: Annotated[str, typer.Option("--lang", help="id or en")] = "id",
    ) -> None:
        """Write a month of a child's book (PDF), copy all that is kept of somebody (JSON), or
        write the home visits of a class and term (CSV), without private remarks."""
        asked = Request(child, person, class_, month, pdf, as_json, visits, school, term)
        asked.check()
        from bot.commands.lookup import telling

        with open_session() as session, telling(language):
            run(session, asked, language=language)

    return export


def run(
    session: Session, asked: Request, *, language: str = "id", now: datetime | None = None
) -> None:
    """Copy, note by id that it was copied, and print. Raises `Unclear`, `typer.BadParameter`."""
    from bot.commands import lookup

    at = now or wall_clock()
    if asked.visits is not None:
        _write_visits(session, asked, asked.visits, at, language)
        return
    if asked.person:
        from bot.export.person import person_copy

        person = lookup.person(session, lookup.Asked(asked.person))
        _print(person_copy(session, person, at))
        _audit(session, person.school_id, f"people:{person.id}", at)
        return
    child = lookup.child(session, lookup.Asked(asked.child, asked.class_))
    if asked.as_json:
        from bot.export.child import child_copy

        _print(child_copy(session, child, at))
    else:
        _write(session, child, asked, at, language)
    _audit(session, child.school_id, f"children:{child.id}", at)


def _write(session: Session, child: Child, asked: Request, now: datetime, language: str) -> None:
    from bot.documents.book_month import month_for, pupil
    from bot.documents.book_pdf import pdf
    from bot.export.words import WRITTEN
    from models.school import School

    about = pupil(child)
    zone = session.get_one(School, child.school_id).zone
    of = _month(asked.month, now.astimezone(zone).date())
    name = f"buku-penghubung-{_plain(about.label)}-{of:%Y-%m}.pdf"
    path = (asked.pdf or Path(name)).resolve()
    pages = pdf(month_for(session, about, of, None, language), now)
    path.touch(mode=0o600)
    path.write_bytes(pages)
    typer.echo(WRITTEN.fill(language, {"child": about.label, "path": str(path)}))


def _write_visits(session: Session, asked: Request, to: Path, now: datetime, language: str) -> None:
    from bot.commands.school import school_called
    from bot.export.visits import visits_table
    from bot.export.words import VISITS

    school = school_called(session, asked.school)
    made, count = visits_table(session, school, asked.class_, asked.term, language, now)
    path = to.resolve()
    path.touch(mode=0o600)
    path.write_bytes(made)
    typer.echo(VISITS.fill(language, {"count": str(count), "path": str(path)}))
    _audit(session, school.id, f"schools:{school.id}:visits", now)


def _month(typed: str, today: date) -> date:
    """Its first day."""
    if not typed:
        return today.replace(day=1)
    try:
        if re.fullmatch(r"20\d{2}-\d{2}", typed):
            return date.fromisoformat(f"{typed}-01")
    except ValueError:
        pass
    raise typer.BadParameter(f"{typed} is no month; write it like 2026-11", param_hint="--month")


def _plain(label: str) -> str:
    """As part of a file's name: no separators, no spaces."""
    return re.sub(r"[^\w]+", "-", label.casefold()).strip("-")


def _audit(session: Session, school_id: int, subject: str, now: datetime) -> None:
    from models.audit import AuditEvent

    session.add(AuditEvent(school_id=school_id, at=now, action="exported", subject=subject))


def _print(data: dict[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
