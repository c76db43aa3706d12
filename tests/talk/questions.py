"""The kinds of question of the grid: who is asked, how it comes about, and what counts as what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select

from models.absence import Absence
from models.consent import Consent
from models.homework import HomeworkDone
from models.meeting import Answer, Meeting, Rsvp
from models.meeting import State as MeetingState
from models.notice import Notice, NoticeState, Signature
from models.outbox import OutboundMessage, asked_last
from models.response import Response
from models.slot import DayState, Slot, SlotDay, SlotFamily
from models.visit import HELD, CompanionAsk, State, Visit
from tests.cast import WIB
from tests.talk import scene as brought
from tests.talk.scene import NOW, Bring, Scene

Fact = Callable[[Scene], bool]

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
GONE = (State.DECLINED, State.CANCELLED)
OUT = (NoticeState.PUBLISHED, NoticeState.SCHEDULED)


def never(scene: Scene) -> bool:
    return False


@dataclass(frozen=True)
class Question:
    """One kind of question. `yes` and `no` say how the database has it once it is answered so."""

    bring: Bring
    yes: Fact = never
    no: Fact = never
    by: str = "mother"
    """Who is asked."""
    draft: bool = False
    """It shows what would be sent: a no is whatever makes a tap send nothing afterwards."""
    lapses: bool = False
    """It ends by itself before four hours are over, so it is tapped at once."""
    tap: str = ""
    """The button that answers it; by default its own first one."""
    opens: bool = False
    """That button does not answer it but leads on."""
    joined: bool = True


def joined(scene: Scene) -> bool:
    return bool(scene.session.scalar(select(exists(Consent.id))))


def standing(scene: Scene) -> OutboundMessage:
    """The question as it was put last: it may have been asked anew."""
    assert scene.asked is not None
    rows = select(OutboundMessage).where(
        OutboundMessage.contact_id == scene.asked.contact_id,
        OutboundMessage.asks == scene.asked.asks,
        OutboundMessage.id >= scene.asked.id,
    )
    return scene.session.scalars(rows.order_by(OutboundMessage.id.desc())).all()[0]


def closed(scene: Scene) -> bool:
    """The question takes no other answer any more."""
    return standing(scene).answered_at is not None


def unless(yes: Fact) -> Fact:
    """Answered, and not with yes."""
    return lambda scene: closed(scene) and not yes(scene)


def signed(scene: Scene) -> bool:
    return bool(scene.session.scalar(select(exists(Signature.id))))


def rsvp(scene: Scene) -> Answer | None:
    return scene.session.scalar(select(Rsvp.answer).where(Rsvp.child_id == scene.aisyah.id))


def voted(choice: str) -> Fact:
    return lambda scene: scene.session.scalar(select(Response.choice)) == choice


def done(scene: Scene) -> bool:
    return bool(scene.session.scalar(select(exists(HomeworkDone.id))))


def days(scene: Scene) -> set[tuple[str, date, str]]:
    """Which child is absent when, and as what."""
    children = {one.id: one.name.split()[0] for one in scene.children}
    return {
        (children[row.child_id], row.day, row.kind.value)
        for row in scene.session.scalars(select(Absence))
        if row.child_id in children
    }


def away(day: date) -> Fact:
    return lambda scene: any(one[:2] == ("Aisyah", day) for one in days(scene))


def someone_away(scene: Scene) -> bool:
    return bool(days(scene))


def visit(scene: Scene) -> Visit | None:
    return scene.session.scalar(select(Visit).order_by(Visit.id.desc()).limit(1))


def visit_is(*states: State) -> Fact:
    return lambda scene: (found := visit(scene)) is not None and found.state in states


def agreed(scene: Scene) -> bool:
    """To the hour that was proposed."""
    found = visit(scene)
    if found is None or found.state not in HELD or found.starts_at is None:
        return False
    return f"{found.starts_at.astimezone(WIB):%d %H.%M}" == "28 09.00"


def declined(scene: Scene) -> bool:
    last = asked_last(scene.session, scene.mother.id)
    return visit_is(*GONE)(scene) or (last is not None and last.text_key == "visits.why")


def accompanies(answer: bool) -> Fact:
    return lambda scene: scene.session.scalar(select(CompanionAsk.yes)) is answer


def slot(scene: Scene) -> str:
    """The hour Aisyah's family has; empty for none."""
    child = scene.aisyah.id
    at = scene.session.scalar(select(Slot.starts_at).where(Slot.child_id == child))
    return f"{at.astimezone(WIB):%H.%M}" if at else ""


def has_slot(scene: Scene) -> bool:
    return bool(slot(scene))


def wants_no_slot(scene: Scene) -> bool:
    family = select(SlotFamily).where(SlotFamily.child_id == scene.aisyah.id)
    found = scene.session.scalar(family)
    return found is not None and found.declined_at is not None


def left_list(scene: Scene) -> bool:
    held = scene.session.scalar(select(exists().where(Slot.held_for == scene.aisyah.id)))
    return not (held or slot(scene))


