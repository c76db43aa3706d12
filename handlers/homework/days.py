"""Days of school around a due day: which they are, and when we speak before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.core.talk.times import DAYS
from models.hours import Hours
from models.school import School

EVENING = time(16, 30)
"""Reminders go out then: early enough for any quiet evening, Ramadan's too."""
MORNING = time(7, 0)
"""The teacher hears who has done it."""
JUST_TOLD = timedelta(hours=2)
"""A family that heard of it so shortly before is not reminded."""
AT_MOST = 60
"""Days without school in a row: more than any calendar has."""
ONE = timedelta(days=1)


@dataclass(frozen=True)
class SchoolDays:
    """The school's week, without its holidays."""

    hours: Hours
    week: int

    @classmethod
    def of(cls, school: School) -> SchoolDays:
        return cls(school.quiet, school.rules.school_week)

    def has(self, day: date) -> bool:
        return day.weekday() < self.week and not self.hours.is_holiday(day)

    def after(self, day: date) -> date:
        """The first day of school later than `day`."""
        return self._first(day, ONE)

    def before(self, day: date) -> date:
        """The last day of school earlier than `day`."""
        return self._first(day, -ONE)

    def remind_at(self, due: date, now: datetime) -> datetime | None:
        """The evening of the last day of school before; None if families have only just heard."""
        evening = datetime.combine(self.before(due), EVENING, tzinfo=self.hours.zone)
        return evening if self.hours.release(now) + JUST_TOLD <= evening else None

    def sum_at(self, due: date, now: datetime) -> datetime | None:
        """The morning of the due day; None if it is set later than that."""
        morning = datetime.combine(due, MORNING, tzinfo=self.hours.zone)
        return morning if now < morning else None

    def _first(self, day: date, step: timedelta) -> date:
        found = day + step
        for _ in range(AT_MOST):
            if self.has(found):
                break
            found += step
        return found


def short(day: date, language: str) -> str:
    """For buttons, where every character counts: "Senin 30/11"."""
    return f"{DAYS[language][day.weekday()]} {day:%d/%m}"
