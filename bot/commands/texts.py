"""`penghubung texts`: a school's own words for our texts, out to a table and in again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OpenSession = Callable[[], AbstractContextManager["Session"]]


def build(open_session: OpenSession) -> Callable[..., None]:
    """The Typer command, on sessions from `open_session`."""

    def texts(
        to: Annotated[Path | None, typer.Option("--export", help="Table (CSV) to write")] = None,
        from_: Annotated[Path | None, typer.Option("--import", help="Table to read")] = None,
        language: Annotated[
            str, typer.Option("--lang", help="Of the words: id, en, jv, su …; for --export")
        ] = "id",
        school: Annotated[str, typer.Option(help="Where there are several")] = "",
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
        dry_run: Annotated[bool, typer.Option(help="Show, and change nothing")] = False,
    ) -> None:
        """Let a school say our texts in its own words, or in another language.

        Write the table, fill its last column where something should be said differently, and
        read it in again. What is left empty is said in our words.
        """
        if (to is None) == (from_ is None):
            raise typer.BadParameter("say either --export FILE or --import FILE")
        from bot.commands import wordings

        with open_session() as session:
            if to is not None:
                wordings.write(session, school, language, to)
            elif from_ is not None:
                wordings.read(session, school, from_, dry_run=dry_run, yes=yes)

    return texts
