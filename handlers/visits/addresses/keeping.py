"""Where a child lives: given by the family, seen by the visitor alone, from the day before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Phrase, Tell, Text, Value
from handlers.core.talk.times import Moment
from handlers.visits import states
from models.family import Pupil, guardians_of, staff_of
from models.outbox import Priority
from models.people import Child, Guardianship
from models.school import school_of
from models.visit import HomeAddress, Place, State, Visit

CHANGED = Text(
    "visit_address.changed",
    id="Tentang {child}. Alamat untuk kunjungan {when} baru saja diberikan keluarga:\n{address}\n\n"
    "Mohon dijaga kerahasiaannya.",
    en="About {child}. The family has just given the address for the visit {when}:\n{address}\n\n"
    "Please keep it to yourself.",
    template=True,
)
MAP = Text("visit_address.map", id="{words}\nPeta: {link}", en="{words}\nMap: {link}")
PIN = Text("visit_address.pin", id="Peta: {link}", en="Map: {link}")

AROUND = timedelta(days=1)
"""How long before and after its day the visitor sees the address."""


def address_for(session: Session, visit: Visit, viewer: int, now: datetime) -> HomeAddress | None:
    """The one gate to an address: None for all but the visitors, and for them on other days.

    Whoever shows an address asks here at the moment of showing, and keeps no copy.
    """
    return known(session, visit.child_id) if is_open(session, visit, viewer, now) else None


def is_open(session: Session, visit: Visit, viewer: int, now: datetime) -> bool:
    """Whether this person would see the address of this visit today, if there is one."""
    if viewer not in (visit.teacher_id, visit.companion_id):
        return False
    if visit.place is not Place.HOME or visit.state not in states.SEEN or visit.starts_at is None:
        return False
    zone = school_of(session, visit.school_id).zone
    away = now.astimezone(zone).date() - visit.starts_at.astimezone(zone).date()
    return abs(away) <= AROUND and viewer in staff_of(session, visit.school_id)


def known(session: Session, child_id: int) -> HomeAddress | None:
    """For the family itself; anybody else asks `address_for`."""
    return session.scalar(select(HomeAddress).where(HomeAddress.child_id == child_id))


def worded(words: str, latitude: float | None, longitude: float | None) -> Value:
    """The words, the map, or both."""
    if latitude is None or longitude is None:
        return words
    link = f"https://maps.google.com/?q={latitude:.6f},{longitude:.6f}"
    return Phrase(MAP if words else PIN, {"words": words, "link": link})


def shown(address: HomeAddress) -> Value:
    return worded(address.words, address.latitude, address.longitude)


def host_of(session: Session, visit: Visit, now: datetime) -> int | None:
    """The guardian who receives the visitor; while nobody has said, the first who has joined."""
    here = [place.person_id for place in homes(session, [visit.child_id], now)]
    return visit.host_id if visit.host_id in here else next(iter(here), None)


def homes(session: Session, child_ids: Sequence[int], now: datetime) -> list[Guardianship]:
    """Guardians who have joined and speak for the home: proxies for one matter do not."""
    places = guardians_of(session, child_ids, now)
    return [p for p in places if p.person_id is not None and p.scope in (None, "all")]


def put(
    session: Session,
    child: Pupil,
    words: str,
    pin: tuple[float, float] | None,
    person: int,
    now: datetime,
) -> list[Tell]:
    """Write an address down; what to tell the visitors who had to do without it until now."""
    # Both parents may answer at the same moment: there is one row for the child.
    session.execute(select(Child.id).where(Child.id == child.id).with_for_update())
    address = known(session, child.id)
    if address is None:
        address = HomeAddress(school_id=child.school_id, child_id=child.id)
        session.add(address)
    address.words = words
    address.latitude, address.longitude = pin or (None, None)
    address.person_id, address.at = person, now
    session.flush()
    zone = school_of(session, child.school_id).zone
    coming = session.scalars(
        select(Visit).where(
            Visit.child_id == child.id, Visit.state == State.CONFIRMED, Visit.starts_at > now
        )
    ).all()
    return [
        Tell(
            CHANGED,
            {
                "child": child.label,
                "when": Moment(visit.starts_at, zone),
                "address": shown(address),
            },
            to=who,
            topic=f"visit:{visit.id}:address:{now:%Y%m%d%H%M%S}",
            priority=Priority.IMPORTANT,
            expires_at=visit.starts_at,
        )
        for visit in coming
        for who in (visit.teacher_id, visit.companion_id)
        if visit.starts_at and who and address_for(session, visit, who, now)
    ]
