"""Every command tells what it does, and touches nothing by telling it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.command import cli

COMMANDS = sorted(typer.main.get_group(cli).commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name: str, tmp_path: Path) -> None:
    here = {"PENGHUBUNG_DATA_DIR": str(tmp_path / "data")}
    told = CliRunner().invoke(cli, [name, "--help"], env=here)
    assert told.exit_code == 0
    purpose = typer.main.get_group(cli).commands[name].help
    assert purpose
    assert " ".join(purpose.split())[:40] in " ".join(told.output.split())
    assert not (tmp_path / "data").exists()


def test_the_help_lists_every_command() -> None:
    told = CliRunner().invoke(cli, ["--help"])
    assert told.exit_code == 0
    listed = {line.strip("│ ").split(" ")[0] for line in told.output.splitlines()}
    assert listed >= set(COMMANDS)


def test_what_an_operator_needs_is_there() -> None:
    assert set(COMMANDS) >= {"run", "demo", "chat", "migrate", "doctor", "status", "import"}


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(cli, ["unknown"]).exit_code == 2
