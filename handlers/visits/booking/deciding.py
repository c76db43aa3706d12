"""The teacher's answers: to a family's proposal or wish, and to what the desk asks of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Heard, Reply, Say, Sense, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.understanding import find_day, find_when
from handlers.core.understanding.matters.visits import home_answered
from handlers.visits import people, states
from handlers.visits.booking import agreeing, asking, calling_off, proposing
from handlers.visits.desk import teachers
from handlers.visits.states import Move
from handlers.visits.words import STATES
from models.people import Person, Sex
from models.school import school_of
from models.visit import AtHome, Place, State, Visit, VisitOffer

BUSY_NOW = Text(
    "visits.busy_now",
    id="Tentang {child}. {when} ternyata sudah tidak kosong. Silakan pilih waktu lain untuk "
    "diusulkan.",
    en="About {child}. {when} is no longer free. Please choose another time to propose.",
)
NOW = Text(
    "visits.busy_now",
    id="Tentang {child}. {when} ternyata sudah tidak kosong. Silakan pilih waktu lain untuk "
    "diusulkan.",
    en="About {child}. {when} is no longer free. Please choose another time to propose.",
)
WHY = Text(
    "visits.teacher_why",
    id="Tentang {child}. Baik. Apa alasannya? Kata-kata Ibu/Bapak kami sampaikan kepada keluarga.",
    en="About {child}. All right. What is the reason? Your words are passed to the family.",
)
NO_WHY = Text("visits.teacher_no_why", id="Ada halangan saja", en="Just say sorry")
CALLED_OFF = Text(
    "visits.called_off",
    id="Tentang {child}. Kunjungan dibatalkan; semua yang terkait sudah dikabari.",
    en="About {child}. The visit is cancelled; everybody concerned is told.",
    claims=Claim.CANCELLED,
)
NOW = Text(
    "visits.now",
    id="Tentang {child}. Kunjungan ini {state}, jadi tidak ada yang perlu dijawab.",
    en="About {child}. This visit is {state}; there is nothing to answer.",
)
NOT_UNDERSTOOD = Text(
    "visits.place_too_short",
    id="Mohon tulis alamat atau caranya dalam beberapa kata.",
    en="Please write the address, or how to join, in a few words.",
)
WHERE = {
    Place.TEACHER: Text(
        "visits.where_teacher",
        id="Ananda {child}. Untuk kunjungan {when}, inilah alamat {teacher}:\n{place}\n\nMohon "
        "dipakai untuk keperluan ini saja.",
        en="About {child}. For the meeting {when}, this is {teacher}'s address:\n{place}\n\n"
        "Please use it for this only.",
        template=True,
    ),
    Place.ONLINE: Text(
        "visits.where_online",
        id="Ananda {child}. Pertemuan online dengan {teacher}, {when}, bisa diikuti dengan cara "
        "ini:\n{place}\n\n"
        "Sampai jumpa.",
        en="About {child}. Your online meeting with {teacher}, {when}, works like this:\n{place}"
        "\n\nSee you then.",
        template=True,
    ),
}
PASSED = Text(
    "visits.place_passed",
    id="Sudah diteruskan ke keluarga.",
    en="Passed to the family.",
    claims=Claim.SENT,
)


@teachers.step_for(Sense.CONDITION, Sense.CORRECTION)
def decided(turn: Turn, session: Session) -> Heard:
    """Under a family's proposal: agreed, another time, or not at all."""
    visit = mine(turn, session)
    if visit is None:
        return None
    offer = proposing.current(session, visit)
    if visit.state is not State.ASKED or offer is None or offer.id != turn.memory.get("offer"):
        return [_now(session, visit)] if turn.answer else None
    answer = turn.answer or _in_words(turn, session, offer)
    if answer is None:
        return asking.instead(turn, session, visit, offer)
    if answer == "yes":
        told = agreeing.agree(session, visit, offer, offer.person_id, turn.now, turn)
        if told is not None:
            return told
        zone = school_of(session, visit.school_id).zone
        child = people.child_of(session, visit).label
        blanks: dict[str, Value] = {"child": child, "when": Moment(offer.starts_at, zone)}
        return [Reply(BUSY_NOW, blanks), *asking.anew(turn, session, visit)]
    if answer == "other":
        return asking.anew(turn, session, visit)
    return calling_off.ask_why(turn, session, visit)


