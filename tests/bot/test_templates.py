"""The templates to hand in, WhatsApp's rules for them, and what is configured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.whatsapp import WhatsApp
from bot.outbound.templates import Template, buttons, check, faults, load, templates, title
from bot.settings import Settings
from handlers.core.notices.opening import OPENER
from handlers.core.talk import CATALOGUE, Text

SID = "HX0123456789abcdef0123456789ABCDEF"


def text(words: str, en: str = "", *labels: str) -> Text:
    """One that is no part of the house: the catalogue forgets it."""
    made = tuple(Text(f"tests.{n}", label, label) for n, label in enumerate(labels))
    found = Text("tests.words", words, en or words, template=True, buttons=made)
    for one in (found, *made):
        del CATALOGUE[one.key]
    return found


def test_all_that_speaks_first_would_be_approved() -> None:
    found = templates()
    assert {template.text.key for template in found} >= {"contact_book.entry", OPENER.key}
    assert {key: broken for t in found if (broken := faults(t)) for key in [t.name]} == {}


def test_a_template_as_it_is_handed_in() -> None:
    assert Template(OPENER, "id").as_json() == {
        "text": "opening.opener",
        "language": "id",
        "content": {
            "friendly_name": "opening_opener_id",
            "language": "id",
            "variables": {"1": "Aisyah Humaira (1A)", "2": "catatan buku penghubung"},
            "types": {
                "twilio/quick-reply": {
                    "body": "Ananda {{1}}: ada {{2}} dari sekolah untuk Ibu/Bapak. "
                    "Ketuk Buka untuk membacanya.",
                    "actions": [{"type": "QUICK_REPLY", "title": "Buka", "id": "m:0"}],
                }
            },
        },
        "approval": {"name": "opening_opener_id", "category": "UTILITY"},
    }


def test_blanks_keep_their_numbers_in_both_languages() -> None:
    both = text("Halo {who}, ada {what} untuk Anda.", "Hello, a {what} for {who} today.")
    assert Template(both, "id").body == "Halo {{1}}, ada {{2}} untuk Anda."
    assert Template(both, "en").content["types"] == {
        "twilio/text": {"body": "Hello, a {{2}} for {{1}} today."}
    }


def test_buttons_lose_their_emoji() -> None:
    assert buttons(text("Kirim?", "", "Paraf ✅", "👍🏽 Setuju"), "id") == ("Paraf", "Setuju")
    assert title("Ya, saya hadir") == "Ya, saya hadir"


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (text("{who} sudah menandatangani surat itu."), "the body starts with a blank"),
        (text("Surat itu sudah ditandatangani oleh {who}."), "the body ends with a blank"),
        (text("Ini dari sekolah: {who} {what} begitu, ya."), "two blanks stand side by side"),
        (text("Dari {who} untuk {what} ya."), "3 fixed words are too few for 2 blanks"),
        (text("Pesan untuk {who} dari sekolah.", "Hi."), "a blank is missing in this language"),
        (text("a " * 520), "the body has more than 1024 characters"),
        (text("Halo " + "🎉" * 11), "there are more than 10 emoji"),
        (text("Halo", "", *"abcdefghijk"), "there are more than 10 buttons"),
        (text("Halo", "", "a" * 21), "a button is empty, twice there, or too long"),
        (text("Halo", "", "✅"), "a button is empty, twice there, or too long"),
        (text("Halo", "", "Ya", "Ya ✅"), "a button is empty, twice there, or too long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_would_be_refused(bad: Text, fault: str) -> None:
    assert fault in faults(Template(bad, "en")) + faults(Template(bad, "id"))


def test_the_configured_ones_against_the_catalogue() -> None:
    wanted = templates([OPENER])
    assert check({OPENER.key: {"id": SID, "en": SID}}, wanted) == []
    assert check({OPENER.key: {"id": "HX12"}, "gone.text": {"id": SID}}, wanted) == [
        "opening.opener (en): not configured",
        "gone.text (id): no such text",
        "opening.opener (id): 'HX12' is no ContentSid (HX and 32 hexadecimal digits)",
    ]


def test_a_text_that_speaks_first_is_named_if_it_is_missing() -> None:
    assert "opening.opener (id): not configured" in check({})


@pytest.mark.parametrize("content", ["", "[]", '{"a": "HX"}', '{"a": {"id": 1}}', "{"])
def test_an_unreadable_file_is_refused_at_start(tmp_path: Path, content: str) -> None:
    path = tmp_path / "templates.json"
    path.write_text(content)
    settings = Settings(
        twilio_account_sid="AC1",
        twilio_auth_token=SecretStr("x"),
        whatsapp_from="+62811",
        public_url="https://bot.sekolah.sch.id",
        whatsapp_templates=path,
    )
    with pytest.raises(ValueError, match="PENGHUBUNG_WHATSAPP_TEMPLATES"):
        WhatsApp.of(settings)
    with pytest.raises(ValueError, match="PENGHUBUNG_WHATSAPP_TEMPLATES"):
        load(tmp_path / "missing.json")


def test_a_readable_file(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    path.write_text(json.dumps({OPENER.key: {"id": SID}}))
    assert load(path) == {OPENER.key: {"id": SID}}
    assert load(None) == {}
