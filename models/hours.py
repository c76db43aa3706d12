"""When a school's messages may arrive, and until when the others are held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from pydantic import BaseModel


class Span(BaseModel, frozen=True):
    """A quiet time of day, local. One whose `until` is earlier passes midnight."""

    since: time
    until: time
    weekday: int | None = None
    """Monday is 0; None for every day."""


NIGHT = Span(since=time(20, 0), until=time(5, 30))
MAGHRIB = Span(since=time(17, 45), until=time(19, 15))
FRIDAY_PRAYER = Span(since=time(11, 30), until=time(13, 0), weekday=4)
TARAWIH = Span(since=time(17, 30), until=time(21, 0))


class Hours(BaseModel, frozen=True):
    """A school's quiet hours. The defaults are a proposal: no rule on them was found."""

    time_zone: str = "Asia/Jakarta"
    spans: tuple[Span, ...] = (NIGHT, MAGHRIB, FRIDAY_PRAYER)
    ramadan: tuple[date, date] | None = None
    """First and last day of Ramadan, as the school's calendar has it."""
    ramadan_spans: tuple[Span, ...] = (NIGHT, TARAWIH, FRIDAY_PRAYER)
    hold_on_holidays: bool = True
    days_off: frozenset[date] = frozenset()
    """The school's own, beside the national public holidays."""
    days_on: frozenset[date] = frozenset()
    """National holidays on which this school does write."""
    morning: time = time(7, 0)
    """When what a holiday held is sent, on the first day after it."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def release(self, at: datetime) -> datetime:
        """The first moment not before `at` (aware) at which a message may arrive."""
        moment = at.astimezone(self.zone)
        for _ in range(60):  # more quiet spans in a row than any calendar has
            later = self._held_until(moment)
            if later is None:
                break
            moment = later
        return moment.astimezone(at.tzinfo)

    def is_holiday(self, day: date) -> bool:
        """A day without messages: a national public holiday, or the school's own."""
        if day in self.days_on:
            return False
        return day in self.days_off or day in _national(day.year)

    def _held_until(self, moment: datetime) -> datetime | None:
        if self.hold_on_holidays and self.is_holiday(moment.date()):
            return _at(moment.date() + timedelta(days=1), self.morning, self.zone)
        return max((end for end in self._ends(moment)), default=None)

    def _ends(self, moment: datetime) -> Iterator[datetime]:
        """The ends of the quiet spans that `moment` lies in."""
        for day in (moment.date() - timedelta(days=1), moment.date()):
            for span in self._spans(day):
                if span.weekday not in (None, day.weekday()):
                    continue
                start = _at(day, span.since, self.zone)
                end = _at(day, span.until, self.zone)
                if span.until <= span.since:
                    end += timedelta(days=1)
                if start <= moment < end:
                    yield end

    def _spans(self, day: date) -> tuple[Span, ...]:
        if self.ramadan and self.ramadan[0] <= day <= self.ramadan[1]:
            return self.ramadan_spans
        return self.spans


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone)


@cache
def _national(year: int) -> frozenset[date]:
    """Indonesia's public holidays; those of the moon after 2026 are estimates."""
    return frozenset(holidays.country_holidays("ID", years=year))
