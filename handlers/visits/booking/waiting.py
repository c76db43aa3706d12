"""Questions about a visit that nobody answers: asked once more, then somebody is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from handlers.core.talk import Say, Tell, Text
from handlers.core.talk.words import CANCEL_IT, CHANGE_TIME
from handlers.visits import people
from handlers.visits.booking import agreeing, companions, proposing
from handlers.visits.booking.companions import Need
from handlers.visits.desk import step
from handlers.visits.labels import QUIET
from handlers.visits.words import ANSWERS, BUTTONS, PLACES, STATES
from models.base import fixed
from models.family import staff_with
from models.outbox import said
from models.people import Role
from models.prepared import Watch
from models.visit import State, Visit, VisitOffer

PATIENCE = timedelta(hours=20)
"""So long a question is left alone; half of the time there is, if that is less."""
WISHED, FORGOTTEN = timedelta(days=1), timedelta(days=3)
"""After that a family's wish is brought back to the teacher, and then to the principal."""
UNSAID = timedelta(days=3)
"""A visit of which nobody says within that time that it took place is to be planned anew."""
FOR_FAMILY = Text(
    "visits.for_family", id="menunggu jawaban keluarga", en="the family has not answered yet"
)
FOR_YOU = Text(
    "visits.for_you",
    id="keluarga menunggu jawaban Ibu/Bapak",
    en="the family waits for your answer",
)
UNANSWERED = Text(
    "visits.unanswered",
    id="tidak dijawab sampai waktunya lewat",
    en="not answered until the time was past",
)
AGAIN = Text(
    "visits.again",
    id="Ananda {child}. Mengingatkan pertanyaan kami: {teacher} ingin berkunjung {when}, {place}. "
    "Apakah Ibu/Bapak berkenan? Usul waktu atau tempat lain boleh langsung ditulis; bila belum "
    "bisa, tidak apa-apa.",
    en="About {child}. A reminder of our question: {teacher} would like to visit, {when}, {place}. "
    "Would that suit you? You may simply write another time or place; it is all right to say no.",
    template=True,
    buttons=BUTTONS,
)
AGAIN_TEACHER = Text(
    "visits.again_teacher",
    id="Tentang {child}. Keluarga masih menunggu jawaban atas usulnya untuk kunjungan: {when}, "
    "{place}. Apakah ini cocok untuk Ibu/Bapak?",
    en="About {child}. The family still waits for an answer to its proposal for the visit: {when}, "
    "{place}. Does that suit you?",
    template=True,
    buttons=(proposing.AGREE, proposing.PROPOSE_OTHER, proposing.CALL_OFF),
)
NO_ANSWER = Text(
    "visits.no_answer",
    id="Tentang {child}. Belum ada jawaban dari keluarga untuk kunjungan {when}, jadi kunjungan "
    "belum bisa dipastikan. Mohon keluarga dihubungi langsung, atau usulkan waktu lain.",
    en="About {child}. The family has not answered about the visit, {when}, so it cannot be "
    "confirmed. Please contact the family yourself, or propose another time.",
    template=True,
    buttons=(CHANGE_TIME, CANCEL_IT),
)
NO_ANSWER_FAMILY = Text(
    "visits.no_answer_family",
    id="Ananda {child}. Mohon maaf, {teacher} belum sempat menjawab usul waktu {when}, jadi belum "
    "bisa dipastikan. Ibu/Bapak tidak perlu menunggu di rumah; kami kabari begitu ada jawaban.",
    en="About {child}. We are sorry: {teacher} has not been able to answer about {when} yet, so it "
    "is not certain. You need not wait at home; we tell you as soon as there is an answer.",
    template=True,
)
WISH_AGAIN = Text(
    "visits.wish_again",
    id="Tentang {child}. Keluarga masih menunggu jawaban atas permintaan kunjungan rumah. Mohon "
    "pilih waktu, atau kabari bila belum bisa.",
    en="About {child}. The family still waits for an answer to its wish for a home visit. Please "
    "choose a time, or say that it is not possible.",
    template=True,
    buttons=(proposing.CHOOSE, proposing.CANNOT),
)
WISH_FORGOTTEN = Text(
    "visits.wish_forgotten",
    id="Tentang {child}. Permintaan kunjungan rumah dari keluarga belum dijawab {teacher} sejak "
    "tiga hari lalu. Mohon dibantu supaya keluarga mendapat jawaban.",
    en="About {child}. The family's wish for a home visit has not been answered by {teacher} for "
    "three days. Please help them to an answer.",
    template=True,
)
HOME_AGAIN = Text(
    "visits.home_again",
    id="Ananda {child}. Satu hal lagi sebelum kunjungan {teacher} ({when}) bisa kami pastikan: "
    "siapa yang akan menerima di rumah?",
    en="About {child}. One thing more before we can confirm {teacher}'s visit ({when}): who will "
    "be at home?",
    template=True,
    buttons=(agreeing.MOTHER, agreeing.FATHER, agreeing.BOTH),
)


