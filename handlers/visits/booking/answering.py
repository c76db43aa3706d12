"""The family's side: yes, no, another time or place, who is at home, and changes afterwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Reply, Say, Text, Turn
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.understanding import Intent, find_day, find_when
from handlers.core.understanding.answers import Sense, read_answer
from handlers.core.understanding.matters.visits import (
    CLAUSES,
    calls_off,
    home_answered,
    home_in,
    joins,
    place_in,
    suits,
)
from handlers.core.whom import whose
from handlers.visits import people, states
from handlers.visits.booking import agreeing, changing, choosing, companions, ending, proposing
from handlers.visits.day import doorstep
from handlers.visits.desk import families
from handlers.visits.states import Move
from handlers.visits.words import STATES
from models.people import Sex
from models.school import school_of
from models.visit import AtHome, Place, State, Visit, VisitOffer

WHY = Text(
    "visits.why",
    id="{child}. Baik, {who}. Boleh tahu alasannya, supaya {teacher} bisa menyesuaikan?",
    en="{child}. All right, {who}. May we know why, so that {teacher} can adapt?",
)
NO_WHY = Text("visits.no_why", id="Tanpa alasan", en="No reason")
NOTED = Text(
    "visits.noted",
    id="{child}. Baik, {who}, sudah kami sampaikan ke {teacher}. Terima kasih sudah mengabari.",
    en="{child}. All right, {who}, {teacher} has been told. Thank you for letting us know.",
    claims=Claim.SENT,
)
SETTLED = Text(
    "visits.settled",
    id="{child}. Kunjungan {teacher}: {state}{when}. Terima kasih, {who}.",
    en="{child}. {teacher}'s visit: {state}{when}. Thank you, {who}.",
)
HOME_NOTED = Text(
    "visits.home_noted",
    id="{child}. Terima kasih sudah memberi tahu, {who}. Kunjungan {when} tetap jadi.",
    en="{child}. Thank you for telling us, {who}. The visit, {when}, stays as it is.",
)
HOME_TOLD = Text(
    "visits.home_told",
    id="Tentang {child}. Kabar dari keluarga untuk kunjungan {when}: yang akan di rumah {home}. "
    "Kunjungannya tetap jadi.",
    en="About {child}. News from the family for the visit, {when}: at home will be {home}. The "
    "visit stays as it is.",
    template=True,
)


class Slots(BaseModel):
    answer: Literal["accept", "decline", "reschedule"] | None = None
    when: str | None = None


@families.step_for(Sense.CONDITION, Sense.CORRECTION)
def answered(turn: Turn, session: Session) -> Heard:
    """A tap under the proposal, or words that quote it."""
    visit, offer = _pending(turn, session)
    if visit is None:
        return None
    if offer is None or offer.id != turn.memory.get("offer"):
        return [_status(turn, session, visit)] if turn.answer else None
    match turn.answer:
        case "yes":
            return _accept(turn, session, visit, offer, None)
        case "no":
            return [_ask_why(turn, session, visit)]
        case "other":
            return [choosing.offer_times(turn, session, visit, choosing.WHICH_TIME)]
        case "school":
            return choosing.counter(turn, session, visit, offer.starts_at, Place.SCHOOL)
    return words(turn, session, visit, offer)


@families.hears(Intent.VISIT_RESPONSE)
def heard(turn: Turn, session: Session) -> Heard:
    """Words after a proposal: "jangan Kamis bu, Sabtu pagi bisa"."""
    return listen(turn, session)


def listen(turn: Turn, session: Session) -> Heard:
    """A guardian's free words, if they are about a visit of their child; else None.

    Words that name who is at home, or change something, count for a visit that is agreed on; all
    others only answer a proposal that waits.
    """
    mine = [child.id for child in people.own_children(turn, session)]
    for visit in reversed(people.open_visits(session, children=mine)):
        visit = people.locked(session, visit.id)
        if visit.state is State.UNDER_WAY and (home := _home(turn, session, visit)):
            told = doorstep.told_by_family(turn, session, visit, home)
            told = told or [_tell_home(turn, session, visit)]
            return [*told, Reply(NOTED, choosing.values_of(turn, session, visit))]
        if visit.state in states.SETTLED:
            if home := _home(turn, session, visit):
                return changed_home(turn, session, visit, home)
            if (said := changing.changed(turn, session, visit)) is not None:
                return said
        offer = proposing.current(session, visit)
        if visit.state is State.ASKED and offer and offer.person_id == visit.teacher_id:
            said = words(turn, session, visit, offer)
            if said is not None:
                return said
    return None


def _home(turn: Turn, session: Session, visit: Visit) -> AtHome | None:
    """Who will be at home, if the words say so; "saya jadi di rumah" adds to whom we know of."""
    sex = people.sex_of_speaker(turn, session, visit.child_id)
    if home := home_in(turn.text, sex):
        return home
    others = AtHome.WOMEN if sex is Sex.MALE else AtHome.MEN
    return AtHome.BOTH if sex and visit.at_home is others and joins(turn.text) else None


def words(turn: Turn, session: Session, visit: Visit, offer: VisitOffer) -> Heard:
    """An answer in free words; None where they are not clear enough to act upon."""
    zone = turn.speaker.zone
    asked = {"when": offer.starts_at.astimezone(zone).isoformat(timespec="minutes")[:16]}
    found = whose.slots(turn, session, "visit_proposal", Intent.VISIT_RESPONSE, asked)
    slots = Slots.model_validate(found)
    place = place_in(turn.text)
    if not found and place is None:
        return None
    if place not in (None, offer.place) and slots.answer != "reschedule":
        assert place is not None
        return choosing.counter(turn, session, visit, offer.starts_at, place)
    said = turn.said or read_answer(turn.text)
    unsaid = said.sense is Sense.OTHER and (said.denied or not said.agrees)
    guessed = slots.answer == "accept" and unsaid and not calls_off(turn.text)
    if slots.answer in ("accept", "decline") and (said.sense in UNDECIDED or guessed):
        return None
    return _meant(turn, session, visit, offer, slots, place)


def _meant(
    turn: Turn,
    session: Session,
    visit: Visit,
    offer: VisitOffer,
    slots: Slots,
    place: Place | None,
) -> Heard:
    match slots.answer:
        case "accept" if calls_off(turn.text):
            return [_ask_why(turn, session, visit)]
        case "accept":
            home = home_in(turn.text, people.sex_of_speaker(turn, session, visit.child_id))
            return _accept(turn, session, visit, offer, home)
        case "decline" if (on := _suiting(turn)) is not None:
            where = place or offer.place
            text = choosing.WHICH_TIME
            return [choosing.offer_times(turn, session, visit, text, on=on, place=where)]
        case "decline":
            return _declined(turn, session, visit, turn.text)
        case "reschedule":
            return _reschedule(turn, session, visit, place or offer.place, slots.when)
        case _:
            return None


UNDECIDED = frozenset({Sense.LATER, Sense.CONDITION, Sense.QUESTION, Sense.CORRECTION})
"""Neither a yes nor a no, whatever words of agreement are in it: "saya tanya suami dulu ya"."""


def _suiting(turn: Turn) -> date | None:
    """The day that would do, of words that also refuse one: "jangan Kamis, Sabtu pagi bisa"."""
    for clause in CLAUSES.split(turn.text.casefold()):
        if suits(clause) and (day := find_day(clause, turn.local)):
            return day
    return None


@families.step_for(Sense.CONDITION, Sense.CORRECTION)
def time_chosen(turn: Turn, session: Session) -> Heard:
    """A time from the list, or in their own words."""
    visit = choosing.visit_of(turn, session)
    if visit is None or not states.may(visit, Move.REOPEN):
        return None
    place = Place(turn.memory.get("place", visit.place))
    if at := proposing.chosen(turn.answer, turn.now):
        return choosing.counter(turn, session, visit, at, place)
    when = find_when(turn.text, turn.local)
    if when is None:
        offer = proposing.current(session, visit)
        meant = words(turn, session, visit, offer) if offer else None
        return meant if meant is not None else None
    return choosing.at_or_on(turn, session, visit, place_in(turn.text) or place, when)


@families.step
def why_said(turn: Turn, session: Session) -> Heard:
    """Why the family declines, or calls off what was agreed."""
    visit = choosing.visit_of(turn, session)
    if visit is None or not states.may(visit, Move.CANCEL):
        return None
    if turn.said is not None and turn.said.sense is Sense.CORRECTION:
        return None  # "eh jadi bisa bu" is no reason
    reason = "" if turn.answer == "none" else turn.text
    if states.may(visit, Move.DECLINE):
        return _declined(turn, session, visit, reason)
    told = ending.cancel(session, visit, turn.speaker.person, reason, turn.now)
    return [*told, Reply(NOTED, choosing.values_of(turn, session, visit))]


@families.step_for(Sense.CONDITION, Sense.CORRECTION)
def home_said(turn: Turn, session: Session) -> Heard:
    """Who will be at home: tapped, or in words."""
    visit = choosing.visit_of(turn, session)
    if visit is None or visit.state not in states.SETTLED:
        return None
    sex = people.sex_of_speaker(turn, session, visit.child_id)
    home = AtHome(turn.answer) if turn.answer else home_answered(turn.text, sex)
    return changed_home(turn, session, visit, home) if home else None


@families.step_for(Sense.CONDITION, Sense.CORRECTION)
def eased(turn: Turn, session: Session) -> Heard:
    """What the family chooses so that no companion is needed."""
    visit = choosing.visit_of(turn, session)
    if visit is None or visit.state is not State.AGREED or visit.starts_at is None:
        return [_status(turn, session, visit)] if visit and turn.answer else None
    match turn.answer:
        case "both":
            return changed_home(turn, session, visit, AtHome.BOTH)
        case "school" | "online":
            return choosing.counter(turn, session, visit, visit.starts_at, Place(turn.answer))
        case "other":
            return [choosing.offer_times(turn, session, visit, choosing.WHICH_TIME)]
    return changing.changed(turn, session, visit, pointed=True)


@families.step_for(Sense.CONDITION, Sense.CORRECTION)
def kept(turn: Turn, session: Session) -> Heard:
    """A tap under the confirmation: another time, or none."""
    visit = choosing.visit_of(turn, session)
    if visit is None:
        return None
    if turn.answer is None:
        return changing.changed(turn, session, visit, pointed=True)
    if not states.may(visit, Move.CANCEL):
        return [_status(turn, session, visit)]
    if turn.answer == "move":
        return [choosing.offer_times(turn, session, visit, choosing.WHICH_TIME)]
    return [_ask_why(turn, session, visit)]


def changed_home(turn: Turn, session: Session, visit: Visit, home: AtHome) -> list[Say]:
    """Somebody else will be at home than was said: the companion rule is asked again."""
    was_sure = visit.state is State.CONFIRMED
    if was_sure:
        before, visit.at_home = visit.at_home, home
        if companions.need(session, visit, turn.now) is companions.Need.NOTHING:
            noted = Reply(HOME_NOTED, choosing.values_of(turn, session, visit))
            return [noted, *([] if before is home else [_tell_home(turn, session, visit)])]
        if before is not home:
            agreeing.forget(session, visit)
            visit.sequence += 1
    visit.at_home, visit.host_id = home, turn.speaker.person
    session.flush()
    return agreeing.settle(session, visit, turn.now, turn)


def _tell_home(turn: Turn, session: Session, visit: Visit) -> Say:
    values = companions.at_home(session, visit)
    return people.say(visit, visit.teacher_id, f"home:{turn.inbox_id}", HOME_TOLD, values)


def _accept(
    turn: Turn, session: Session, visit: Visit, offer: VisitOffer, home: AtHome | None
) -> list[Say]:
    host = turn.speaker.person
    told = agreeing.agree(session, visit, offer, host, turn.now, turn, home)
    if told is None:
        return [choosing.offer_times(turn, session, visit, choosing.TAKEN, at=offer.starts_at)]
    return [*told, *choosing.to_the_other(turn, session, visit)]


def _declined(turn: Turn, session: Session, visit: Visit, reason: str) -> list[Say]:
    told = ending.decline(session, visit, turn, reason)
    others = choosing.to_the_other(turn, session, visit)
    return [*told, *others, Reply(NOTED, choosing.values_of(turn, session, visit))]


def _reschedule(
    turn: Turn, session: Session, visit: Visit, place: Place, when: str | None
) -> list[Say]:
    if when is None:
        return [choosing.offer_times(turn, session, visit, choosing.WHICH_TIME)]
    if "T" not in when:
        return choosing.at_or_on(turn, session, visit, place, date.fromisoformat(when))
    at = datetime.fromisoformat(when).replace(tzinfo=turn.speaker.zone)
    return choosing.at_or_on(turn, session, visit, place, at)


def _ask_why(turn: Turn, session: Session, visit: Visit) -> Say:
    return Reply(
        WHY,
        choosing.values_of(turn, session, visit),
        choices=[Choice("none", NO_WHY)],
        then=why_said,
        remember={"visit": visit.id},
        free=True,
    )


def _status(turn: Turn, session: Session, visit: Visit) -> Say:
    values = {**choosing.values_of(turn, session, visit), "state": STATES[visit.state]}
    if visit.starts_at is None:
        values["when"] = ""
    else:
        zone = school_of(session, visit.school_id).zone
        values["when"] = f", {Moment(visit.starts_at, zone).worded(turn.speaker.language)}"
    return Reply(SETTLED, values)


def _pending(turn: Turn, session: Session) -> tuple[Visit | None, VisitOffer | None]:
    visit = choosing.visit_of(turn, session)
    if visit is None or visit.state is not State.ASKED:
        return visit, None
    return visit, proposing.current(session, visit)
