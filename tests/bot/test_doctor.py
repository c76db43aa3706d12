"""The doctor: what is wrong with an installation, each time with what to do next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.command import cli
from bot.commands.doctor import Finding, examine, warnings
from bot.outbound import templates
from bot.settings import Settings

SID = f"HX{'0' * 32}"


def live(whatsapp_templates: Path | None) -> Settings:
    return Settings(
        twilio_account_sid="AC1",
        twilio_auth_token=SecretStr("x"),
        whatsapp_from="+6284400000999",
        public_url="https://bot.sekolah.sch.id",
        whatsapp_templates=whatsapp_templates,
    )


def found(what: str, settings: Settings) -> Finding:
    [finding] = [one for one in examine(settings) if one.what == what]
    return finding


def all_templates() -> str:
    configured: dict[str, dict[str, str]] = {}
    for template in templates.templates():
        configured.setdefault(template.text.key, {})[template.language] = SID
    return json.dumps(configured)


def test_all_is_well(database_url: str, tmp_path: Path) -> None:
    findings = examine(Settings(database_url=database_url, data_dir=tmp_path))
    assert [(finding.what, finding.ok) for finding in findings] == [
        ("database", True),
        ("data folder", True),
        ("channels", True),
    ]


def test_an_old_schema_is_migrated(tmp_path: Path) -> None:
    finding = found("database", Settings(data_dir=tmp_path))
    assert not finding.ok
    assert finding.detail == "run: penghubung migrate"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////proc/none/penghubung.db",
        "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2",
        "no-such-engine://x",
        "not a url",
    ],
)
def test_a_database_out_of_reach_names_its_setting(url: str, tmp_path: Path) -> None:
    finding = found("database", Settings(database_url=url, data_dir=tmp_path))
    assert not finding.ok
    assert finding.detail.endswith("check PENGHUBUNG_DATABASE_URL")


def test_a_folder_that_cannot_be_made_names_its_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for path in (tmp_path / "file", tmp_path / "file" / "data"):
        finding = found("data folder", Settings(data_dir=path))
        assert not finding.ok
        assert finding.detail == "not writable: check PENGHUBUNG_DATA_DIR"


@pytest.mark.parametrize(
    ("content", "next_step"),
    [
        (None, "set PENGHUBUNG_WHATSAPP_TEMPLATES"),
        ("{", "mend PENGHUBUNG_WHATSAPP_TEMPLATES"),
        ("[]", "mend PENGHUBUNG_WHATSAPP_TEMPLATES"),
        ('{"opening.opener": {"id": "HX1"}}', "penghubung templates --check"),
    ],
)
def test_templates_that_are_not_there(tmp_path: Path, content: str | None, next_step: str) -> None:
    path = tmp_path / "templates.json"
    if content is not None:
        path.write_text(content)
    [warning] = warnings(live(None if content is None else path))
    assert warning.what == "whatsapp templates"
    assert next_step in warning.detail


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone.json"
    [warning] = warnings(live(path))
    assert f"PENGHUBUNG_WHATSAPP_TEMPLATES: {path}" in warning.detail


def test_all_templates_are_there(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    path.write_text(all_templates())
    assert warnings(live(path)) == []


def test_the_command_ends_badly_if_something_is_wrong(database_url: str, tmp_path: Path) -> None:
    environment = {"PENGHUBUNG_DATABASE_URL": database_url, "PENGHUBUNG_DATA_DIR": str(tmp_path)}
    well = CliRunner().invoke(cli, ["doctor", "--json"], env=environment)
    assert well.exit_code == 0
    assert [one["ok"] for one in json.loads(well.output)] == [True, True, True]

    environment["PENGHUBUNG_DATABASE_URL"] = "not a url"
    ill = CliRunner().invoke(cli, ["doctor"], env=environment)
    assert ill.exit_code == 1
    assert "❌ database: cannot be reached" in ill.output
