"""`penghubung`: everything an operator does. Heavy imports wait until a command needs them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.invite import build as build_invite
from bot.commands.school import build as build_school
from bot.commands.texts import build as build_texts
from bot.erase.command import build as build_erase
from bot.export.command import build as build_export
from bot.roster.command import build as build_import

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.documents.invitation_codes import Addresses
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
    from bot.storage.database import connect, sessions_on
    from bot.storage.migrating import is_current, migrate

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
    from bot.storage.database import connect
    from bot.storage.migrating import migrate

    print(migrate(connect(settings().database)))


@cli.command()
def doctor(json_: Json = False) -> None:
    """Check settings, database, folders and templates; say what to mend."""
    from bot.commands.doctor import examine

    findings = examine(settings())
    if json_:
        _print([finding.model_dump() for finding in findings])
    else:
        for finding in findings:
            print(f"{'✅' if finding.ok else '❌'} {finding.what}: {finding.detail}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@cli.command()
def capabilities(json_: Json = False) -> None:
    """What was found in handlers and scheduler/nudges: words, intents, steps, rules, and who
    overhears before whom."""
    from bot.inbound.registry import discover, overhearing
    from scheduler import rules

    capabilities = discover()
    found = [
        {
            "name": capability.name,
            "for": sorted(capability.who),
            "words": sorted(capability.commands),
            "intents": sorted(capability.intents),
            "steps": sorted(capability.steps),
        }
        for capability in capabilities
    ]
    overhear = [{"name": o.name, "place": o.place} for o in overhearing(capabilities)]
    nudges = [{"name": n.name, "every": str(n.every)} for n in rules.discover()]
    if json_:
        _print({"capabilities": found, "overhear": overhear, "nudges": nudges})
        return
    for one in found:
        print(f"{one['name']}  ({', '.join(one['for'])})  {' '.join(one['words'])}")
    for each in overhear:
        print(f"overhears at {each['place']}: {each['name']}")
    for nudge in nudges:
        print(f"nudge {nudge['name']}  every {nudge['every']}")


@cli.command()
def status(json_: Json = False) -> None:
    """How far everything has got: counts, never names."""
    from bot.clock import now
    from bot.commands.status import collect, lines

    with open_session() as session:
        found = collect(session, now())
    if json_:
        _print(found.model_dump())
    else:
        print("\n".join(lines(found)))


@cli.command()
def templates(
    check: Annotated[bool, typer.Option(help="Ask Twilio about the configured ones.")] = False,
    submit: Annotated[bool, typer.Option(help="Send what is missing to Twilio.")] = False,
    dry_run: Annotated[bool, typer.Option(help="With --submit: only say what is sent.")] = False,
    json_: Json = False,
) -> None:
    """Every text that speaks first: printed, submitted to WhatsApp, or looked at there."""
    from bot.outbound import templates as twins

    twins.catalogue()
    if check or submit:
        _approvals(submit=submit, dry_run=dry_run)
        return
    found = twins.templates()
    if json_:
        _print([template.as_json() for template in found])
        return
    for template in found:
        print(json.dumps(template.as_json(), ensure_ascii=False, indent=2))


def _approvals(*, submit: bool, dry_run: bool) -> None:
    import asyncio

    from bot.channels.base import SendError
    from bot.channels.twilio_api.content import Content
    from bot.commands import approvals
    from bot.outbound import templates as twins

    found = settings()
    path = found.whatsapp_templates
    with open_session() as session:
        used = approvals.languages_used(session)
    wanted = [one for one in twins.templates() if one.language in used]

    async def work() -> list[str]:
        async with Content(found) as content:
            if not submit or path is None:  # mypy cannot see that --submit needs one
                return await approvals.look(content, wanted, path)
            await approvals.submit(content, wanted, path, print)
            return []

    try:
        if submit:
            todo = approvals.missing(wanted, path)
            print("\n".join([*(one.name for one in todo), f"{len(todo)} to submit"]))
            if path is None:
                raise ValueError("PENGHUBUNG_WHATSAPP_TEMPLATES: set it to the file to write")
        elif path is None or not path.exists():
            raise ValueError(
                f"PENGHUBUNG_WHATSAPP_TEMPLATES: {path or 'not set'}: no such file yet; "
                "name one there, and penghubung templates --submit writes it"
            )
        wrong = [] if dry_run else asyncio.run(work())
    except (SendError, ValueError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    print(
        "\n".join(wrong) or ("nothing was sent" if dry_run else "done" if submit else "all there")
    )
    raise typer.Exit(1 if wrong else 0)


@cli.command()
def understand(
    what: Annotated[str, typer.Argument(help="A file of records (.jsonl), or a text.")],
    role: Annotated[str, typer.Option(help="parent, teacher or principal")] = "parent",
    child: Annotated[list[str] | None, typer.Option(help="Full names, repeatable.")] = None,
    context: Annotated[str | None, typer.Option(help="The open question's kind.")] = None,
) -> None:
    """Predict a file of messages, or explain one, step by step."""
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from bot.clock import now
    from handlers.core.understanding import Message, explain, read_jsonl_and_predict

    if what.endswith(".jsonl"):
        with Path(what).open(encoding="utf-8") as records:
            for line in read_jsonl_and_predict(records):
                print(line)
        return
    at = now().astimezone(ZoneInfo("Asia/Jakarta"))
    print(explain(Message(what, role, at, child or [], context=context)))  # type: ignore[arg-type]


def _addresses() -> Addresses:
    from bot.documents.invitation_codes import Addresses

    return Addresses(settings().whatsapp_from, settings().telegram_bot)


cli.command("import")(build_import(open_session))
cli.command("invite")(build_invite(open_session, _addresses))
cli.command("school")(build_school(open_session))
cli.command("texts")(build_texts(open_session))
cli.command("export")(build_export(open_session))
cli.command("erase")(build_erase(open_session, lambda: settings().data_dir / "media"))


def _print(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
