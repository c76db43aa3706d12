"""The ways a process starts: live, as the demo, or in a terminal."""

from __future__ import annotations

import asyncio
import logging
import sys
from io import TextIOWrapper

import structlog
import typer

from bot.app import App, build, running
from bot.channels.base import Channel
from bot.commands import doctor
from bot.serving import serve
from bot.settings import Settings
from bot.storage.migrating import migrate


def live(settings: Settings) -> None:
    """Telegram, WhatsApp and SMS, as far as their settings are there."""
    log_to_stderr(settings)
    app = prepare(settings, live_channels(settings))
    for finding in doctor.warnings(settings):
        typer.echo(f"⚠️  {finding.what}: {finding.detail}")
    names = ", ".join(channel.name for channel in app.channels)
    serve(app, ready=lambda port: typer.echo(f"ready: {names}; {settings.public}/health"))


def demo(settings: Settings) -> None:
    """The fictitious school and its page, on this machine only."""
    from bot.demo.run import demo_channels, furnish, routes

    log_to_stderr(settings)
    apart = settings.model_copy(
        update={
            "database_url": f"sqlite:///{settings.data_dir / 'demo.db'}",
            "host": "127.0.0.1",
            "public_url": "",
        }
    )
    app = prepare(apart, demo_channels())
    furnish(app)
    typer.echo("Demo sekolah / demo school: Ctrl-C untuk berhenti / to stop")
    serve(app, routes(app), lambda port: typer.echo(f"ready: http://127.0.0.1:{port}/"))


def terminal(settings: Settings, who: str) -> None:
    """One person in this terminal, talking with the same database."""
    from bot.channels.console import Console

    log_to_stderr(settings, logging.WARNING)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    console = Console(who)
    app = prepare(settings, [console])

    async def talk() -> None:
        async with running(app):
            await console.until_done()

    asyncio.run(talk())


def prepare(settings: Settings, channels: list[Channel]) -> App:
    """Build a process on a database brought to the newest schema."""
    app = build(settings, channels)
    migrate(app.engine)
    return app


def live_channels(settings: Settings) -> list[Channel]:
    """One of each provider that is set. Each is imported only if it is."""
    channels: list[Channel] = []
    if settings.telegram_token:
        from bot.channels.telegram import Telegram

        channels.append(Telegram.of(settings))
    if settings.twilio_account_sid:
        from bot.channels.whatsapp import WhatsApp

        channels.append(WhatsApp.of(settings))
        if settings.sms_from:
            from bot.channels.sms import Sms

            channels.append(Sms.of(settings))
    return channels


def log_to_stderr(settings: Settings, level: int = logging.INFO) -> None:
    """Ids, counts and outcomes; what people write or are called is never handed to it."""
    shape: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            shape,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    # The libraries' own logs carry addresses with tokens in them.
    logging.basicConfig(level=logging.WARNING)
    for name in ("httpx", "httpcore", "telegram", "twilio", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
