"""A notice for more families than one transaction tells: batch by batch, each family once."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from handlers.core.notices.publishing import AT_ONCE
from models.notice import Receipt, ReceiptState
from models.outbox import OutboundMessage
from models.people import Child, Contact, Guardianship, Person, Reach, Relation, Role, Wants
from models.school import School
from scheduler.nudges.broadcast import broadcast
from scheduler.sweep import sweep
from tests import cast
from tests.cast import MONDAY
from tests.dialogue import Chat

FAMILIES = 2 * AT_ONCE + 40
FIRST = 1000
"""Of the mothers' and the children's ids."""


@pytest.fixture
def principal(session: Session) -> Person:
    """Of a school where the first mother's second child is the last of the roster."""
    school = School(name="SMP Besar", created_at=MONDAY)
    session.add(school)
    session.flush()
    principal = cast.add_person(session, school, "Pak Hadi", "telegram", "1", MONDAY)
    cast.add_staff(session, principal, Role.PRINCIPAL, None)
    group = cast.add_class(session, school, "7A")
    mothers = range(FIRST, FIRST + FAMILIES)
    here = {"school_id": school.id}
    session.execute(insert(Person), [{**here, **_mother(i)} for i in mothers])
    session.execute(insert(Contact), [{**here, **_contact(i)} for i in mothers])
    children = [*mothers, FIRST + FAMILIES]
    session.execute(
        insert(Child),
        [{**here, "id": i, "class_group_id": group.id, "name": f"Anak {i}"} for i in children],
    )
    session.execute(
        insert(Guardianship),
        [{**here, **_place(i, FIRST if i == children[-1] else i)} for i in children],
    )
    return principal


def _mother(id_: int) -> dict[str, object]:
    return {"id": id_, "name": f"Ibu {id_}", "wants": Wants.EVERYTHING, "joined_at": MONDAY}


def _contact(id_: int) -> dict[str, object]:
    return {"person_id": id_, "channel": "telegram", "address": f"c{id_}", "reach": Reach.OPEN,
            "created_at": MONDAY}  # fmt: skip


def _place(child: int, person: int) -> dict[str, object]:
    return {"child_id": child, "person_id": person, "relation": Relation.MOTHER, "rank": 1,
            "name": "Ibu"}  # fmt: skip


def test_the_rest_follows_and_every_family_is_told_once(
    session: Session, principal: Person
) -> None:
    chat = Chat(session, MONDAY)
    chat.says(principal, "umumkan sekolah: besok libur")
    assert f"• Keluarga: {FAMILIES} ({FAMILIES + 1} anak)" in chat.heard(principal)[0]
    chat.says(principal, "1")
    assert _told(session) == AT_ONCE
    assert session.scalar(
        select(func.count(Receipt.id)).where(Receipt.state == ReceiptState.WAITING)
    ) == FAMILIES - AT_ONCE  # fmt: skip
    assert sweep(session, broadcast, chat.now) == AT_ONCE
    assert sweep(session, broadcast, chat.now) == 40
    assert sweep(session, broadcast, chat.now) == 0
    people = session.scalars(
        select(OutboundMessage.person_id).where(OutboundMessage.notice_id.is_not(None))
    ).all()
    assert len(people) == FAMILIES
    assert set(Counter(people).values()) == {1}
    siblings = session.scalars(
        select(OutboundMessage.body).where(OutboundMessage.person_id == FIRST)
    ).one()
    assert f"Anak {FIRST} (7A), Anak {FIRST + FAMILIES} (7A)" in siblings


def test_taken_back_between_two_batches(session: Session, principal: Person) -> None:
    chat = Chat(session, MONDAY)
    chat.says(principal, "umumkan sekolah: besok libur")
    chat.says(principal, "1")
    chat.taps(principal, "Tarik kembali")
    assert sweep(session, broadcast, chat.now) == 0
    assert _told(session) == AT_ONCE
    assert set(session.scalars(select(Receipt.state))) == {ReceiptState.CLOSED}


def _told(session: Session) -> int:
    return session.scalar(
        select(func.count(OutboundMessage.id)).where(OutboundMessage.notice_id.is_not(None))
    ) or 0  # fmt: skip
