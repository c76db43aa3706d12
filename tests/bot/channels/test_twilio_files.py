"""Fetching what people sent: from Twilio alone, and our credentials to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Fetched, FetchError, Incoming
from bot.channels.twilio_api.account import Account
from tests.bot.channels.twilio_line import SARI, Line, open_line
from tests.standins.twilio_messages import ACCOUNT
from tests.standins.twilio_openapi import MEDIA

PHOTO = bytes(range(256)) * 1000


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with open_line() as line:
        yield line


async def reference(line: Line, content_type: str = "image/jpeg") -> str:
    await line.twilio.user_sends_photo(SARI, PHOTO, content_type)
    [incoming] = line.events
    assert isinstance(incoming, Incoming)
    return incoming.files[0].reference


async def test_a_photo_is_fetched_where_twilio_redirects(line: Line) -> None:
    found = await line.whatsapp.fetch(await reference(line), len(PHOTO))
    assert found == Fetched(PHOTO, "image/jpeg")
    api, elsewhere = line.twilio.file_requests
    assert api["Authorization"].startswith("Basic ")
    assert "Authorization" not in elsewhere
    assert api["Host"] != elsewhere["Host"]


async def test_a_file_over_the_limit(line: Line) -> None:
    with pytest.raises(FetchError) as refused:
        await line.whatsapp.fetch(await reference(line), len(PHOTO) - 1)
    assert (refused.value.code, refused.value.final) == ("too-large", True)


async def test_a_file_that_is_gone(line: Line) -> None:
    gone = MEDIA.format(AccountSid=ACCOUNT, MessageSid=f"MM{0:032}", Sid=f"ME{0:032}")
    with pytest.raises(FetchError) as refused:
        await line.whatsapp.fetch(f"{line.twilio.url}{gone}", 10)
    assert (refused.value.code, refused.value.final) == ("404", True)


@pytest.mark.parametrize(
    "address",
    [
        "https://api.twilio.com/2010-04-01/Accounts/x",
        "http://127.0.0.1:1/2010-04-01/Accounts/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "",
    ],
)
async def test_nothing_is_asked_of_other_hosts(line: Line, address: str) -> None:
    with pytest.raises(FetchError) as refused:
        await line.whatsapp.fetch(address, 10)
    assert (refused.value.code, refused.value.final) == ("not-from-twilio", True)


async def test_a_refused_token_or_an_absent_twilio_may_pass(line: Line) -> None:
    address = await reference(line)
    mistaken = Account(ACCOUNT, "wrong", line.twilio.url)
    with pytest.raises(FetchError) as refused:
        await mistaken.fetch(address, len(PHOTO))
    assert (refused.value.code, refused.value.final) == ("401", False)
    await mistaken.close()
    async with open_line() as closed:
        gone = closed.twilio.url
    absent = Account(ACCOUNT, "", gone)
    with pytest.raises(FetchError) as refused:
        await absent.fetch(f"{gone}/x", 10)
    assert not refused.value.final
    await absent.close()


async def test_sms_has_no_files(line: Line) -> None:
    with pytest.raises(FetchError):
        await line.sms.fetch("x", 10)
