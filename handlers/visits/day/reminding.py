"""Before a visit: those concerned are reminded, and told where they may know it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.forms import occasions
from handlers.core.forms.occasions import Occasion
from handlers.core.talk import Say, Text
from handlers.core.talk.words import CANCEL_IT, CHANGE_TIME
from handlers.visits import people
from handlers.visits.booking import agreeing
from handlers.visits.desk import step
from handlers.visits.labels import QUIET
from models.visit import Visit

JUST_TOLD = timedelta(hours=2)
"""Who heard of it so shortly before is not reminded of the day before."""
TOMORROW = Text(
    "visits.tomorrow",
    id="Ananda {child}. Mengingatkan kunjungan {teacher}: {when}, {place}. Bila ada perubahan, "
    "juga tentang siapa yang akan di rumah, mohon kabari di sini.",
    en="About {child}. A reminder of {teacher}'s visit: {when}, {place}. If anything changes, "
    "also who will be at home, please tell us here.",
    template=True,
    buttons=(CHANGE_TIME, CANCEL_IT),
)
IN_TWO_HOURS = Text(
    "visits.in_two_hours",
    id="Ananda {child}. Sebentar lagi kunjungan {teacher}: {when}, {place}. Sampai jumpa, "
    "Ibu/Bapak, dan terima kasih.",
    en="About {child}. {teacher}'s visit is soon: {when}, {place}. See you then, and thank you.",
    template=True,
)
VISITOR = Text(
    "visits.visitor_soon",
    id="Tentang {child}. Kunjungan sebentar lagi: {when}, {place}. Saat tiba tulis SAMPAI, saat "
    "pulang SELESAI KUNJUNGAN. Untuk alamatnya, tulis ALAMAT.",
    en="About {child}. The visit is soon: {when}, {place}. Write SAMPAI when you arrive and "
    "SELESAI KUNJUNGAN when you leave. For the address, write ALAMAT.",
    template=True,
)
COMPANION = Text(
    "visits.companion_soon",
    id="Tentang {child}. Sebentar lagi menemani {teacher} berkunjung: {when}, {place}. Terima "
    "kasih banyak. Untuk alamatnya, tulis ALAMAT.",
    en="About {child}. You accompany {teacher} on a visit soon: {when}, {place}. Thank you very "
    "much. For the address, write ALAMAT.",
    template=True,
)
UNCONFIRMED = Text(
    "visits.unconfirmed",
    id="Tentang {child}. Kunjungan {when} masih belum pasti: siapa yang di rumah, atau "
    "pendampingnya, belum jelas. Mohon hubungi keluarga, atau pindahkan waktunya.",
    en="About {child}. The visit, {when}, is still not confirmed: who is at home, or the "
    "companion, is not clear. Please contact the family, or choose another time.",
    template=True,
    buttons=(CHANGE_TIME, CANCEL_IT),
)


def remind(session: Session, visit: Visit, now: datetime) -> list[Say]:
    """The day before, or two hours before: whichever is due. A family in grief or with a sick
    child is left in peace."""
    assert visit.starts_at is not None
    assert visit.confirmed_at is not None
    which = occasions.occasion(visit.starts_at, now)
    visit.reminded = which
    session.flush()
    told: list[Say] = []
    fresh = now - visit.confirmed_at < JUST_TOLD
    if visit.kind not in QUIET and not fresh:
        told += _family(session, visit, which, now)
    return told + (_visitors(session, visit) if which is Occasion.SOON else [])


def unconfirmed(session: Session, visit: Visit) -> Say:
    """The day before, to the teacher: agreed on, but the rule is not met yet."""
    return people.say(
        visit,
        visit.teacher_id,
        "unconfirmed",
        UNCONFIRMED,
        people.shown(session, visit),
        choices=agreeing.KEEPING,
        then=step("kept_by_teacher"),
        expires_at=visit.starts_at,
    )


def _family(session: Session, visit: Visit, which: Occasion, now: datetime) -> list[Say]:
    assert visit.starts_at is not None
    soon = which is Occasion.SOON
    values = people.shown(session, visit)
    return [
        people.say(
            visit,
            person,
            "soon" if soon else "eve",
            IN_TWO_HOURS if soon else TOMORROW,
            values,
            choices=() if soon else agreeing.KEEPING,
            then=None if soon else step("kept"),
            expires_at=which.expires(visit.starts_at),
        )
        for person in people.guardians(session, visit.child_id, now)
    ]


def _visitors(session: Session, visit: Visit) -> list[Say]:
    values = people.shown(session, visit)
    who = {visit.teacher_id: VISITOR, visit.companion_id: COMPANION}
    return [
        people.say(visit, person, "soon", text, values, expires_at=visit.ends_at)
        for person, text in who.items()
        if person is not None
    ]