_OFFERED = Watch(
    select(Visit, VisitOffer)
    .join(VisitOffer, VisitOffer.visit_id == Visit.id)
    .where(
        Visit.state == fixed(State.ASKED),
        VisitOffer.accepted.is_(None),
        VisitOffer.starts_at > bindparam("now"),
    )
    .order_by(VisitOffer.starts_at, VisitOffer.id)
)
_WISHED_FOR = Watch(
    select(Visit)
    .outerjoin(VisitOffer, VisitOffer.visit_id == Visit.id)
    .where(
        Visit.state == fixed(State.ASKED),
        Visit.asked_by_id != Visit.teacher_id,
        Visit.created_at <= bindparam("until"),
        Visit.created_at > bindparam("after"),
        VisitOffer.id.is_(None),
    )
    .order_by(Visit.id)
)
_NOBODY_NAMED = Watch(
    select(Visit)
    .where(
        Visit.state == fixed(State.AGREED),
        Visit.at_home.is_(None),
        Visit.starts_at > bindparam("now"),
    )
    .order_by(Visit.id)
)


def unanswered(session: Session, now: datetime) -> list[Say]:
    """What is due to be said about times that wait for a yes or no."""
    rows = _OFFERED.rows(session, now=now)
    says = [say for visit, offer in rows for say in _about(session, visit, offer, now)]
    return list(_new(session, says))


def wishes(session: Session, now: datetime) -> list[Say]:
    """Families' wishes that have had no answer at all."""
    until = now - WISHED
    visits = _WISHED_FOR.scalars(session, until=until, after=until - FORGOTTEN)
    return list(_new(session, [say for visit in visits for say in _wish(session, visit, now)]))


def homes(session: Session, now: datetime) -> list[Say]:
    """Hosts who have agreed and not said who will be at home."""
    visits = _NOBODY_NAMED.scalars(session, now=now)
    return list(_new(session, [say for visit in visits for say in _home(session, visit, now)]))


def lapsed(session: Session, visits: Sequence[Visit], now: datetime) -> set[int]:
    """Those of these open visits whose time has passed: unanswered, or never said to be over."""
    asked = [visit.id for visit in visits if visit.starts_at is None]
    latest = session.execute(
        select(VisitOffer.visit_id, func.max(VisitOffer.starts_at))
        .where(VisitOffer.visit_id.in_(asked), VisitOffer.accepted.is_(None))
        .group_by(VisitOffer.visit_id)
    )
    return {visit_id for visit_id, at in latest if at <= now} | {
        visit.id for visit in visits if visit.starts_at and visit.starts_at <= now - UNSAID
    }


def waits(session: Session, visit: Visit, now: datetime) -> Text:
    """How a visit stands, for the teacher: who has to answer is said of one that is asked for."""
    if visit.state is not State.ASKED:
        return STATES[visit.state]
    offer = proposing.current(session, visit)
    if offer is None or offer.person_id != visit.teacher_id:
        return FOR_YOU
    return FOR_FAMILY if offer.starts_at > now else UNANSWERED


