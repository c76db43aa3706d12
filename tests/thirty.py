"""Thirty families of 7A, five of them with a second child in 8B. Everybody is invented.

Mothers have joined by Telegram (odd numbers) and WhatsApp (even ones); the fathers' places are
empty. 22's WhatsApp window is closed, 23 has blocked us, 24 and 25 want no messages, 26 to 28
have not joined. Bu Ratna teaches 7A, Bu Dewi 8B, Pak Hadi is the principal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Child, Contact, Person, Reach, Relation, Role, Wants
from models.school import ClassGroup, School
from tests import cast
from tests.cast import MONDAY

FAMILIES = 30
SIBLINGS = range(1, 6)
OUTSIDE, BLOCKED, OPTED_OUT, NOT_JOINED = 22, 23, (24, 25), (26, 27, 28)
REACHED = FAMILIES - 1 - len(OPTED_OUT) - len(NOT_JOINED)


@dataclass(frozen=True)
class Thirty:
    school: School
    class_7a: ClassGroup
    ratna: Person
    dewi: Person
    hadi: Person
    mothers: dict[int, Person]
    """By number; without those who have not joined."""
    children: dict[int, Child]
    """In 7A, by number."""
    younger: dict[int, Child]
    """In 8B, by their family's number."""

    @property
    def reached(self) -> list[Person]:
        out = (BLOCKED, *OPTED_OUT)
        return [mother for number, mother in self.mothers.items() if number not in out]


def make(session: Session, now: datetime = MONDAY) -> Thirty:
    school = School(name="SMP Tunas Harapan", created_at=now)
    session.add(school)
    session.flush()
    class_7a, class_8b = (cast.add_class(session, school, name) for name in ("7A", "8B"))
    ratna = cast.add_person(session, school, "Bu Ratna", "telegram", "9001", now)
    dewi = cast.add_person(session, school, "Bu Dewi", "telegram", "9002", now)
    hadi = cast.add_person(session, school, "Pak Hadi", "whatsapp", "+6284400009003", now)
    cast.add_staff(session, ratna, Role.HOMEROOM, class_7a)
    cast.add_staff(session, dewi, Role.HOMEROOM, class_8b)
    cast.add_staff(session, hadi, Role.PRINCIPAL, None)
    mothers, children, younger = {}, {}, {}
    for number in range(1, FAMILIES + 1):
        children[number] = cast.add_child(session, class_7a, _name(number))
        theirs = [children[number]]
        if number in SIBLINGS:
            younger[number] = cast.add_child(session, class_8b, f"Adik {_name(number)}")
            theirs.append(younger[number])
        mother = None if number in NOT_JOINED else _mother(session, school, number, now)
        if mother is not None:
            mothers[number] = mother
        for child in theirs:
            _places(session, child, number, mother, now)
    session.flush()
    return Thirty(school, class_7a, ratna, dewi, hadi, mothers, children, younger)


def found(session: Session) -> Thirty:
    """The families in a database that has nobody else."""
    (school,) = session.scalars(select(School))
    class_7a = session.scalars(select(ClassGroup).where(ClassGroup.name == "7A")).one()
    people = {person.name: person for person in session.scalars(select(Person))}
    pupils = {child.name: child for child in session.scalars(select(Child))}
    numbers = range(1, FAMILIES + 1)
    return Thirty(
        school,
        class_7a,
        ratna=people["Bu Ratna"],
        dewi=people["Bu Dewi"],
        hadi=people["Pak Hadi"],
        mothers={n: people[f"Ibu {n}"] for n in numbers if n not in NOT_JOINED},
        children={n: pupils[_name(n)] for n in numbers},
        younger={n: pupils[f"Adik {_name(n)}"] for n in SIBLINGS},
    )


FIRST = ("Anggun", "Bima", "Citra", "Dara", "Eko", "Fajar", "Gita", "Hana", "Indra", "Joni")
LAST = ("Pratama", "Lestari", "Saputra", "Wulandari")


def _name(number: int) -> str:
    return f"{FIRST[number % 10]} {LAST[number // 10]}"


def _mother(session: Session, school: School, number: int, now: datetime) -> Person:
    by_telegram = number % 2 == 1
    channel = "telegram" if by_telegram else "whatsapp"
    address = f"70{number:02d}" if by_telegram else f"+62844000070{number:02d}"
    mother = cast.add_person(session, school, f"Ibu {number}", channel, address, now)
    if number in OPTED_OUT:
        mother.wants = Wants.NOTHING
    contact = session.scalars(select(Contact).where(Contact.person_id == mother.id)).one()
    if number == BLOCKED:
        contact.reach = Reach.BLOCKED
    if number == OUTSIDE:
        contact.heard_at = now - timedelta(days=2)
    return mother


def _places(
    session: Session, child: Child, number: int, mother: Person | None, now: datetime
) -> None:
    if mother is not None:
        cast.add_place(session, child, mother, Relation.MOTHER, 1, now)
    else:
        phone = f"+62844000071{number:02d}"
        cast.add_empty_place(session, child, f"Ibu {number}", Relation.MOTHER, 1, phone)
    cast.add_empty_place(session, child, f"Bapak {number}", Relation.FATHER, 2, None)
