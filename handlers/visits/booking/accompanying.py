"""The colleague's side: yes, no, and yes taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Heard, Reply, Say, Text, Turn
from handlers.visits import people
from handlers.visits.booking import agreeing, companions, times
from handlers.visits.desk import teachers
from models.school import school_of
from models.visit import CompanionAsk, State, Visit

LATE = Text(
    "visits.companion_late",
    id="Terima kasih banyak. Kunjungan itu sudah ada pendampingnya atau sudah berubah, jadi "
    "Ibu/Bapak tidak perlu ikut.",
    en="Thank you very much. That visit has a companion by now, or has changed, so you need not "
    "come along.",
)
BUSY = Text(
    "visits.companion_busy",
    id="Terima kasih atas kesediaannya. Pada waktu itu Ibu/Bapak tercatat ada acara lain, jadi "
    "kami tanyakan ke rekan lain.",
    en="Thank you for your willingness. You have something else at that time, so another "
    "colleague is asked.",
)
NO = Text(
    "visits.companion_no",
    id="Baik, terima kasih sudah menjawab. Kami tanyakan ke rekan lain.",
    en="All right, thank you for answering. Another colleague is asked.",
)


@teachers.step
def accompany(turn: Turn, session: Session) -> Heard:
    """The answer to "could you come along?". Nobody is put down who has something else then."""
    visit = people.locked(session, int(turn.memory["visit"]))
    ask = session.get(CompanionAsk, int(turn.memory["ask"]))
    if turn.answer is None:
        return None
    if ask is None or ask.person_id != turn.speaker.person or not _still_open(visit, ask):
        return [Reply(LATE)]
    if turn.answer == "no":
        ask.yes = False
        session.flush()
        return [*_next(turn, session, visit, ask), Reply(NO)]
    times.lock(session, visit.teacher_id, turn.speaker.person)
    school = school_of(session, visit.school_id)
    if companions.is_busy(session, school, visit, turn.speaker.person):
        ask.yes = False
        session.flush()
        return [*_next(turn, session, visit, ask), Reply(BUSY)]
    ask.yes, visit.companion_id = True, turn.speaker.person
    session.flush()
    session.expire(visit, ["companion"])
    return agreeing.settle(session, visit, turn.now, turn)


@teachers.step
def unable(turn: Turn, session: Session) -> Heard:
    """Somebody who had agreed cannot come after all: another is looked for."""
    visit = people.locked(session, int(turn.memory["visit"]))
    if visit.companion_id != turn.speaker.person or visit.state is not State.CONFIRMED:
        return [Reply(LATE)]
    return [*without(session, visit, turn.now, turn), Reply(NO)]


def without(session: Session, visit: Visit, now: datetime, turn: Turn | None = None) -> list[Say]:
    """Its companion does not come; the next colleagues are asked. The visit has a time."""
    for ask in companions.asks(session, visit):
        if ask.person_id == visit.companion_id:
            ask.yes = False
    agreeing.forget(session, visit)
    visit.companion_id = None
    visit.sequence += 1
    session.flush()
    session.expire(visit, ["companion"])
    return agreeing.settle(session, visit, now, turn)


def _still_open(visit: Visit, ask: CompanionAsk) -> bool:
    """Whether that time still lacks a companion."""
    return (
        visit.state is State.AGREED
        and visit.companion_id is None
        and visit.starts_at == ask.starts_at
    )


def _next(turn: Turn, session: Session, visit: Visit, ask: CompanionAsk) -> list[Say]:
    if not _still_open(visit, ask):
        return []
    if asked := companions.search(session, visit, turn.now):
        return asked
    if companions.is_hopeless(session, visit, turn.now):
        return companions.hopeless(session, visit, None)
    return []
