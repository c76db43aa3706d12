"""Twilio's own client on our connection pool. Heavy to import: only when first used."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from aiohttp import ClientSession, ClientTimeout
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bot.channels.base import TryLater
from bot.channels.twilio_api.account import authorization
from bot.channels.twilio_api.refusals import REQUESTS_PAUSE, TOO_MANY
from models.numbers import whole


class Http(AsyncHttpClient):  # type: ignore[misc]  # no types are published
    """Requests of Twilio's client, to another host if `base` is set, within time limits.

    Unlike the client's own it logs nothing: addresses and words are in what it would log.
    """

    def __init__(self, session: ClientSession, base: str, seconds: float) -> None:
        super().__init__(logging.getLogger(__name__), True)
        self._session = session
        self._base = urlsplit(base)
        # Failing to connect is told apart from no answer: then nothing was sent.
        self._limits = ClientTimeout(total=seconds, connect=seconds / 4)

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        async with self._session.request(
            method,
            self._at(url),
            params=params,
            data=urlencode(data, doseq=True) if data else None,
            headers={**(headers or {}), **(authorization(*auth) if auth else {})},
            timeout=self._limits,
            allow_redirects=False,
        ) as answer:
            if answer.status == TOO_MANY:
                wait = _seconds(answer.headers.get("Retry-After", ""))
                raise TryLater("20429", wait, everyone=True)
            return Response(answer.status, await answer.text(), answer.headers)

    def _at(self, url: str) -> str:
        if not self._base.netloc:
            return url
        return urlunsplit(
            urlsplit(url)._replace(scheme=self._base.scheme, netloc=self._base.netloc)
        )


def connect(sid: str, token: str, session: ClientSession, base: str, seconds: float) -> Any:
    """Twilio's client. It would take what is missing from TWILIO_… variables: we say all."""
    nothing = {"TWILIO_REGION": "", "TWILIO_EDGE": ""}
    return Client(sid, token, http_client=Http(session, base, seconds), environment=nothing)


def _seconds(header: str) -> timedelta:
    seconds = whole(header)
    return REQUESTS_PAUSE if seconds is None else timedelta(seconds=min(seconds, 600))
