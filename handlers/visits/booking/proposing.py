"""A time on its way from one side to the other, and times to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Say, Sense, Text, Turn
from handlers.core.talk.times import DAYS, Moment, short
from handlers.visits import people, states
from handlers.visits.booking import agreeing, companions, times
from handlers.visits.desk import step
from handlers.visits.states import Move, Side
from handlers.visits.words import ANSWERS, MOVED, PLACES, PROPOSALS
from models.family import names
from models.school import school_of
from models.visit import Place, Visit, VisitOffer

AGREE = Text("visits.agree", id="Setuju", en="Agreed")
PROPOSE_OTHER = Text("visits.propose_other", id="Usul lain", en="Another time")
CALL_OFF = Text("visits.call_off", id="Tidak jadi", en="Call it off")
DECISIONS = (
    Choice("yes", AGREE, Sense.YES),
    Choice("other", PROPOSE_OTHER),
    Choice("no", CALL_OFF, Sense.NO),
)
CHOOSE = Text("visits.wish_choose", id="Pilih waktu", en="Choose a time")
CANNOT = Text("visits.wish_cannot", id="Belum bisa", en="Not possible")
WISHES = (Choice("yes", CHOOSE, Sense.YES), Choice("no", CANNOT, Sense.NO))
COUNTER = Text(
    "visits.counter",
    id="Tentang {child}. {guardian} mengusulkan waktu untuk kunjungan: {when}, {place}. Apakah ini "
    "cocok untuk Ibu/Bapak?",
    en="About {child}. {guardian} proposes the visit for {when}, {place}. Does that suit you?",
    template=True,
    buttons=(AGREE, PROPOSE_OTHER, CALL_OFF),
)
COUNTER_SATURDAY = Text(
    "visits.counter_saturday",
    id="Tentang {child}. {guardian} mengusulkan waktu untuk kunjungan: {when}, {place}. Menurut "
    "pengaturan, Sabtu pagi hari sekolah. Apakah ini cocok untuk Ibu/Bapak?",
    en="About {child}. {guardian} proposes the visit for {when}, {place}. By the settings Saturday "
    "morning is a time of school. Does that suit you?",
    template=True,
    buttons=(AGREE, PROPOSE_OTHER, CALL_OFF),
)
NO_LONGER = Text(
    "visits.companion_no_longer",
    id="Kelas {class_name}. Kunjungan {teacher}, {when}, sedang dijadwalkan ulang, jadi Ibu/Bapak "
    "tidak perlu menemani pada waktu itu. Terima kasih.",
    en="Class {class_name}. {teacher}'s visit, {when}, is being arranged anew, so you need not "
    "come along at that time. Thank you.",
    template=True,
)


def offer(
    session: Session, visit: Visit, person: int, at: datetime, place: Place, now: datetime
) -> VisitOffer:
    """Put a time on the table; whatever was there before no longer counts."""
    session.execute(
        update(VisitOffer)
        .where(VisitOffer.visit_id == visit.id, VisitOffer.accepted.is_(None))
        .values(accepted=False)
    )
    made = VisitOffer(
        school_id=visit.school_id,
        visit_id=visit.id,
        person_id=person,
        starts_at=at,
        place=place,
        at=now,
    )
    session.add(made)
    session.flush()
    return made


def current(session: Session, visit: Visit) -> VisitOffer | None:
    """The time that waits for an answer."""
    return session.scalar(
        select(VisitOffer)
        .where(VisitOffer.visit_id == visit.id, VisitOffer.accepted.is_(None))
        .order_by(VisitOffer.id.desc())
        .limit(1)
    )


def propose(session: Session, visit: Visit, at: datetime, place: Place, now: datetime) -> list[Say]:
    """The teacher's time, to every guardian who has joined; the first clear answer counts.

    A visit that had a time loses it, and its companion is free again.
    """
    moved = visit.starts_at is not None or visit.confirmed_at is not None
    told = reopen(session, visit, Side.TEACHER)
    made = offer(session, visit, visit.teacher_id, at, place, now)
    values = {**people.shown(session, visit, at), "place": PLACES[place]}
    return told + [
        people.say(
            visit,
            person,
            f"proposal:{made.id}",
            MOVED if moved else PROPOSALS[visit.kind],
            values,
            choices=ANSWERS,
            then=step("answered"),
            kind="visit_proposal",
            more=asked(session, visit, made),
            expires_at=at,
        )
        for person in people.guardians(session, visit.child_id, now)
    ]


def asked(session: Session, visit: Visit, offer: VisitOffer) -> dict[str, object]:
    """What an answer to a proposal is read with."""
    zone = school_of(session, visit.school_id).zone
    when = offer.starts_at.astimezone(zone).isoformat(timespec="minutes")[:16]
    return {"when": when, "offer": offer.id, "children": [visit.child_id]}


def reopen(session: Session, visit: Visit, by: Side) -> list[Say]:
    """The time it had is given up; the row, and its place in calendars, stay."""
    agreeing.forget(session, visit)
    told: list[Say] = []
    if visit.starts_at is not None:
        told = companions.release(session, visit)
        if visit.companion_id is not None:
            values = companions.brief(session, visit)
            told.append(people.say(visit, visit.companion_id, "freed", NO_LONGER, values))
    states.make(visit, Move.REOPEN, by)
    visit.companion_id, visit.at_home = None, None
    visit.starts_at = visit.ends_at = visit.checked_in_at = None
    visit.place_words = ""
    session.flush()
    return told


def counter(session: Session, visit: Visit, turn: Turn, at: datetime, place: Place) -> list[Say]:
    """A guardian's time or place, to the teacher."""
    told = reopen(session, visit, Side.FAMILY) if visit.starts_at is not None else []
    made = offer(session, visit, turn.speaker.person, at, place, turn.now)
    school = school_of(session, visit.school_id)
    guardian = names(session, [turn.speaker.person])[turn.speaker.person]
    child = people.child_of(session, visit).label
    return [
        *told,
        people.say(
            visit,
            visit.teacher_id,
            f"counter:{made.id}",
            COUNTER_SATURDAY if times.may_be_lessons(school, at) else COUNTER,
            {
                "child": child,
                "guardian": guardian,
                "when": Moment(at, school.zone),
                "place": PLACES[place],
            },
            choices=DECISIONS,
            then=step("decided"),
            more={"offer": made.id},
            expires_at=at,
            free=True,
        ),
    ]


def as_choices(found: Sequence[datetime], zone: ZoneInfo, language: str) -> list[Choice]:
    """Times on buttons: "Sab 28/11 09.00". The value is the moment in UTC, so that a tap means
    the same whatever is typed."""
    return [
        Choice(f"at {at.timestamp():.0f}", _label(at.astimezone(zone), zone, language))
        for at in found
    ]


def _label(at: datetime, zone: ZoneInfo, language: str) -> str:
    return f"{DAYS[language][at.weekday()][:3]} {short(at, zone)}"


def chosen(answer: str | None, now: datetime) -> datetime | None:
    """The moment a button of `as_choices` stands for."""
    kind, _, stamp = (answer or "").partition(" ")
    return datetime.fromtimestamp(int(stamp), now.tzinfo) if kind == "at" else None
