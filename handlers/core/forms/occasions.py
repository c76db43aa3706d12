"""When somebody is reminded: of a time that comes near, or of a day by which they promised.

A row that is reminded of keeps in `reminded` how many occasions are behind it, or in `reminded_at`
that its one reminder went out, so that a missed tick of the clock is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")

BEFORE_EVE, BEFORE_SOON = timedelta(hours=24), timedelta(hours=2)
MORNING = time(8, 0)
"""Local time from which, on the day before, whoever promised something is reminded."""


class Occasion(IntEnum):
    """The reminders of a time, by how many are behind it once this one is said."""

    EVE = 1
    SOON = 2

    def expires(self, starts_at: datetime) -> datetime:
        """Until when it may still arrive: the first gives way to the second."""
        return starts_at if self is Occasion.SOON else starts_at - BEFORE_SOON


def comes_near(
    starts_at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    reminded: InstrumentedAttribute[int],
) -> ColumnElement[bool]:
    """What selects rows for which an occasion is due; executed with `window(now)`."""
    return and_(
        starts_at > bindparam("now"),
        starts_at <= bindparam("eve"),
        or_(reminded == 0, and_(reminded == 1, starts_at <= bindparam("soon"))),
    )


def window(now: datetime) -> Mapping[str, datetime]:
    return {"now": now, "eve": now + BEFORE_EVE, "soon": now + BEFORE_SOON}


def occasion(starts_at: datetime, now: datetime) -> Occasion:
    """Which one it is, for a row that `comes_near`."""
    return Occasion.SOON if starts_at <= now + BEFORE_SOON else Occasion.EVE


def behind(starts_at: datetime, now: datetime) -> int:
    """What `reminded` begins with: occasions that a time set only now comes too late for."""
    return sum(starts_at - before <= now for before in (BEFORE_EVE, BEFORE_SOON))


def promised(due: InstrumentedAttribute[date | None]) -> ColumnElement[bool]:
    """What selects rows whose promised day is near anywhere; executed with `days_around(now)`."""
    return and_(due >= bindparam("since"), due <= bindparam("until"))


def days_around(now: datetime) -> Mapping[str, date]:
    """Wide enough for every time zone; `morning_before` decides in the school's own."""
    return {"since": (now - timedelta(days=1)).date(), "until": (now + timedelta(days=2)).date()}


def morning_before(
    rows: Iterable[Row],
    day: Callable[[Row], date | None],
    zone: Callable[[Row], ZoneInfo],
    now: datetime,
) -> list[Row]:
    """Those whose reminder is due: from the morning before their day until its end."""
    return [
        row
        for row in rows
        if (on := day(row))
        and datetime.combine(on - timedelta(days=1), MORNING, tzinfo=zone(row)) <= now
        and now.astimezone(zone(row)).date() <= on
    ]
