"""On the day: the teacher arrives, the teacher leaves, and somebody notices if they do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Reply, Say, Sense, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.understanding.matters.visits import GONE, NOT_YET, SAID_ARRIVED, YES
from handlers.visits import people, states
from handlers.visits.booking import deciding, ending
from handlers.visits.desk import teachers
from handlers.visits.reports import reporting, saving
from handlers.visits.states import Move, Side
from models.family import staff_with
from models.people import Role
from models.school import school_of
from models.visit import State, Visit

LEFT = Text("visits.left", id="Selesai kunjungan", en="I have left")
NOT_THERE = Text("visits.not_there", id="Tidak ada orang", en="Nobody is there")
ARRIVED = Text(
    "visits.arrived",
    id="Tentang {child}. Tercatat sampai. Semoga lancar dan berkah. Saat pulang, ketuk Selesai "
    "kunjungan, ya.",
    en="About {child}. Your arrival is noted. We wish you a good visit. When you leave, please "
    "tap I have left.",
    claims=Claim.NOTED,
)
DONE = Text(
    "visits.checked_out",
    id="Tentang {child}. Tercatat selesai.",
    en="About {child}. Noted that you have left.",
    claims=Claim.NOTED,
)
NONE_TODAY = Text(
    "visits.none_today",
    id="Tidak ada kunjungan Ibu/Bapak yang sudah pasti di sekitar jam ini. Tulis KUNJUNGAN untuk "
    "melihat semuanya.",
    en="You have no confirmed visit around this time. Write KUNJUNGAN to see them all.",
)
NOT_ARRIVED = Text(
    "visits.not_arrived",
    id="Tidak ada kunjungan yang sedang berlangsung. Bila baru tiba, tulis SAMPAI.",
    en="No visit is under way. If you have just arrived, write SAMPAI.",
)
MISSED = Text(
    "visits.missed_teacher",
    id="Tentang {child}. Baik, dicatat tidak bertemu. Keluarga kami kabari dengan santun dan kami "
    "tanya kapan sebaiknya datang lagi.",
    en="About {child}. Noted that you met nobody. The family is told kindly, and asked when you "
    "may come again.",
    claims=Claim.NOTED,
)
MISSED_ALONE = Text(
    "visits.missed_alone",
    id="Tentang {child}. Baik, dicatat tidak bertemu. Keluarga belum bergabung di sini; mohon "
    "dihubungi langsung, lalu jadwalkan lagi.",
    en="About {child}. Noted that you met nobody. The family has not joined; please contact them "
    "yourself, and arrange it anew.",
    claims=Claim.NOTED,
)
STILL = Text("visits.still_there", id="Masih di sini", en="Still here")
LATE = Text(
    "visits.late",
    id="Tentang {child}. Kunjungan {when} semestinya sudah selesai. Semoga semua baik. Sudah "
    "pulang, Ibu/Bapak?",
    en="About {child}. The visit, {when}, should be over by now. We hope that all is well. Have "
    "you left?",
    template=True,
    buttons=(LEFT, STILL),
)
TOOK_PLACE = Text("visits.took_place", id="Sudah selesai", en="It took place")
UNNOTED = Text(
    "visits.unnoted",
    id="Tentang {child}. Kunjungan {when} belum dicatat sampai dan selesainya. Bagaimana tadi, "
    "Ibu/Bapak?",
    en="About {child}. For the visit, {when}, neither arrival nor departure is noted. How did it "
    "go?",
    template=True,
    buttons=(TOOK_PLACE, NOT_THERE),
)
ALARM = Text(
    "visits.alarm",
    id="Kelas {class_name}. {teacher} sampai di tempat kunjungan pukul {at} dan belum mengabari "
    "sudah pulang. Mungkin hanya lupa. Mohon ditelepon untuk memastikan semuanya baik.",
    en="Class {class_name}. {teacher} arrived at a visit at {at} and has not yet told us of "
    "leaving. It may only be forgotten. Please telephone to make sure that all is well.",
    template=True,
)
ALL_CLEAR = Text(
    "visits.all_clear",
    id="Kelas {class_name}. {teacher} sudah mengabari selesai berkunjung. Semuanya baik; terima "
    "kasih sudah memperhatikan.",
    en="Class {class_name}. {teacher} has told us of leaving. All is well; thank you for your "
    "care.",
    template=True,
)
NOTED_STILL = Text(
    "visits.noted_still",
    id="Tentang {child}. Baik. Setengah jam lagi saya tanyakan kembali, ya.",
    en="About {child}. All right. I ask again in half an hour.",
)
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=6)
"""Around the time that was agreed, arrival can be noted."""
GENTLE, ALARMED = timedelta(minutes=30), timedelta(minutes=60)
"""How long after its end the teacher is asked, and somebody else is."""


@teachers.opens(
    "sampai",
    "sampe",
    "nyampe",
    "nyampai",
    "tiba",
    "sudah",
    "sdh",
    "udah",
    "udh",
    "alhamdulillah",
    "saya",
    "baru",
    "selesai",
    "pamit",
)
def noted(turn: Turn, session: Session) -> Heard:
    """Check-in and check-out as people say them: "sdh sampai bu", "sudah selesai".

    None for all else that begins so: "sampai jumpa", "sudah saya kirim".
    """
    said = turn.text.casefold()
    if SAID_ARRIVED.match(said):
        return _arrive(turn, session)
    under_way = deciding.own_visits(turn, session, State.UNDER_WAY)
    if under_way and GONE.match(said):
        return _leave(turn, session, people.locked(session, under_way[0].id))
    return None


def _arrive(turn: Turn, session: Session) -> list[Say]:
    under_way = deciding.own_visits(turn, session, State.UNDER_WAY)
    if under_way:
        return [_arrived(session, under_way[0])]
    visit = _nearest(turn, deciding.own_visits(turn, session, State.CONFIRMED))
    if visit is None:
        return [Reply(NONE_TODAY)]
    return arrive(turn, session, people.locked(session, visit.id))


def arrive(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    """Check in, unless that has been done."""
    states.make(visit, Move.ARRIVE, Side.TEACHER)
    visit.checked_in_at = visit.checked_in_at or turn.now
    session.flush()
    return [_arrived(session, visit)]


def around_now(turn: Turn, session: Session) -> Visit | None:
    """The speaker's visit that is under way, or confirmed for about now."""
    return _nearest(turn, deciding.own_visits(turn, session, *states.NEAR))


