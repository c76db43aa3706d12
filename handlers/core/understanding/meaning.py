"""What goes in, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

Role = Literal["parent", "teacher", "principal"]


class Intent(StrEnum):
    """What a message is for. The values are the names the corpus uses."""

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
    """One message as it arrived, with what we knew when it did.

    `now` must be aware and in the school's zone: "besok" is counted from it. `children` are the
    only names that can ever come back.
    """

    text: str
    role: Role
    now: datetime
    children: Sequence[str] = ()
    chat: Literal["private", "group"] = "private"
    context: str | None = None
    context_data: Mapping[str, Any] | None = None

    @property
    def from_parent(self) -> bool:
        return self.role == "parent"

    @property
    def asked(self) -> Mapping[str, Any]:
        """What the pending question said; empty if none is pending."""
        return self.context_data or {}


@dataclass(frozen=True)
class Meaning:
    """What we take a message to say.

    `confidence` is how often a reading this sure is right. Dates in `slots` are ISO strings, not
    date objects. A slot that was not said is missing, never None.
    """

    intent: Intent
    slots: Mapping[str, Any]
    confidence: float
    why: tuple[str, ...]
    likely: tuple[Intent, ...] = ()
    """What else it may be, the likeliest first, where the model had to say."""
