"""`penghubung import`, as it is typed and as machines read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from bot.roster.command import build
from bot.storage.database import sessions_on
from models.people import Child
from tests.bot.roster import sheets
from tests.bot.roster.sheets import HEADER, HP, Rows


class Terminal:
    """Types the command on a database of the test's own."""

    def __init__(self, engine: Engine) -> None:
        self.app = typer.Typer()
        self.app.command("import")(build(sessions_on(engine).begin))

    def types(self, *words: str | Path) -> tuple[int, str]:
        result = CliRunner().invoke(self.app, [str(word) for word in words])
        return result.exit_code, result.output

    def json(self, *words: str | Path) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.types(*words, "--json")[1])
        return told


def children(session: Session) -> int:
    return session.scalar(select(func.count(Child.id))) or 0


def test_a_dry_run_then_the_import(engine: Engine, session: Session) -> None:
    terminal = Terminal(engine)

    code, said = terminal.types(sheets.DAPODIK, "--dry-run")
    assert code == 0
    assert "Baru" in said
    assert "T60" in said
    assert "belum ada yang disimpan" in said
    assert children(session) == 0
    session.rollback()

    code, said = terminal.types(sheets.DAPODIK)
    assert code == 0
    assert "tersimpan" in said
    assert children(session) == 90


def test_json_tells_everything(engine: Engine, tmp_path: Path) -> None:
    terminal = Terminal(engine)
    first = terminal.json(sheets.DAPODIK)
    assert first["imported"]
    assert first["new_school"]
    assert first["school_year"] == "2026/2027"
    assert first["counts"]["added"] == len(first["added"]) == 90
    assert {p["cell"] for p in first["problems"]} >= {"T38", "T60"}

    def change(rows: Rows) -> None:
        rows[HEADER + 2][HP] = "084400000999"
        del rows[-1]

    second = terminal.json(sheets.dapodik(tmp_path / "d.csv", change), "--dry-run")
    assert not second["imported"]
    [changed] = second["changed"]
    assert (changed["row"], changed["name"], changed["class"]) == (7, "Abdullah Azzam", "3B")
    assert changed["changes"] == [
        {"field": "phone", "old": "+6284400000060", "new": "+6284400000999"}
    ]
    assert [child["name"] for child in second["left"]] == ["Zidan Maulana Akbar"]


def test_a_refused_file_says_why_and_fails(
    engine: Engine, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "roster.pdf").write_bytes(b"%PDF-1.4")
    terminal = Terminal(engine)

    code, said = terminal.types(tmp_path / "roster.pdf")
    assert code == 1
    assert "Ini PDF" in said
    assert "This is a PDF" in terminal.types(tmp_path / "roster.pdf", "--lang", "en")[1]
    told = terminal.json(tmp_path / "roster.pdf")
    assert (told["imported"], [p["code"] for p in told["problems"]]) == (False, ["pdf"])
    assert children(session) == 0
