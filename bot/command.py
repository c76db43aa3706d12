"""`penghubung`: everything an operator does. Heavy imports wait until a command needs them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.settings import Settings

cli = typer.Typer(
    name="penghubung",
    help="Buku penghubung di WhatsApp dan Telegram: the home-school contact book, by chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


def main() -> None:
    cli()


def settings() -> Settings:
    """The settings of this process; says what is wrong with them, by variable, and ends."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            name = "_".join(str(part) for part in problem["loc"]).upper()
            message = problem["msg"].removeprefix("Value error, ")
            print(f"PENGHUBUNG_{name}: {message}" if name else message, file=sys.stderr)
        raise typer.Exit(2) from None


@contextmanager
def open_session() -> Iterator[Session]:
    """A session on the configured database, brought to the newest schema; commits at the end."""
    from bot.database import connect, sessions_on
    from bot.migrating import is_current, migrate

    engine = connect(settings().database)
    if not is_current(engine):
        migrate(engine)
    try:
        with sessions_on(engine).begin() as session:
            yield session
    finally:
        engine.dispose()


@cli.command()
def run() -> None:
    """Start everything: live with provider settings, the demo school without."""
    found = settings()
    from bot import starting

    starting.live(found) if found.live else starting.demo(found)


@cli.command()
def demo() -> None:
    """Start the demo school on this machine, whatever is set."""
    from bot import starting

    starting.demo(settings())


@cli.command()
def chat(
    who: Annotated[str, typer.Argument(help="An address of your own choice.")] = "terminal",
) -> None:
    """Talk with the bot in this terminal, as anybody would by WhatsApp or Telegram."""
    from bot import starting

    starting.terminal(settings(), who)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot.database import connect
    from bot.migrating import migrate

    print(migrate(connect(settings().database)))


@cli.command()
def doctor(json_: Json = False) -> None:
    """Check settings, database, folders and the providers' answers; say what to mend."""
    from bot.doctor import examine

    findings = examine(settings())
    if json_:
        _print([finding.model_dump() for finding in findings])
    else:
        for finding in findings:
            print(f"{'✅' if finding.ok else '❌'} {finding.what}: {finding.detail}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@cli.command()
def capabilities(json_: Json = False) -> None:
    """What was found in handlers and scheduler/nudges: words, intents, steps, rules."""
    from bot.registry import discover
    from scheduler import rules

    found = [
        {
            "name": capability.name,
            "for": sorted(capability.who),
            "words": sorted(capability.commands),
            "intents": sorted(capability.intents),
            "steps": sorted(capability.steps),
        }
        for capability in discover()
    ]
    nudges = [{"name": n.name, "every": str(n.every)} for n in rules.discover()]
    if json_:
        _print({"capabilities": found, "nudges": nudges})
        return
    for one in found:
        print(f"{one['name']}  ({', '.join(one['for'])})  {' '.join(one['words'])}")
    for nudge in nudges:
        print(f"nudge {nudge['name']}  every {nudge['every']}")


def _print(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
