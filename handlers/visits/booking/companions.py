"""The companion rule: when a visit needs a colleague to come along, and asking them one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Say, Sense, Text, Turn, Value
from handlers.core.talk.times import Moment
from handlers.core.talk.words import OTHER_TIME
from handlers.visits import people
from handlers.visits.booking.times import Span, clashes
from handlers.visits.desk import step
from models.family import guardians_of, staff_of
from models.people import Sex
from models.reach import lines
from models.school import School, school_of
from models.visit import AtHome, CompanionAsk, Place, Visit

CAN = Text("visits.companion_can", id="Bisa menemani", en="I can come")
CANNOT = Text("visits.companion_cannot", id="Belum bisa", en="Sorry, I cannot")
ASK = Text(
    "visits.companion_ask",
    id="Kelas {class_name}. {teacher} akan berkunjung ke rumah sebuah keluarga: {when}. Sesuai "
    "aturan sekolah, kunjungan ini perlu ditemani seorang rekan. Apakah Ibu/Bapak bisa menemani?",
    en="Class {class_name}. {teacher} is going to visit a family at home: {when}. By the school's "
    "rule a colleague comes along on this visit. Could you accompany them?",
    template=True,
    buttons=(CAN, CANNOT),
)
BOTH = Text("visits.ease_both", id="Keduanya di rumah", en="Both at home")
SCHOOL = Text("visits.ease_school", id="Di sekolah saja", en="At school instead")
ONLINE = Text("visits.ease_online", id="Online saja", en="Online instead")
ALTERNATIVES = (
    Choice("both", BOTH),
    Choice("school", SCHOOL),
    Choice("online", ONLINE),
    Choice("other", OTHER_TIME),
)
_BUTTONS = (BOTH, SCHOOL, ONLINE, OTHER_TIME)
SEARCHING = Text(
    "visits.companion_searching",
    id="Ananda {child}. Terima kasih sudah memberi tahu. Supaya semua nyaman, sekolah punya "
    "aturan: untuk kunjungan seperti ini {teacher} datang bersama seorang rekan. Kami carikan "
    "dulu untuk {when}; begitu ada, kami kabari. Bila lebih mudah, silakan pilih tombol ini.",
    en="About {child}. Thank you for telling us. For everybody's comfort the school has a rule: "
    "for a visit like this {teacher} comes with a colleague. We are looking for one for {when} "
    "and tell you as soon as we have. If it is easier for you, please choose a button.",
    template=True,
    buttons=_BUTTONS,
)
SEARCHING_ANEW = Text(
    "visits.companion_searching_anew",
    id="Ananda {child}. Mohon maaf, rekan yang menemani {teacher} berhalangan, jadi kunjungan "
    "{when} belum pasti lagi. Kami carikan rekan lain; begitu ada, kami kabari. Bila lebih mudah, "
    "silakan pilih tombol ini.",
    en="About {child}. We are sorry: the colleague of {teacher} cannot come, so the visit, {when}, "
    "is not certain any more. We are looking for another and tell you as soon as we have one. If "
    "it is easier for you, please choose a button.",
    template=True,
    buttons=_BUTTONS,
)
SEARCHING_TEACHER = Text(
    "visits.companion_searching_teacher",
    id="Tentang {child}. Kunjungan {when} belum bisa dipastikan: yang akan di rumah {home}, dan "
    "menurut aturan sekolah perlu pendamping. Rekan-rekan sedang ditanya; hasilnya segera "
    "dikabarkan.",
    en="About {child}. The visit, {when}, cannot be confirmed yet: at home will be {home}, and by "
    "the school's rule it needs a companion. Colleagues are being asked; you will hear soon.",
    template=True,
)
WAITING = Text(
    "visits.companion_waiting",
    id="Ananda {child}. Kunjungan {teacher}, {when}, kami pastikan lagi nanti: menurut aturan "
    "sekolah kami carikan dulu rekan yang menemani. Begitu ada, kami kabari.",
    en="About {child}. {teacher}'s visit, {when}, is to be confirmed once more: by the school's "
    "rule we are looking for a colleague to come along. We tell you as soon as we have one.",
    template=True,
)
HOMES = {
    AtHome.WOMEN: Text("visits.only_women", id="hanya ibu", en="only the mother"),
    AtHome.MEN: Text("visits.only_men", id="hanya bapak", en="only the father"),
    AtHome.BOTH: Text("visits.both_home", id="ibu dan bapak", en="mother and father"),
}
NOBODY = Text(
    "visits.companion_nobody",
    id="Ananda {child}. Mohon maaf, untuk {when} belum ada rekan yang bisa menemani {teacher}, "
    "dan aturan sekolah memintanya supaya semua nyaman. Berkenankah Ibu/Bapak memilih salah satu "
    "dari ini?",
    en="About {child}. We are sorry: nobody can accompany {teacher} for {when}, and the school's "
    "rule asks for it for everybody's comfort. Would one of these suit you?",
    template=True,
    buttons=_BUTTONS,
)
NOBODY_TEACHER = Text(
    "visits.companion_nobody_teacher",
    id="Tentang {child}. Belum ada rekan yang bisa menemani kunjungan {when}, jadi belum bisa "
    "dipastikan. Keluarga sudah kami tawari: keduanya di rumah, di sekolah, online, atau waktu "
    "lain.",
    en="About {child}. No colleague can come along for {when}, so the visit cannot be confirmed. "
    "The family was offered: both at home, at school, online, or another time.",
    template=True,
)
TAKEN = Text(
    "visits.companion_taken",
    id="Kelas {class_name}. Terima kasih. Untuk kunjungan {teacher}, {when}, pendampingnya sudah "
    "tidak diperlukan lagi, jadi Ibu/Bapak tidak perlu menjawab.",
    en="Class {class_name}. Thank you. For {teacher}'s visit, {when}, a companion is no longer "
    "needed, so you need not answer.",
    template=True,
)
NOBODY_ALONE = Text(
    "visits.companion_nobody_alone",
    id="Tentang {child}. Belum ada rekan yang bisa menemani kunjungan {when}, jadi belum bisa "
    "dipastikan. Mohon tawarkan kepada keluarga: keduanya di rumah, di sekolah, online, atau waktu "
    "lain; lalu tulis lagi, misalnya “kunjungan Aisyah di sekolah Sabtu jam 9”.",
    en="About {child}. No colleague can come along for {when}, so the visit cannot be confirmed. "
    "Please offer the family: both at home, at school, online, or another time; then write again, "
    "such as “kunjungan Aisyah di sekolah Sabtu jam 9”.",
    template=True,
)
AT_ONCE = 2
"""Colleagues who are asked at the same time."""
PATIENCE = timedelta(hours=3)
"""Who has not answered by then is not waited for; the next is asked."""


class Need(Enum):
    """What is missing before a visit can be confirmed."""

    NOTHING = auto()
    TEACHER = auto()
    """Whether the teacher is a woman or a man."""
    HOME = auto()
    """Who will be at home."""
    COMPANION = auto()


def need(session: Session, visit: Visit, now: datetime) -> Need:
    """What the school's rule still asks for. It is about homes only."""
    school = school_of(session, visit.school_id)
    if visit.place is not Place.HOME or not school.rules.companion_rule:
        return Need.NOTHING
    teacher = people.sex_of(session, visit.teacher_id)
    if teacher is None:
        return Need.TEACHER
    if visit.at_home is None:
        return Need.HOME if _may_apply(session, visit, teacher, now) else Need.NOTHING
    alone_with = {AtHome.MEN: Sex.MALE, AtHome.WOMEN: Sex.FEMALE}.get(visit.at_home)
    if alone_with in (None, teacher) or visit.companion_id is not None:
        return Need.NOTHING
    return Need.COMPANION