def over(session: Session, visit: Visit) -> list[Say]:
    """It has ended already."""
    return [Reply(DONE, {"child": people.child_of(session, visit).label})]


@teachers.opens(
    "selesai kunjungan", "kunjungan selesai", "sudah selesai kunjungan", "pulang kunjungan"
)
def left(turn: Turn, session: Session) -> Heard:
    """Check-out, at the teacher's word."""
    under_way = deciding.own_visits(turn, session, State.UNDER_WAY)
    if not under_way:
        return [Reply(NOT_ARRIVED)]
    return _leave(turn, session, people.locked(session, under_way[0].id))


@teachers.opens(
    "tidak ada orang di rumah", "tidak ada orang", "tidak ada siapa siapa", "rumah kosong"
)
def nobody_there(turn: Turn, session: Session) -> Heard:
    """The teacher stands before a closed door."""
    visit = around_now(turn, session)
    if visit is None:
        return [Reply(NONE_TODAY)]
    return _missed(turn, session, people.locked(session, visit.id))


@teachers.step
def during(turn: Turn, session: Session) -> Heard:
    """An answer to one of the questions of that day: tapped, or "sudah bu", "masih di sini"."""
    visit = deciding.mine(turn, session)
    answer = turn.answer or _meant(turn)
    if visit is None or answer is None:
        return None
    if not states.may(visit, Move.LEAVE):
        return over(session, visit)
    match answer:
        case "left":
            return _leave(turn, session, visit)
        case "nobody":
            return _missed(turn, session, visit)
        case "still":
            visit.ends_at = turn.now
            session.flush()
            return [Reply(NOTED_STILL, {"child": people.child_of(session, visit).label})]
    return None


