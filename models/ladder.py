"""What happens while a receipt is unsigned, as data."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel


class Step(StrEnum):
    """What one rung does. The order in which people meet them is the rungs' own."""

    NUDGE = "nudge"
    """Remind the guardian who was told first."""
    SECOND_GUARDIAN = "second_guardian"
    """Tell the next guardian of the child who can be reached and has not been told."""
    OTHER_CHANNEL = "other_channel"
    """Tell the same guardians on another channel they have joined by."""
    SMS = "sms"
    """A short text to the roster's number that says a message is waiting; no content."""
    TASK = "task"
    """Hand it to a person: a task for the homeroom teacher."""


class Rung(BaseModel, frozen=True):
    after: timedelta
    """Since the family was first told (held time does not count)."""
    do: Step


LADDERS: dict[str, list[Rung]] = {
    "default": [
        Rung(after=timedelta(hours=20), do=Step.NUDGE),
        Rung(after=timedelta(hours=44), do=Step.SECOND_GUARDIAN),
        Rung(after=timedelta(hours=68), do=Step.OTHER_CHANNEL),
        Rung(after=timedelta(hours=80), do=Step.SMS),
        Rung(after=timedelta(hours=92), do=Step.TASK),
    ],
    # Every guardian is told at once, at any hour; somebody telephones within the half hour.
    "urgent": [
        Rung(after=timedelta(minutes=5), do=Step.OTHER_CHANNEL),
        Rung(after=timedelta(minutes=10), do=Step.SMS),
        Rung(after=timedelta(minutes=15), do=Step.NUDGE),
        Rung(after=timedelta(minutes=25), do=Step.TASK),
    ],
    # Its reminders go by the day of the meeting: scheduler/nudges/meeting_reminder.py.
    "meeting": [
        Rung(after=timedelta(hours=44), do=Step.SECOND_GUARDIAN),
        Rung(after=timedelta(hours=68), do=Step.OTHER_CHANNEL),
        Rung(after=timedelta(hours=80), do=Step.SMS),
        Rung(after=timedelta(hours=92), do=Step.TASK),
    ],
}
"""By kind of notice, and `urgent` for what is, of any kind. `default` serves the kinds that have
none of their own."""
