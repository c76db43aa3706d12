"""What Twilio's refusals mean, and what became of messages whose answer was lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.base import (
    NeedsTemplate,
    NoSuchAddress,
    ProviderAway,
    SendError,
    TryLater,
    UnknownOutcome,
    Unwelcome,
)
from bot.channels.twilio_api.account import Account
from bot.channels.twilio_api.hooks import Seal
from bot.channels.twilio_api.refusals import of_answer, of_code
from bot.channels.whatsapp import WhatsApp
from tests.bot.channels.twilio_line import SARI, Line, message, open_line
from tests.standins.twilio_messages import ACCOUNT, SENDER, Fault
from tests.standins.twilio_webhooks import TOKEN


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with open_line() as line:
        await line.twilio.user_says(SARI, "halo")
        yield line


@pytest.mark.parametrize(
    ("fault", "meaning", "everyone"),
    [
        (Fault(429, 20429), TryLater, True),
        (Fault(429), TryLater, True),
        (Fault(401, 20003), ProviderAway, True),
        (Fault(403, 20008), ProviderAway, True),
        (Fault(400, 12345), TryLater, False),
        (Fault(400, 63018), TryLater, False),
        (Fault(500, 20500), UnknownOutcome, False),
        (Fault(502), UnknownOutcome, False),
        (Fault(400, 20500), UnknownOutcome, False),
        (Fault(accepts=True), UnknownOutcome, False),
        (Fault(), UnknownOutcome, False),
        (Fault(400, 63016), NeedsTemplate, False),
        (Fault(400, 21211), NoSuchAddress, False),
        (Fault(400, 21610), Unwelcome, False),
        (Fault(400, 63013), SendError, False),
    ],
    ids=str,
)
async def test_what_a_refusal_means(
    line: Line, fault: Fault, meaning: type[SendError], everyone: bool
) -> None:
    line.twilio.fail(fault)
    with pytest.raises(SendError) as refused:
        await line.whatsapp.send(message())
    assert type(refused.value) is meaning
    assert getattr(refused.value, "everyone", False) is everyone


async def test_429_is_honoured_to_the_second(line: Line) -> None:
    line.twilio.fail(Fault(429, 20429, retry_after=37))
    with pytest.raises(TryLater) as refused:
        await line.whatsapp.send(message())
    assert refused.value.wait == timedelta(seconds=37)


async def test_nobody_listens() -> None:
    async with open_line() as closed:
        gone = closed.twilio.url
    account = Account(ACCOUNT, TOKEN, gone)
    whatsapp = WhatsApp(account, Seal(TOKEN), SENDER, "https://bot.sch.id", {})
    with pytest.raises(TryLater) as refused:
        await whatsapp.send(message())
    await whatsapp.close()
    assert refused.value.code == "connection"


async def test_an_answer_that_never_comes() -> None:
    async with open_line(seconds=0.2) as line:
        line.twilio.fail(Fault(accepts=True, hangs=True))
        with pytest.raises(UnknownOutcome):
            await line.whatsapp.send(message())


CODES = {
    TryLater: (20429, 30001, 30036, 63009, 63010, 63012, 63017, 63018, 63038, None, 99999),
    Unwelcome: (21610, 63033, 63050),
    NoSuchAddress: (21211, 21614, 63003, 63024),
    NeedsTemplate: (63016,),
    SendError: (
        *(11751, 63005, 63007, 63013, 63015, 63019, 63021, 63027, 63028, 63032),
        *(63040, 63041, 63042, 63049, 63051, 63112),
    ),
}


@pytest.mark.parametrize(
    ("code", "meaning"), [(code, kind) for kind, codes in CODES.items() for code in codes]
)
def test_what_a_code_means(code: int | None, meaning: type[SendError]) -> None:
    assert type(of_code(code)) is meaning
    assert type(of_answer(400, code)) is meaning


async def test_looking_up_what_was_taken_without_an_answer(line: Line) -> None:
    since = datetime.now(UTC)
    line.twilio.fail(Fault(accepts=True))
    with pytest.raises(UnknownOutcome):
        await line.whatsapp.send(message())
    [sent] = line.twilio.sent_to(SARI)
    assert await line.whatsapp.look_up(message(), since) == sent.sid
    assert await line.whatsapp.look_up(message("Lain."), since) is None
    assert await line.whatsapp.look_up(message(address="+6281200000002"), since) is None
    assert await line.whatsapp.look_up(message(), since + timedelta(minutes=1)) is None


async def test_looking_up_what_failed_since(line: Line) -> None:
    since = datetime.now(UTC)
    sid = await line.whatsapp.send(message())
    await line.twilio.status(sid, "undelivered", 63018)
    assert await line.whatsapp.look_up(message(), since) is None
    await line.twilio.status(sid, "failed", 63024)
    with pytest.raises(NoSuchAddress):
        await line.whatsapp.look_up(message(), since)


async def test_after_looking_up_only_the_missing_parts_are_sent(line: Line) -> None:
    since = datetime.now(UTC)
    long = message(" ".join(f"kata{number}" for number in range(500)))
    line.twilio.fail(Fault(accepts=True))
    with pytest.raises(UnknownOutcome):
        await line.whatsapp.send(long)
    assert await line.whatsapp.look_up(long, since) is None
    await line.whatsapp.send(long)
    assert " ".join(sent.text for sent in line.twilio.sent_to(SARI)) == long.body


async def test_twilio_is_away_when_asked(line: Line) -> None:
    async with open_line() as closed:
        gone = closed.twilio.url
    account = Account(ACCOUNT, TOKEN, gone)
    whatsapp = WhatsApp(account, Seal(TOKEN), SENDER, line.public, {})
    with pytest.raises(TryLater):
        await whatsapp.look_up(message(), datetime.now(UTC))
    await whatsapp.close()
