"""The words that open the visit desk, on both sides."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Reply, Say, Sense, Text, Turn
from handlers.core.talk.words import CANCEL_IT
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
from handlers.visits.booking import answering, asking, changing, deciding, ending, wishes
from handlers.visits.booking.draft import Draft
from handlers.visits.desk import families, teachers
from handlers.visits.states import Move
from models.visit import Visit

WHICH = Text("visits.which_visit", id="Kunjungan yang mana?", en="Which visit?")
NO_VISIT = Text(
    "visits.no_visit",
    id="Saya tidak menemukan kunjungan Ibu/Bapak yang dimaksud. Tulis KUNJUNGAN untuk melihatnya.",
    en="I cannot find that visit of yours. Write KUNJUNGAN to see them.",
)
SURE = Text(
    "visits.cancel_sure",
    id="Tentang {child}. Kunjungan {when}, {place}, dibatalkan? Kepada keluarga disampaikan: "
    "{reason}.",
    en="About {child}. Cancel the visit, {when}, {place}? The family is told: {reason}.",
)
SURE_TIMELESS = Text(
    "visits.cancel_sure_timeless",
    id="Tentang {child}. Kunjungan yang belum pasti ini dibatalkan? Kepada keluarga disampaikan: "
    "{reason}.",
    en="About {child}. Cancel this visit, which is not agreed yet? The family is told: {reason}.",
)
KEPT = Text(
    "visits.cancel_kept",
    id="Tentang {child}. Baik, kunjungannya tetap.",
    en="About {child}. All right, the visit stays.",
)


@teachers.opens("kunjungan", "kunjungi", "visit")
def desk(turn: Turn, session: Session) -> Heard:
    """ "kunjungan Aisyah Sabtu jam 9", "kunjungan pindah …", "kunjungan batal Aisyah karena …"."""
    if has_headings(turn.text):  # "Kunjungan berikutnya: 20 Februari", of a report
        return None
    rest = OPENS.sub("", turn.text)
    if not rest:
        return asking.form.begin(turn, session, Draft())
    if calls_off(rest):
        return _cancel(turn, session, rest)
    if moves(rest) and not _meant(turn, session, rest):
        return _no_visit()
    return asking.understood(replace(turn, text=rest), session)


def _cancel(turn: Turn, session: Session, rest: str) -> Heard:
    meant = _meant(turn, session, rest)
    if not meant:
        return _no_visit()
    if len(meant) > 1:
        choices = [Choice(str(v.id), people.child_of(session, v).label) for v in meant]
        remember = {"reason": reason_in(rest)}
        return [Reply(WHICH, choices=choices, then=which_cancelled, remember=remember)]
    return [_shown(session, meant[0], reason_in(rest))]


def _shown(session: Session, visit: Visit, reason: str) -> Say:
    """Nothing is called off before the teacher has seen which visit it is, and what is said."""
    values = {**people.shown(session, visit), "reason": reason or ending.NO_REASON}
    return Reply(
        SURE if visit.starts_at else SURE_TIMELESS,
        values,
        choices=[
            Choice("cancel", CANCEL_IT, Sense.YES),
            Choice("keep", changing.KEEP, Sense.NO),
        ],
        then=cancelled,
        remember={"visit": visit.id, "reason": reason},
    )


@teachers.step
def cancelled(turn: Turn, session: Session) -> Heard:
    """Called off, or kept."""
    visit = deciding.mine(turn, session)
    if visit is None or turn.answer is None:
        return None
    if not states.may(visit, Move.CANCEL):
        return _no_visit()
    if turn.answer == "keep":
        return [Reply(KEPT, {"child": people.child_of(session, visit).label})]
    return deciding.called_off(turn, session, visit, turn.memory["reason"])


@teachers.step
def which_cancelled(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    visit = people.locked(session, int(turn.answer))
    if not people.is_teachers(visit, turn):
        return _no_visit()
    return [_shown(session, visit, turn.memory["reason"])]


def _meant(turn: Turn, session: Session, words: str) -> list[Visit]:
    """The speaker's own open visits to the children named; all of them where none is named."""
    visits = people.own_open(turn, session)
    ahead = [visit for visit in visits if visit.state in states.AHEAD]
    found = meant(turn, session, words)
    named = {pupil.id for pupil in found.pupils}
    return [v for v in ahead if v.child_id in named or not (named or found.others)]


def _no_visit() -> Heard:
    return [Reply(NO_VISIT)]


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
