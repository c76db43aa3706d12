"""In a class group the bot is a guest: it acts only on what is plainly for it."""

from __future__ import annotations

import re

from handlers.core.understanding.meaning import Intent
from handlers.core.understanding.reading import Reading

Change = tuple[Intent, float, str]

CALLED = re.compile(
    r"@penghubung|@bot|\bpenghubung\b|(?:^|\s)(?:pak |bu |mas |hai |halo )?bot\b", re.IGNORECASE
)
OWN_CHILD = {Intent.ABSENCE_REPORT: 0.5, Intent.LATE_OR_EARLY: 0.5, Intent.ABSENCE_CANCEL: 0.6}
ANSWERS = {
    "paraf_request": {Intent.ACKNOWLEDGE},
    "announcement": {Intent.ACKNOWLEDGE},
    "homework_notice": {Intent.ACKNOWLEDGE, Intent.HOMEWORK_DONE},
    "meeting_rsvp": {Intent.MEETING_RSVP},
    "visit_proposal": {Intent.VISIT_RESPONSE},
}


def in_group(reading: Reading, intent: Intent, confidence: float) -> Change | None:
    """Silence, unless the bot is called, its question answered, or a child reported away."""
    if CALLED.search(reading.text):
        return None
    context = reading.message.context or ""
    asks = intent is Intent.MEETING_RSVP and "?" in reading.texts
    if (intent in ANSWERS.get(context, set()) and not asks) or (
        context.startswith(("confirm_", "absence_"))
        and intent in {Intent.CONFIRMATION, Intent.ABSENCE_REPORT}
    ):
        return None
    if (
        reading.message.from_parent
        and confidence >= OWN_CHILD.get(intent, 2.0)
        and _is_own(reading)
    ):
        return None
    return Intent.NOT_FOR_BOT, max(confidence, 0.8), "a group, and not for the bot"


def _is_own(reading: Reading) -> bool:
    """Whether it reports, rather than asks about or answers another family."""
    if reading.named:
        return "?" not in reading.texts
    own = reading.denies("ATTEND") or reading.says("anak")
    own = own or (reading.says("izin") and reading.says("saya", "kami"))
    return own and "?" not in reading.texts and not reading.says("semoga")
