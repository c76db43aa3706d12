"""The moment a message proposes, as the corpus writes it."""

from __future__ import annotations

from datetime import date

from handlers.core.understanding.reading import Reading


def when_of(reading: Reading, day_if_unsaid: str | None = None) -> str | None:
    """ISO day, with the clock time if one is said; None if neither is.

    A time without a day takes `day_if_unsaid`, or without that the next such hour.
    """
    day = _day(reading)
    if not reading.clocks:
        return day
    clock = reading.clocks[0]
    if day is None:
        now = reading.message.now
        later = (clock.hour, clock.minute) >= (now.hour, now.minute)
        day = day_if_unsaid or _shifted(now.date(), 0 if later else 1)
    return f"{day[:10]}T{clock.hour:02}:{clock.minute:02}"


def _day(reading: Reading) -> str | None:
    """The first day ahead; one behind us is only told of."""
    today = reading.message.now.date()
    ahead = [day.first for day in reading.days if day.first >= today and day.sort != "duration"]
    return ahead[0].isoformat() if ahead else None


def _shifted(day: date, by: int) -> str:
    return date.fromordinal(day.toordinal() + by).isoformat()
