"""The pieces that starting the demo takes."""

from __future__ import annotations

from bot.app import App
from bot.channels.base import Channel
from bot.demo import school
from bot.demo.channel import DemoChannel
from bot.demo.page import routes


def demo_channels() -> list[Channel]:
    return [DemoChannel("telegram"), DemoChannel("whatsapp", windowed=True)]


def furnish(app: App) -> None:
    """The school and its past, if the database is empty."""
    with app.sessions.begin() as session:
        school.furnish(session, app.clock.now())


__all__ = ["demo_channels", "furnish", "routes"]
