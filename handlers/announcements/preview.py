"""What sending an announcement would come to, as its author sees it first."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.announcements import staff as staff_notices
from handlers.announcements.fields import ASKED, BODY, TIME, TO_WHOM, URGENT
from handlers.announcements.notice import Draft, receivers, written
from handlers.core.forms.addressing import described
from handlers.core.forms.preview import Other, Preview, Way
from handlers.core.notices import forecast
from handlers.core.talk import Choice, Heard, Phrase, Sense, Text, Turn, Value
from handlers.core.talk.words import SEND
from handlers.homework.assigning import form as reminders
from handlers.homework.reading import Draft as Reminder
from handlers.homework.reading import spoken
from models.family import LEADS
from models.notice import Urgency

PREVIEW = Text(
    "announcements.preview",
    id="📢 Untuk {whom}:\n{what}{below}\n\n{forecast}\n• {how}\n\n{ask}",
    en="📢 For {whom}:\n{what}{below}\n\n{forecast}\n• {how}\n\n{ask}",
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
SCHEDULE = Text("announcements.schedule", id="Jadwalkan", en="Schedule")
CHANGE_SIGN = Text("announcements.change_sign", id="Paraf: ya/tidak", en="Signature: yes/no")
DROP_QUESTION = Text("announcements.drop_question", id="Hapus pertanyaan", en="Drop question")
CHANGE_IMPORTANT = Text("announcements.change_important", id="Tandai penting", en="Mark important")
CHANGE_DIGEST = Text("announcements.change_digest", id="Rangkuman mingguan", en="Weekly digest")


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    """The text with its reach, cost and hour."""
    if draft.audience.staff:
        return staff_notices.shown(turn, session, draft, (TO_WHOM, BODY, TIME, URGENT))
    notice = draft.notice(turn.speaker.school, turn.speaker.person, turn.speaker.zone, turn.now)
    about = receivers(session, notice, turn.now)
    seen = forecast.forecast(session, notice, about, turn.now)
    blocked = seen.too_dear and not _may_spend(turn, draft)
    reminds = as_reminder(turn, draft) is not None
    blanks: dict[str, Value] = {
        "whom": described(session, draft.audience),
        "what": written(draft, turn.speaker.zone),
        "forecast": forecast.summary(session, notice, seen, turn.now),
        "how": _how(draft),
        "ask": TOO_DEAR if blocked else OR_REMIND if reminds else ASK_SEND,
    }
    go = Choice("send", SCHEDULE if draft.send_at else SEND, Sense.YES)
    return Preview(
        PREVIEW,
        blanks,
        send=None if blocked else go,
        also=[Way("remind", REMIND, remind)] if reminds and not blocked else [],
        lists=True,
        changes=_changes(draft),
        unread=draft.unread,
    )


def _changes(draft: Draft) -> list[Other[Draft]]:
    asked = Way("no question", DROP_QUESTION, _without_question) if draft.question else ASKED
    return [
        TO_WHOM,
        BODY,
        TIME,
        Way("sign", CHANGE_SIGN, _signed_or_not),
        asked,
        Way("important", CHANGE_IMPORTANT, _important_or_not),
        URGENT,
        Way("digest", CHANGE_DIGEST, _in_digest),
    ]


def remind(turn: Turn, session: Session, draft: Draft) -> Heard:
    """The same as something to bring, wear or know, to go on with there."""
    reminder = as_reminder(turn, draft)
    return reminders.show(turn, session, reminder) if reminder else None


def _signed_or_not(turn: Turn, session: Session, draft: Draft) -> Draft:
    return draft.model_copy(update={"sign": not draft.sign})


def _without_question(turn: Turn, session: Session, draft: Draft) -> Draft:
    return draft.model_copy(update={"question": None})


def _important_or_not(turn: Turn, session: Session, draft: Draft) -> Draft:
    turned = draft.urgency is not Urgency.IMPORTANT
    urgency = Urgency.IMPORTANT if turned else Urgency.NORMAL
    return draft.model_copy(update={"urgency": urgency, "reason": ""})


def _in_digest(turn: Turn, session: Session, draft: Draft) -> Draft:
    return draft.model_copy(update={"urgency": Urgency.LOW, "question": None, "reason": ""})


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


def _may_spend(turn: Turn, draft: Draft) -> bool:
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
