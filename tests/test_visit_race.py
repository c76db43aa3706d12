"""Several processes book the same teacher, or the same companion, at once: one of them does.

On PostgreSQL from processes with their own connections; on SQLite from threads.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming, Tap
from bot.database import connect, sessions_on
from bot.registry import Registry, discover
from bot.router import Router
from models.outbox import OutboundMessage
from models.people import Contact, Guardianship, Relation
from models.visit import AtHome, Kind, Place, State, Visit
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat
from tests.visits import SATURDAY, SUNDAY, five_days

CHILDREN = ("Zaki", "Wulan", "Joko", "Nadia", "Yusuf", "Ratih", "Galih", "Hesti", "Vino")
FAMILIES = len(CHILDREN)
PROCESSES = 3
Answer = tuple[str, str, int, int]
"""Channel and address of who taps, the message, and which of its buttons."""


def several(url: str, answers: Sequence[Answer], start: Any) -> None:
    """What one process does: its answers, one transaction each, as fast as it can."""
    engine = connect(url)
    router = Router(Registry.of(discover()))
    start.wait()
    for channel, address, message, position in answers:
        tap = Tap(message=message, position=position)
        with sessions_on(engine).begin() as session:
            router.receive(session, Incoming(channel, address, f"r{message}", tap=tap), MONDAY)
    engine.dispose()


def at_once(url: str, answers: Sequence[Answer]) -> None:
    """All of them, let go at one moment."""
    here = url.startswith("sqlite")
    context: Any = threading if here else multiprocessing.get_context("spawn")
    worker: Any = threading.Thread if here else context.Process
    start = context.Barrier(PROCESSES)
    workers = [
        worker(target=several, args=(url, answers[number::PROCESSES], start))
        for number in range(PROCESSES)
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join(120)
    assert here or [one.exitcode for one in workers] == [0] * PROCESSES


def answer(session: Session, contact: Contact, label: str) -> list[Answer]:
    """Every button of that name they were sent."""
    rows = session.scalars(
        select(OutboundMessage)
        .where(OutboundMessage.contact_id == contact.id)
        .order_by(OutboundMessage.id)
    )
    return [
        (contact.channel, contact.address, row.id, labels.index(label))
        for row in rows
        if label in (labels := [choice["label"] for choice in row.choices])
    ]


def latest(session: Session, address: str) -> str:
    """What was last said to them."""
    query = select(OutboundMessage.text_key).join(Contact).where(Contact.address == address)
    return session.scalars(query.order_by(OutboundMessage.id.desc())).first() or ""


def mothers(session: Session, cast: Cast) -> list[Contact]:
    """Families of Bu Ratna's class of whom she asks the same time."""
    found = []
    for number, called in enumerate(CHILDREN):
        child = casting.add_child(session, cast.class_1a, called)
        name = f"Ibu {number:02d}"
        mother = casting.add_person(
            session, cast.school, name, "telegram", f"9{number:03d}", MONDAY
        )
        casting.add_place(session, child, mother, Relation.MOTHER, 1, MONDAY)
        session.flush()
        found.append(session.scalars(select(Contact).where(Contact.person_id == mother.id)).one())
    return found


def test_one_teacher_is_booked_once(session: Session, database_url: str) -> None:
    cast = casting.make(session)
    five_days(cast)
    chat = Chat(session, MONDAY)
    families = mothers(session, cast)
    for called in CHILDREN:
        chat.says(cast.ratna, f"kunjungan {called} Sabtu jam 9")
        chat.taps(cast.ratna, "Tanyakan")
    answers = [one for contact in families for one in answer(session, contact, "Bisa")]
    assert len(answers) == FAMILIES
    session.commit()

    at_once(database_url, answers)

    states = session.scalars(select(Visit.state).order_by(Visit.state)).all()
    assert states == [State.ASKED] * (FAMILIES - 1) + [State.CONFIRMED]
    told = [latest(session, contact.address) for contact in families]
    assert sorted(told) == ["visits.confirmed"] + ["visits.taken"] * (FAMILIES - 1)


def agreed(session: Session, cast: Cast, number: int, teacher: int) -> Visit:
    """A visit on Saturday at nine that only lacks a companion."""
    child = casting.add_child(session, cast.class_1a, f"Anak Ke{number:02d}")
    casting.add_place(session, child, cast.budi, Relation.FATHER, 1, MONDAY)
    made = Visit(
        school_id=child.school_id,
        child_id=child.id,
        teacher_id=teacher,
        asked_by_id=teacher,
        host_id=cast.budi.id,
        kind=Kind.REGULAR,
        place=Place.HOME,
        state=State.AGREED,
        at_home=AtHome.MEN,
        reason="",
        starts_at=SATURDAY,
        ends_at=SATURDAY + (SUNDAY - SATURDAY) / 24,
        created_at=MONDAY,
    )
    session.add(made)
    session.flush()
    return made


def test_one_companion_goes_along_once(session: Session, database_url: str) -> None:
    cast = casting.make(session)
    five_days(cast)
    teachers = [
        casting.add_person(session, cast.school, f"Bu {n}", "telegram", f"8{n:03d}", MONDAY)
        for n in range(6)
    ]
    visits = [agreed(session, cast, n, one.id) for n, one in enumerate(teachers)]
    for role in (cast.ratna, cast.dewi):
        for row in role.roles:
            row.ended_at = MONDAY
    session.flush()
    Chat(session, MONDAY).wait((SUNDAY - SATURDAY) / 48)
    contact = session.scalars(select(Contact).where(Contact.person_id == cast.hadi.id)).one()
    answers = answer(session, contact, "Bisa menemani")
    assert len(answers) == len(visits)
    session.commit()

    at_once(database_url, answers)

    session.expire_all()
    companions = [visit.companion_id for visit in visits]
    assert sorted(companions, key=str) == [cast.hadi.id, *[None] * (len(visits) - 1)]
    assert sorted(visit.state for visit in visits) == [
        *[State.AGREED] * (len(visits) - 1),
        State.CONFIRMED,
    ]


def test_both_parents_answer_at_once(session: Session, database_url: str) -> None:
    cast = casting.make(session)
    five_days(cast)
    chat = Chat(session, MONDAY)
    places = session.scalars(select(Guardianship).where(Guardianship.person_id == cast.budi.id))
    assert len(places.all()) == 2
    chat.says(cast.ratna, "kunjungan Aisyah Sabtu jam 9")
    chat.taps(cast.ratna, "Tanyakan")
    answers = [
        one for who in (cast.sari, cast.budi) for one in answer(session, chat.contact(who), "Bisa")
    ]
    session.commit()

    at_once(database_url, answers)

    session.expire_all()
    visit = session.scalars(select(Visit)).one()
    assert visit.state is State.AGREED
    assert (visit.host_id, visit.sequence) in [(cast.sari.id, 1), (cast.budi.id, 1)]
