"""Our account at Twilio, by its REST API: sending, looking up, fetching files."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from bot.channels.base import Fetched, FetchError, ProviderAway, SendError, UnknownOutcome
from bot.channels.twilio_api import refusals

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

    from bot.settings import Settings

API = "https://api.twilio.com"
RECENT = 50
"""How many messages to one contact are looked through."""
SKEW = timedelta(seconds=5)
"""Twilio's clock against ours, and its dates are whole seconds."""
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Accepted:
    """A message of ours that Twilio knows."""

    sid: str
    body: str
    error: SendError | None
    """Why it failed, if it did."""


class Account:
    """Nothing is imported, and no connection opened, before the first request.

    `base` is another host than Twilio's; `seconds` is how long an answer may take.
    """

    def __init__(self, sid: str, token: str, base: str = "", seconds: float = 20) -> None:
        self.token = token
        """Webhooks are signed with it too."""
        self._auth = (sid, token)
        self._base = base
        self._seconds = seconds
        self._open: ClientSession | None = None
        self._twilio: Any = None

    @classmethod
    def of(cls, settings: Settings) -> Account:
        if settings.twilio_auth_token is None:
            raise ValueError("PENGHUBUNG_TWILIO_AUTH_TOKEN is missing")
        token = settings.twilio_auth_token.get_secret_value()
        return cls(settings.twilio_account_sid, token, settings.twilio_api_url)

    async def create(self, **fields: Any) -> str:
        """Have a message sent; its SID. Raises what the refusal means."""
        async with _translated():
            message = await self._messages().create_async(**fields)
            if not message.sid:
                raise UnknownOutcome("no-sid")
            return str(message.sid)

    async def sent(self, to: str, sender: str, since: datetime) -> Sequence[Accepted]:
        """What Twilio took from us for `to` since then, the latest first.

        Not asked by date: a message still in Twilio's queue has no date of sending.
        """
        async with _translated():
            found = await self._messages().list_async(to=to, from_=sender, limit=RECENT)
            return [
                Accepted(str(one.sid), one.body or "", _failure(one))
                for one in found
                if one.direction != "inbound" and one.date_created >= since - SKEW
            ]

    async def fetch(self, reference: str, limit: int) -> Fetched:
        """A file that came with a message. Raises `FetchError`.

        Our credentials go to the API's host alone, not to where it redirects.
        """
        base = urlsplit(self._base or API)
        if urlsplit(reference)[:2] != base[:2]:
            raise FetchError("not-from-twilio", final=True)
        from aiohttp import ClientError

        try:
            async with self._session().get(
                reference, headers=authorization(*self._auth), allow_redirects=False
            ) as answer:
                if not 300 <= answer.status < 400:
                    return await _read(answer, limit)
                location = urljoin(reference, answer.headers.get("Location", ""))
            if urlsplit(location).scheme != base.scheme:
                raise FetchError("redirect", final=True)
            async with self._session().get(location, max_redirects=3) as answer:
                return await _read(answer, limit)
        except (TimeoutError, ClientError, ValueError) as error:
            raise FetchError(type(error).__name__, final=False) from error

    async def close(self) -> None:
        if self._open is not None:
            await self._open.close()
        self._open = self._twilio = None

    def _session(self) -> ClientSession:
        from aiohttp import ClientSession, ClientTimeout

        if self._open is None:
            self._open = ClientSession(timeout=ClientTimeout(total=60, connect=5))
        return self._open

    def _messages(self) -> Any:
        from bot.channels.twilio_api.client import connect

        if self._twilio is None:
            self._twilio = connect(*self._auth, self._session(), self._base, self._seconds)
        return self._twilio.messages


def authorization(sid: str, token: str) -> dict[str, str]:
    """The header of HTTP's Basic authentication."""
    return {"Authorization": "Basic " + b64encode(f"{sid}:{token}".encode()).decode()}


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """Twilio's and the network's errors as ours."""
    from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
    from twilio.base.exceptions import TwilioException

    try:
        yield
    except TwilioException as error:
        status, code = getattr(error, "status", 500), getattr(error, "code", None)
        raise refusals.of_answer(status, None if code == status else code) from error
    except (ClientConnectorError, ConnectionTimeoutError) as error:
        raise ProviderAway("connection") from error
    except (TimeoutError, ClientError, ValueError) as error:
        raise UnknownOutcome("no-answer") from error


def _failure(message: Any) -> SendError | None:
    if message.status not in ("failed", "undelivered", "canceled"):
        return None
    return refusals.of_code(message.error_code)


async def _read(answer: ClientResponse, limit: int) -> Fetched:
    if answer.status != 200:
        final = 400 <= answer.status < 500 and answer.status not in (401, 403, 408, 429)
        raise FetchError(str(answer.status), final=final)
    content = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > limit:
            raise FetchError("too-large", final=True)
    return Fetched(bytes(content), answer.content_type)
