"""Settings: what is refused at start, and that the refusal names what to set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.command import cli
from bot.settings import Settings

URL = "https://bot.sekolah.sch.id"
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "rahasia",
    "WHATSAPP_FROM": "+6284400000999",
    "PUBLIC_URL": URL,
}
WEBHOOK = {
    "TELEGRAM_TOKEN": "1:rahasia",
    "TELEGRAM_MODE": "webhook",
    "TELEGRAM_SECRET": "sandi_Kami-1",
    "PUBLIC_URL": URL,
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("PENGHUBUNG_"):
            monkeypatch.delenv(name)


def without(name: str, given: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in given.items() if key != name}


def set_to(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str]) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(f"PENGHUBUNG_{name}", value)
    return Settings()


def test_nothing_has_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = set_to(monkeypatch, {})
    assert not settings.live
    assert settings.database == "sqlite:///data/penghubung.db"
    assert settings.public == "http://127.0.0.1:8080"


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set_to(monkeypatch, {"TELEGRAM_TOKEN": "", "PORT": ""}) == Settings(port=8080)


def test_the_database_lies_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = set_to(monkeypatch, {"DATA_DIR": "/srv/bot"})
    assert settings.data_dir == Path("/srv/bot")
    assert settings.database == "sqlite:////srv/bot/penghubung.db"


@pytest.mark.parametrize(
    "written",
    [URL, f"{URL}/", f" {URL} ", "HTTPS://Bot.Sekolah.SCH.id", f"{URL}:443"],
)
def test_our_address_is_as_providers_sign_it(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    assert set_to(monkeypatch, {"PUBLIC_URL": written}).public == URL


@pytest.mark.parametrize(
    "given",
    [TWILIO, WEBHOOK, {**TWILIO, **WEBHOOK}, {"TELEGRAM_TOKEN": "1:rahasia"}],
    ids=["whatsapp", "webhook", "both", "polling"],
)
def test_what_is_complete_is_live(
    monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str]
) -> None:
    assert set_to(monkeypatch, given).live


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (without("TWILIO_ACCOUNT_SID", TWILIO), "TWILIO_ACCOUNT_SID is missing"),
        (without("TWILIO_AUTH_TOKEN", TWILIO), "TWILIO_AUTH_TOKEN is missing"),
        (without("WHATSAPP_FROM", TWILIO), "WHATSAPP_FROM must be"),
        (without("PUBLIC_URL", TWILIO), "PUBLIC_URL is missing: WhatsApp"),
        ({**TWILIO, "WHATSAPP_FROM": "084400000999"}, "WHATSAPP_FROM must be"),
        ({"SMS_FROM": "+6284400000998"}, "TWILIO_ACCOUNT_SID is missing"),
        (without("TELEGRAM_SECRET", WEBHOOK), "TELEGRAM_SECRET is missing"),
        ({**WEBHOOK, "TELEGRAM_SECRET": "dua kata"}, "TELEGRAM_SECRET: must be"),
        ({**WEBHOOK, "TELEGRAM_SECRET": "a" * 257}, "TELEGRAM_SECRET: must be"),
        (without("PUBLIC_URL", WEBHOOK), "PUBLIC_URL is missing: PENGHUBUNG_TELEGRAM_MODE"),
        ({"TELEGRAM_MODE": "fax"}, "TELEGRAM_MODE: Input should be 'polling' or 'webhook'"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: "),
        ({"PORT": "99999"}, "PORT: "),
        ({"PORT": "http"}, "PORT: "),
        ({"LEASE_SECONDS": "0"}, "LEASE_SECONDS: "),
        ({"PUBLIC_URL": "bot.sekolah.sch.id"}, "PUBLIC_URL: must be an address"),
        ({"PUBLIC_URL": "ftp://bot.sekolah.sch.id"}, "PUBLIC_URL: must be an address"),
        ({"PUBLIC_URL": f"{URL}/bot"}, "PUBLIC_URL: must be an address without a path"),
        ({"PUBLIC_URL": f"{URL}/?x=1"}, "PUBLIC_URL: must be an address without a path"),
        ({"PUBLIC_URL": "https://bot sekolah.sch.id"}, "PUBLIC_URL: must be an address"),
        ({"TELEGRAM_API_URL": "localhost"}, "TELEGRAM_API_URL: must be an address"),
        ({"TWILIO_API_URL": "://"}, "TWILIO_API_URL: must be an address"),
    ],
)
def test_a_refusal_names_the_variable_and_no_secret(
    tmp_path: Path, given: Mapping[str, str], named: str
) -> None:
    environment = {f"PENGHUBUNG_{name}": value for name, value in given.items()}
    environment.setdefault("PENGHUBUNG_DATA_DIR", str(tmp_path))
    refused = CliRunner().invoke(cli, ["doctor"], env=environment)
    assert refused.exit_code == 2
    assert refused.output.startswith(f"PENGHUBUNG_{named}")
    assert "rahasia" not in refused.output


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "rahasia" not in repr(set_to(monkeypatch, {**TWILIO, **WEBHOOK}))
