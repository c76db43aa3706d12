"""A visit that does not take place: declined, cancelled, or nobody was there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Phrase, Say, Text, Turn, Value
from handlers.core.talk.words import CANCEL_IT, CHANGE_TIME
from handlers.visits import calendar, people, states
from handlers.visits.booking import agreeing, companions
from handlers.visits.desk import step
from handlers.visits.states import Move, Side
from models.family import names
from models.visit import Visit

ANEW = Text("visits.anew", id="Jadwalkan lagi", en="Arrange it anew")
DECLINED = Text(
    "visits.declined",
    id="Tentang {child}. {guardian} belum bisa menerima kunjungan: {reason}. Bila perlu, mohon "
    "dicoba lagi lain waktu.",
    en="About {child}. {guardian} cannot receive a visit at present: {reason}. If needed, please "
    "try again another time.",
    template=True,
    buttons=(ANEW,),
)
CANCELLED = Text(
    "visits.cancelled",
    id="Ananda {child}. Mohon maaf, kunjungan {teacher} dibatalkan: {reason}. Terima kasih atas "
    "pengertiannya.",
    en="About {child}. We are sorry: {teacher}'s visit is cancelled: {reason}. Thank you for your "
    "understanding.",
    template=True,
)
CANCELLED_BY_FAMILY = Text(
    "visits.cancelled_by_family",
    id="Tentang {child}. {guardian} membatalkan kunjungan: {reason}. Ketuk tombol ini bila ingin "
    "mengatur waktu lain.",
    en="About {child}. {guardian} has cancelled the visit: {reason}. Tap the button to arrange "
    "another time.",
    template=True,
    buttons=(ANEW,),
)
CANCELLED_COMPANION = Text(
    "visits.cancelled_companion",
    id="Kelas {class_name}. Kunjungan {teacher}, {when}, dibatalkan, jadi Ibu/Bapak tidak perlu "
    "menemani. Terima kasih banyak.",
    en="Class {class_name}. {teacher}'s visit, {when}, is cancelled, so you need not come along. "
    "Thank you very much.",
    template=True,
)
MISSED = Text(
    "visits.missed",
    id="Ananda {child}. Tadi {teacher} datang berkunjung, tetapi belum bertemu siapa-siapa. Tidak "
    "apa-apa; kapan sebaiknya kami datang lagi? Silakan ketuk tombol ini.",
    en="About {child}. {teacher} came to visit but met nobody. That is all right; when would it "
    "suit you better? Please tap a button.",
    template=True,
    buttons=(CHANGE_TIME, CANCEL_IT),
)
NO_REASON = Text("visits.no_reason", id="ada halangan", en="something came up")


def decline(session: Session, visit: Visit, turn: Turn, reason: str) -> list[Say]:
    """The family says no, for now; the teacher hears why."""
    _close(session, visit, Move.DECLINE, Side.FAMILY, reason)
    return [_to_teacher(session, visit, turn.speaker.person, DECLINED, "declined")]


def cancel(session: Session, visit: Visit, by: int, reason: str, now: datetime) -> list[Say]:
    """Either side calls it off. All the others who knew of it are told, with their calendars."""
    told, agreed = _to_companions(session, visit), visit.starts_at is not None
    _close(session, visit, Move.CANCEL, states.side_of(visit, by), reason)
    files = (calendar.file(session, visit, now),) if agreed else ()
    by_teacher = by == visit.teacher_id
    if not by_teacher:
        told.append(_to_teacher(session, visit, by, CANCELLED_BY_FAMILY, "cancelled", files))
    values = {**people.shown(session, visit), "reason": reason or NO_REASON}
    for person in people.guardians(session, visit.child_id, now):
        if person != by:
            told.append(people.say(visit, person, "cancelled", CANCELLED, values, files=files))
    return told


def missed(
    session: Session,
    visit: Visit,
    now: datetime,
    text: Text = MISSED,
    values: Mapping[str, Value] | None = None,
) -> list[Say]:
    """It came to nothing at the door: no reproach, and the same visit can have another time."""
    _close(session, visit, Move.MISS, Side.TEACHER, "")
    values = values or people.shown(session, visit)
    return [
        people.say(
            visit,
            person,
            "missed",
            text,
            values,
            choices=agreeing.KEEPING,
            then=step("kept"),
        )
        for person in people.guardians(session, visit.child_id, now)
    ]


def _close(session: Session, visit: Visit, move: Move, by: Side, reason: str) -> None:
    agreeing.forget(session, visit)
    states.make(visit, move, by)
    visit.ended_reason = reason
    visit.sequence += 1
    session.flush()


def _to_companions(session: Session, visit: Visit) -> list[Say]:
    if visit.starts_at is None:
        return []
    told = companions.release(session, visit)
    if visit.companion_id is not None:
        values = companions.brief(session, visit)
        told.append(people.say(visit, visit.companion_id, "cancelled", CANCELLED_COMPANION, values))
    return told


def _to_teacher(
    session: Session,
    visit: Visit,
    guardian: int,
    text: Text,
    what: str,
    files: Sequence[int] = (),
) -> Say:
    values: dict[str, Value] = {
        "child": people.child_of(session, visit).label,
        "guardian": names(session, [guardian])[guardian],
        "reason": visit.ended_reason or Phrase(NO_REASON),
    }
    return people.say(
        visit,
        visit.teacher_id,
        what,
        text,
        values,
        choices=[Choice("anew", ANEW)],
        then=step("anew"),
        files=files,
    )
