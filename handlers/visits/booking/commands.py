"""The words that open the visit desk, on both sides."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.core.talk import Heard, Reply, Turn
from handlers.core.understanding.matters.visits import (
    OPENS,
    calls_off,
    has_headings,
    moves,
    reason_in,
)
from handlers.core.whom.audience import meant
from handlers.visits import people, states
from handlers.visits.addresses import giving
from handlers.visits.booking import answering, asking, calling_off, wishes
from handlers.visits.booking.calling_off import NO_VISIT
from handlers.visits.booking.draft import Draft
from handlers.visits.desk import families, teachers
from models.visit import Visit


@teachers.opens("kunjungan", "kunjungi", "visit")
def desk(turn: Turn, session: Session) -> Heard:
    """ "kunjungan Aisyah Sabtu jam 9", "kunjungan pindah …", "kunjungan batal Aisyah karena …"."""
    if has_headings(turn.text):  # "Kunjungan berikutnya: 20 Februari", of a report
        return None
    rest = OPENS.sub("", turn.text)
    if not rest:
        return asking.form.begin(turn, session, Draft())
    if calls_off(rest):
        return calling_off.begin(turn, session, _meant(turn, session, rest), reason_in(rest))
    if moves(rest) and not _meant(turn, session, rest):
        return [Reply(NO_VISIT)]
    return asking.understood(replace(turn, text=rest), session)


def _meant(turn: Turn, session: Session, words: str) -> list[Visit]:
    """The speaker's own open visits to the children named; all of them where none is named."""
    visits = people.own_open(turn, session)
    ahead = [visit for visit in visits if visit.state in states.AHEAD]
    found = meant(turn, session, words)
    named = {pupil.id for pupil in found.pupils}
    return [v for v in ahead if v.child_id in named or not (named or found.others)]


@families.opens("kunjungan", "visit")
def family_desk(turn: Turn, session: Session) -> Heard:
    """What is arranged for their children, or a wish for a visit."""
    heard = answering.listen(turn, session)
    return heard if heard is not None else wishes.desk(turn, session)


@families.overhears(place=10)
def overheard(turn: Turn, session: Session) -> Heard:
    """A guardian's words that nobody else understood, before they go to the teacher."""
    if not people.has_open(session, turn.speaker.person):
        return wishes.heard(turn, session)
    if (answer := answering.listen(turn, session)) is not None:
        return answer
    return giving.overheard(turn, session)
