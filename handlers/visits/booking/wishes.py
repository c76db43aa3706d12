"""A guardian asks for a visit: the teacher hears of it in their own words, and chooses a time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Phrase, Reply, Say, Sense, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import ALL_RIGHT, NO_THANKS
from handlers.core.understanding import find_children
from handlers.core.understanding.matters.visits import NO_WISH, SAID_WISH, VISIT, kind_in
from handlers.visits import people
from handlers.visits.booking import agreeing, proposing
from handlers.visits.desk import families, step
from handlers.visits.words import STATES
from models.family import Pupil, answerable_for
from models.school import school_of
from models.visit import Place, State, Visit

WISH = Text(
    "visits.wish",
    id="Tentang {child}. {guardian} meminta kunjungan rumah:\n“{body}”\n\nMohon pilih waktu, atau "
    "kabari bila belum bisa.",
    en="About {child}. {guardian} asks for a home visit:\n“{body}”\n\nPlease choose a time, or say "
    "that it is not possible.",
    template=True,
    buttons=(proposing.CHOOSE, proposing.CANNOT),
)
WISHED = Text(
    "visits.wished",
    id="{child}. Terima kasih, {who}. Permintaan kunjungan sudah diteruskan ke {teacher}; usul "
    "waktunya akan kami kabarkan.",
    en="{child}. Thank you, {who}. Your wish for a visit has been passed to {teacher}; we will "
    "tell you the time that is proposed.",
    claims=Claim.SENT,
)
NO_TEACHER = Text(
    "visits.no_teacher",
    id="{child}. Mohon maaf, {who}, wali kelas belum bergabung di sini. Mohon hubungi sekolah.",
    en="{child}. Sorry, {who}, the teacher has not joined yet. Please contact the school.",
)
WHOM = Text("visits.wish_whom", id="Kunjungan untuk siapa, {who}?", en="For whom, {who}?")
ARRANGED = Text(
    "visits.arranged",
    id="{child}. Kunjungan {teacher}: {when} ({state}), {who}.",
    en="{child}. {teacher}'s visit: {when} ({state}), {who}.",
)
NO_TIME_YET = Text("visits.no_time_yet", id="belum ada waktunya", en="no time yet")
NOTHING = Text(
    "visits.nothing",
    id="Belum ada kunjungan, {who}. Apakah guru diminta berkunjung?",
    en="No visit is arranged, {who}. Shall the teacher be asked to visit you?",
)
ASK = Text("visits.wish_ask", id="Minta kunjungan", en="Ask for a visit")


def heard(turn: Turn, session: Session) -> Heard:
    """ "bu, bisa kunjungan ke rumah?"; None for everything that is no such wish."""
    said = " ".join(turn.text.casefold().split())
    if not VISIT.search(said) or not SAID_WISH.search(said) or NO_WISH.search(said):
        return None
    mine = people.own_children(turn, session)
    if people.open_visits(session, children=[child.id for child in mine]):
        return None
    return _wish(turn, session, mine, turn.text) if mine else None


def desk(turn: Turn, session: Session) -> Heard:
    """The menu's line: what is arranged, else whether to ask for a visit."""
    mine = people.own_children(turn, session)
    if not mine:
        return None
    if (said := heard(turn, session)) is not None:
        return said
    visits = people.open_visits(session, children=[child.id for child in mine])
    if visits:
        return [_arranged(turn, session, visit) for visit in visits]
    choices = [Choice("ask", ASK, Sense.YES), Choice("no", NO_THANKS, Sense.NO)]
    return [Reply(NOTHING, {"who": turn.speaker.name}, choices=choices, then=wanted)]


@families.step
def wanted(turn: Turn, session: Session) -> Heard:
    """Whether the teacher is to be asked."""
    if turn.answer == "no":
        return [Reply(ALL_RIGHT, {"who": turn.speaker.name})]
    if turn.answer is None:
        return None
    return _wish(turn, session, people.own_children(turn, session), turn.text)


@families.step
def whom(turn: Turn, session: Session) -> Heard:
    """The child the visit is for."""
    mine = people.own_children(turn, session)
    child = next((one for one in mine if f"child {one.id}" == turn.answer), None)
    return _ask(turn, session, child, turn.memory["body"]) if child else None


def _wish(turn: Turn, session: Session, mine: list[Pupil], body: str) -> Heard:
    named = find_children(body, [child.name for child in mine]).found
    about = [child for child in mine if not named or child.name in named]
    if len(about) == 1:
        return _ask(turn, session, about[0], body)
    choices = [Choice(f"child {child.id}", child.label) for child in about]
    values = {"who": turn.speaker.name}
    return [Reply(WHOM, values, choices=choices, then=whom, remember={"body": body})]


def _ask(turn: Turn, session: Session, child: Pupil, body: str) -> list[Say]:
    who: dict[str, Value] = {"child": child.label, "who": turn.speaker.name}
    staff = answerable_for(session, child.school_id, child.class_id)
    if not staff:
        return [Reply(NO_TEACHER, who)]
    visit = Visit(
        school_id=child.school_id,
        child_id=child.id,
        teacher_id=staff[0],
        asked_by_id=turn.speaker.person,
        kind=kind_in(body),
        reason=body,
        place=Place.HOME,
        state=State.ASKED,
        created_at=turn.now,
    )
    session.add(visit)
    session.flush()
    values: dict[str, Value] = {
        "child": child.label,
        "guardian": turn.speaker.name,
        "body": body,
    }
    return [
        people.say(
            visit,
            visit.teacher_id,
            "wish",
            WISH,
            values,
            choices=proposing.WISHES,
            then=step("anew"),
        ),
        Reply(WISHED, {**who, "teacher": visit.teacher.name}),
    ]


def _arranged(turn: Turn, session: Session, visit: Visit) -> Say:
    values = people.shown(session, visit)
    zone = school_of(session, visit.school_id).zone
    at: Value = Moment(visit.starts_at, zone) if visit.starts_at else Phrase(NO_TIME_YET)
    values |= {"when": at, "state": STATES[visit.state], "who": turn.speaker.name}
    return Reply(
        ARRANGED,
        values,
        choices=agreeing.KEEPING,
        then=step("kept"),
        remember={"visit": visit.id},
    )
