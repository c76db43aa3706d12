"""From an intent to its slots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from handlers.core.understanding.dates.days import Day
from handlers.core.understanding.meaning import Intent
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots import (
    absence,
    announcing,
    answers,
    assigning,
    attendance,
    lateness,
    learning,
    meetings,
    notes,
    summons,
    talks,
    unread,
)
from handlers.core.understanding.slots.children import children_of

Slots = dict[str, Any]


def slots_of(reading: Reading, intent: Intent) -> Slots:
    """The slots `intent` has, as far as they were said."""
    fill = FILLERS.get(intent)
    return fill(reading) if fill else {}


def _absence(reading: Reading) -> Slots:
    if reading.message.context in {"absence_child", "absence_date", "absence_kind"}:
        return absence.reply_slots(reading)
    return absence.absence_slots(reading)


def _cancel(reading: Reading) -> Slots:
    children = children_of(reading, bystanders=True)
    slots: Slots = {"children": children} if children else {}
    today = reading.message.now.date()
    days = [d.first for d in reading.days if d.first >= today and d.sort != "duration"]
    back = [d for d in reading.days if d.first >= today and d.sort != "duration"
            and not {"sampai", "yang"} & set(reading.texts[max(0, d.start - 2) : d.start])]  # fmt: skip
    if back and days:
        slots["date"] = back[0].first.isoformat()
    elif reading.says("tadi") and reading.affirms("ATTEND") and reading.message.now.hour < 12:
        slots["date"] = today.isoformat()
    return slots


def _looked_back_on(reading: Reading, day: Day) -> date:
    """Recaps are of the past: "rekap absen tgl 5" is of the last 5th, unless leave is asked for."""
    today = reading.message.now.date()
    if day.first <= today or day.sort == "relative" or reading.has("LEAVE"):
        return day.first
    if day.sort == "weekday":
        return day.first - timedelta(days=7)
    back = today
    while back.day != day.first.day:
        back -= timedelta(days=1)
    return back


def _query(reading: Reading) -> Slots:
    days = [day for day in reading.days if day.sort != "duration"]
    if days:
        return {"date": _looked_back_on(reading, days[0]).isoformat()}
    if reading.says("bulan", "minggu", "semester", "pekan", "tahun"):
        return {}
    return {"date": reading.message.now.date().isoformat()}


def _confirmation(reading: Reading) -> Slots:
    answer = answers.yes_or_no(reading)
    return {"answer": answer} if answer else {}


FILLERS: dict[Intent, Callable[[Reading], Slots]] = {
    Intent.ABSENCE_REPORT: _absence,
    Intent.ABSENCE_CANCEL: _cancel,
    Intent.LATE_OR_EARLY: lateness.lateness_slots,
    Intent.MEETING_RSVP: answers.rsvp_slots,
    Intent.VISIT_RESPONSE: answers.visit_slots,
    Intent.HOMEWORK_QUERY: learning.with_subject,
    Intent.HOMEWORK_DONE: learning.with_subject,
    Intent.PROGRESS_QUERY: learning.with_subject,
    Intent.SCHEDULE_QUERY: learning.schedule_slots,
    Intent.CONSULTATION_REQUEST: talks.talk_slots,
    Intent.CONFIRMATION: _confirmation,
    Intent.ANNOUNCE: announcing.announcement_slots,
    Intent.HOMEWORK_ASSIGN: assigning.assignment_slots,
    Intent.MEETING_SCHEDULE: meetings.meeting_slots,
    Intent.VISIT_REQUEST: notes.visit_slots,
    Intent.CONTACT_BOOK_ENTRY: notes.entry_slots,
    Intent.ATTENDANCE_MARK: attendance.attendance_slots,
    Intent.ATTENDANCE_QUERY: _query,
    Intent.UNACKNOWLEDGED_QUERY: unread.unread_slots,
    Intent.VISIT_REPORT: notes.report_slots,
    Intent.SUMMON_LETTER: summons.summons_slots,
}
