"""TEMPORARY PLACEHOLDER by the lead so that the rest runs: overwrite this whole file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Intent(StrEnum):
    ABSENCE_REPORT = "absence_report"
    ABSENCE_CANCEL = "absence_cancel"
    LATE_OR_EARLY = "late_or_early"
    ACKNOWLEDGE = "acknowledge"
    MEETING_RSVP = "meeting_rsvp"
    VISIT_RESPONSE = "visit_response"
    HOMEWORK_QUERY = "homework_query"
    HOMEWORK_DONE = "homework_done"
    PROGRESS_QUERY = "progress_query"
    SCHEDULE_QUERY = "schedule_query"
    CONSULTATION_REQUEST = "consultation_request"
    CONTACT_BOOK_NOTE = "contact_book_note"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    GREETING_ONLY = "greeting_only"
    THANKS_ONLY = "thanks_only"
    NOT_FOR_BOT = "not_for_bot"
    CONFIRMATION = "confirmation"
    ANNOUNCE = "announce"
    HOMEWORK_ASSIGN = "homework_assign"
    MEETING_SCHEDULE = "meeting_schedule"
    VISIT_REQUEST = "visit_request"
    CONTACT_BOOK_ENTRY = "contact_book_entry"
    ATTENDANCE_MARK = "attendance_mark"
    ATTENDANCE_QUERY = "attendance_query"
    UNACKNOWLEDGED_QUERY = "unacknowledged_query"
    VISIT_REPORT = "visit_report"
    SUMMON_LETTER = "summon_letter"


@dataclass(frozen=True)
class Message:
    text: str
    role: str
    now: datetime
    children: Sequence[str] = ()
    chat: str = "private"
    context: str | None = None
    context_data: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Meaning:
    intent: Intent
    slots: Mapping[str, Any]
    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    found: tuple[str, ...]
    ambiguous: tuple[str, ...]


def find_children(text: str, children: Sequence[str]) -> Named:
    words = set(re.findall(r"\w+", text.casefold()))
    hits: dict[str, list[str]] = {}
    for name in children:
        for part in name.casefold().split():
            if part in words:
                hits.setdefault(part, []).append(name)
    found = [names[0] for names in hits.values() if len(names) == 1]
    unclear = [
        n for names in hits.values() if len(names) > 1 for n in names if not set(names) & set(found)
    ]
    return Named(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unclear)))


def understand(message: Message) -> Meaning:
    text = message.text.casefold().strip()
    if message.role == "parent":
        if message.context == "paraf_request" and re.fullmatch(
            r"(paraf|sudah|ok|oke|baik|siap|ya|iya)( bu| pak|,? bu)?[.! 🙏]*", text
        ):
            return Meaning(Intent.ACKNOWLEDGE, {}, 0.9, ())
        if re.fullmatch(r"(makasih|terima kasih|trims)( bu| pak)?[.! 🙏]*", text):
            return Meaning(Intent.THANKS_ONLY, {}, 0.9, ())
        return Meaning(Intent.CONTACT_BOOK_NOTE, {}, 0.5, ())
    if "belum" in text and "paraf" in text:
        return Meaning(Intent.UNACKNOWLEDGED_QUERY, {}, 0.9, ())
    return Meaning(Intent.HELP, {}, 0.3, ())
