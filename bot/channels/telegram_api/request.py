"""Requests to the Bot API over aiohttp: the client's own spends 14 times the processor time."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from aiohttp.client_exceptions import ClientConnectorError, ConnectionTimeoutError
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0


class NotConnected(NetworkError):
    """The request did not leave this machine: it is safe to make it again."""


class AiohttpRequest(BaseRequest):
    """A pool of connections to one server; proxies of the environment are not used."""

    def __init__(self, connections: int = 256) -> None:
        self._connections = connections
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ_SECONDS

    async def initialize(self) -> None:
        self._open()

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """The status and body. Raises `NotConnected`, or `TimedOut` and `NetworkError`,
        after which the request may have been carried out."""
        times = ClientTimeout(
            total=None,
            sock_connect=_seconds(connect_timeout, CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, READ_SECONDS),
        )
        try:
            async with self._open().request(
                method, url, data=_body(request_data), timeout=times
            ) as answer:
                return answer.status, await answer.read()
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise NotConnected(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except ClientError as error:
            raise NetworkError(type(error).__name__) from error

    def _open(self) -> ClientSession:
        if self._session is None:
            connector = TCPConnector(limit=self._connections)
            self._session = ClientSession(connector=connector, trust_env=False)
        return self._session


def _body(data: RequestData | None) -> FormData | dict[str, str] | None:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _seconds(value: Any, default: float) -> float | None:
    """The client hands over a number, None for no limit, or its mark for "the default"."""
    return default if isinstance(value, DefaultValue) or value is None else float(value)