def _about(session: Session, visit: Visit, offer: VisitOffer, now: datetime) -> Iterator[Say]:
    """Who has to answer is asked once more; who waits is told in the end."""
    again = _patient(offer.at, offer.starts_at)
    given_up = _patient(again, offer.starts_at)
    asked_family = offer.person_id == visit.teacher_id
    if again <= now < given_up and not (asked_family and visit.kind in QUIET):
        yield from (_ask_family if asked_family else _ask_teacher)(session, visit, offer, now)
    if given_up <= now:
        yield (
            _tell_teacher(session, visit, offer)
            if asked_family
            else _tell_guardian(session, visit, offer)
        )


def _patient(since: datetime, starts_at: datetime) -> datetime:
    return since + min(PATIENCE, (starts_at - since) / 2)


def _ask_family(session: Session, visit: Visit, offer: VisitOffer, now: datetime) -> Iterator[Say]:
    values = {**people.shown(session, visit, offer.starts_at), "place": PLACES[offer.place]}
    for person in people.guardians(session, visit.child_id, now):
        yield people.say(
            visit,
            person,
            f"again:{offer.id}",
            AGAIN,
            values,
            choices=ANSWERS,
            then=step("answered"),
            kind="visit_proposal",
            more=proposing.asked(session, visit, offer),
            expires_at=offer.starts_at,
        )


def _ask_teacher(session: Session, visit: Visit, offer: VisitOffer, now: datetime) -> Iterator[Say]:
    values = {**people.shown(session, visit, offer.starts_at), "place": PLACES[offer.place]}
    yield people.say(
        visit,
        visit.teacher_id,
        f"again:{offer.id}",
        AGAIN_TEACHER,
        values,
        choices=proposing.DECISIONS,
        then=step("decided"),
        more={"offer": offer.id},
        expires_at=offer.starts_at,
        free=True,
    )


def _tell_teacher(session: Session, visit: Visit, offer: VisitOffer) -> Say:
    return people.say(
        visit,
        visit.teacher_id,
        f"no_answer:{offer.id}",
        NO_ANSWER,
        people.shown(session, visit, offer.starts_at),
        choices=agreeing.KEEPING,
        then=step("kept_by_teacher"),
    )


def _tell_guardian(session: Session, visit: Visit, offer: VisitOffer) -> Say:
    values = people.shown(session, visit, offer.starts_at)
    what = f"no_answer:{offer.id}"
    return people.say(visit, offer.person_id, what, NO_ANSWER_FAMILY, values)


def _wish(session: Session, visit: Visit, now: datetime) -> Iterator[Say]:
    values = people.shown(session, visit)
    if now < visit.created_at + FORGOTTEN:
        yield people.say(
            visit,
            visit.teacher_id,
            "wish_again",
            WISH_AGAIN,
            values,
            choices=proposing.WISHES,
            then=step("anew"),
        )
        return
    for person in staff_with(session, visit.school_id, Role.PRINCIPAL)[:1]:
        yield people.say(visit, person, "wish_forgotten", WISH_FORGOTTEN, values)


def _home(session: Session, visit: Visit, now: datetime) -> Iterator[Say]:
    said = session.scalar(
        select(VisitOffer.at)
        .where(VisitOffer.visit_id == visit.id, VisitOffer.accepted.is_(True))
        .order_by(VisitOffer.id.desc())
        .limit(1)
    )
    assert visit.starts_at is not None
    if said is None or visit.host_id is None:
        return
    if now < _patient(said, visit.starts_at):
        return
    if companions.need(session, visit, now) is Need.HOME:
        yield people.say(
            visit,
            visit.host_id,
            "home_again",
            HOME_AGAIN,
            people.shown(session, visit),
            choices=agreeing.AT_HOME,
            then=step("home_said"),
            expires_at=visit.starts_at,
            free=True,
        )


def _new(session: Session, says: list[Say]) -> Iterator[Say]:
    """Without those that were said before."""
    tells = [say for say in says if isinstance(say, Tell)]
    known = said(session, {tell.topic for tell in tells})
    return (tell for tell in tells if tell.topic not in known)
