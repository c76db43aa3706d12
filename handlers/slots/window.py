"""A window for talks as a teacher says it, and how it is cut: "Sabtu 8–12, 10 menit"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.core.forms.receivers import Addressed
from models.slot import Topic

MOST = 120
"""Slots of one window: more is a slip of the hand."""


class Window(Addressed):
    """What has been said so far; what is missing is asked for."""

    topic: Topic = Topic.TALK
    day: date | None = None
    since: time | None = None
    until: time | None = None
    minutes: int | None = None
    breaks: int = 0
    place: str = ""
    sure: bool = False
    """The teacher was asked about a day off, and kept it."""
    files: tuple[int, ...] = ()

    def starts(self, zone: ZoneInfo) -> datetime:
        return _moment(self.day, self.since, zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        return _moment(self.day, self.until, zone)


def _moment(day: date | None, at: time | None, zone: ZoneInfo) -> datetime:
    if day is None or at is None:
        raise LookupError("day and hours were not asked for yet")
    return datetime.combine(day, at, tzinfo=zone)


@dataclass(frozen=True)
class Cut:
    """A window's slots and breaks, by their starts; all are `length` long."""

    slots: tuple[datetime, ...]
    breaks: tuple[datetime, ...]
    length: timedelta


def cut(starts: datetime, ends: datetime, minutes: int, breaks: int) -> Cut:
    """Slots of so many minutes with the breaks spread evenly; none if there is no room.

    What is left over at the end is too short for a slot.
    """
    length = timedelta(minutes=minutes)
    units = (ends - starts) // length
    slots = units - breaks
    if slots < 1:
        return Cut((), (), length)
    breaks = min(breaks, slots - 1)
    rests = set(_rests(slots, breaks))
    all_ = [(starts + place * length, place in rests) for place in range(slots + breaks)]
    return Cut(
        tuple(at for at, rest in all_ if not rest),
        tuple(at for at, rest in all_ if rest),
        length,
    )


def _rests(slots: int, breaks: int) -> Iterator[int]:
    """The places of the breaks between groups of slots as even as they can be."""
    each, over = divmod(slots, breaks + 1)
    place = -1
    for group in range(breaks):
        place += each + (group < over) + 1
        yield place
