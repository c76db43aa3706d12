"""Forty guardians race for 24 slots: no slot twice, and nobody is left without an answer.

On PostgreSQL from several processes, each with its own connections; on SQLite from threads.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from bot.channels.base import Incoming, Tap
from bot.inbound.registry import Registry, discover
from bot.inbound.router import Router
from bot.storage.database import connect, sessions_on
from models.outbox import OutboundMessage
from models.people import Child, Contact, Guardianship, Person, Relation
from models.slot import Slot, SlotFamily
from scheduler import rules
from scheduler.sweep import sweep
from tests import cast as casting
from tests.cast import MONDAY
from tests.dialogue import Chat

pytestmark = pytest.mark.slow

FAMILIES = 40
SLOTS = 24
PROCESSES = 3
WANTED = 5
"""The earliest times, at which everybody tries first."""


def found(session: Session) -> None:
    """Bu Ratna's class of forty, all of them invited and shown the same free times."""
    cast = casting.make(session)
    for child in (cast.aisyah, cast.danu):
        child.class_group_id = cast.class_3b.id
    for number in range(FAMILIES):
        _family(session, cast.class_1a.id, cast.school.id, number)
    chat = Chat(session, MONDAY)
    chat.says(cast.ratna, "slot rapor Sabtu 8-12, 10 menit")
    chat.taps(cast.ratna, "Undang")
    for contact in contacts(session):
        chat.taps(contact, "Pilih jam")
    session.commit()


def _family(session: Session, class_id: int, school_id: int, number: int) -> None:
    child = Child(school_id=school_id, class_group_id=class_id, name=f"Anak Ke{number:02d}")
    mother = Person(
        school_id=school_id, name=f"Ibu {number:02d}", joined_at=MONDAY, consented_at=MONDAY
    )
    session.add_all([child, mother])
    session.flush()
    session.add(
        Contact(
            school_id=school_id,
            person_id=mother.id,
            channel="telegram",
            address=f"9{number:03d}",
            heard_at=MONDAY,
            created_at=MONDAY,
        )
    )
    session.add(
        Guardianship(
            school_id=school_id,
            child_id=child.id,
            person_id=mother.id,
            relation=Relation.MOTHER,
            rank=1,
            name=mother.name,
        )
    )


def contacts(session: Session) -> list[Contact]:
    query = select(Contact).where(Contact.address.startswith("9")).order_by(Contact.id)
    return list(session.scalars(query))


def insist(sessions: sessionmaker[Session], router: Router, address: str, first: int) -> None:
    """One guardian: taps the time they want, then whatever is offered, until there is an end."""
    for attempt in range(SLOTS + 1):
        with sessions.begin() as session:
            question = latest(session, address)
            position = choice(question, first if attempt == 0 else 0)
            if position is None:
                return
            tap = Tap(message=question.id, position=position)
            heard = Incoming("telegram", address, f"{address}-{attempt}", tap=tap)
            router.receive(session, heard, MONDAY + timedelta(minutes=1))


def latest(session: Session, address: str) -> OutboundMessage:
    query = select(OutboundMessage).join(Contact).where(Contact.address == address)
    return session.scalars(query.order_by(OutboundMessage.id.desc())).first() or _silence()


def choice(question: OutboundMessage, wanted: int) -> int | None:
    """Which of the times shown; None where none is asked for any more."""
    times = [place for place, c in enumerate(question.choices) if c["value"].isdigit()]
    return times[min(wanted, len(times) - 1)] if times else None


def _silence() -> OutboundMessage:
    raise AssertionError("somebody was told nothing")


def several(url: str, addresses: Sequence[str], start: Any) -> None:
    """What one process does: its guardians one after the other, as fast as it can."""
    engine = connect(url)
    router = Router(Registry.of(discover()))
    start.wait()
    for number, address in enumerate(addresses):
        insist(sessions_on(engine), router, address, number % WANTED)
    engine.dispose()


def ended_well(session: Session) -> None:
    taken = session.scalars(select(Slot.child_id).where(Slot.child_id.is_not(None))).all()
    assert len(taken) == len(set(taken)) == SLOTS
    families = session.scalars(select(SlotFamily)).all()
    assert Counter(family.taken_at is not None for family in families) == {
        True: SLOTS,
        False: FAMILIES - SLOTS,
    }
    assert {family.child_id for family in families if family.taken_at} == set(taken)
    assert all(family.waits_since for family in families if not family.taken_at)
    told = Counter(latest(session, contact.address).text_key for contact in contacts(session))
    assert told == {"slot_words.booked": SLOTS, "slot_words.full": FAMILIES - SLOTS}


@pytest.fixture
def addresses(session: Session) -> list[str]:
    found(session)
    known = [contact.address for contact in contacts(session)]
    session.rollback()
    return known


def test_no_slot_twice_and_nobody_without_an_answer(
    session: Session, database_url: str, addresses: list[str]
) -> None:
    here = database_url.startswith("sqlite")
    context: Any = threading if here else multiprocessing.get_context("spawn")
    worker: Any = threading.Thread if here else context.Process
    start = context.Barrier(PROCESSES)
    workers = [
        worker(target=several, args=(database_url, addresses[number::PROCESSES], start))
        for number in range(PROCESSES)
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join(120)
    assert here or [one.exitcode for one in workers] == [0] * PROCESSES
    ended_well(session)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_giving_back_while_others_begin_to_wait(
    engine: Engine, session: Session, addresses: list[str]
) -> None:
    """The worst moment: one transaction frees a time while another finds none free.

    SQLite has one transaction at a time, and no such moment.
    """
    router = Router(Registry.of(discover()))
    for number, address in enumerate(addresses[:SLOTS]):
        insist(sessions_on(engine), router, address, number % WANTED)
    giver, late = addresses[0], addresses[SLOTS]
    with sessions_on(engine).begin() as leaving:
        now = MONDAY + timedelta(minutes=2)
        router.receive(leaving, Incoming("telegram", giver, "give-1", text="batal slot"), now)
        tap = _tap(leaving, giver, "Ya, batalkan")
        router.receive(leaving, Incoming("telegram", giver, "give-2", tap=tap), now)
        insist(sessions_on(engine), router, late, 0)
    assert latest(session, late).text_key == "slot_words.full"
    (offers,) = [nudge for nudge in rules.discover() if nudge.name == "slot_offers"]
    sweep(session, offers, MONDAY + timedelta(minutes=3))
    assert latest(session, late).text_key == "slot_words.offer"


def _tap(session: Session, address: str, label: str) -> Tap:
    row = latest(session, address)
    return Tap(message=row.id, position=[c["label"] for c in row.choices].index(label))
