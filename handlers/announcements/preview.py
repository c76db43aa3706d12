"""What sending an announcement would come to, as its author sees it first."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.announcements.notice import Draft, receivers, shown
from handlers.core.forms.addressing import described
from handlers.core.notices import forecast
from handlers.core.talk import Choice, Phrase, Reply, Sense, Text, Turn, Value
from handlers.homework.reading import Draft as Reminder
from handlers.homework.reading import spoken
from models.family import LEADS
from models.notice import Urgency

PREVIEW = Text(
    "announcements.preview",
    id="📢 Untuk {whom}:\n\n{what}\n\n{forecast}\n• {how}\n\n{ask}",
    en="📢 For {whom}:\n\n{what}\n\n{forecast}\n• {how}\n\n{ask}",
)
ASK_SEND = Text("announcements.ask_send", id="Kirim?", en="Send it?")
TOO_DEAR = Text(
    "announcements.too_dear",
    id="⚠️ Anggaran WhatsApp bulan ini tidak cukup. Hanya kepala sekolah yang bisa mengirimnya; "
    "atau ubah penerimanya.",
    en="⚠️ This month's WhatsApp budget is not enough. Only the principal can send it; or change "
    "whom it is for.",
)
OR_REMIND = Text(
    "announcements.or_remind",
    id="Kirim? Atau ketuk Ingatkan H-1, bila keluarga perlu diingatkan lagi malam sebelumnya.",
    en="Send it? Or tap Remind day before, if families need a reminder the evening before.",
)
REMIND = Text("announcements.remind", id="Ingatkan H-1", en="Remind day before")
SIGNED = Text("announcements.signed", id="Perlu paraf", en="Needs a signature")
ANSWERED = Text("announcements.answered", id="Perlu dijawab", en="Needs an answer")
UNSIGNED = Text("announcements.unsigned", id="Tanpa paraf", en="No signature")
IN_DIGEST = Text(
    "announcements.in_digest",
    id="Masuk rangkuman mingguan tiap keluarga, tanpa pesan sendiri",
    en="Goes into each family's weekly digest, without a message of its own",
)
HOW_IMPORTANT = Text("announcements.how_important", id="{how}, PENTING", en="{how}, IMPORTANT")
HOW_URGENT = Text(
    "announcements.how_urgent",
    id="{how}, MENDESAK: menembus jam tenang ({reason})",
    en="{how}, URGENT: passes quiet hours ({reason})",
)
SEND = Text("announcements.send", id="Kirim", en="Send")
SCHEDULE = Text("announcements.schedule", id="Jadwalkan", en="Schedule")
CHANGE = Text("announcements.change", id="Ubah", en="Change")
CANCEL = Text("announcements.cancel", id="Batal", en="Cancel")


def look(turn: Turn, session: Session, draft: Draft) -> Reply | None:
    """The text with its reach, cost and hour. The caller says which step hears the answer.

    None where nobody belongs to its audience now and it would be sent at once.
    """
    notice = draft.notice(turn.speaker.school, turn.speaker.person, turn.speaker.zone, turn.now)
    about = receivers(session, notice, turn.now)
    if not about and draft.send_at is None:
        return None
    seen = forecast.forecast(session, notice, about, turn.now)
    blocked = seen.too_dear and not may_spend(turn, draft)
    reminds = as_reminder(turn, draft) is not None
    go = SCHEDULE if draft.send_at else SEND
    blanks: dict[str, Value] = {
        "whom": described(session, draft.audience),
        "what": shown(draft, turn.speaker.zone),
        "forecast": forecast.summary(session, notice, seen, turn.now),
        "how": _how(draft),
        "ask": TOO_DEAR if blocked else OR_REMIND if reminds else ASK_SEND,
    }
    choices = [
        *([] if blocked else [Choice("send", go, Sense.YES)]),
        *([Choice("remind", REMIND)] if reminds and not blocked else []),
        Choice("change", CHANGE),
        Choice("cancel", CANCEL, Sense.NO),
    ]
    return Reply(PREVIEW, blanks, choices=choices)


def as_reminder(turn: Turn, draft: Draft) -> Reminder | None:
    """The same as something to bring, wear or know on its day, where that would do as well."""
    whom, plain = draft.audience, draft.urgency in (Urgency.NORMAL, Urgency.IMPORTANT)
    if not whom.classes or whom.relation or draft.question or draft.send_at or not plain:
        return None
    found = spoken(draft.body, turn)
    if found is None:
        return None
    return found.model_copy(update={"classes": whom.classes, "files": draft.files})


def leads(turn: Turn) -> bool:
    """Whether the speaker leads the school."""
    return bool(turn.speaker.roles & LEADS)


def may_spend(turn: Turn, draft: Draft) -> bool:
    """Whether it may be sent though the month's budget does not suffice."""
    return leads(turn) or draft.urgency is Urgency.URGENT


def _how(draft: Draft) -> Value:
    if draft.urgency is Urgency.LOW:
        return IN_DIGEST
    plain = ANSWERED if draft.question else SIGNED if draft.sign else UNSIGNED
    if draft.urgency is Urgency.IMPORTANT:
        return Phrase(HOW_IMPORTANT, {"how": plain})
    if draft.urgency is Urgency.URGENT:
        return Phrase(HOW_URGENT, {"how": plain, "reason": draft.reason})
    return plain
