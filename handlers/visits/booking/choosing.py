"""A family's time on its way to the teacher, and the teacher's free times for the family."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Reply, Say, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.visits import people
from handlers.visits.booking import proposing, times
from handlers.visits.desk import step
from handlers.visits.words import PLACES
from models.school import school_of
from models.visit import Place, State, Visit

PASSED_ON = Text(
    "visits.passed_on",
    id="{child}. Baik, {who}. Usul {when}, {place}, sudah diteruskan ke {teacher}. Jawabannya "
    "segera kami kabarkan.",
    en="{child}. All right, {who}. Your proposal, {when}, {place}, has been passed to {teacher}. "
    "We tell you the answer soon.",
    claims=Claim.SENT,
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
    id="{child}. Mohon maaf, {who}, {when} belum bisa. Bagaimana kalau salah satu dari ini? "
    "Atau tulis waktu lain.",
    en="{child}. Sorry, {who}, {when} is not possible. Would one of these suit you? Or write "
    "another time.",
)
OTHER_ANSWERED = Text(
    "visits.other_answered",
    id="Ananda {child}. Tentang kunjungan {teacher}: {guardian} sudah menjawab, jadi tidak perlu "
    "dijawab lagi. Terima kasih.",
    en="About {child}. On {teacher}'s visit: {guardian} has answered, so you need not. Thank you.",
    template=True,
)


def at_or_on(
    turn: Turn, session: Session, visit: Visit, place: Place, when: datetime | date
) -> list[Say]:
    """A moment goes to the teacher, if they are free; for a day, their free times are shown."""
    if isinstance(when, datetime):
        return counter(turn, session, visit, when, place)
    return [offer_times(turn, session, visit, WHICH_TIME, on=when, place=place)]


def counter(turn: Turn, session: Session, visit: Visit, at: datetime, place: Place) -> list[Say]:
    school = school_of(session, visit.school_id)
    if times.problem(session, school, visit.teacher_id, at, turn.now, visit.id):
        return [offer_times(turn, session, visit, TAKEN, at=at, place=place)]
    told = proposing.counter(session, visit, turn, at, place)
    others = to_the_other(turn, session, visit)
    values = {
        **values_of(turn, session, visit),
        "when": Moment(at, school.zone),
        "place": PLACES[place],
    }
    return [*told, *others, Reply(PASSED_ON, values)]


def offer_times(
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
    school = school_of(session, visit.school_id)
    part = part_in(turn.text) if on else None
    found = times.free(session, school, visit.teacher_id, turn.now, on=on, part=part, but=visit.id)
    if on and not found:
        text = NO_TIME
        found = times.free(session, school, visit.teacher_id, turn.now, but=visit.id)
    values = values_of(turn, session, visit)
    if at:
        values["when"] = Moment(at, school.zone)
    return Reply(
        text,
        values,
        choices=proposing.as_choices(found, school.zone, turn.speaker.language),
        then=step("time_chosen"),
        remember={"visit": visit.id, "place": (place or visit.place).value},
        free=True,
    )


_PARTS = (("pagi", "morning"), ("siang", "noon"), ("sore", "afternoon"), ("malam", "evening"))


def part_in(text: str) -> int | None:
    """Which part of the day they named, as `times.PARTS` counts them."""
    said = text.casefold()
    return next((n for n, part in enumerate(_PARTS) if any(word in said for word in part)), None)


def to_the_other(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    """The other guardian needs no answer any more; a confirmation says so itself."""
    if visit.state is State.CONFIRMED:
        return []
    values = {**people.shown(session, visit), "guardian": turn.speaker.name}
    return [
        people.say(visit, person, "other", OTHER_ANSWERED, values)
        for person in people.guardians(session, visit.child_id, turn.now)
        if person != turn.speaker.person
    ]


def values_of(turn: Turn, session: Session, visit: Visit) -> dict[str, Value]:
    return {**people.shown(session, visit), "who": turn.speaker.name}


def visit_of(turn: Turn, session: Session) -> Visit | None:
    """The visit a message is about, if the speaker may still answer for that child."""
    visit = people.locked(session, int(turn.memory["visit"]))
    mine = {child.id for child in people.own_children(turn, session)}
    return visit if visit.child_id in mine else None
