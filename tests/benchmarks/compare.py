"""Pairs of runs, and what they say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from statistics import median

Measure = Callable[[], Awaitable[float]]
"""One run in a fresh place: how many a second."""


@dataclass(frozen=True)
class Scene:
    """What is measured, and against whom. `promised` is the least ratio we promise."""

    name: str
    what: str
    peer: str
    promised: float
    ours: Measure
    theirs: Measure


@dataclass(frozen=True)
class Result:
    """Medians, a second; the ratio is the median of each pair's own."""

    scene: str
    what: str
    peer: str
    promised: float
    ours: float
    theirs: float
    ratio: float
    ratios: list[float]

    @property
    def kept(self) -> bool:
        return self.ratio >= self.promised

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "kept": self.kept}


async def compare(scene: Scene, runs: int, told: Callable[[str], None]) -> Result:
    """Run both sides by turns, `runs` times; the order changes so that neither is always first."""
    ours: list[float] = []
    theirs: list[float] = []
    for run in range(runs):
        sides = [(scene.ours, ours, "ours"), (scene.theirs, theirs, scene.peer)]
        for measure, found, called in sides if run % 2 == 0 else sides[::-1]:
            found.append(await measure())
            told(f"{scene.name}: {called} {found[-1]:,.0f}/s ({run + 1} of {runs})")
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return Result(
        scene=scene.name,
        what=scene.what,
        peer=scene.peer,
        promised=scene.promised,
        ours=median(ours),
        theirs=median(theirs),
        ratio=median(ratios),
        ratios=ratios,
    )
