"""WhatsApp's approved templates: what to have approved, and whether it was.

Each text that speaks first has a twin at Twilio in each language: the same words, its named
blanks numbered in the order of the Indonesian text, its buttons by position.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from bot.outbound.template_samples import SAMPLES, SAMPLES_BY_LANGUAGE
from handlers.core.talk import CATALOGUE, LANGUAGES, Text, blanks_of

Templates = Mapping[str, Mapping[str, str]]
"""Text key → language → ContentSid."""

SID = re.compile(r"HX[0-9a-fA-F]{32}")
BODY, BUTTONS, BUTTON, EMOJI = 1024, 10, 20, 10
_BLANK = re.compile(r"{(\w+)}")
_NUMBER = re.compile(r"{{\d+}}")
_NOT_LETTERS = "\ufe0f\u200d\u20e3"
"""What turns characters into emoji, or joins them."""


@dataclass(frozen=True)
class Template:
    """One text in one language, as it is handed in."""

    text: Text
    language: str

    @property
    def name(self) -> str:
        """WhatsApp allows lower-case letters, digits and underscores."""
        return f"{re.sub(r'[^a-z0-9]+', '_', self.text.key.lower())}_{self.language}"

    @property
    def words(self) -> str:
        return self.text.words(self.language)

    @property
    def body(self) -> str:
        number = {name: n for n, name in enumerate(self.text.blanks, start=1)}
        return _BLANK.sub(lambda blank: f"{{{{{number[blank[1]]}}}}}", self.words)

    @property
    def samples(self) -> dict[str, str]:
        known = {**SAMPLES, **SAMPLES_BY_LANGUAGE[self.language]}
        return {str(n): known.get(name, name) for n, name in enumerate(self.text.blanks, start=1)}

    @property
    def content(self) -> dict[str, Any]:
        """The body for `POST /v1/Content`."""
        kind, filled = "twilio/text", {"body": self.body}
        if titles := buttons(self.text, self.language):
            kind = "twilio/quick-reply"
            actions = [
                {"type": "QUICK_REPLY", "title": title, "id": payload(position)}
                for position, title in enumerate(titles)
            ]
            return self._content({kind: {**filled, "actions": actions}})
        return self._content({kind: filled})

    def _content(self, types: dict[str, Any]) -> dict[str, Any]:
        return {
            "friendly_name": self.name,
            "language": self.language,
            "variables": self.samples,
            "types": types,
        }

    @property
    def approval(self) -> dict[str, str]:
        """The body for `POST /v1/Content/{sid}/ApprovalRequests/whatsapp`."""
        return {"name": self.name, "category": "UTILITY"}

    def as_json(self) -> dict[str, Any]:
        return {
            "text": self.text.key,
            "language": self.language,
            "content": self.content,
            "approval": self.approval,
        }


def templates(texts: Iterable[Text] | None = None) -> list[Template]:
    """All that may speak first, in every language; by default of the whole catalogue."""
    chosen = catalogue().values() if texts is None else texts
    return [
        Template(text, language)
        for text in sorted(chosen, key=lambda text: text.key)
        for language in LANGUAGES
        if text.template
    ]


def payload(position: int) -> str:
    """What a button sends back: its place among the choices."""
    return f"m:{position}"


def buttons(text: Text, language: str) -> tuple[str, ...]:
    """What is on the buttons of a text's template."""
    return tuple(title(button.fill(language, {})) for button in text.buttons)


def title(label: str) -> str:
    """A label as a template's button: WhatsApp allows no emoji there."""
    return " ".join("".join(c for c in label if not _is_emoji(c)).split())


def faults(template: Template) -> list[str]:
    """What WhatsApp would refuse it for."""
    body, titles = template.body, buttons(template.text, template.language)
    blanks, fixed = len(template.text.blanks), len(re.findall(r"\w+", _NUMBER.sub(" ", body)))
    shown = set(blanks_of(template.words))
    rules = {
        "the body starts with a blank": _NUMBER.match(body.lstrip("“\"'(*_ ")),
        "the body ends with a blank": re.search(r"{{\d+}}\W*$", body),
        "two blanks stand side by side": re.search(r"{{\d+}}\s*{{\d+}}", body),
        "a blank is missing in this language": shown != set(template.text.blanks),
        f"{fixed} fixed words are too few for {blanks} blanks": fixed < 2 * blanks + 1,
        f"the body has more than {BODY} characters": len(body) > BODY,
        f"there are more than {EMOJI} emoji": sum(map(_is_emoji, body)) > EMOJI,
        f"there are more than {BUTTONS} buttons": len(titles) > BUTTONS,
        "a button is empty, twice there, or too long": _bad_titles(titles),
    }
    return [fault for fault, found in rules.items() if found]


def _bad_titles(titles: tuple[str, ...]) -> bool:
    return len(set(titles)) < len(titles) or any(not 0 < len(t) <= BUTTON for t in titles)


def load(path: Path | None) -> Templates:
    """The configured ones. Raises `ValueError`, naming the variable, if they are unreadable."""
    if path is None:
        return {}
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"PENGHUBUNG_WHATSAPP_TEMPLATES: {path}: {error}") from error
    if not isinstance(known, dict) or not all(_is_entry(entry) for entry in known.values()):
        raise ValueError(
            f'PENGHUBUNG_WHATSAPP_TEMPLATES: {path} must be {{"text key": {{"id": "HX…"}}}}'
        )
    return known


def check(configured: Templates, wanted: Iterable[Template] | None = None) -> list[str]:
    """What is wrong between the configured templates and the catalogue, a line each."""
    wanted = templates() if wanted is None else list(wanted)
    needed = {(template.text.key, template.language) for template in wanted}
    have = {(key, language): sid for key, by in configured.items() for language, sid in by.items()}
    return [
        *(f"{t.text.key} ({t.language}): {fault}" for t in wanted for fault in faults(t)),
        *(f"{key} ({language}): not configured" for key, language in sorted(needed - set(have))),
        *(f"{key} ({language}): no such text" for key, language in sorted(set(have) - needed)),
        *(
            f"{key} ({language}): {sid!r} is no ContentSid (HX and 32 hexadecimal digits)"
            for (key, language), sid in sorted(have.items())
            if not SID.fullmatch(sid)
        ),
    ]


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and all(isinstance(sid, str) for sid in entry.values())


def _is_emoji(character: str) -> bool:
    return (
        unicodedata.category(character) == "So"
        or character in _NOT_LETTERS
        or 0x1F3FB <= ord(character) <= 0x1F3FF
    )


def catalogue() -> dict[str, Text]:
    """Every text there is, by key, once all modules that have some are imported."""
    from bot import documents, erase, inbound, outbound
    from bot.inbound.registry import discover
    from scheduler import rules

    for package in (documents, erase, inbound, outbound):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    discover()
    rules.discover()
    return CATALOGUE
