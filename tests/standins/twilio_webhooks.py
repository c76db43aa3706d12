"""The requests Twilio posts to us, signed as it documents."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from aiohttp import ClientSession

from tests.standins.twilio_messages import ACCOUNT, SENDER
from tests.standins.twilio_openapi import MEDIA

TOKEN = "an-auth-token-of-the-stand-in"


@dataclass(frozen=True)
class Answer:
    """What our server said to a webhook."""

    status: int
    content_type: str
    body: bytes


def sign(url: str, fields: Sequence[tuple[str, str]], token: str = TOKEN) -> str:
    """As Twilio documents it: the URL, then every name and value, sorted; HMAC-SHA1, base64."""
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()


class Webhooks:
    """Somebody on WhatsApp, through Twilio. `ours` is our public address, without a path."""

    client: ClientSession
    url: str

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.ours = ""
        self.heard: dict[str, datetime] = {}
        """When each address last wrote: from then on its window is open."""
        self.files: dict[str, tuple[bytes, str]] = {}
        self._last: tuple[str, list[tuple[str, str]], dict[str, str]] | None = None

    async def user_says(self, number: str, body: str, **extra: str) -> Answer:
        """Somebody writes; `number` may be a hidden one's "ID.4566…". `extra` adds or replaces."""
        self.heard[f"whatsapp:{number}"] = self.now()
        sid = f"SM{secrets.token_hex(16)}"
        fields = {
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "ProfileName": "Sari",
            "MessageType": "text",
            "SmsSid": sid,
            "SmsStatus": "received",
            "Body": body,
            "To": f"whatsapp:{SENDER}",
            "NumSegments": "1",
            "ReferralNumMedia": "0",
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": f"whatsapp:{number}",
            "ApiVersion": "2010-04-01",
        }
        if number.startswith("+"):
            fields["WaId"] = number.removeprefix("+")
        return await self.post("/hooks/whatsapp", {**fields, **extra})

    async def user_taps(
        self, number: str, sid: str, payload: str, text: str, **extra: str
    ) -> Answer:
        """Somebody taps a button under the message `sid` of ours."""
        tap = {
            "ButtonText": text,
            "ButtonPayload": payload,
            "MessageType": "interactive",
            "OriginalRepliedMessageSid": sid,
            "OriginalRepliedMessageSender": f"whatsapp:{SENDER}",
        }
        return await self.user_says(number, text, **{**tap, **extra})

    async def user_sends_photo(
        self, number: str, content: bytes, content_type: str = "image/jpeg", body: str = ""
    ) -> Answer:
        """Somebody sends a file of any kind; ours to fetch with our credentials."""
        sid, name = f"MM{secrets.token_hex(16)}", f"ME{secrets.token_hex(16)}"
        self.files[name] = (content, content_type)
        place = MEDIA.format(AccountSid=ACCOUNT, MessageSid=sid, Sid=name)
        media = {
            "NumMedia": "1",
            "MessageType": content_type.partition("/")[0],
            "MediaUrl0": f"{self.url}{place}",
            "MediaContentType0": content_type,
        }
        same = dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), sid)
        return await self.user_says(number, body, **media, **same)

    async def again(self) -> Answer:
        """Post the last webhook once more, as Twilio does when it heard no answer."""
        assert self._last is not None
        url, fields, headers = self._last
        return await self._send(url, fields, {**headers, "I-Twilio-Idempotency-Token": "1"})

    async def post(
        self,
        path: str,
        fields: dict[str, str] | Sequence[tuple[str, str]],
        signature: str | None = None,
    ) -> Answer:
        """A signed request to our server; "" leaves the signature out, others are sent as given."""
        url = path if "://" in path else f"{self.ours}{path}"
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
        value = sign(url, pairs) if signature is None else signature
        return await self._send(url, pairs, {"X-Twilio-Signature": value} if value else {})

    async def _send(
        self, url: str, fields: list[tuple[str, str]], headers: dict[str, str]
    ) -> Answer:
        self._last = url, fields, headers
        form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        async with self.client.post(
            url, data=urlencode(fields), headers={**form, **headers}
        ) as answer:
            return Answer(answer.status, answer.content_type, await answer.read())