def _meant(turn: Turn) -> str | None:
    said = turn.text.casefold()
    if YES.match(said) or GONE.match(said):
        return "left"
    return "still" if NOT_YET.match(said) else None


def late(session: Session, visit: Visit) -> Say:
    """A gentle question to a teacher who has not checked out, or never checked in."""
    values = people.shown(session, visit)
    assert visit.ends_at is not None
    what = f"late:{visit.ends_at:%Y%m%d%H%M}"
    if visit.state is State.CONFIRMED:
        choices = [Choice("left", TOOK_PLACE, Sense.DONE), Choice("nobody", NOT_THERE)]
        return people.say(
            visit, visit.teacher_id, what, UNNOTED, values, choices=choices, then=during, free=True
        )
    choices = [Choice("left", LEFT, Sense.DONE), Choice("still", STILL)]
    return people.say(
        visit, visit.teacher_id, what, LATE, values, choices=choices, then=during, free=True
    )


def alarm(session: Session, visit: Visit, now: datetime) -> list[Say]:
    """Once: to the companion, else to the principal. They are not told whose family it is."""
    whom = _alarmed(session, visit)
    visit.alarmed_at = now
    session.flush()
    if whom is None or visit.checked_in_at is None:
        return []
    zone = school_of(session, visit.school_id).zone
    values = {
        "class_name": people.child_of(session, visit).class_name or "-",
        "teacher": visit.teacher.name,
        "at": f"{visit.checked_in_at.astimezone(zone):%H.%M}",
    }
    return [people.urgent(visit, whom, "alarm", ALARM, values)]


def _alarmed(session: Session, visit: Visit) -> int | None:
    """Who is told when nobody knows whether the teacher has left."""
    staff = staff_with(session, visit.school_id, Role.PRINCIPAL, Role.OPERATOR)
    others = (person for person in staff if person != visit.teacher_id)
    return visit.companion_id or next(others, None)


def _all_clear(session: Session, visit: Visit) -> list[Say]:
    """To whoever was told that check-out is late: all is well."""
    whom = _alarmed(session, visit)
    if visit.alarmed_at is None or visit.checked_in_at is None or whom is None:
        return []
    values: dict[str, Value] = {
        "class_name": people.child_of(session, visit).class_name or "-",
        "teacher": visit.teacher.name,
    }
    return [people.urgent(visit, whom, "all_clear", ALL_CLEAR, values)]


def _leave(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    told = _all_clear(session, visit)
    states.make(visit, Move.LEAVE, Side.TEACHER)
    visit.checked_out_at = turn.now
    visit.checked_in_at = visit.checked_in_at or visit.starts_at
    session.flush()
    child = people.child_of(session, visit)
    noted = Reply(DONE, {"child": child.label})
    if saving.report_of(session, visit) is not None:
        return [*told, noted]
    return [*told, noted, reporting.first_question(visit, child, turn.now)]


def _missed(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    child = people.child_of(session, visit).label
    choices = [Choice("anew", ending.ANEW)]
    remember = {"visit": visit.id}
    told = ending.missed(session, visit, turn.now)
    text = MISSED if told else MISSED_ALONE
    ask = Reply(text, {"child": child}, choices=choices, then=deciding.anew, remember=remember)
    return [*told, ask]


def _arrived(session: Session, visit: Visit) -> Say:
    return Reply(
        ARRIVED,
        {"child": people.child_of(session, visit).label},
        choices=[Choice("left", LEFT, Sense.DONE), Choice("nobody", NOT_THERE)],
        then=during,
        remember={"visit": visit.id},
    )


def _nearest(turn: Turn, visits: Sequence[Visit]) -> Visit | None:
    """Of the visits around now, the one whose time is nearest."""
    near = [
        visit
        for visit in visits
        if visit.starts_at and visit.starts_at - BEFORE <= turn.now <= visit.starts_at + AFTER
    ]
    return min(near, key=lambda v: abs((v.starts_at or turn.now) - turn.now), default=None)
