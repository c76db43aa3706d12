"""At the door: only somebody is there with whom the school's rule wants a companion."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Reply, Say, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.understanding.matters.visits import home_in
from handlers.visits import people, states
from handlers.visits.booking import companions, deciding, ending
from handlers.visits.day import safety
from handlers.visits.desk import teachers
from handlers.visits.states import Move
from models.visit import AtHome, Visit

AGAIN = Text("visits.door_again", id="Jadwalkan lagi", en="Another time")
WELL = Text("visits.door_well", id="Sudah tidak sendiri", en="No longer alone")
WAIT = Text(
    "visits.door_wait",
    id="Tentang {child}. Terima kasih sudah mengabari. Menurut aturan sekolah, bila {home} di "
    "rumah, Ibu/Bapak datang bersama seorang rekan. Jadi mohon jangan masuk dulu: silakan menunggu "
    "di luar, atau ketuk Jadwalkan lagi, dan keluarga kami kabari dengan santun.",
    en="About {child}. Thank you for telling. By the school's rule, with {home} at home you come "
    "with a colleague. So please do not go in yet: wait outside, or tap Another time, and the "
    "family is told kindly.",
)
TOLD = Text(
    "visits.door_told",
    id="Tentang {child}. {guardian} baru mengabari: {home} di rumah. Menurut aturan sekolah, "
    "Ibu/Bapak lalu datang bersama seorang rekan. Mohon jangan masuk dulu: silakan menunggu di "
    "luar, atau ketuk Jadwalkan lagi.",
    en="About {child}. {guardian} has just told us: {home} at home. By the school's rule you then "
    "come with a colleague. Please do not go in yet: wait outside, or tap Another time.",
    template=True,
    buttons=(AGAIN, WELL),
)
GO_ON = Text(
    "visits.door_go_on",
    id="Tentang {child}. Baik, dicatat. Menurut aturan sekolah, kunjungan bisa diteruskan.",
    en="About {child}. All right, noted. By the school's rule the visit can go on.",
    claims=Claim.NOTED,
)
SORRY = Text(
    "visits.door_sorry",
    id="Ananda {child}. Tadi {teacher} sudah tiba, tetapi {home} yang di rumah. Supaya semua "
    "nyaman, aturan sekolah meminta kunjungan seperti itu ditunda dulu. Kapan sebaiknya kami "
    "datang lagi? Silakan ketuk tombol ini.",
    en="About {child}. {teacher} had arrived, but {home} was at home. For everybody's comfort the "
    "school's rule puts such a visit off. When would it suit you better? Please tap a button.",
    template=True,
    buttons=ending.MISSED.buttons,
)
LATER = Text(
    "visits.door_later",
    id="Tentang {child}. Baik, terima kasih atas pengertiannya. Keluarga kami kabari, dan kami "
    "tanya kapan sebaiknya datang lagi.",
    en="About {child}. All right, thank you for your understanding. The family is told, and asked "
    "when you may come again.",
)


CHOICES = (Choice("again", AGAIN), Choice("well", WELL))


@teachers.opens(
    "cuma", "cuman", "hanya", "ternyata", "tinggal", "yang", "yg", "di", "dirumah", "ada",
    "bapaknya", "bpknya", "ayahnya", "papanya", "abinya", "ibunya", "mamanya", "bundanya", "uminya",
)  # fmt: skip
def at_door(turn: Turn, session: Session) -> Heard:
    """ "cuma ada bapaknya": said around the time of a visit; None for all else that begins so."""
    home = home_in(turn.text, None)
    visit = safety.around_now(turn, session) if home else None
    if home is None or visit is None:
        return None
    visit = people.locked(session, visit.id)
    visit.at_home = home
    session.flush()
    child = people.child_of(session, visit).label
    if companions.need(session, visit, turn.now) is not companions.Need.COMPANION:
        return [Reply(GO_ON, {"child": child})]
    blanks: dict[str, Value] = {"child": child, "home": companions.HOMES[home]}
    return [Reply(WAIT, blanks, choices=CHOICES, then=waited, remember={"visit": visit.id})]


def told_by_family(turn: Turn, session: Session, visit: Visit, home: AtHome) -> list[Say]:
    """A guardian says it while the teacher is there, or at the door; nothing if it is all right."""
    visit.at_home = home
    session.flush()
    if companions.need(session, visit, turn.now) is not companions.Need.COMPANION:
        return []
    values = {**companions.at_home(session, visit), "guardian": turn.speaker.name}
    what = f"door:{turn.inbox_id}"
    return [
        people.say(
            visit, visit.teacher_id, what, TOLD, values, choices=CHOICES, then=waited, free=False
        )
    ]


@teachers.step
def waited(turn: Turn, session: Session) -> Heard:
    """Put off, or somebody else has come meanwhile."""
    visit = deciding.mine(turn, session)
    if visit is None or turn.answer is None:
        return None
    if not states.may(visit, Move.ARRIVE) or visit.at_home is None:
        return safety.over(session, visit)
    if turn.answer == "well":
        visit.at_home = AtHome.BOTH
        return safety.arrive(turn, session, visit)
    return _put_off(turn, session, visit)


def _put_off(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    child = people.child_of(session, visit).label
    told = ending.missed(session, visit, turn.now, SORRY, companions.at_home(session, visit))
    visit.at_home = None
    session.flush()
    return [
        *told,
        Reply(
            LATER if told else safety.MISSED_ALONE,
            {"child": child},
            choices=[Choice("anew", ending.ANEW)],
            then=deciding.anew,
            remember={"visit": visit.id},
        ),
    ]
