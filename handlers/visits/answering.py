"""The family's side: yes, no, another time or place, who is at home, and changes afterwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers import whose
from handlers.talk import Choice, Heard, Reply, Say, Text, Turn, Value
from handlers.understanding import Intent, find_when
from handlers.visits import agreeing, companions, ending, people, proposing, times
from handlers.visits.desk import families
from handlers.visits.reading import home_answered, home_in, place_in
from handlers.visits.words import PLACES, STATES
from handlers.when import Moment
from models.school import School, school_of
from models.visit import OPEN, AtHome, Place, State, Visit, VisitOffer

PASSED_ON = Text(
    "visits.passed_on",
    id="{child}. Baik, {who}. Usul {when}, {place}, sudah diteruskan ke {teacher}. Jawabannya "
    "segera kami kabarkan.",
    en="{child}. All right, {who}. Your proposal, {when}, {place}, has been passed to {teacher}. "
    "We tell you the answer soon.",
)
WHICH_TIME = Text(
    "visits.which_time",
    id="{child}. Kapan sebaiknya, {who}? Ketuk salah satu, atau tulis waktu yang diinginkan.",
    en="{child}. When would suit you, {who}? Tap one, or write the time you would like.",
)
NO_TIME = Text(
    "visits.no_time",
    id="{child}. Pada hari itu {teacher} belum ada waktu, {who}. Bagaimana kalau salah satu dari "
    "ini? Atau tulis waktu lain.",
    en="{child}. {teacher} has no time on that day, {who}. Would one of these suit you? Or write "
    "another time.",
)
TAKEN = Text(
    "visits.taken",
    id="{child}. Mohon maaf, {who}, {when} tidak bisa lagi. Bagaimana kalau salah satu dari ini? "
    "Atau tulis waktu lain.",
    en="{child}. Sorry, {who}, {when} is not possible. Would one of these suit you? Or write "
    "another time.",
)
NOT_CLEAR = Text(
    "visits.not_clear",
    id="Saya belum mengerti waktunya. Tulis misalnya “Sabtu jam 9” atau “Minggu sore”.",
    en="I did not understand the time. Write for example “Saturday 9:00” or “Sunday afternoon”.",
)
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
)
SETTLED = Text(
    "visits.settled",
    id="{child}. Kunjungan {teacher}: {state}{when}. Terima kasih, {who}.",
    en="{child}. {teacher}'s visit: {state}{when}. Thank you, {who}.",
)
OTHER_ANSWERED = Text(
    "visits.other_answered",
    id="Ananda {child}. Tentang kunjungan {teacher}: {guardian} sudah menjawab, jadi tidak perlu "
    "dijawab lagi. Terima kasih.",
    en="About {child}. On {teacher}'s visit: {guardian} has answered, so you need not. Thank you.",
    template=True,
)
HOME_NOTED = Text(
    "visits.home_noted",
    id="{child}. Terima kasih sudah memberi tahu, {who}. Kunjungan {when} tetap jadi.",
    en="{child}. Thank you for telling us, {who}. The visit, {when}, stays as it is.",
)


class Slots(BaseModel):
    answer: Literal["accept", "decline", "reschedule"] | None = None
    when: str | None = None


@families.step
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
            return [_times(turn, session, visit, WHICH_TIME)]
        case "school":
            return _counter(turn, session, visit, offer.starts_at, Place.SCHOOL)
    return words(turn, session, visit, offer)


@families.hears(Intent.VISIT_RESPONSE)
def heard(turn: Turn, session: Session) -> Heard:
    """Words after a proposal: "jangan Kamis bu, Sabtu pagi bisa"."""
    return listen(turn, session)


def listen(turn: Turn, session: Session) -> Heard:
    """A guardian's free words, if they are about a visit of their child; else None.

    Words that name who is at home count for a visit that is agreed on; all others only answer
    a proposal that waits.
    """
    mine = [child.id for child in people.own_children(turn, session)]
    for visit in reversed(people.open_visits(session, children=mine)):
        visit = people.locked(session, visit.id)
        if visit.state in (State.AGREED, State.CONFIRMED):
            sex = people.sex_of_speaker(turn, session, visit.child_id)
            if home := home_in(turn.text, sex):
                return changed_home(turn, session, visit, home)
        offer = proposing.current(session, visit)
        if visit.state is State.ASKED and offer and offer.person_id == visit.teacher_id:
            said = words(turn, session, visit, offer)
            if said is not None:
                return said
    return None


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
        return _counter(turn, session, visit, offer.starts_at, place)
    match slots.answer:
        case "accept":
            home = home_in(turn.text, people.sex_of_speaker(turn, session, visit.child_id))
            return _accept(turn, session, visit, offer, home)
        case "decline":
            return _declined(turn, session, visit, turn.text)
        case "reschedule":
            return _reschedule(turn, session, visit, place or offer.place, slots.when)
        case _:
            return None


@families.step
def time_chosen(turn: Turn, session: Session) -> Heard:
    """A time from the list, or in their own words."""
    visit = _visit(turn, session)
    if visit is None or visit.state not in (*OPEN, State.NO_SHOW):
        return None
    place = Place(turn.memory.get("place", visit.place))
    if at := proposing.chosen(turn.answer, turn.now):
        return _counter(turn, session, visit, at, place)
    when = find_when(turn.text, turn.local)
    if when is None:
        offer = proposing.current(session, visit)
        meant = words(turn, session, visit, offer) if offer else None
        return meant if meant is not None else None
    return _at(turn, session, visit, place_in(turn.text) or place, when)


@families.step
def why_said(turn: Turn, session: Session) -> Heard:
    """Why the family declines, or calls off what was agreed."""
    visit = _visit(turn, session)
    if visit is None or visit.state not in (*OPEN, State.NO_SHOW):
        return None
    reason = "" if turn.answer == "none" else turn.text
    if visit.state is State.ASKED:
        return _declined(turn, session, visit, reason)
    told = ending.cancel(session, visit, turn, reason)
    return [*told, Reply(NOTED, _values(turn, session, visit))]


@families.step
def home_said(turn: Turn, session: Session) -> Heard:
    """Who will be at home: tapped, or in words."""
    visit = _visit(turn, session)
    if visit is None or visit.state not in (State.AGREED, State.CONFIRMED):
        return None
    sex = people.sex_of_speaker(turn, session, visit.child_id)
    home = AtHome(turn.answer) if turn.answer else home_answered(turn.text, sex)
    return changed_home(turn, session, visit, home) if home else None


@families.step
def eased(turn: Turn, session: Session) -> Heard:
    """What the family chooses so that no companion is needed."""
    visit = _visit(turn, session)
    if visit is None or visit.state is not State.AGREED or visit.starts_at is None:
        return [_status(turn, session, visit)] if visit and turn.answer else None
    match turn.answer:
        case "both":
            return changed_home(turn, session, visit, AtHome.BOTH)
        case "school" | "online":
            return _counter(turn, session, visit, visit.starts_at, Place(turn.answer))
        case "other":
            return [_times(turn, session, visit, WHICH_TIME)]
    return None


@families.step
def kept(turn: Turn, session: Session) -> Heard:
    """A tap under the confirmation: another time, or none."""
    visit = _visit(turn, session)
    if visit is None or turn.answer is None:
        return None
    if visit.state not in (State.ASKED, State.AGREED, State.CONFIRMED, State.NO_SHOW):
        return [_status(turn, session, visit)]
    if turn.answer == "move":
        return [_times(turn, session, visit, WHICH_TIME)]
    return [_ask_why(turn, session, visit)]


def changed_home(turn: Turn, session: Session, visit: Visit, home: AtHome) -> list[Say]:
    """Somebody else will be at home than was said: the companion rule is asked again."""
    was_sure = visit.state is State.CONFIRMED
    if was_sure:
        before, visit.at_home = visit.at_home, home
        if companions.need(session, visit, turn.now) is companions.Need.NOTHING:
            return [Reply(HOME_NOTED, _values(turn, session, visit))]
        if before is not home:
            agreeing.forget(session, visit)
            visit.sequence += 1
    visit.at_home, visit.host_id = home, turn.speaker.person
    session.flush()
    return agreeing.settle(session, visit, turn.now, turn)


def _accept(
    turn: Turn, session: Session, visit: Visit, offer: VisitOffer, home: AtHome | None
) -> list[Say]:
    host = turn.speaker.person
    told = agreeing.agree(session, visit, offer, host, turn.now, turn, home)
    if told is None:
        return [_times(turn, session, visit, TAKEN, at=offer.starts_at)]
    return [*told, *_to_the_other(turn, session, visit)]


def _to_the_other(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    """The other guardian needs no answer any more; a confirmation says so itself."""
    if visit.state is State.CONFIRMED:
        return []
    values = {**people.shown(session, visit), "guardian": turn.speaker.name}
    return [
        people.say(visit, person, "other", OTHER_ANSWERED, values)
        for person in people.guardians(session, visit.child_id, turn.now)
        if person != turn.speaker.person
    ]


def _declined(turn: Turn, session: Session, visit: Visit, reason: str) -> list[Say]:
    told = ending.decline(session, visit, turn, reason)
    others = _to_the_other(turn, session, visit)
    return [*told, *others, Reply(NOTED, _values(turn, session, visit))]


def _reschedule(
    turn: Turn, session: Session, visit: Visit, place: Place, when: str | None
) -> list[Say]:
    if when is None:
        return [_times(turn, session, visit, WHICH_TIME)]
    if "T" not in when:
        return _at(turn, session, visit, place, date.fromisoformat(when))
    at = datetime.fromisoformat(when).replace(tzinfo=turn.speaker.zone)
    return _at(turn, session, visit, place, at)


def _at(
    turn: Turn, session: Session, visit: Visit, place: Place, when: datetime | date
) -> list[Say]:
    """A moment goes to the teacher, if they are free; for a day, their free times are shown."""
    if isinstance(when, datetime):
        return _counter(turn, session, visit, when, place)
    return [_times(turn, session, visit, WHICH_TIME, on=when, place=place)]


def _counter(turn: Turn, session: Session, visit: Visit, at: datetime, place: Place) -> list[Say]:
    school = _school(session, visit)
    if times.problem(session, school, visit.teacher_id, at, turn.now, visit.id):
        return [_times(turn, session, visit, TAKEN, at=at, place=place)]
    told = proposing.counter(session, visit, turn, at, place)
    others = _to_the_other(turn, session, visit)
    values = {
        **_values(turn, session, visit),
        "when": Moment(at, school.zone),
        "place": PLACES[place],
    }
    return [*told, *others, Reply(PASSED_ON, values)]


def _times(
    turn: Turn,
    session: Session,
    visit: Visit,
    text: Text,
    *,
    at: datetime | None = None,
    on: date | None = None,
    place: Place | None = None,
) -> Say:
    """The teacher's free times to choose from; what else they do is nobody's business."""
    school = _school(session, visit)
    part = part_in(turn.text) if on else None
    found = times.free(session, school, visit.teacher_id, turn.now, on=on, part=part, but=visit.id)
    if on and not found:
        text = NO_TIME
        found = times.free(session, school, visit.teacher_id, turn.now, but=visit.id)
    values = _values(turn, session, visit)
    if at:
        values["when"] = Moment(at, school.zone)
    return Reply(
        text,
        values,
        choices=proposing.as_choices(found, school.zone, turn.speaker.language),
        then=time_chosen,
        remember={"visit": visit.id, "place": (place or visit.place).value},
        free=True,
    )


_PARTS = (("pagi", "morning"), ("siang", "noon"), ("sore", "afternoon"), ("malam", "evening"))


def part_in(text: str) -> int | None:
    """Which part of the day they named, as `times.PARTS` counts them."""
    said = text.casefold()
    return next((n for n, part in enumerate(_PARTS) if any(word in said for word in part)), None)


def _ask_why(turn: Turn, session: Session, visit: Visit) -> Say:
    return Reply(
        WHY,
        _values(turn, session, visit),
        choices=[Choice("none", NO_WHY)],
        then=why_said,
        remember={"visit": visit.id},
        free=True,
    )


def _status(turn: Turn, session: Session, visit: Visit) -> Say:
    values = {**_values(turn, session, visit), "state": STATES[visit.state]}
    if visit.starts_at is None:
        values["when"] = ""
    else:
        zone = _school(session, visit).zone
        values["when"] = f", {Moment(visit.starts_at, zone).worded(turn.speaker.language)}"
    return Reply(SETTLED, values)


def _values(turn: Turn, session: Session, visit: Visit) -> dict[str, Value]:
    return {**people.shown(session, visit), "who": turn.speaker.name}


def _visit(turn: Turn, session: Session) -> Visit | None:
    """The visit a message is about, if the speaker may still answer for that child."""
    visit = people.locked(session, int(turn.memory["visit"]))
    mine = {child.id for child in people.own_children(turn, session)}
    return visit if visit.child_id in mine else None


def _pending(turn: Turn, session: Session) -> tuple[Visit | None, VisitOffer | None]:
    visit = _visit(turn, session)
    if visit is None or visit.state is not State.ASKED:
        return visit, None
    return visit, proposing.current(session, visit)


def _school(session: Session, visit: Visit) -> School:
    return school_of(session, visit.school_id)
