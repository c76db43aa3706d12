"""What Twilio posts to us: signed forms, and news of messages we sent."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import RequestValidator

from bot.channels.base import (
    Door,
    Event,
    Hook,
    News,
    NoSuchAddress,
    Outgoing,
    PartLost,
    Unreadable,
    Untrusted,
    Unwelcome,
)
from bot.channels.twilio_api import refusals
from models.numbers import LARGEST_ID, whole
from models.outbox import Status

STATUSES: Mapping[str, Status] = {
    "sent": Status.SENT,
    "delivered": Status.DELIVERED,
    "read": Status.READ,
    "failed": Status.FAILED,
    "undelivered": Status.FAILED,
    "canceled": Status.FAILED,
}
"""Twilio's words that are news to us; the others come before "sent"."""
TWIML = b"<Response/>"


class Form(dict[str, list[str]]):
    """A posted form: every value of every name. Twilio adds names without notice."""

    def getlist(self, name: str) -> list[str]:
        """By this name the signature check finds all values of a name."""
        return self[name]

    def first(self, name: str) -> str:
        """The value, stripped; "" if it is blank or missing."""
        return self.get(name, [""])[0].strip()


class Seal:
    """Twilio's signature over the public URL and all fields, blank ones too."""

    def __init__(self, token: str) -> None:
        self._validator = RequestValidator(token)

    def open(self, hook: Hook) -> Form:
        """The form of a genuine request. Raises `Untrusted`."""
        form = Form(parse_qs(hook.body.decode("utf-8", "replace"), keep_blank_values=True))
        signature = hook.headers.get("x-twilio-signature", "")
        if not signature:
            raise Untrusted("it bears no signature")
        if not self._genuine(hook.url, form, signature):
            raise Untrusted("its signature is not of our token over our public address")
        return form

    def read(
        self, channel: str, hook: Hook, says: Callable[[Form], Sequence[Event]]
    ) -> Sequence[Event]:
        """What a genuine form says; one that we cannot read is an event too.

        Twilio brings a message once: what we refuse is gone. Raises `Untrusted`.
        """
        form = self.open(hook)
        try:
            return says(form)
        except Exception as error:  # whatever it is, somebody wrote to us
            raw, sender = hook.body.decode("utf-8", "replace"), form.first("From")
            address = sender.removeprefix("whatsapp:")
            return [Unreadable(channel, raw, type(error).__name__, address)]

    def _genuine(self, url: str, form: Form, signature: str) -> bool:
        """Over our own address first: `validate` also tries it with and without its port."""
        exact: str = self._validator.compute_signature(url, form)
        if hmac.compare_digest(exact.encode(), signature.encode()):
            return True
        return bool(self._validator.validate(url, form, signature))


def status_door(channel: str, seal: Seal) -> Door:
    """The door of the status callbacks of one channel."""
    return Door(
        lambda hook: seal.read(channel, hook, partial(news, channel, hook)), TWIML, "text/xml"
    )


def news(channel: str, hook: Hook, form: Form) -> Sequence[News]:
    """What a status callback says. Our own id is in its query: see `callback`."""
    status = STATUSES.get(form.first("MessageStatus"))
    query = parse_qs(urlsplit(hook.url).query)
    failed = status is Status.FAILED
    if status is None or ("part" in query and not failed):
        return []
    error = refusals.of_code(whole(form.first("ErrorCode"))) if failed else None
    if error is not None and "part" in query and not isinstance(error, (Unwelcome, NoSuchAddress)):
        error = PartLost(error.code)
    return [
        News(
            channel,
            status,
            message=whole(query.get("message", [""])[0], LARGEST_ID),
            attempt=whole(query.get("attempt", [""])[0]),
            provider_id=None if "part" in query else form.first("MessageSid") or None,
            error=error,
        )
    ]


def callback(url: str, message: Outgoing, *, last: bool = True) -> str:
    """Where Twilio reports about `message`. Of a part that is not the last only failure counts."""
    part = "" if last else "&part=1"
    return f"{url}?message={message.id}&attempt={message.attempt}{part}"
