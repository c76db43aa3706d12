"""The time for commands that run once; whatever runs on gets it from its clock."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """UTC, from the one module that reads it. Imported late: the scheduler is not light."""
    from scheduler.clock import Clock

    return Clock().now()
