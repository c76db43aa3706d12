"""Which requests to Twilio one WhatsApp message becomes: free words, or an approved template."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Attachment, NeedsTemplate, Outgoing, SendError
from bot.channels.twilio_api import wording
from bot.outbound import templates
from handlers.core.talk import CATALOGUE, LANGUAGES
from models.media import Kind
from models.reach import WINDOW

CAPTION = 1024
LARGEST: Mapping[Kind, int] = {Kind.PHOTO: 5 * 1024 * 1024}
LARGEST_OTHER = 16 * 1024 * 1024
AS_LINK = frozenset({"text/calendar"})
"""Files that WhatsApp takes from nobody; a link in the words opens them."""
IN_SESSION = 3
"""Buttons of a template that are shown inside the window without its approval."""
AGAIN = {"id": "(dikirim ulang)", "en": "(sent again)"}


@dataclass(frozen=True)
class Draft:
    """One request to Twilio; `text` is what people will read, to know it again by."""

    text: str
    fields: Mapping[str, Any]


class Drafter:
    """Knows the approved templates: text key → language → ContentSid."""

    def __init__(self, configured: templates.Templates) -> None:
        self._templates = configured

    def __call__(self, message: Outgoing) -> list[Draft]:
        """The drafts, in the order to send them. Raises `NeedsTemplate`."""
        if message.silence is None or message.silence >= WINDOW:
            return [self._template(message)]
        return [found] if (found := self._buttons(message)) else _free(message)

    def _template(self, message: Outgoing) -> Draft:
        """Outside the window. Raises `NeedsTemplate` where none says all of this message.

        A file, other choices, or words that would have to be cut are reasons to have the
        window opened first: nobody should sign half a notice.
        """
        sid = self._sid(message)
        values = wording.variables(message.blank_order, message.blanks)
        if sid is None or len(values) < len(message.blanks):
            raise NeedsTemplate("no-template")
        if message.attachment is not None:
            raise NeedsTemplate("attachment")
        if message.labels and _buttons_of(message) not in ((), _titles(message)):
            raise NeedsTemplate("other-choices")
        if wording.width(message.body) > wording.FILLED:
            raise NeedsTemplate("too-long")
        return _content(message, sid, values)

    def _buttons(self, message: Outgoing) -> Draft | None:
        """Inside the window: a template for its buttons, where it says the same to a letter."""
        sid = self._sid(message)
        values = wording.variables(message.blank_order, message.blanks)
        same = (
            sid
            and 0 < len(message.labels) <= IN_SESSION
            and _buttons_of(message) == _titles(message)
            and _is_ours(message)
            and list(values.values()) == [message.blanks.get(n) for n in message.blank_order]
            and message.attachment is None
            and not message.repeated
            and wording.width(message.body) <= wording.FILLED
        )
        return _content(message, sid, values) if sid and same else None

    def _sid(self, message: Outgoing) -> str | None:
        approved = self._templates.get(message.text_key, {})
        ours = message.language in LANGUAGES or message.language in approved
        return approved.get(message.language if ours else "id")


def _content(message: Outgoing, sid: str, values: Mapping[str, str]) -> Draft:
    # Without values Twilio would send the samples, so they are always given.
    variables = json.dumps(values, ensure_ascii=False)
    return Draft(message.body, {"content_sid": sid, "content_variables": variables})


def _buttons_of(message: Outgoing) -> tuple[str, ...]:
    text = CATALOGUE.get(message.text_key)
    return templates.buttons(text, message.language) if text else ()


def _is_ours(message: Outgoing) -> bool:
    """Whether the words are ours, and not a school's, which the template may not have."""
    text = CATALOGUE.get(message.text_key)
    blanks = defaultdict(str, message.blanks)
    return text is None or text.fill(message.language, blanks) == message.body


def _titles(message: Outgoing) -> tuple[str, ...]:
    return tuple(templates.title(label) for label in message.labels)


def _free(message: Outgoing) -> list[Draft]:
    """Inside the window: the words, choices by number, a file as or before them."""
    again = AGAIN.get(message.language, AGAIN["id"]) if message.repeated else ""
    listed = wording.numbered(message.labels)
    # A menu has its numbered lines in the text already.
    paragraphs = [f"{again} {message.body}".strip(), "" if listed in message.body else listed]
    file = message.attachment
    if file is not None and not _takes(file):
        paragraphs.append(file.url)
        file = None
    text = "\n\n".join(filter(None, paragraphs))
    drafts = [Draft(part, {"body": part}) for part in wording.split(text)]
    if file is None:
        if not drafts:
            raise SendError("empty")
        return drafts
    captioned = file.kind in (Kind.PHOTO, Kind.VIDEO) and wording.width(text) <= CAPTION
    if captioned and drafts:
        return [Draft(text, {"body": text, "media_url": [file.url]})]
    return [Draft("", {"media_url": [file.url]}), *drafts]


def _takes(file: Attachment) -> bool:
    known = file.content_type.partition(";")[0].strip().lower() not in AS_LINK
    return known and _size(file) <= LARGEST.get(file.kind, LARGEST_OTHER)


def _size(file: Attachment) -> int:
    return file.path.stat().st_size if file.path.exists() else 0