def _in_words(turn: Turn, session: Session, offer: VisitOffer) -> str | None:
    """ "boleh bu, jam 4" is a yes if four was proposed."""
    if turn.said is None or turn.said.head is not Sense.YES:
        return None
    said = find_when(turn.text, turn.local)
    at = offer.starts_at.astimezone(turn.speaker.zone)
    same = isinstance(said, datetime) and said.timetz() == at.timetz()
    return "yes" if same and find_day(turn.text, turn.local) in (None, at.date()) else None


@teachers.step
def anew(turn: Turn, session: Session) -> Heard:
    """The same visit once more: another time after a no, a wish, or an empty house."""
    visit = mine(turn, session)
    if visit is None or turn.answer is None:
        return None
    if turn.answer == "no":
        return calling_off.ask_why(turn, session, visit)
    if not states.may(visit, Move.REOPEN):
        return [_now(session, visit)]
    return asking.anew(turn, session, visit)


@teachers.step
def kept_by_teacher(turn: Turn, session: Session) -> Heard:
    """Under the confirmation: move it, or call it off."""
    visit = mine(turn, session)
    if visit is None or turn.answer is None:
        return None
    if not states.may(visit, Move.CANCEL):
        return [_now(session, visit)]
    if turn.answer == "move":
        return asking.anew(turn, session, visit)
    return calling_off.ask_why(turn, session, visit)


@teachers.step
def sex_said(turn: Turn, session: Session) -> Heard:
    """Asked once of a teacher whose name does not tell, and kept."""
    visit = mine(turn, session)
    if visit is None or turn.answer is None:
        return None
    session.get_one(Person, turn.speaker.person).sex = Sex(turn.answer)
    session.flush()
    if visit.state is not State.AGREED:
        return [_now(session, visit)]
    return agreeing.settle(session, visit, turn.now, turn)


@teachers.step
def home_told(turn: Turn, session: Session) -> Heard:
    """Who will be at home, from the teacher who has asked a family that has not joined."""
    visit = mine(turn, session)
    home = AtHome(turn.answer) if turn.answer else home_answered(turn.text, None)
    if visit is None or home is None:
        return None
    if visit.state is not State.AGREED:
        return [_now(session, visit)]
    visit.at_home = home
    session.flush()
    return agreeing.settle(session, visit, turn.now, turn)


@teachers.step
def place_said(turn: Turn, session: Session) -> Heard:
    """The teacher's address or the link, which goes to this family alone."""
    visit = mine(turn, session)
    if visit is None or visit.state is not State.CONFIRMED or visit.place not in WHERE:
        return None
    if len(turn.text) < 4:
        return [Reply(NOT_UNDERSTOOD, then=place_said, remember=turn.memory)]
    visit.place_words = turn.text
    session.flush()
    told = [
        people.say(
            visit,
            person,
            f"where:{turn.inbox_id}",
            WHERE[visit.place],
            {**people.shown(session, visit), "place": visit.place_words},
            expires_at=visit.ends_at,
        )
        for person in people.guardians(session, visit.child_id, turn.now)
    ]
    return [*told, Reply(PASSED)]


def mine(turn: Turn, session: Session) -> Visit | None:
    """The visit a message is about, if it is the speaker's own."""
    visit = people.locked(session, int(turn.memory["visit"]))
    return visit if people.is_teachers(visit, turn) else None


def own_visits(turn: Turn, session: Session, *states: State) -> list[Visit]:
    """The speaker's visits in these states at the school where they work, the earliest first."""
    return list(
        session.scalars(
            select(Visit)
            .where(
                Visit.school_id == turn.speaker.school,
                Visit.teacher_id == turn.speaker.person,
                Visit.state.in_(states),
            )
            .order_by(Visit.starts_at, Visit.id)
        )
    )


def _now(session: Session, visit: Visit) -> Say:
    child = people.child_of(session, visit).label
    return Reply(NOW, {"child": child, "state": STATES[visit.state]})
