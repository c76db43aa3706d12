"""A new capability takes four new files and no change to any other.

The files are those of `docs/adding-a-capability.md`, word for word: they are written into a
copy of the source tree, and used there by a process of its own.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from bot.storage.migrating import newest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "adding-a-capability.md"
BLOCK = re.compile(r"^`(?P<path>[\w/]+\.py)`[^\n]*\n\n```python\n(?P<code>.*?)^```", re.M | re.S)


def _numbered(path: str, code: str) -> tuple[str, str]:
    """The example's migration is the guide's second; here it takes the next free number."""
    if not path.startswith("migrations/"):
        return path, code
    last = int(newest())
    again = {"0002": f"{last + 1:04d}", "0001": f"{last:04d}"}
    put = [re.sub("0002|0001", lambda found: again[found[0]], words) for words in (path, code)]
    return put[0], put[1]


def test_the_guides_example_works_as_written(tmp_path: Path) -> None:
    files = {found["path"]: found["code"] for found in BLOCK.finditer(GUIDE.read_text())}
    assert len(files) == 4
    files = dict(_numbered(path, code) for path, code in files.items())
    for folder in ("bot", "handlers", "models", "scheduler", "migrations", "tests"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, code in files.items():
        assert not (tmp_path / path).exists(), f"{path} is not new"
        (tmp_path / path).write_text(code)

    tests = [path for path in files if path.startswith("tests/")]
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-k",
            "sqlite or not postgresql",
            *tests,
            "tests/test_house.py",
            "tests/test_migrations.py",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