def _may_apply(session: Session, visit: Visit, teacher: Sex, now: datetime) -> bool:
    """Whether the family has an adult of the other sex, or one of whom we do not know."""
    places = people.places(session, visit.child_id, now)
    return any(people.sex_of_guardian(place) is not teacher for place in places) or not places


def search(session: Session, visit: Visit, now: datetime) -> list[Say]:
    """Ask the next colleagues, so that two have the question at any time; none if nobody is left
    to ask, or enough have still to answer."""
    asked = asks(session, visit)
    waiting = [ask for ask in asked if ask.yes is None and ask.asked_at > now - PATIENCE]
    room = AT_ONCE - len(waiting)
    chosen = candidates(session, visit, [ask.person_id for ask in asked], now)[: max(room, 0)]
    return [_ask(session, visit, person, now) for person in chosen]


def is_hopeless(session: Session, visit: Visit, now: datetime) -> bool:
    """Whether nobody is left to ask, and nobody has still time to answer."""
    asked = asks(session, visit)
    waiting = any(ask.yes is None and ask.asked_at > now - PATIENCE for ask in asked)
    return not waiting and not candidates(session, visit, [ask.person_id for ask in asked], now)


def asks(session: Session, visit: Visit) -> list[CompanionAsk]:
    """Who was asked for the time it has now."""
    return list(
        session.scalars(
            select(CompanionAsk)
            .where(CompanionAsk.visit_id == visit.id, CompanionAsk.starts_at == visit.starts_at)
            .order_by(CompanionAsk.id)
        )
    )


