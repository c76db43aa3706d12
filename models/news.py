"""What makes no message of its own and is told once a week, and to whom that is due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from models.family import Pupil, in_parts, pupils
from models.notice import Notice, NoticeState, Receipt, ReceiptState, Urgency
from models.people import Guardianship, Person, Wants
from models.prepared import Prepared, Watch
from models.school import School

LOOK_BACK = timedelta(days=14)
"""News older than this is no news. Two weeks, so that a digest that was missed, or moved to
another day, loses nothing."""


@dataclass(frozen=True)
class News:
    """One notice, with the children of one guardian it is about."""

    notice: Notice
    children: tuple[Pupil, ...]
    told_at: datetime


def news_of(session: Session, people: Collection[int], now: datetime) -> dict[int, list[News]]:
    """The news of the last two weeks for each of these guardians, the latest first."""
    rows = [row for ids in in_parts(people) for row in session.execute(_news(ids, now)).all()]
    about = {pupil.id: pupil for pupil in pupils(session, {child for _, _, child, _ in rows})}
    grouped: dict[tuple[int, Notice], dict[int, datetime]] = {}
    for person, notice, child, told_at in rows:
        if person and told_at and child in about:
            grouped.setdefault((person, notice), {})[child] = told_at
    found: dict[int, list[News]] = {}
    for (person, notice), told in grouped.items():
        children = tuple(pupil for pupil in about.values() if pupil.id in told)
        found.setdefault(person, []).append(News(notice, children, max(told.values())))
    return found


def _news(
    people: Collection[int], now: datetime
) -> Select[int | None, Notice, int, datetime | None]:
    return (
        select(Guardianship.person_id, Notice, Receipt.child_id, Receipt.told_at)
        .join(Receipt, Receipt.child_id == Guardianship.child_id)
        .join(Notice, Notice.id == Receipt.notice_id)
        .where(
            Guardianship.person_id.in_(people),
            Guardianship.ended_at.is_(None),
            or_(Guardianship.expires_at.is_(None), Guardianship.expires_at > now),
            or_(Guardianship.scope.is_(None), Guardianship.scope.in_(("all", Notice.kind))),
            Receipt.state != ReceiptState.CLOSED,
            Receipt.told_at > now - LOOK_BACK,
            Receipt.told_at <= now,
            Notice.urgency == Urgency.LOW,
            Notice.state == NoticeState.PUBLISHED,
            or_(Notice.expires_at.is_(None), Notice.expires_at > now),
        )
        .order_by(Receipt.told_at.desc(), Receipt.id.desc())
    )


_ZONES = Prepared(select(School.time_zone).distinct().order_by(School.time_zone))
_DUE = Watch(
    select(Person)
    .where(
        Person.digest_day == bindparam("day"),
        Person.digest_minute <= bindparam("minute"),
        func.coalesce(Person.digested_at, Person.joined_at) < bindparam("midnight"),
        Person.wants == Wants.EVERYTHING,
        Person.consented_at.is_not(None),
        Person.school_id.in_(select(School.id).where(School.time_zone == bindparam("zone"))),
        exists().where(Guardianship.person_id == Person.id, Guardianship.ended_at.is_(None)),
    )
    .order_by(Person.id)
    .limit(bindparam("limit", type_=Integer))
)


def due_for_digest(session: Session, now: datetime, limit: int) -> list[Person]:
    """Guardians whose hour of the week has come, in their school's zone, and not had it today.

    Somebody who joined today hears next week: what is still to be signed they have just got.
    """
    due: list[Person] = []
    for zone in _ZONES(session).scalars():
        local = now.astimezone(ZoneInfo(zone))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        due += _DUE.scalars(
            session,
            day=local.weekday(),
            minute=local.hour * 60 + local.minute,
            midnight=midnight,
            zone=zone,
            limit=limit - len(due),
        )
    return due
