"""Keeping what a family answered: a seat for whoever comes, or a place on the waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from handlers.core.talk import Say, Step, Tell, Text
from handlers.meetings.calling import calendar as meeting_calendar
from handlers.meetings.calling.words import CHOICES, LABELS, name_of, time_of
from models import seats
from models.family import pupils
from models.meeting import COMING, Answer, Meeting, MeetingSession, Rsvp
from models.outbox import Priority

SEAT_FREE = Text(
    "meeting_seats.free",
    id="Ananda {children}. Ada kabar baik: satu kursi untuk {title} sekarang untuk Ibu/Bapak.\n\n"
    "🗓 Waktu: {when}\n📍 Tempat: {place}\n\nSudah kami catat hadir. Bila ternyata tidak bisa, "
    "mohon dikabari, ya.",
    en="About {children}. Good news: a seat at the {title} is yours now.\n\n🗓 Time: {when}\n"
    "📍 Place: {place}\n\nWe have noted that you are coming. Please tell us if you cannot.",
    template=True,
    buttons=LABELS,
)


@dataclass(frozen=True)
class Said:
    """What one guardian answered, for some of their children."""

    person: int
    answer: Answer
    delegate: str = ""
    proxy: int | None = None


@dataclass(frozen=True)
class Kept:
    """What became of it."""

    answer: Answer
    """WAITING where somebody would come and there is no seat."""
    session: int | None = None
    says: Sequence[Say] = field(default_factory=list)
    """To families who got a seat that became free."""


def keep(
    session: Session,
    meeting: Meeting,
    children: Sequence[int],
    said: Said,
    now: datetime,
    hears: Step,
) -> Kept:
    """Store an answer, the newest of a family. `hears` is the step for whoever gets a free seat."""
    if seats.is_limited(meeting):
        meeting = seats.locked(session, meeting.id)
    known = seats.answers(session, meeting.id)
    before = [known[child] for child in children if child in known]
    seated = [one for one in before if one.answer in COMING]
    kept = _kept(session, meeting, children, said, seated)
    # A family that comes anyhow stays on the chair it has, whoever of them answers.
    person = seated[0].person_id if seated and kept.answer in COMING else said.person
    for child in children:
        old = known.get(child)
        waits = kept.answer is Answer.WAITING and old is not None and old.answer is kept.answer
        _store(session, meeting, child, said, kept, person, old.at if waits and old else now)
    session.expire_all()
    if seated and kept.answer not in COMING and seats.is_limited(meeting):
        return Kept(kept.answer, None, promote(session, meeting, now, hears))
    return kept


def _kept(
    session: Session,
    meeting: Meeting,
    children: Sequence[int],
    said: Said,
    seated: Sequence[Rsvp],
) -> Kept:
    if said.answer not in COMING:
        return Kept(said.answer)
    if seated:
        return Kept(said.answer, seated[0].session_id)
    free, part = seats.free_session(session, meeting, children, said.person)
    return Kept(said.answer, part) if free else Kept(Answer.WAITING)


def _store(
    session: Session,
    meeting: Meeting,
    child: int,
    said: Said,
    kept: Kept,
    person: int,
    at: datetime,
) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = {
        "person_id": person,
        "answer": kept.answer,
        "delegate": said.delegate,
        "proxy_id": said.proxy,
        "session_id": kept.session,
        "at": at,
    }
    statement = dialect.insert(Rsvp).values(
        school_id=meeting.school_id, meeting_id=meeting.id, child_id=child, **new
    )
    session.execute(
        statement.on_conflict_do_update(index_elements=["meeting_id", "child_id"], set_=new)
    )


def promote(session: Session, meeting: Meeting, now: datetime, hears: Step) -> list[Say]:
    """Give the seats that are free to those who wait, and tell them."""
    waiting: dict[int, list[Rsvp]] = {}
    for one in seats.waiting(session, meeting.id):
        waiting.setdefault(one.person_id, []).append(one)
    says: list[Say] = []
    for person, rows in waiting.items():
        children = [row.child_id for row in rows]
        free, part = seats.free_session(session, meeting, children, person)
        if not free:
            break
        for row in rows:
            row.answer = Answer.DELEGATE if row.delegate else Answer.YES
            row.session_id, row.at = part, now
        session.flush()
        says.append(_seat_free(session, meeting, person, children, part, now, hears))
    return says


def _seat_free(
    session: Session,
    meeting: Meeting,
    person: int,
    children: Sequence[int],
    part: int | None,
    now: datetime,
    hears: Step,
) -> Tell:
    labels = ", ".join(pupil.label for pupil in pupils(session, children))
    return Tell(
        SEAT_FREE,
        {
            "children": labels,
            "title": name_of(meeting),
            "when": time_of(session, meeting, part),
            "place": meeting.place,
        },
        choices=CHOICES,
        then=hears,
        remember={"notice": meeting.notice_id, "children": list(children)},
        again=True,
        free=False,
        kind="meeting_rsvp",
        files=(meeting_calendar.file(session, meeting, now, part),),
        to=person,
        topic=f"meeting:{meeting.id}:{meeting.sequence}:seat:{now:%Y%m%d%H%M%S}",
        priority=Priority.IMPORTANT,
        asked=True,
        expires_at=meeting.starts_at,
    )


def change_session(
    session: Session, meeting: Meeting, part: MeetingSession, person: int, children: Sequence[int]
) -> bool:
    """Sit in another session, if there is a seat."""
    meeting = seats.locked(session, meeting.id)
    mine = [r for c, r in seats.answers(session, meeting.id).items() if c in children]
    coming = [row for row in mine if row.answer in COMING]
    if not coming or not seats.has_seat(session, meeting, part, children, person):
        return False
    for row in coming:
        row.session_id = part.id
    session.flush()
    return True
