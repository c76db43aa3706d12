"""A new capability takes new files and no change to any other.

The example of `docs/adding-a-capability.md` is in the tree word for word, and the tree is whole
without it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "adding-a-capability.md"
BLOCK = re.compile(r"^`(?P<path>[\w/]+\.py)`\n\n```python\n(?P<code>.*?)^```", re.M | re.S)
FILES = {found["path"]: found["code"] for found in BLOCK.finditer(GUIDE.read_text())}
STAY = ("models", "migrations")
"""A database that has the tables keeps them."""


def test_the_guide_shows_the_files_as_they_are() -> None:
    assert len(FILES) == 7
    for path, code in FILES.items():
        assert (ROOT / path).read_text() == code, path


def test_what_it_does_is_written_in_some_three_hundred_lines() -> None:
    written = [FILES[path].count("\n") for path in FILES if path.startswith("handlers/pledges")]
    assert sum(written) < 320


def test_nothing_else_knows_of_it(tmp_path: Path) -> None:
    for folder in ("bot", "handlers", "models", "scheduler", "migrations", "tests"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path in FILES:
        if not path.startswith(STAY):
            (tmp_path / path).unlink()
    shutil.rmtree(tmp_path / "handlers" / "pledges")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    chosen = ["-k", "sqlite or not postgresql", "tests/test_house.py", "tests/test_migrations.py"]
    ran = subprocess.run(
        [*command, *chosen], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
