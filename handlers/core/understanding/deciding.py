"""What a message is for: first what is certain, then what the model finds likely, then caution."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.core.understanding.caution import careful, may_be_swallowed
from handlers.core.understanding.certain import certain
from handlers.core.understanding.features import features_of
from handlers.core.understanding.group import in_group
from handlers.core.understanding.meaning import Intent
from handlers.core.understanding.model import Table, tables
from handlers.core.understanding.names import SOUND
from handlers.core.understanding.reading import Reading


@dataclass(frozen=True)
class Verdict:
    """An intent, how sure we are, and the steps that led there."""

    intent: Intent
    confidence: float
    why: tuple[str, ...]
    likely: tuple[Intent, ...] = ()

    def because(self, step: str) -> Verdict:
        return replace(self, why=(*self.why, step))


def decide(reading: Reading) -> Verdict:
    """Never raises; an empty message is a note from a parent, and help for staff."""
    sure = certain(reading)
    verdict = Verdict(sure[0], SURE, (f"certain: {sure[1]}",)) if sure else _likeliest(reading)
    verdict = _apply(verdict, careful(reading, verdict.intent, verdict.confidence))
    if reading.message.chat == "group":
        verdict = _apply(verdict, in_group(reading, verdict.intent, verdict.confidence))
    return verdict


def _apply(verdict: Verdict, change: tuple[Intent, float, str] | None) -> Verdict:
    if change is None or change[0] == verdict.intent:
        return verdict
    intent, confidence, why = change
    return Verdict(intent, confidence, (*verdict.why, why), verdict.likely)


SURE = 0.97
LIKELY = 5
"""So many of the readings are kept, for somebody who is asked what they meant."""
LONG = 10
"""More words than this are never a greeting or thanks alone."""
BROADCASTS = {Intent.ANNOUNCE, Intent.HOMEWORK_ASSIGN, Intent.MEETING_SCHEDULE}


def _is_private(reading: Reading) -> bool:
    """Whether staff write about a named pupil: that is for one family, never for all."""
    if reading.message.from_parent or not any(
        mention.sure >= SOUND for mention in reading.mentions
    ):
        return False
    to_all = reading.says(
        "semua", "seluruh", "grup", "umumkan", "pengumuman", "broadcast", "segenap"
    )
    return not to_all and not reading.says("anak-anak") and len(reading.mentions) <= 3


def possible(reading: Reading, chances: dict[str, float]) -> dict[str, float]:
    """Only what can be meant here: nobody confirms, signs or answers what was not asked."""
    context = reading.message.context or ""
    ruled_out = set()
    if not context.startswith("confirm_"):
        ruled_out.add(Intent.CONFIRMATION)
    if context != "visit_proposal":
        ruled_out.add(Intent.VISIT_RESPONSE)
    if context != "meeting_rsvp" and not reading.has("MEETING"):
        ruled_out.add(Intent.MEETING_RSVP)
    if context not in {"paraf_request", "announcement", "homework_notice"}:
        ruled_out.add(Intent.ACKNOWLEDGE)
    if reading.has("VISIT") and not context.endswith("attendance"):
        ruled_out.add(Intent.ATTENDANCE_MARK)
    if len(reading.content) > LONG:
        ruled_out |= {Intent.THANKS_ONLY, Intent.GREETING_ONLY}
    kept = {name: chance for name, chance in chances.items() if name not in ruled_out}
    whole = sum(kept.values()) or 1.0
    return {name: chance / whole for name, chance in kept.items()}


def seen_for(reading: Reading, intent: Intent) -> list[str]:
    """What the model saw that speaks most for `intent`, strongest first."""
    table = _table(reading)
    return table.reasons(features_of(reading), intent) if intent in table.intents else []


def _table(reading: Reading) -> Table:
    return tables()["parent" if reading.message.from_parent else "staff"]


def _likeliest(reading: Reading) -> Verdict:
    chances = possible(reading, _table(reading).chances(features_of(reading)))
    if _is_private(reading):
        chances = {n: c for n, c in chances.items() if n not in BROADCASTS}
    likely = sorted(chances, key=lambda name: -chances[name])[:LIKELY]
    best, second = likely[:2]
    why = (f"model: {best} {chances[best]:.2f}, then {second} {chances[second]:.2f}",)
    if reading.message.from_parent and may_be_swallowed(best, chances):
        return Verdict(Intent.CONTACT_BOOK_NOTE, 0.5, (*why, "the teacher may have to see it"))
    return Verdict(Intent(best), chances[best], why, tuple(Intent(name) for name in likely))
