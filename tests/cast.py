"""The standing cast. Everybody is invented.

Bu Ratna teaches 1A and writes on Telegram. Ibu Sari (WhatsApp) is the mother of Aisyah in
1A and of Bima in 3B; Pak Budi (Telegram) is Aisyah's and Bima's father. Bu Dewi teaches
3B; Ibu Wati (WhatsApp) is the mother of Citra there and must never see 1A's matters. Pak
Hadi is the principal. Danu in 1A has nobody who has joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Child, Contact, Guardianship, Person, Relation, Role, StaffRole
from models.school import ClassGroup, School

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WIB).astimezone(UTC)
"""A school day, mid-morning, far from any quiet hour."""


@dataclass(frozen=True)
class Cast:
    school: School
    class_1a: ClassGroup
    class_3b: ClassGroup
    ratna: Person
    dewi: Person
    hadi: Person
    sari: Person
    budi: Person
    wati: Person
    aisyah: Child
    bima: Child
    citra: Child
    danu: Child


def make(session: Session, now: datetime = MONDAY) -> Cast:
    school = School(name="SD Tunas Harapan", created_at=now)
    session.add(school)
    session.flush()
    class_1a, class_3b = (add_class(session, school, name) for name in ("1A", "3B"))
    aisyah, danu = (add_child(session, class_1a, n) for n in ("Aisyah Humaira", "Danu Pratama"))
    bima, citra = (add_child(session, class_3b, n) for n in ("Bima Saputra", "Citra Lestari"))
    people = {
        "ratna": add_person(session, school, "Bu Ratna", "telegram", "1001", now),
        "dewi": add_person(session, school, "Bu Dewi", "whatsapp", "+6284400000901", now),
        "hadi": add_person(session, school, "Pak Hadi", "telegram", "1003", now),
        "sari": add_person(session, school, "Ibu Sari", "whatsapp", "+6284400000002", now),
        "budi": add_person(session, school, "Bapak Budi", "telegram", "1002", now),
        "wati": add_person(session, school, "Ibu Wati", "whatsapp", "+6284400000004", now),
    }
    add_staff(session, people["ratna"], Role.HOMEROOM, class_1a)
    add_staff(session, people["dewi"], Role.HOMEROOM, class_3b)
    add_staff(session, people["hadi"], Role.PRINCIPAL, None)
    for child in (aisyah, bima):
        add_place(session, child, people["sari"], Relation.MOTHER, 1, now)
        add_place(session, child, people["budi"], Relation.FATHER, 2, now)
    add_place(session, citra, people["wati"], Relation.MOTHER, 1, now)
    add_empty_place(session, danu, "Jumiati", Relation.MOTHER, 1, "+6284400000005")
    session.flush()
    return Cast(
        school, class_1a, class_3b, aisyah=aisyah, bima=bima, citra=citra, danu=danu, **people
    )


def found(session: Session) -> Cast:
    """The cast in a database that has nobody else."""
    (school,) = session.scalars(select(School))
    groups = {group.name: group for group in session.scalars(select(ClassGroup))}
    people = {one.name.split()[1].casefold(): one for one in session.scalars(select(Person))}
    children = {one.name.split()[0].casefold(): one for one in session.scalars(select(Child))}
    everybody: dict[str, Any] = {**people, **children}
    return Cast(school, groups["1A"], groups["3B"], **everybody)


def add_class(session: Session, school: School, name: str) -> ClassGroup:
    group = ClassGroup(school_id=school.id, name=name, school_year="2026/2027")
    session.add(group)
    session.flush()
    return group


def add_child(session: Session, group: ClassGroup, name: str) -> Child:
    child = Child(school_id=group.school_id, class_group_id=group.id, name=name)
    session.add(child)
    session.flush()
    return child


def add_person(
    session: Session, school: School, name: str, channel: str, address: str, now: datetime
) -> Person:
    person = Person(school_id=school.id, name=name, joined_at=now)
    session.add(person)
    session.flush()
    session.add(
        Contact(
            school_id=school.id,
            person_id=person.id,
            channel=channel,
            address=address,
            heard_at=now,
            created_at=now,
        )
    )
    return person


def add_staff(session: Session, person: Person, role: Role, group: ClassGroup | None) -> None:
    session.add(
        StaffRole(
            school_id=person.school_id,
            person_id=person.id,
            role=role,
            class_group_id=group.id if group else None,
        )
    )


def add_place(
    session: Session, child: Child, person: Person, relation: Relation, rank: int, now: datetime
) -> None:
    person.consented_at = now
    place = add_empty_place(session, child, person.name.split(" ", 1)[1], relation, rank, None)
    place.person_id = person.id


def add_empty_place(
    session: Session, child: Child, name: str, relation: Relation, rank: int, phone: str | None
) -> Guardianship:
    place = Guardianship(
        school_id=child.school_id,
        child_id=child.id,
        relation=relation,
        rank=rank,
        name=name,
        phone=phone,
    )
    session.add(place)
    session.flush()
    return place
