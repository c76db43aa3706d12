"""A school with as many families as a scene wants, all of whom have written a moment ago."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, String, cast, insert, literal, select, update
from sqlalchemy.orm import Session

from bot.storage.database import connect, sessions_on
from bot.storage.migrating import migrate
from handlers.contact_book.entry import KIND
from handlers.core.notices.publishing import publish, tell_next
from handlers.core.talk.post import post
from models.notice import Notice
from models.outbox import OutboundMessage, Priority, Status
from models.people import Child, Contact, Guardianship, Person, Relation, Role, StaffRole
from models.school import ClassGroup, School

TEACHER = "+6284400000900"


def address(family: int, channel: str) -> str:
    return f"+6284401{family:06d}" if channel == "whatsapp" else str(900_000 + family)


def found(folder: Path, families: int, channel: str = "whatsapp") -> str:
    """Make the database, with one entry that every family has been sent; its URL."""
    url = f"sqlite:///{folder / 'penghubung.db'}"
    engine = connect(url)
    migrate(engine)
    with sessions_on(engine).begin() as session:
        _fill(session, families, channel)
        _write_to_all(session)
    engine.dispose()
    return url


def _fill(session: Session, families: int, channel: str) -> None:
    now = datetime.now(UTC)
    hours = {"spans": [], "hold_on_holidays": False}
    settings = {"office_from": "00:00", "office_to": "23:59:59"}
    school = School(name="SD Uji", hours=hours, settings=settings, created_at=now)
    session.add(school)
    session.flush()
    group = ClassGroup(school_id=school.id, name="1A", school_year="2026/2027")
    session.add(group)
    session.flush()
    teacher = _person(session, school, "Bu Ratna", now, channel, TEACHER)
    session.add(
        StaffRole(
            school_id=school.id, person_id=teacher.id, role=Role.HOMEROOM, class_group_id=group.id
        )
    )
    for family in range(families):
        guardian = _person(session, school, f"Ibu {family}", now, channel, address(family, channel))
        child = Child(school_id=school.id, class_group_id=group.id, name=f"Anak Ke{family}")
        session.add(child)
        session.flush()
        session.add(
            Guardianship(
                school_id=school.id,
                child_id=child.id,
                person_id=guardian.id,
                relation=Relation.MOTHER,
                rank=1,
                name=guardian.name,
            )
        )


def _person(
    session: Session, school: School, name: str, now: datetime, channel: str, at: str
) -> Person:
    person = Person(school_id=school.id, name=name, joined_at=now, consented_at=now)
    session.add(person)
    session.flush()
    session.add(
        Contact(
            school_id=school.id,
            person_id=person.id,
            channel=channel,
            address=at,
            heard_at=now,
            created_at=now,
        )
    )
    return person


def _write_to_all(session: Session) -> None:
    now = datetime.now(UTC)
    author = session.scalars(select(StaffRole.person_id)).one()
    notice = Notice(
        school_id=1,
        author_id=author,
        kind=KIND.name,
        body="hari ini kami membaca bersama",
        details={"domain": "cognitive"},
        word="BENCH2",
        created_at=now,
    )
    session.add(notice)
    session.flush()
    children = session.scalars(select(Child.id)).all()
    published = publish(session, notice, children, now)
    while published.says:
        post(session, published.says, now)
        published = tell_next(session, notice, now)
    sent = {"status": Status.DELIVERED, "sent_at": now, "provider_id": _sid()}
    session.execute(update(OutboundMessage).values(**sent))


def _sid() -> ColumnElement[str]:
    return literal("SM") + cast(OutboundMessage.id, String)


def sids(url: str) -> dict[str, str]:
    """By what name the provider knows the entry that went to each address."""
    engine = connect(url)
    sent = select(Contact.address, OutboundMessage.provider_id).join(OutboundMessage)
    with engine.connect() as connection:
        found = {address: str(sid) for address, sid in connection.execute(sent)}
    engine.dispose()
    return found


def owe(session: Session, messages: int, channel: str) -> None:
    """Queue so many messages, one to each family as far as they go round."""
    now = datetime.now(UTC)
    contacts = session.query(Contact).filter(Contact.address != TEACHER).all()
    session.execute(
        insert(OutboundMessage),
        [
            {
                "school_id": 1,
                "contact_id": contacts[number % len(contacts)].id,
                "person_id": contacts[number % len(contacts)].person_id,
                "channel": channel,
                "priority": Priority.NORMAL,
                "status": Status.QUEUED,
                "text_key": "bench",
                "blanks": {},
                "language": "id",
                "body": f"Ananda Ke{number} (1A). Besok pagi mohon membawa buku gambar.",
                "choices": [{"label": "Paraf ✅", "value": "sign"}],
                "memory": {},
                "created_at": now,
            }
            for number in range(messages)
        ],
    )
