"""`make bench ARGS="inbound --runs 5 --json"`: all scenes, or those named."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.benchmarks import broadcast, inbound, sending
from tests.benchmarks.compare import Result, Scene, compare

SCENES = {s.name: s for s in (inbound.SCENE, sending.TELEGRAM, sending.WHATSAPP, broadcast.SCENE)}


async def _measure(scenes: Sequence[Scene], runs: int) -> list[Result]:
    console = Console(stderr=True)
    return [await compare(scene, runs, console.print) for scene in scenes]


def _table(results: Sequence[Result]) -> Table:
    table = Table("scene", "ours", "peer", "", "ratio", "promised")
    for found in results:
        table.add_row(
            f"{found.scene}: {found.what}",
            f"{found.ours:,.0f}/s",
            f"{found.theirs:,.0f}/s",
            found.peer,
            f"{found.ratio:.1f}× ({min(found.ratios):.1f}-{max(found.ratios):.1f})",
            f"{found.promised:g}× " + ("kept" if found.kept else "NOT KEPT"),
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("scenes", nargs="*", help=f"of {', '.join(SCENES)}; by default all")
    parser.add_argument("--runs", type=int, default=3, help="pairs of runs (3)")
    parser.add_argument("--json", action="store_true", help="for machines")
    given = parser.parse_args()
    if unknown := set(given.scenes) - set(SCENES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    chosen = [SCENES[name] for name in given.scenes or SCENES]
    results = asyncio.run(_measure(chosen, given.runs))
    if given.json:
        print(json.dumps([result.as_json() for result in results], indent=2))
    else:
        Console().print(_table(results))


if __name__ == "__main__":
    main()
