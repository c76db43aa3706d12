"""Several processes book the same teacher, or the same companion, at once: one of them does.

On PostgreSQL from processes with their own connections; on SQLite from threads.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming, Tap
from bot.inbound.registry import Registry, discover
from bot.inbound.router import Router
from bot.storage.database import connect, sessions_on
from models.outbox import OutboundMessage
from models.people import Contact, Guardianship, Relation
from models.school import ClassGroup
from models.visit import AtHome, Kind, Place, State, Visit
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat
from tests.visits import SATURDAY, five_days

pytestmark = pytest.mark.slow

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


def mothers(session: Session, cast: Cast, group: ClassGroup) -> list[Contact]:
    """The mothers of as many families of one class."""
    found = []
    for number, called in enumerate(CHILDREN):
        child = casting.add_child(session, group, called)
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
    families = mothers(session, cast, cast.class_1a)
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


def without_companion(session: Session, cast: Cast, at: datetime) -> None:
    """A visit of Bu Ratna's for which Bu Dewi is asked to come along."""
    child = casting.add_child(session, cast.class_1a, f"Anak {at:%H}")
    casting.add_place(session, child, cast.budi, Relation.FATHER, 1, MONDAY)
    session.add(
        Visit(
            school_id=child.school_id,
            child_id=child.id,
            teacher_id=cast.ratna.id,
            asked_by_id=cast.ratna.id,
            host_id=cast.budi.id,
            kind=Kind.REGULAR,
            place=Place.HOME,
            state=State.AGREED,
            at_home=AtHome.MEN,
            reason="",
            starts_at=at,
            ends_at=at + cast.school.rules.visit_length,
            created_at=MONDAY,
        )
    )
    session.flush()


def test_a_companion_is_booked_once(session: Session, database_url: str) -> None:
    """Bu Dewi says that she comes along while a family of her own accepts the same time."""
    cast = casting.make(session)
    five_days(cast)
    chat = Chat(session, MONDAY)
    times = [SATURDAY + timedelta(hours=2 * n) for n in range(4)]
    answers: list[Answer] = []
    for at, contact in zip(times, mothers(session, cast, cast.class_3b), strict=False):
        without_companion(session, cast, at)
        called = CHILDREN[len(answers) // 2]
        chat.wait(timedelta(minutes=15), timedelta(minutes=15))
        chat.says(cast.dewi, f"kunjungan {called} Sabtu jam {at:%H}")
        chat.taps(cast.dewi, "Tanyakan")
        answers += answer(session, chat.contact(cast.dewi), "Bisa menemani")[-1:]
        answers += answer(session, contact, "Bisa")
    assert len(answers) == 2 * len(times)
    session.commit()

    at_once(database_url, answers)

    held = session.scalars(
        select(Visit.starts_at).where(
            or_(Visit.teacher_id == cast.dewi.id, Visit.companion_id == cast.dewi.id),
            Visit.state == State.CONFIRMED,
        )
    )
    assert sorted(at for at in held if at) == times


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
