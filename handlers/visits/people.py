"""Who is concerned by a visit: the family's guardians, the teacher, and whether they are women."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Reply, Say, Step, Tell, Text, Turn, Value
from handlers.core.talk.times import Moment
from handlers.core.understanding.matters.visits import sex_by_name
from handlers.visits.words import PLACES
from models.base import one_of
from models.family import Place as Guardian
from models.family import Pupil, places_of, pupils, pupils_of_guardian
from models.outbox import Priority
from models.people import Guardianship, Person, Relation, Sex
from models.prepared import Prepared
from models.reach import lines
from models.school import school_of
from models.visit import OPEN, Visit

KIND = "visit"
"""A guardian who may only see some kinds of notices sees visits under that name."""
_SEX = {Relation.FATHER: Sex.MALE, Relation.MOTHER: Sex.FEMALE}


_OPEN = select(Visit).where(Visit.state.in_(OPEN)).order_by(Visit.id)


def locked(session: Session, visit_id: int) -> Visit:
    """The visit as it is now; whoever else would change it waits until this transaction ends."""
    return session.scalars(
        select(Visit)
        .where(Visit.id == visit_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def child_of(session: Session, visit: Visit) -> Pupil:
    """The child as messages name it, also when it has left in the meantime."""
    found = pupils(session, [visit.child_id])
    left = Pupil(visit.child_id, visit.school_id, visit.child.name, "", None, "")
    return found[0] if found else left


def places(session: Session, child_id: int, now: datetime) -> list[Guardian]:
    """The current places beside a child whose holders may know of visits; empty ones too."""
    return [one for one in places_of(session, [child_id], now).get(child_id, []) if one.sees(KIND)]


def guardians(session: Session, child_id: int, now: datetime) -> list[int]:
    """Those who have joined and can be told, by rank."""
    joined = [one.person_id for one in places(session, child_id, now) if one.person_id]
    reached = lines(session, joined)
    return list(dict.fromkeys(person for person in joined if person in reached))


def own_children(turn: Turn, session: Session) -> list[Pupil]:
    """The speaker's children of whose visits they may know."""
    person = turn.speaker.person
    mine = pupils_of_guardian(session, person, turn.now)
    return [
        child
        for child in mine
        if any(one.person_id == person for one in places(session, child.id, turn.now))
    ]


def open_visits(session: Session, *, children: Sequence[int]) -> list[Visit]:
    """Visits to these children that are not over; the latest asked last."""
    return list(session.scalars(_OPEN.where(Visit.child_id.in_(children))))


def own_open(turn: Turn, session: Session) -> list[Visit]:
    """The teacher's own visits that are not over, at the school where they work now."""
    query = _OPEN.where(
        Visit.teacher_id == turn.speaker.person, Visit.school_id == turn.speaker.school
    )
    return list(session.scalars(query))


def is_teachers(visit: Visit, turn: Turn) -> bool:
    """Whether the speaker makes that visit, and still works at its school."""
    mine = visit.teacher_id == turn.speaker.person
    return mine and visit.school_id == turn.speaker.school


_HAS_OPEN = Prepared(
    select(Visit.id)
    .join(Guardianship, Guardianship.child_id == Visit.child_id)
    .where(
        Guardianship.person_id == bindparam("person"),
        Guardianship.ended_at.is_(None),
        one_of(Visit.state, OPEN),
    )
    .limit(1)
)


def has_open(session: Session, guardian: int) -> bool:
    """Whether any visit may concern this guardian: asked of every message nobody understood."""
    return _HAS_OPEN(session, person=guardian).scalar() is not None


def sex_of(session: Session, person_id: int) -> Sex | None:
    """As it was stored, else by the honorific; None where we have to ask."""
    person = session.get_one(Person, person_id)
    return person.sex or sex_by_name(person.name)


def sex_of_guardian(place: Guardian, name: str = "") -> Sex | None:
    return _SEX.get(place.relation) or sex_by_name(name or place.name)


def sex_of_speaker(turn: Turn, session: Session, child_id: int) -> Sex | None:
    """Whom "saya" means in a guardian's words about this child."""
    mine = [
        one for one in places(session, child_id, turn.now) if one.person_id == turn.speaker.person
    ]
    return sex_of_guardian(mine[0], turn.speaker.name) if mine else None


def shown(session: Session, visit: Visit, at: datetime | None = None) -> dict[str, Value]:
    """What every text about a visit names: child, teacher, place and time."""
    zone = school_of(session, visit.school_id).zone
    when = at or visit.starts_at
    return {
        "child": child_of(session, visit).label,
        "teacher": visit.teacher.name,
        "place": PLACES[visit.place],
        **({"when": Moment(when, zone)} if when else {}),
    }


def say(
    visit: Visit,
    person: int,
    what: str,
    text: Text,
    values: Mapping[str, Value],
    turn: Turn | None = None,
    *,
    choices: Sequence[Choice] = (),
    then: Step | None = None,
    kind: str | None = None,
    files: Sequence[int] = (),
    more: Mapping[str, Any] | None = None,
    expires_at: datetime | None = None,
    free: bool | None = None,
) -> Say:
    """Say something to one of those concerned: as the answer to whoever is speaking, and to the
    others as a message of its own, once for each `what` at each state of the calendar."""
    remember = {"visit": visit.id, "children": [visit.child_id], **(more or {})}
    if turn is not None and turn.speaker.person_id == person:
        return Reply(
            text,
            values,
            choices=choices,
            then=then,
            remember=remember,
            kind=kind,
            files=files,
            free=free,
        )
    return Tell(
        text,
        values,
        choices=choices,
        then=then,
        remember=remember,
        kind=kind,
        files=files,
        free=False if free is None else free,
        to=person,
        topic=f"{topic(visit)}{what}",
        priority=Priority.IMPORTANT,
        asked=True,
        expires_at=expires_at,
        asker=visit.teacher_id if then and person != visit.teacher_id else None,
    )


def urgent(visit: Visit, person: int, what: str, text: Text, values: Mapping[str, Value]) -> Say:
    """Said at any hour, quiet or not: somebody may need help."""
    return Tell(
        text,
        values,
        to=person,
        topic=f"{topic(visit)}{what}",
        priority=Priority.URGENT,
    )


def topic(visit: Visit) -> str:
    """What the topics of all that is told about a visit at its present time begin with."""
    return f"visit:{visit.id}:{visit.sequence}:"
