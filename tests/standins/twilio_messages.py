"""Messages as Twilio keeps them, and what it or WhatsApp finds wrong with one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
SENDER = "+6281100000000"
SMS_SENDER = "+6281100000001"
_BLANK = re.compile(r"{{(\d+)}}")


@dataclass
class Message:
    """One message that was accepted from us."""

    sid: str
    to: str
    sender: str
    text: str
    """As people read it: the words, or the template with its blanks filled."""
    created: datetime
    media: Sequence[str] = ()
    content_sid: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    callback: str = ""
    status: str = "queued"
    error: int | None = None


@dataclass(frozen=True)
class Fault:
    """What happens to one of the next sends instead of a plain yes."""

    status: int = 0
    """0: no answer at all."""
    code: int | None = None
    accepts: bool = False
    """The message is taken all the same."""
    hangs: bool = False
    """The connection stays open without an answer; else it is cut."""
    retry_after: int | None = None


def filled(body: str, variables: dict[str, str]) -> str:
    """A template with its blanks filled; with its samples where a value is not given."""
    return _BLANK.sub(lambda blank: variables.get(blank[1], f"‹sample {blank[1]}›"), body)


def wrong(given: dict[str, str]) -> int | None:
    """What Twilio refuses at once."""
    if len(given.get("Body", "")) > 1600:
        return 21617
    if given.get("From") not in (f"whatsapp:{SENDER}", SMS_SENDER):
        return 63007
    try:
        variables = json.loads(given.get("ContentVariables", "{}"))
    except ValueError:
        return 92007
    strings = isinstance(variables, dict) and all(isinstance(v, str) for v in variables.values())
    return None if strings else 92007


def problem(message: Message, template: str | None, heard: datetime | None) -> int | None:
    """Why WhatsApp would not show it, which is found out after it was accepted.

    `template` is the approved body for its ContentSid; `heard` when they last wrote.
    """
    if not message.to.startswith("whatsapp:"):
        return None
    if not message.content_sid:
        is_open = heard is not None and message.created < heard + timedelta(hours=24)
        return None if is_open else 63016
    if template is None:
        return 63027
    if set(_BLANK.findall(template)) != set(message.variables):
        return 63028
    bad = [v for v in message.variables.values() if not v or re.search(r"[\n\t]| {4}", v)]
    return 63013 if bad or len(message.text) > 1024 else None


def shown(message: Message) -> dict[str, Any]:
    """The message resource."""
    uri = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{message.sid}"
    created = format_datetime(message.created.astimezone(UTC))
    return {
        "account_sid": ACCOUNT,
        "api_version": "2010-04-01",
        "body": message.text,
        "date_created": created,
        "date_sent": None if message.status == "queued" else created,
        "date_updated": created,
        "direction": "outbound-api",
        "error_code": message.error,
        "error_message": None,
        "from": message.sender,
        "messaging_service_sid": None,
        "num_media": str(len(message.media)),
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }


def page(messages: Sequence[Message], asked: Mapping[str, str], path: str) -> dict[str, Any]:
    """The list resource, the latest first: one page, as ours never ask for a second."""
    size = int(asked.get("PageSize", 50))
    found = [
        shown(message)
        for message in reversed(messages)
        if asked.get("To") in (None, message.to) and asked.get("From") in (None, message.sender)
    ][:size]
    return {
        "messages": found,
        "first_page_uri": f"{path}?PageSize={size}&Page=0",
        "next_page_uri": None,
        "previous_page_uri": None,
        "page": 0,
        "page_size": size,
        "start": 0,
        "end": max(0, len(found) - 1),
        "uri": f"{path}?PageSize={size}&Page=0",
    }
