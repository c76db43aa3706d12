"""What somebody wrote to us on WhatsApp, from the fields of Twilio's webhook."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from bot.channels.base import File, Incoming, Tap
from bot.channels.twilio_api.hooks import Form
from models.media import Kind
from models.numbers import whole

SCHEME = "whatsapp:"
FILES = 10
"""Of one message. WhatsApp sends one file a message; the number is theirs to say, not ours."""
_PAYLOAD = re.compile(r"m:(\d{1,3})")
_NAME = re.compile(
    r"[^\n/\\]+\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|zip|rar|ics|vcf|jpe?g|png|heic)", re.I
)
"""What a document is called, "surat dokter.pdf": WhatsApp gives that as the message's words."""
_KINDS = {"image": Kind.PHOTO, "audio": Kind.VOICE, "video": Kind.VIDEO}


def read(channel: str, form: Form) -> Incoming | None:
    """The message; None where it is no private message on WhatsApp."""
    sender, sid = form.first("From"), form.first("MessageSid")
    address = sender.removeprefix(SCHEME)
    if not sid or not address or not sender.startswith(SCHEME):
        return None
    tap = _tap(form)
    files = _files(form)
    body = form.first("Body")
    if len(files) == 1 and files[0].kind is Kind.DOCUMENT and _NAME.fullmatch(body):
        files, body = (replace(files[0], name=body),), ""
    replied = form.first("OriginalRepliedMessageSid") or None
    return Incoming(
        channel=channel,
        address=address,
        provider_id=sid,
        text=form.first("ButtonText") or form.first("ListTitle") or body,
        alias=_alias(form, address),
        name=form.first("ProfileName"),
        files=files,
        tap=tap,
        quoted=None if tap else replied,
        extra=_extra(form),
    )


def _alias(form: Form, address: str) -> str | None:
    """Their user id, under which they write once they hide the number."""
    alias = form.first("ExternalUserId").removeprefix(SCHEME)
    return alias if alias and alias != address else None


def _tap(form: Form) -> Tap | None:
    """A tapped button, or a line of a list."""
    payload = form.first("ButtonPayload") or form.first("ListId")
    label = form.first("ButtonText") or form.first("ListTitle")
    if not payload and not label:
        return None
    found = _PAYLOAD.fullmatch(payload)
    return Tap(
        provider_id=form.first("OriginalRepliedMessageSid") or None,
        position=int(found[1]) if found else None,
        label=label or form.first("Body") or None,
    )


def _files(form: Form) -> tuple[File, ...]:
    numbers = range(min(whole(form.first("NumMedia")) or 0, FILES))
    return tuple(
        _file(url, form.first(f"MediaContentType{number}"))
        for number in numbers
        if (url := form.first(f"MediaUrl{number}"))
    )


def _file(url: str, content_type: str) -> File:
    family = content_type.partition("/")[0].lower()
    return File(url, _KINDS.get(family, Kind.DOCUMENT), content_type.partition(";")[0])


def _extra(form: Form) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    place = (_degrees(form.first("Latitude")), _degrees(form.first("Longitude")))
    if None not in place:
        extra["location"] = list(place)
        names = (form.first("Label"), form.first("Address"))
        if named := ", ".join(filter(None, names)):
            extra["place"] = named
    if form.first("Forwarded") == "true" or form.first("FrequentlyForwarded") == "true":
        extra["forwarded"] = True
    return extra


def _degrees(number: str) -> float | None:
    try:
        degrees = float(number)
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) else None
