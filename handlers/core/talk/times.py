"""Times as people read them: in the school's zone, by name, in their language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": (
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


@dataclass(frozen=True)
class Moment:
    """A time, as the value of a blank: "Senin 23 November pukul 07.00 WIB"."""

    at: datetime
    zone: ZoneInfo

    def worded(self, language: str) -> str:
        local = self.at.astimezone(self.zone)
        return f"{day(local.date(), language)} {_clock(local, language)}"


@dataclass(frozen=True)
class Day:
    """A day, as the value of a blank: "Senin 23 November"."""

    at: date

    def worded(self, language: str) -> str:
        return day(self.at, language)


@dataclass(frozen=True)
class Span:
    """From when to when on one day: "Senin 23 November pukul 07.00–09.00 WIB"."""

    at: datetime
    until: datetime
    zone: ZoneInfo

    def worded(self, language: str) -> str:
        local, end = self.at.astimezone(self.zone), self.until.astimezone(self.zone)
        hours = f"{local:%H.%M}–{end:%H.%M}"
        return f"{day(local.date(), language)} {_clock(local, language, hours)}"


def day(at: date, language: str) -> str:
    return f"{DAYS[language][at.weekday()]} {at.day} {MONTHS[language][at.month - 1]}"


def month(at: date, language: str) -> str:
    return f"{MONTHS[language][at.month - 1]} {at.year}"


def short(at: datetime, zone: ZoneInfo) -> str:
    """For lists, where every character counts: "23/11 07.00"."""
    return f"{at.astimezone(zone):%d/%m %H.%M}"


def _clock(local: datetime, language: str, shown: str = "") -> str:
    offset = local.utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    zone = ZONES.get(hours, local.tzname() or "")
    shown = shown or f"{local:%H.%M}"
    return f"{'at' if language == 'en' else 'pukul'} {shown} {zone}".strip()
