"""The fictitious school and its past, made by the same conversations as a live one's."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from bot.inbound.registry import Registry, discover
from bot.inbound.router import Router
from models.outbox import OPEN, OutboundMessage, Status
from models.people import Child, Contact, Guardianship, Person, Relation, Role, StaffRole
from models.school import ClassGroup, School

ZONE = ZoneInfo("Asia/Jakarta")
TEACHER, MOTHER, FATHER, PRINCIPAL = "1001", "+6284400000002", "1002", "1003"
FAMILIES = (
    ("Aisyah Humaira", "Sari", "Budi", True),
    ("Bagas Pratama", "Wulan", "Joko", True),
    ("Citra Lestari", "Wati", "Darto", True),
    ("Danu Saputra", "Jumiati", "Karso", False),
    ("Elok Maharani", "Ningsih", "Parjo", False),
)
PAST = (
    (9, "catatan Aisyah: hari ini berani maju ke depan kelas", True),
    (7, "catatan Bagas: membaca lancar satu halaman", True),
    (4, "catatan Citra: rajin membantu teman membereskan kelas", True),
    (1, "catatan Aisyah: tulisannya makin rapi, mohon terus dilatih di rumah", False),
)
"""Days ago, what the teacher wrote, whether the family signed."""


def furnish(session: Session, now: datetime) -> None:
    """Only where there is no school yet."""
    if session.scalar(select(School.id)) is not None:
        return
    began = now - timedelta(days=14)
    name, year = "SD Tunas Harapan (contoh)", "2026/2027"
    school = School(name=name, school_year=year, created_at=began)
    session.add(school)
    session.flush()
    group = ClassGroup(school_id=school.id, name="1A", school_year=year)
    session.add(group)
    session.flush()
    teacher = _person(session, school, "Bu Ratna", "telegram", TEACHER, began)
    principal = _person(session, school, "Pak Hadi", "telegram", PRINCIPAL, began)
    for person, role, of in ((teacher, Role.HOMEROOM, group.id), (principal, Role.PRINCIPAL, None)):
        session.add(
            StaffRole(school_id=school.id, person_id=person.id, role=role, class_group_id=of)
        )
    for number, family in enumerate(FAMILIES):
        _family(session, group, number, family, began)
    session.flush()
    _past(session, now)


def _person(
    session: Session, school: School, name: str, channel: str, address: str, at: datetime
) -> Person:
    person = Person(school_id=school.id, name=name, joined_at=at, consented_at=at)
    session.add(person)
    session.flush()
    session.add(
        Contact(
            school_id=school.id,
            person_id=person.id,
            channel=channel,
            address=address,
            heard_at=at,
            created_at=at,
        )
    )
    return person


def _family(
    session: Session,
    group: ClassGroup,
    number: int,
    family: tuple[str, str, str, bool],
    at: datetime,
) -> None:
    name, mother, father, joined = family
    child = Child(school_id=group.school_id, class_group_id=group.id, name=name)
    session.add(child)
    session.flush()
    places = ((Relation.MOTHER, mother), (Relation.FATHER, father))
    for rank, (relation, called) in enumerate(places, start=1):
        place = Guardianship(
            school_id=group.school_id,
            child_id=child.id,
            relation=relation,
            rank=rank,
            name=called,
            phone=f"+628440000{number:02d}{rank:02d}",
        )
        session.add(place)
        if joined:
            place.person_id = _guardian(session, group.school, relation, called, number, at).id


def _guardian(
    session: Session, school: School, relation: Relation, called: str, number: int, at: datetime
) -> Person:
    if relation is Relation.MOTHER:
        address = MOTHER if number == 0 else f"+62844000010{number:02d}"
        return _person(session, school, f"Ibu {called}", "whatsapp", address, at)
    address = FATHER if number == 0 else f"20{number:02d}"
    return _person(session, school, f"Bapak {called}", "telegram", address, at)


def _past(session: Session, now: datetime) -> None:
    """Two weeks of entries, each written, sent and perhaps signed at ten in the morning."""
    router = Router(Registry.of(discover()))
    for days, words, signed in PAST:
        day = (now.astimezone(ZONE) - timedelta(days=days)).date()
        at = datetime.combine(day, time(10), tzinfo=ZONE).astimezone(UTC)
        _says(session, router, "telegram", TEACHER, words, at)
        sent = at + timedelta(minutes=1)
        _says(session, router, "telegram", TEACHER, "Kirim", sent)
        if signed:
            child = words.split(":")[0].removeprefix("catatan ")
            mother = _mother(session, child)
            _says(session, router, "whatsapp", mother, "paraf", at + timedelta(hours=2))


def _says(
    session: Session, router: Router, channel: str, address: str, text: str, at: datetime
) -> None:
    number = f"past-{at.timestamp():.0f}-{text[:20]}"
    router.receive(session, Incoming(channel, address, number, text=text), at)
    session.flush()
    _sent(session, at + timedelta(seconds=5))


def _sent(session: Session, at: datetime) -> None:
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.status.in_(OPEN))
        .values(status=Status.SENT, sent_at=at, due_at=None)
    )


def _mother(session: Session, child: str) -> str:
    found = session.scalars(
        select(Contact.address)
        .join(Guardianship, Guardianship.person_id == Contact.person_id)
        .join(Child, Child.id == Guardianship.child_id)
        .where(Child.name.startswith(child), Guardianship.relation == Relation.MOTHER)
    )
    return found.one()
