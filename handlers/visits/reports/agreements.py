"""What was agreed at a visit, until it is done: whoever promised is reminded, and says so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from handlers.core.forms import occasions
from handlers.core.talk import Capability, Choice, Heard, Reply, Sense, Tell, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day
from models.family import Pupil, is_guardian, pupils, staff_of
from models.family import names as people_names
from models.notice import Notice, NoticeState
from models.outbox import Priority
from models.people import Role
from models.prepared import Watch
from models.school import school_of
from models.visit import Agreement, Visit, VisitReport

DONE = Text("agreements.done", id="Sudah", en="Done")
NOT_YET = Text("agreements.not_yet", id="Belum", en="Not yet")
REMIND = Text(
    "agreements.remind",
    id="Ananda {child}. Mengingatkan kesepakatan saat kunjungan {teacher}: “{words}”, sampai "
    "{day}. Apakah sudah berjalan?",
    en="About {child}. A reminder of what was agreed when {teacher} visited: “{words}”, by {day}. "
    "Has it been done?",
    template=True,
    buttons=(DONE, NOT_YET),
)
REMIND_STAFF = Text(
    "agreements.remind_staff",
    id="Tentang {child}. Mengingatkan kesepakatan dari kunjungan rumah: “{words}” ({who}), "
    "sampai {day}. Apakah sudah terlaksana?",
    en="About {child}. A reminder of what was agreed at the visit: “{words}” ({who}), by {day}. "
    "Has it been done?",
    template=True,
    buttons=(DONE, NOT_YET),
)
NOBODY = Text("agreements.nobody", id="tanpa nama", en="nobody named")
THANKS = Text(
    "agreements.thanks",
    id="Terima kasih, {who}. Dicatat sudah: “{words}”. ✅",
    en="Thank you, {who}. Noted as done: “{words}”. ✅",
    claims=Claim.NOTED,
)
NEVER_MIND = Text(
    "agreements.never_mind",
    id="Baik, {who}, tidak apa-apa. Ketuk Sudah bila sudah terlaksana.",
    en="All right, {who}, never mind. Tap Done when it has been done.",
)
ALREADY = Text(
    "agreements.already",
    id="“{words}” sudah tercatat. Terima kasih, {who}.",
    en="“{words}” has been noted already. Thank you, {who}.",
)
KEPT = Text(
    "agreements.kept",
    id="Tentang {child}. Kesepakatan kunjungan “{words}” sudah terlaksana, menurut kabar "
    "{who} tadi. ✅",
    en="About {child}. What was agreed, “{words}”, has been done, says {who} just now. ✅",
    template=True,
)
NOT_KEPT = Text(
    "agreements.not_kept",
    id="Tentang {child}. Kesepakatan kunjungan “{words}” belum terlaksana, menurut kabar "
    "{who} tadi.",
    en="About {child}. What was agreed, “{words}”, has not been done yet, says {who} just now.",
    template=True,
)

promise_keeping = Capability("visit_agreements", Who.GUARDIAN, Who.STAFF)


def agreed_with(child_ids: Collection[int]) -> Select[Agreement]:
    """What was agreed about these children, done or not, the newest visit first."""
    return (
        select(Agreement)
        .join(Visit, Visit.id == Agreement.visit_id)
        .where(Visit.child_id.in_(child_ids))
        .order_by(Visit.id.desc(), Agreement.id)
    )


def open_of(session: Session, child_ids: Collection[int]) -> list[Agreement]:
    """What is still open from all visits to these children: for the next visit and the plan."""
    return list(session.scalars(agreed_with(child_ids).where(Agreement.done_at.is_(None))))


_WAITING = Watch(
    select(Agreement, Visit)
    .join(Visit, Visit.id == Agreement.visit_id)
    .where(
        Agreement.done_at.is_(None),
        Agreement.reminded_at.is_(None),
        occasions.promised(Agreement.due),
    )
    .order_by(Agreement.id)
    .limit(100)
)


def remind(session: Session, now: datetime) -> list[Tell]:
    """The reminders that are due; each agreement has one. What is past already has none."""
    due = occasions.morning_before(
        _WAITING.rows(session, **occasions.days_around(now)),
        lambda row: row[0].due,
        lambda row: school_of(session, row[1].school_id).zone,
        now,
    )
    tells = []
    for one, visit in due:
        one.reminded_at = now
        tells += _reminder(session, one, visit, now)
    session.flush()
    return tells


def _reminder(session: Session, one: Agreement, visit: Visit, now: datetime) -> list[Tell]:
    child = pupils(session, [visit.child_id])
    if not child or one.due is None:
        return []
    to, text = _whom(session, one, visit, now)
    values: dict[str, Value] = {"child": child[0].label, "words": one.words, "day": Day(one.due)}
    if text is REMIND:
        values["teacher"] = visit.teacher.name
    else:
        values["who"] = _who(session, one) or NOBODY
    return [
        Tell(
            text,
            values,
            choices=[Choice("done", DONE, Sense.YES), Choice("not_yet", NOT_YET, Sense.NO)],
            then=answered,
            remember={"agreement": one.id, "child": visit.child_id},
            to=to,
            topic=f"agreement:{one.id}",
            priority=Priority.IMPORTANT,
        )
    ]


def _whom(session: Session, one: Agreement, visit: Visit, now: datetime) -> tuple[int, Text]:
    """Whoever promised. A family that has nothing in writing is not reminded: the teacher is."""
    person = one.person_id
    if person is not None and person in staff_of(session, visit.school_id):
        return person, REMIND_STAFF
    if person is not None and is_guardian(session, person, visit.child_id, now):
        published = session.scalar(
            select(VisitReport.id)
            .join(Notice, Notice.id == VisitReport.notice_id)
            .where(VisitReport.visit_id == visit.id, Notice.state == NoticeState.PUBLISHED)
        )
        if published is not None:
            return person, REMIND
    return visit.teacher_id, REMIND_STAFF


def _who(session: Session, one: Agreement) -> str:
    return (
        people_names(session, [one.person_id]).get(one.person_id, "") if one.person_id else one.who
    )


@promise_keeping.step
def answered(turn: Turn, session: Session) -> Heard:
    """Whether it is done, from whoever promised it, the teacher or the principal."""
    one = session.get(Agreement, int(turn.memory["agreement"]))
    visit = session.get(Visit, one.visit_id) if one else None
    if one is None or visit is None or turn.answer is None or not _may(turn, session, one, visit):
        return None
    child = pupils(session, [visit.child_id])
    values: dict[str, Value] = {"who": turn.speaker.name, "words": one.words}
    if one.done_at is not None or not child:
        return [Reply(ALREADY, values)]
    if turn.answer == "not_yet":
        again = Reply(
            NEVER_MIND,
            {"who": turn.speaker.name},
            choices=[Choice("done", DONE)],
            then=answered,
            remember=turn.memory,
        )
        return [again, *_result(turn, NOT_KEPT, one, visit, child[0])]
    one.done_at = turn.now
    return [Reply(THANKS, values), *_result(turn, KEPT, one, visit, child[0])]


def _may(turn: Turn, session: Session, one: Agreement, visit: Visit) -> bool:
    """A guardian who promised has to be one still."""
    person = turn.speaker.person
    if person == one.person_id and not turn.speaker.roles:
        return is_guardian(session, person, visit.child_id, turn.now)
    here = turn.speaker.school_id == visit.school_id
    leads = Role.PRINCIPAL in turn.speaker.roles
    return here and (person in (one.person_id, visit.teacher_id) or leads)


def _result(turn: Turn, text: Text, one: Agreement, visit: Visit, child: Pupil) -> list[Tell]:
    if turn.speaker.person == visit.teacher_id:
        return []
    return [
        Tell(
            text,
            {"child": child.label, "words": one.words, "who": turn.speaker.name},
            to=visit.teacher_id,
            topic=f"agreement:{one.id}:{'done' if text is KEPT else 'not_yet'}",
            office=True,
        )
    ]
