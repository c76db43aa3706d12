"""Templates at Twilio: its Content API, over which they are made, submitted and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from bot.channels.base import SendError
from bot.channels.twilio_api.account import authorization

if TYPE_CHECKING:
    from bot.settings import Settings

API = "https://content.twilio.com"
REFUSALS = {
    401: "Twilio refuses the credentials: check PENGHUBUNG_TWILIO_ACCOUNT_SID and _AUTH_TOKEN",
    429: "Twilio asks for a pause: run the same command again later, it goes on where it stopped",
}


class Content:
    """`async with Content(settings) as content:`. Everything raises `SendError`, with a sentence,
    where Twilio cannot be asked or refuses."""

    def __init__(self, settings: Settings) -> None:
        token = settings.twilio_auth_token
        if token is None:
            raise SendError("set PENGHUBUNG_TWILIO_ACCOUNT_SID and PENGHUBUNG_TWILIO_AUTH_TOKEN")
        self._headers = authorization(settings.twilio_account_sid, token.get_secret_value())
        self._base = (settings.twilio_api_url or API).rstrip("/")

    async def __aenter__(self) -> Self:
        from aiohttp import ClientSession, ClientTimeout

        self._session = ClientSession(headers=self._headers, timeout=ClientTimeout(total=30))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def create(self, content: Mapping[str, Any]) -> str:
        """Its ContentSid."""
        return str((await self._ask("POST", "", content) or {})["sid"])

    async def submit(self, sid: str, approval: Mapping[str, str]) -> None:
        await self._ask("POST", f"/{sid}/ApprovalRequests/whatsapp", approval)

    async def types(self, sid: str) -> Mapping[str, Any] | None:
        """The words and buttons there; None where there is no such template."""
        found = await self._ask("GET", f"/{sid}")
        return None if found is None else found.get("types") or {}

    async def approval(self, sid: str) -> tuple[str, str]:
        """WhatsApp's word on it (approved, pending, …; "unsubmitted": never asked), and why."""
        found = await self._ask("GET", f"/{sid}/ApprovalRequests") or {}
        said = found.get("whatsapp") or {}
        return said.get("status") or "unsubmitted", said.get("rejection_reason") or ""

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        from aiohttp import ClientError

        url = f"{self._base}/v1/Content{path}"
        try:
            async with self._session.request(method, url, json=body) as answer:
                if answer.status == 404 and method == "GET":
                    return None
                if answer.status >= 300:
                    raise SendError(REFUSALS.get(answer.status) or f"Twilio says {answer.status}")
                found: dict[str, Any] = await answer.json()
                return found
        except (ClientError, TimeoutError, ValueError) as error:
            raise SendError(f"Twilio cannot be reached ({type(error).__name__})") from error