def candidates(session: Session, visit: Visit, but: list[int], now: datetime) -> list[int]:
    """Colleagues who can be told and are free then: of the teacher's own sex first, and among
    them those who have gone along least. The child's own parents are not asked."""
    school = school_of(session, visit.school_id)
    own = guardians_of(session, [visit.child_id], now)
    out = {visit.teacher_id, *but, *(place.person_id for place in own)}
    staff = [person for person in staff_of(session, visit.school_id) if person not in out]
    known = lines(session, staff)
    sex = people.sex_of(session, visit.teacher_id)
    counted = session.execute(
        select(Visit.companion_id, func.count())
        .where(Visit.companion_id.in_(known))
        .group_by(Visit.companion_id)
    )
    gone = {person: count for person, count in counted}
    fit = [person for person in known if not is_busy(session, school, visit, person)]
    return sorted(fit, key=lambda p: (people.sex_of(session, p) is not sex, gone.get(p, 0), p))


def is_busy(session: Session, school: School, visit: Visit, person: int) -> bool:
    """Whether that colleague has something else. Ask it under `times.lock` before they are put
    down."""
    assert visit.starts_at is not None
    assert visit.ends_at is not None
    return clashes(session, school, person, Span(visit.starts_at, visit.ends_at), visit.id)


def _ask(session: Session, visit: Visit, person: int, now: datetime) -> Say:
    assert visit.starts_at is not None
    ask = CompanionAsk(
        school_id=visit.school_id,
        visit_id=visit.id,
        person_id=person,
        starts_at=visit.starts_at,
        asked_at=now,
    )
    session.add(ask)
    session.flush()
    return people.say(
        visit,
        person,
        f"ask:{ask.id}",
        ASK,
        brief(session, visit),
        choices=[Choice("yes", CAN, Sense.YES), Choice("no", CANNOT, Sense.NO)],
        then=step("accompany"),
        more={"ask": ask.id},
        expires_at=visit.starts_at,
    )


def brief(session: Session, visit: Visit) -> dict[str, Value]:
    """What a colleague reads before they have agreed: the class, and no child's name."""
    school = school_of(session, visit.school_id)
    assert visit.starts_at is not None
    return {
        "class_name": people.child_of(session, visit).class_name or "-",
        "teacher": visit.teacher.name,
        "when": Moment(visit.starts_at, school.zone),
    }


def release(session: Session, visit: Visit, but: int | None = None) -> list[Say]:
    """Nobody else has to answer any more. Call it while the visit still has that time.

    Who had not answered has not said no: should a companion be needed after all, they are asked
    again.
    """
    told: list[Say] = []
    for ask in asks(session, visit):
        if ask.yes is None and ask.person_id != but:
            told.append(
                people.say(visit, ask.person_id, f"taken:{ask.id}", TAKEN, brief(session, visit))
            )
            session.delete(ask)
    session.flush()
    return told


def required(session: Session, visit: Visit, now: datetime, turn: Turn | None) -> list[Say]:
    """Say to both sides that a companion is looked for, and ask the first colleagues."""
    by_host = turn is not None and turn.speaker.person_id == visit.host_id
    fell_out = bool(asks(session, visit)) and not by_host
    if asked := search(session, visit, now):
        text = SEARCHING_ANEW if fell_out else SEARCHING
        return [
            *asked,
            *_to_family(session, visit, "searching", text, turn),
            people.say(
                visit,
                visit.teacher_id,
                "searching",
                SEARCHING_TEACHER,
                at_home(session, visit),
                turn,
            ),
        ]
    return hopeless(session, visit, turn) if is_hopeless(session, visit, now) else []


def at_home(session: Session, visit: Visit) -> dict[str, Value]:
    """What texts name that say who will be there."""
    assert visit.at_home is not None
    return {**people.shown(session, visit), "home": HOMES[visit.at_home]}


def waiting(session: Session, visit: Visit, now: datetime, turn: Turn | None) -> list[Say]:
    """To the guardians beside the host, who have been told that it is certain."""
    values = people.shown(session, visit)
    return [
        people.say(visit, person, "waiting", WAITING, values, turn)
        for person in people.guardians(session, visit.child_id, now)
        if person != visit.host_id
    ]


def hopeless(session: Session, visit: Visit, turn: Turn | None) -> list[Say]:
    """Nobody is free: the family is offered other ways, once for this time."""
    values = people.shown(session, visit)
    text = NOBODY_TEACHER if visit.host_id is not None else NOBODY_ALONE
    return [
        *_to_family(session, visit, "nobody", NOBODY, turn),
        people.say(visit, visit.teacher_id, "nobody", text, values, turn),
    ]


def _to_family(
    session: Session, visit: Visit, what: str, text: Text, turn: Turn | None
) -> list[Say]:
    """To the host; nobody where the teacher has asked a family that has not joined."""
    if visit.host_id is None:
        return []
    values = people.shown(session, visit)
    then = step("eased")
    return [
        people.say(visit, visit.host_id, what, text, values, turn, choices=ALTERNATIVES, then=then)
    ]
