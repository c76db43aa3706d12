"""The ladder's SMS: sent, reported on, and never answered."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.channels.base import News, NoSuchAddress, UnknownOutcome
from bot.channels.sms import Sms
from bot.channels.whatsapp import WhatsApp
from bot.settings import Settings
from models.outbox import Status
from tests.bot.channels.twilio_line import SARI, Line, message, open_line
from tests.standins.twilio_messages import ACCOUNT, SENDER, SMS_SENDER, Fault
from tests.standins.twilio_webhooks import TOKEN


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with open_line() as line:
        yield line


async def test_a_text_goes_out_without_choices(line: Line) -> None:
    sid = await line.sms.send(message("a" * 1700, labels=("Paraf",), silence=None))
    [sent] = line.twilio.sent_to(SARI)
    assert (sent.sid, sent.sender, sent.to) == (sid, SMS_SENDER, SARI)
    assert sent.text == "a" * 1599 + "…"
    assert sent.callback == f"{line.public}/hooks/sms/status?message=41&attempt=1"


async def test_reports_come_under_its_own_name(line: Line) -> None:
    sid = await line.sms.send(message())
    await line.twilio.status(sid, "delivered")
    await line.twilio.status(sid, "undelivered", 30005)
    delivered, failed = line.events
    assert delivered == News("sms", Status.DELIVERED, message=41, attempt=1, provider_id=sid)
    assert isinstance(failed, News)
    assert isinstance(failed.error, NoSuchAddress)


async def test_looking_up(line: Line) -> None:
    since = datetime.now(UTC)
    line.twilio.fail(Fault(accepts=True))
    with pytest.raises(UnknownOutcome):
        await line.sms.send(message())
    [sent] = line.twilio.sent_to(SARI)
    assert await line.sms.look_up(message(), since) == sent.sid
    assert await line.sms.look_up(message("Lain."), since) is None
    await line.twilio.status(sent.sid, "failed", 30008)
    assert await line.sms.look_up(message(), since) is None
    await line.twilio.status(sent.sid, "failed", 30006)
    with pytest.raises(NoSuchAddress):
        await line.sms.look_up(message(), since)


async def test_both_are_made_from_the_settings(line: Line) -> None:
    settings = Settings(
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=SecretStr(TOKEN),
        twilio_api_url=line.twilio.url,
        whatsapp_from=SENDER,
        sms_from=SMS_SENDER,
        public_url=f"{line.public}/",
    )
    for channel in (WhatsApp.of(settings), Sms.of(settings)):
        await channel.send(message())
        await channel.close()
    by_whatsapp, by_sms = line.twilio.sent_to(SARI)
    assert by_whatsapp.callback == f"{line.public}/hooks/whatsapp/status?message=41&attempt=1"
    assert (by_whatsapp.sender, by_sms.sender) == (f"whatsapp:{SENDER}", SMS_SENDER)


def test_what_is_heavy_is_imported_when_something_is_sent() -> None:
    heavy = "{'twilio.rest', 'twilio.http', 'aiohttp', 'requests'}"
    code = f"import bot.channels.whatsapp, bot.channels.sms, sys; print({heavy} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
