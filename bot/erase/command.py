"""`penghubung erase`: the right to erasure, for a child or a person."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import now as wall_clock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.erase.whom import Found, Request

OpenSession = Callable[[], AbstractContextManager["Session"]]


def build(open_session: OpenSession, media: Callable[[], Path]) -> Callable[..., None]:
    """The Typer command, on sessions from `open_session` and the folder `media` of files."""

    def erase(
        child: Annotated[str, typer.Option(help="Name or part of it, id, or NISN")] = "",
        person: Annotated[str, typer.Option(help="Guardian or staff: name, or id")] = "",
        class_: Annotated[str, typer.Option("--class", help="The child's, such as 7A")] = "",
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Show what would be erased; erase nothing")
        ] = False,
        yes: Annotated[
            bool, typer.Option("--yes", help="Do not ask; needs the whole name or the id")
        ] = False,
        as_json: Annotated[
            bool, typer.Option("--json", help="Print JSON; with --dry-run or --yes")
        ] = False,
        language: Annotated[str, typer.Option("--lang", help="id or en")] = "id",
    ) -> None:
        """Erase a child or a person: names, addresses and words go, counts and times stay."""
        from bot.commands.lookup import telling
        from bot.erase.show import Shown
        from bot.erase.whom import Request

        if bool(child) == bool(person):
            raise typer.BadParameter("name either a --child or a --person")
        if as_json and not (dry_run or yes):
            raise typer.BadParameter("--json cannot ask: say --dry-run or --yes")
        asked = Request(child, person, class_, whole=yes)
        show = Shown(language, as_json)
        with telling(language):
            found = look(open_session, asked, wall_clock())
        show.before(found)
        if found.erased.nothing or dry_run:
            show.unchanged(found, dry_run)
        elif yes or show.asks():
            show.done(carry_out(open_session, found.again, media(), wall_clock()))
        else:
            show.kept()
            raise typer.Exit(1)

    return erase


def look(open_session: OpenSession, asked: Request, now: datetime) -> Found:
    """What an erasure would do: it is done, and taken back. Raises `Unclear`."""
    from bot.erase.whom import erase

    with open_session() as session:
        found = erase(session, asked, now)
        session.rollback()
    return found


def carry_out(open_session: OpenSession, asked: Request, media: Path, now: datetime) -> Found:
    """Erase, in one transaction. Nobody is waited for while it is open."""
    from bot.erase.files import unlink
    from bot.erase.whom import erase

    with open_session() as session:
        found = erase(session, asked, now)
        unlink(media, found.erased.files)
    return found
