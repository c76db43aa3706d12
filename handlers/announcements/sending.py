"""An announcement on its way: published or scheduled, and what its author is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handlers.announcements.notice import Draft, receivers, send
from handlers.core.forms import correcting
from handlers.core.forms.addressing import described
from handlers.core.forms.preview import held
from handlers.core.notices import forecast, forwarding
from handlers.core.talk import Capability, Choice, Heard, Phrase, Reply, Say, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from models.audit import AuditEvent
from models.notice import NoticeState, Urgency

SENT = Text(
    "announcements.sent",
    id="Terkirim untuk {whom}: {reached} keluarga.{held}{unreached}\nTulis LAPORAN kapan saja "
    "untuk melihat siapa yang sudah.",
    en="On its way for {whom}: {reached} families.{held}{unreached}\nWrite LAPORAN at any time to "
    "see who has it.",
    claims=Claim.SENT,
)
GATHERED = Text(
    "announcements.gathered",
    id="Masuk rangkuman mingguan untuk {whom}: {reached} keluarga.{held}{unreached}\nTulis LAPORAN "
    "kapan saja untuk melihat siapa yang sudah.",
    en="In the weekly digest for {whom}: {reached} families.{held}{unreached}\nWrite LAPORAN at "
    "any time to see who has it.",
)
UNREACHED = Text(
    "announcements.unreached",
    id="\nTidak terjangkau lewat chat: {count} keluarga, ada di LAPORAN.",
    en="\nNot reached by chat: {count} families, see LAPORAN.",
)
PLANNED = Text(
    "announcements.planned",
    id="Dijadwalkan {when} untuk {whom}. Sebelum itu bisa ditarik kembali atau diperbaiki.",
    en="Scheduled for {when} for {whom}. Until then you can take it back or correct it.",
    claims=Claim.NOTED,
)

announced = Capability("announced", Who.STAFF)


@announced.step
def sent(turn: Turn, session: Session) -> Heard:
    """Under the report of what was sent or scheduled: correct, take back, forward."""
    if turn.answer == forwarding.CHOICE.value:
        return forwarding.text_for_group(turn, session)
    return correcting.chosen(turn, session)


def publish(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """At once, or at its time."""
    notice = draft.notice(turn.speaker.school, turn.speaker.person, turn.speaker.zone, turn.now)
    seen = forecast.forecast(session, notice, receivers(session, notice, turn.now), turn.now)
    session.add(notice)
    session.flush()
    if notice.urgency is Urgency.URGENT:
        _audit(turn, session, notice.id)
    whom = described(session, draft.audience)
    if draft.send_at is not None and draft.send_at > turn.now:
        notice.state = NoticeState.SCHEDULED
        shown = Moment(seen.arrives, turn.speaker.zone)
        blanks: dict[str, Value] = {"when": shown, "whom": whom}
        return [_report(PLANNED, blanks, notice.id, correcting.CHOICES)]
    published = send(session, notice, turn.now)
    blanks = {
        "whom": whom,
        "reached": str(seen.reached),
        "held": held(turn, seen.arrives),
        "unreached": _unreached(seen),
    }
    choices = (*correcting.CHOICES, forwarding.CHOICE)
    text = GATHERED if notice.urgency is Urgency.LOW else SENT
    return [*published.says, _report(text, blanks, notice.id, choices)]


def _report(
    text: Text, blanks: dict[str, Value], notice_id: int, choices: Sequence[Choice]
) -> Reply:
    return Reply(
        text, blanks, choices=choices, then=sent, remember={"notice": notice_id}, again=True
    )


def _unreached(seen: forecast.Forecast) -> Value:
    missed = sum(seen.missed.values())
    return Phrase(UNREACHED, {"count": str(missed)}) if missed else ""


def _audit(turn: Turn, session: Session, notice_id: int) -> None:
    session.add(
        AuditEvent(
            school_id=turn.speaker.school,
            at=turn.now,
            actor_id=turn.speaker.person,
            action="urgent",
            subject=f"notices:{notice_id}",
        )
    )
