"""Reminders of a meeting: to whoever has not answered, and to whoever comes or may come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.forms.occasions import BEFORE_EVE, BEFORE_SOON
from handlers.core.notices import publishing
from handlers.core.talk import Tell, Text
from handlers.meetings.answers.rsvp import answered
from handlers.meetings.calling import invitation as meeting_invitation
from handlers.meetings.calling.words import CHOICES, LABELS, name_of, time_of
from models import seats
from models.base import fixed
from models.family import Pupil, pupils
from models.meeting import Answer, Meeting, Rsvp, State
from models.notice import Notice, Receipt
from models.outbox import Priority
from models.prepared import Watch
from models.receipts import UNSIGNED
from scheduler.rules import nudge

COMING = Text(
    "meeting_reminder.coming",
    id="Ananda {children}. Mengingatkan {title}:\n\n🗓 Waktu: {when}\n📍 Tempat: {place}\n\n"
    "Sampai jumpa di sekolah. Bila berhalangan, mohon dikabari, ya.",
    en="About {children}. A reminder of the {title}:\n\n🗓 Time: {when}\n📍 Place: {place}\n\n"
    "See you at school. If you cannot come after all, please tell us.",
    template=True,
    buttons=LABELS,
)
UNSURE = Text(
    "meeting_reminder.unsure",
    id="Ananda {children}. Mengingatkan {title}:\n\n🗓 Waktu: {when}\n📍 Tempat: {place}\n\n"
    "Jawaban Ibu/Bapak sebelumnya belum pasti. Apakah sekarang sudah tahu bisa datang?",
    en="About {children}. A reminder of the {title}:\n\n🗓 Time: {when}\n📍 Place: {place}\n\n"
    "You answered that you were not sure. Do you know by now whether you can come?",
    template=True,
    buttons=LABELS,
)
AHEAD = {
    "7d": timedelta(days=7),
    "3d": timedelta(days=3),
    "1d": BEFORE_EVE,
    "2h": BEFORE_SOON,
}
"""Before the start, the earliest first. The first two ask again, the others remind."""
ASKING = ("7d", "3d")
SPACE = {"7d": timedelta(hours=20), "3d": timedelta(hours=20), "1d": timedelta(hours=6),
         "2h": timedelta(hours=1)}  # fmt: skip
"""So long after the invitation; a reminder that would come sooner is left out."""


_AHEAD = Watch(
    select(Meeting)
    .where(
        Meeting.state == fixed(State.PLANNED),
        Meeting.starts_at > bindparam("now"),
        Meeting.starts_at <= bindparam("until"),
        Meeting.notice_id.is_not(None),
    )
    .order_by(Meeting.starts_at, Meeting.id)
)


@nudge(every=timedelta(minutes=1))
def meeting_reminder(session: Session, now: datetime) -> list[Tell]:
    """What is due for each meeting ahead. Once each: the topic has the meeting's sequence."""
    ahead = _AHEAD.scalars(session, now=now, until=now + AHEAD["7d"])
    return [tell for meeting in ahead for tell in _due(session, meeting, now)]


def _due(session: Session, meeting: Meeting, now: datetime) -> list[Tell]:
    """Only the latest stage that has begun: after a night without us nobody gets two."""
    stage = min((s for s in AHEAD if now >= meeting.starts_at - AHEAD[s]), key=lambda s: AHEAD[s])
    notice = session.get_one(Notice, meeting.notice_id or 0)
    told_at = notice.published_at
    if told_at is None or meeting.starts_at - AHEAD[stage] < told_at + SPACE[stage]:
        return []
    if stage in ASKING:
        return _ask(session, notice, stage, now)
    return _remind(session, meeting, stage)


def _ask(session: Session, notice: Notice, stage: str, now: datetime) -> list[Tell]:
    """Whoever was invited first, of each family that has not answered."""
    receipts = select(Receipt.child_id).where(
        Receipt.notice_id == notice.id, Receipt.state.in_(UNSIGNED)
    )
    about = pupils(session, session.scalars(receipts).all())
    circle = publishing.circle_of(session, notice, [pupil.id for pupil in about], now)
    told: dict[int, list[Pupil]] = {}
    for pupil in about:
        for person in circle[pupil.id].recipients(
            notice.sign_rule, publishing.PRIORITY[notice.urgency]
        ):
            told.setdefault(person, []).append(pupil)
    return [meeting_invitation.ask_again(notice, of, person, stage) for person, of in told.items()]


def _remind(session: Session, meeting: Meeting, stage: str) -> list[Tell]:
    """One message to each person, for all children they come for. Who has just answered knows."""
    began = meeting.starts_at - AHEAD[stage]
    rows = [row for row in seats.answers(session, meeting.id).values() if row.at <= began]
    about = {pupil.id: pupil for pupil in pupils(session, [row.child_id for row in rows])}
    told: dict[int, list[Rsvp]] = {}
    for row in rows:
        person = _concerned(row)
        if person is not None and row.child_id in about:
            told.setdefault(person, []).append(row)
    return [
        _tell(session, meeting, stage, person, of, [about[row.child_id] for row in of])
        for person, of in told.items()
    ]


def _concerned(row: Rsvp) -> int | None:
    """Nobody where the family does not come, or has no seat."""
    match row.answer:
        case Answer.DELEGATE:
            return row.proxy_id or row.person_id
        case Answer.YES | Answer.MAYBE:
            return row.person_id
        case _:
            return None


def _tell(
    session: Session,
    meeting: Meeting,
    stage: str,
    person: int,
    rows: Sequence[Rsvp],
    children: Sequence[Pupil],
) -> Tell:
    unsure = all(row.answer is Answer.MAYBE for row in rows)
    at = time_of(session, meeting, rows[0].session_id)
    return Tell(
        UNSURE if unsure else COMING,
        {
            "children": publishing.names(children),
            "title": name_of(meeting),
            "when": at,
            "place": meeting.place,
        },
        choices=CHOICES,
        then=answered,
        remember={"notice": meeting.notice_id, "children": [pupil.id for pupil in children]},
        again=True,
        free=False,
        kind="meeting_rsvp",
        to=person,
        topic=f"meeting:{meeting.id}:{meeting.sequence}:{stage}",
        priority=Priority.IMPORTANT,
        # Held over a quiet night it still comes before the start, or not at all.
        expires_at=at.at,
    )