def sent(scene: Scene) -> bool:
    return bool(scene.session.scalar(select(exists().where(Notice.state.in_(OUT)))))


def corrected(scene: Scene) -> bool:
    rows = select(func.count()).select_from(Notice).where(Notice.published_at.is_not(None))
    first = scene.session.scalars(select(Notice.body).order_by(Notice.id)).first()
    return scene.session.scalar(rows) != 1 or first != brought.ANNOUNCED


def visit_asked(scene: Scene) -> bool:
    return visit(scene) is not None


def slots_cancelled(scene: Scene) -> bool:
    return scene.session.scalar(select(SlotDay.state)) is DayState.CANCELLED


def meeting_cancelled(scene: Scene) -> bool:
    return scene.session.scalar(select(Meeting.state)) is MeetingState.CANCELLED


def meeting_moved(scene: Scene) -> bool:
    return bool(scene.session.scalar(select(Meeting.sequence)))


def minutes_sent(scene: Scene) -> bool:
    return bool(scene.session.scalar(select(Meeting.minutes_id)))


def reported(scene: Scene) -> bool:
    """Something stands in the report, or a step of it was passed over."""
    memories = scene.session.scalars(
        select(OutboundMessage.memory).where(OutboundMessage.asks.like("visit_reports.%"))
    )
    parts = ("conditions", "said", "agreements", "next_on", "private", "files", "media")
    return any(memory.get(part) for memory in memories for part in parts)


def _rsvp(answer: Answer) -> Fact:
    return lambda scene: rsvp(scene) is answer


def _preview(words: str, yes: Fact = sent) -> Question:
    return Question(brought.drafts(words), yes, by="teacher", draft=True)


def _cancel(bring: Bring, yes: Fact) -> Question:
    return Question(bring, yes, by="teacher")


visit_off = visit_is(*GONE)

QUESTIONS: Mapping[str, Question] = {
    "consent": Question(brought.consent, joined, unless(joined), joined=False),
    "sign": Question(brought.entry, signed),
    "entry_reply": Question(brought.entry_reply, signed),
    "rsvp": Question(
        brought.sends(brought.MEETING, brought.INVITE), _rsvp(Answer.YES), _rsvp(Answer.NO)
    ),
    "poll_yes_no": Question(brought.sends(brought.POLL), voted("ya"), voted("tidak")),
    "homework_done": Question(brought.sends(brought.HOMEWORK), done),
    "absence_confirm": Question(brought.absence, away(TOMORROW), unless(away(TOMORROW))),
    "which_child": Question(brought.which_child, someone_away),
    "visit_proposal": Question(brought.sends(brought.VISIT, "Tanyakan"), agreed, declined),
    "visit_confirmed": Question(brought.visit("Keduanya")),
    "companion_request": Question(
        brought.visit("Ayah"), accompanies(True), accompanies(False), by="colleague", lapses=True
    ),
    "slot_pick": Question(
        brought.sends("slot Kamis 14-15, 10 menit", "Undang"), has_slot, wants_no_slot, opens=True
    ),
    "waiting_list_offer": Question(brought.waiting_list, has_slot, left_list, lapses=True),
    "send_preview_book": _preview("catatan Aisyah: hari ini sudah lancar membaca satu halaman"),
    "send_preview_announcement": _preview(f"umumkan {{cls}}: {brought.ANNOUNCED}"),
    "send_preview_homework": _preview(brought.HOMEWORK),
    "send_preview_attendance": _preview("Aisyah sakit hari ini", away(TODAY)),
    "send_preview_visit": _preview(brought.VISIT, visit_asked),
    "send_preview_meeting": _preview(brought.MEETING),
    "send_preview_slots": _preview("slot Kamis 14-15, 10 menit"),
    "send_preview_minutes": _cancel(brought.minutes, minutes_sent),
    "send_preview_move": _cancel(brought.move_meeting, meeting_moved),
    "send_preview_correction": Question(
        brought.correction, corrected, by="teacher", tap="Perbaiki", opens=True
    ),
    "cancel_preview_visit": _cancel(brought.cancel_visit, visit_off),
    "cancel_preview_slots": _cancel(brought.cancel_slots, slots_cancelled),
    "cancel_preview_meeting": _cancel(brought.cancel_meeting, meeting_cancelled),
    "reason_question visit": Question(brought.why_no_visit, visit_off),
    "reason_question meeting": _cancel(brought.why_no_meeting, meeting_cancelled),
    "report_steps": Question(brought.report(0), reported, by="teacher", opens=True),
    "report_steps next": Question(brought.report(3), reported, by="teacher", opens=True),
    "free_thread": Question(brought.thread, by="teacher"),
    "none": Question(brought.nothing),
    "none_teacher": Question(brought.nothing, by="teacher"),
}


def bring_about(scene: Scene, question: Question, given: str) -> None:
    """Everything before the words, with the question open at the end."""
    question.bring(scene, given)
    last = asked_last(scene.session, scene.contact(question.by).id)
    scene.asked = scene.session.get_one(OutboundMessage, last.id) if last else None
    assert scene.chat.now == NOW
