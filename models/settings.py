"""What a school may set differently, with the defaults most schools keep."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from pydantic import BaseModel, Field

from models.hours import Hours
from models.ladder import LADDERS, Rung


class SchoolSettings(BaseModel):
    """Stored as JSON on the school; only what differs from these defaults is stored."""

    greeting: str = ""
    """Said before the first message of a day, e.g. "Assalamu'alaikum"; empty for none."""
    office_from: time = time(7, 0)
    office_to: time = time(16, 0)
    """Staff hear from guardians between these local times, on school days."""
    school_week: int = Field(default=6, ge=5, le=6)
    """Days of school in a week, from Monday (Permendikbud 23/2017 leaves 5 or 6 open)."""
    approval_domains: tuple[str, ...] = ()
    """Domains of contact-book entries that the homeroom teacher or principal words first."""
    take_back_for: timedelta = timedelta(minutes=10)
    """How long a teacher can take a notice back without a trace for those not yet told."""
    invitation_days: int = Field(default=30, ge=1, le=365)
    sms: bool = False
    """Whether the ladder's SMS rung is taken; it needs PENGHUBUNG_SMS_FROM, and costs."""
    template_price: int = Field(default=0, ge=0)
    """Rupiah for one WhatsApp message outside the window, all fees together; 0 while nobody
    has said what the provider charges (no current price for Indonesia was found)."""
    service_price: int = Field(default=0, ge=0)
    """Rupiah for one WhatsApp message inside the window, an answer too: charged since October
    2026 beyond the month's free ones; 0 while nobody has said what the provider charges."""
    free_messages: int = Field(default=1000, ge=0)
    """So many messages inside the window are free in a calendar month, for each number."""
    monthly_budget: int | None = Field(default=None, ge=0)
    """Rupiah for WhatsApp messages in a calendar month; None for no limit."""
    visit_rhythm: timedelta = timedelta(days=90)
    """How long after a home visit the next one is due."""
    visits_a_week: int = Field(default=3, ge=0)
    """What one teacher can do in a week, unless they say otherwise."""
    visit_length: timedelta = timedelta(minutes=45)
    visit_travel: timedelta = timedelta(minutes=30)
    """Left free between two visits of one day."""
    visit_from: time = time(8, 0)
    visit_to: time = time(20, 0)
    """Courteous hours for visits, weekends too; lessons and prayers are taken out of them."""
    lessons_to: time = time(13, 0)
    """Until then teachers are in class on days of school."""
    lessons_to_on: dict[int, time] = {}
    """The same on single days where it differs, by weekday from 0 for Monday: {"4": "11:00"}.
    While nothing is said of Saturday (5), a visit on its morning is never offered but may be
    named: schools differ much in what they do then."""
    companion_rule: bool = True
    """Whether a teacher visits a home where only a guardian of the other sex is in, only with
    a companion."""
    consent_text: str = ""
    """Replaces the standard consent text; its version is the digest of the words."""
    anonymous_evaluations: bool = True
    """What guests thought of a meeting is kept without their names."""
    ladders: dict[str, list[Rung]] = {}
    """By kind of notice, `urgent`, or `default` for every other kind: {"default": [{"after":
    "PT20H", "do": "nudge"}, {"after": "PT44H", "do": "task"}]}."""

    def lessons_until(self, weekday: int) -> time:
        """Until when teachers are in class on that day of school."""
        return self.lessons_to_on.get(weekday, self.lessons_to)

    def ladder(self, kind: str, *, urgent: bool = False) -> list[Rung]:
        """The rungs for a kind of notice, soonest first; what is urgent has its own, in minutes."""
        names = ["urgent"] if urgent else [kind, "default"]
        said = (at[name] for at in (self.ladders, LADDERS) for name in names if at.get(name))
        return sorted(next(said), key=lambda rung: rung.after)

    def office(self, at: datetime, hours: Hours) -> datetime:
        """The first moment not before `at` inside office hours, on a day of school."""
        moment = at.astimezone(hours.zone)
        for _ in range(60):  # longer than any holiday
            opens = datetime.combine(moment.date(), self.office_from, tzinfo=hours.zone)
            closes = datetime.combine(moment.date(), self.office_to, tzinfo=hours.zone)
            working = moment.weekday() < self.school_week and not hours.is_holiday(moment.date())
            if working and moment < closes:
                return hours.release(max(moment, opens)).astimezone(at.tzinfo)
            moment = opens + timedelta(days=1)
        return at
