"""Numbers for whoever watches: metrics and the status command share them."""

from __future__ import annotations

from bot.metrics import NUDGES


def nudged(name: str, made: int) -> None:
    if made:
        NUDGES.labels(name).inc(made)
