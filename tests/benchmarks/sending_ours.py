"""Our delivery on its real path, without the provider's limits.

`python -m tests.benchmarks.sending_ours CHANNEL PROVIDER_PORT DATABASE_URL FOLDER`: sends what
the outbox owes once a line comes in, and prints how long it took.
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path

import uvloop
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.app import build, running
from bot.channels.base import Channel, Limits
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.settings import Settings
from bot.storage.database import sessions_on
from models.outbox import OutboundMessage, Status
from tests.benchmarks.school import owe
from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_webhooks import TOKEN


def channel_of(name: str, settings: Settings) -> Channel:
    """The real channel, allowed more than any provider allows."""
    found: Telegram | WhatsApp
    found = Telegram.of(settings) if name == "telegram" else WhatsApp.of(settings)
    found.limits = Limits(per_second=100_000, per_contact=timedelta(0), at_once=256)
    return found


async def main(name: str, provider: str, url: str, folder: str, messages: int) -> None:
    settings = Settings(
        database_url=url,
        data_dir=Path(folder),
        public_url="http://127.0.0.1:1",
        telegram_token=SecretStr("1:bench"),
        telegram_api_url=f"http://127.0.0.1:{provider}",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=SecretStr(TOKEN),
        twilio_api_url=f"http://127.0.0.1:{provider}",
        whatsapp_from=SENDER,
    )
    app = build(settings, [channel_of(name, settings)])
    sessions = sessions_on(app.engine)
    async with running(app):
        print("ready", flush=True)
        for count in (100, messages):
            await asyncio.to_thread(sys.stdin.readline)
            started = time.perf_counter()
            with sessions.begin() as session:
                owe(session, count, name)
            app.wake()
            while _owed(sessions):
                await asyncio.sleep(0.02)
            print(time.perf_counter() - started, flush=True)


def _owed(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return (
            session.scalar(
                select(func.count()).where(
                    OutboundMessage.status.in_((Status.QUEUED, Status.CLAIMED))
                )
            )
            or 0
        )


if __name__ == "__main__":
    _, channel, provider, url, folder, messages = sys.argv
    uvloop.run(main(channel, provider, url, folder, int(messages)))
