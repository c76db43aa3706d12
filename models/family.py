"""Who belongs to whom: the questions about children that every capability asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, func, or_, select
from sqlalchemy.orm import Session

from models.people import Child, Guardianship, Person, Relation, Role, StaffRole, in_office
from models.prepared import Prepared
from models.school import ClassGroup

WHOLE_SCHOOL = (Role.PRINCIPAL, Role.OPERATOR, Role.COUNSELLOR)
"""Roles that see every class of their school."""
PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})
LEADS = frozenset({Role.PRINCIPAL, Role.OPERATOR})
"""Roles that speak to the whole school."""


@dataclass(frozen=True)
class Pupil:
    """A child as conversations need it."""

    id: int
    school_id: int
    name: str
    nickname: str
    class_id: int | None
    class_name: str

    @property
    def label(self) -> str:
        """Name and class, as every message about a child begins."""
        return f"{self.name} ({self.class_name})" if self.class_name else self.name


_PUPIL = (
    select(
        Child.id, Child.school_id, Child.name, Child.nickname, Child.class_group_id, ClassGroup.name
    )
    .outerjoin(ClassGroup, ClassGroup.id == Child.class_group_id)
    .where(Child.left_at.is_(None))
    .order_by(ClassGroup.name, Child.name, Child.id)
)


_OF_SCHOOL = Prepared(_PUPIL.where(Child.school_id == bindparam("school")))
_NAMED = Prepared(
    _PUPIL.where(
        Child.school_id == bindparam("school"),
        bindparam("words", type_=String()).contains(func.lower(Child.name)),
    )
)
_WITH = Prepared(
    _PUPIL.where(
        Child.school_id == bindparam("school"),
        func.replace(func.lower(Child.name), "'", "").contains(bindparam("word", type_=String())),
    )
)
_PUPILS = Prepared(_PUPIL.where(Child.id.in_(bindparam("ids", expanding=True))))


def _current(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    return Guardianship.ended_at.is_(None) & or_(
        Guardianship.expires_at.is_(None), Guardianship.expires_at > now
    )


_NOW = bindparam("now", type_=Guardianship.expires_at.type)
_OF_GUARDIAN = Prepared(
    _PUPIL.join(Guardianship, Guardianship.child_id == Child.id).where(
        Guardianship.person_id == bindparam("person"), _current(_NOW)
    )
)
_HOMEROOM = Prepared(
    select(StaffRole.person_id)
    .where(
        StaffRole.class_group_id == bindparam("class_id"),
        StaffRole.role == Role.HOMEROOM,
        in_office(),
    )
    .order_by(StaffRole.id)
)
_NAMES = Prepared(
    select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)))
)


def _pupil(row: Iterable[object]) -> Pupil:
    id_, school_id, name, nickname, class_id, class_name = row
    return Pupil(id_, school_id, name, nickname, class_id, class_name or "")  # type: ignore[arg-type]


PART = 500
"""Ids in one statement: both engines have a limit, and each length is put together anew."""


def in_parts(ids: Iterable[int]) -> list[list[int]]:
    """Any number of ids, sorted, in lists that a statement takes."""
    all_ = sorted(set(ids))
    return [all_[start : start + PART] for start in range(0, len(all_), PART)]


def pupils(session: Session, ids: Collection[int]) -> list[Pupil]:
    """These children, those who have left not among them, by class and name."""
    found = [_pupil(row) for part in in_parts(ids) for row in _PUPILS(session, ids=part)]
    return found if len(ids) <= PART else sorted(found, key=_by_class)


def _by_class(pupil: Pupil) -> tuple[str, str, int]:
    return pupil.class_name, pupil.name, pupil.id


def pupils_of_class(session: Session, *class_ids: int) -> list[Pupil]:
    """The children of these class groups, by class and name."""
    query = _PUPIL.where(Child.class_group_id.in_(class_ids))
    return [_pupil(row) for row in session.execute(query)]


def pupils_of_school(session: Session, school_id: int) -> list[Pupil]:
    """Every child of the school, by class and name."""
    return [_pupil(row) for row in _OF_SCHOOL(session, school=school_id)]


def pupils_with(session: Session, school_id: int, words: Collection[str]) -> list[Pupil]:
    """The children of the school in whose names one of these words occurs.

    The words are in small letters and without apostrophes.
    """
    each = ({"school": school_id, "word": word} for word in words)
    return [*dict.fromkeys(_pupil(row) for row in _WITH.each(session, each))]


def pupils_named(session: Session, school_id: int, words: str) -> list[Pupil]:
    """The children of the school whose whole names are somewhere in these words."""
    plain = " ".join(words.lower().split())
    return [_pupil(row) for row in _NAMED(session, school=school_id, words=plain)]


def classes_of_school(session: Session, school_id: int) -> list[ClassGroup]:
    """The class groups that have children, by name."""
    filled = select(Child.class_group_id).where(
        Child.school_id == school_id, Child.left_at.is_(None)
    )
    return list(
        session.scalars(
            select(ClassGroup).where(ClassGroup.id.in_(filled)).order_by(ClassGroup.name)
        )
    )


def works_at(session: Session, person_id: int) -> int | None:
    """The school on whose staff somebody is."""
    return session.scalar(
        select(StaffRole.school_id).where(StaffRole.person_id == person_id, in_office()).limit(1)
    )


def staff_of(session: Session, school_id: int) -> list[int]:
    """Person ids of everybody who works at this school and has joined."""
    found = session.scalars(
        select(StaffRole.person_id)
        .where(StaffRole.school_id == school_id, in_office())
        .distinct()
        .order_by(StaffRole.person_id)
    )
    return list(found)


def leaders_of(session: Session, school_id: int) -> list[int]:
    """Person ids of those who lead the school: its principal and its operator."""
    found = session.scalars(
        select(StaffRole.person_id)
        .where(StaffRole.school_id == school_id, StaffRole.role.in_(LEADS), in_office())
        .distinct()
        .order_by(StaffRole.person_id)
    )
    return list(found)


def pupils_of_guardian(session: Session, person_id: int, now: datetime) -> list[Pupil]:
    """The children this person is a guardian of today."""
    rows = _OF_GUARDIAN(session, person=person_id, now=now)
    return list(dict.fromkeys(_pupil(row) for row in rows))


def pupils_of_staff(session: Session, person_id: int, school_id: int) -> list[Pupil]:
    """The children this member of staff may write about and read of."""
    roles = session.execute(
        select(StaffRole.role, StaffRole.class_group_id).where(
            StaffRole.person_id == person_id,
            StaffRole.school_id == school_id,
            in_office(),
        )
    ).all()
    query = _PUPIL.where(Child.school_id == school_id)
    if not any(role in WHOLE_SCHOOL for role, _ in roles):
        classes = [class_id for _, class_id in roles if class_id is not None]
        query = query.where(Child.class_group_id.in_(classes))
    return [_pupil(row) for row in session.execute(query)]


def homeroom_of(session: Session, class_id: int | None) -> list[int]:
    """Person ids of a class's homeroom teachers who have joined."""
    if class_id is None:
        return []
    return _HOMEROOM(session, class_id=class_id).scalars()


def homeroom_classes(session: Session, person_id: int, school_id: int) -> set[int]:
    """The classes of this school whose homeroom teacher somebody is."""
    found = session.scalars(
        select(StaffRole.class_group_id).where(
            StaffRole.person_id == person_id,
            StaffRole.school_id == school_id,
            StaffRole.role == Role.HOMEROOM,
            StaffRole.class_group_id.is_not(None),
            in_office(),
        )
    )
    return {class_id for class_id in found if class_id is not None}


def staff_with(session: Session, school_id: int, *roles: Role) -> list[int]:
    """Person ids of those at this school who hold one of these roles, in that order."""
    found = session.execute(
        select(StaffRole.person_id, StaffRole.role)
        .where(
            StaffRole.school_id == school_id,
            StaffRole.role.in_(roles),
            in_office(),
        )
        .order_by(StaffRole.id)
    ).all()
    return [person for role in roles for person, held in found if held is role]


def answerable_for(session: Session, school_id: int, class_id: int | None) -> list[int]:
    """Who at school hears about a child: the homeroom teacher, else operator or principal."""
    return homeroom_of(session, class_id) or staff_with(
        session, school_id, Role.OPERATOR, Role.PRINCIPAL
    )


def guardians_of(session: Session, child_ids: Collection[int], now: datetime) -> list[Guardianship]:
    """The current places beside these children, first to be told first; empty ones too."""
    return list(
        session.scalars(
            select(Guardianship)
            .where(Guardianship.child_id.in_(child_ids), _current(now))
            .order_by(Guardianship.child_id, Guardianship.rank)
        )
    )


class Place(NamedTuple):
    """A current place beside a child, as reaching a whole school's families needs it."""

    child_id: int
    person_id: int | None
    relation: Relation
    name: str
    phone: str | None
    must_sign: bool
    scope: str | None
    both: bool
    """Whether the parents of this child are told together."""

    @property
    def both_parents(self) -> bool:
        """Whether whoever holds it is a parent who is told beside the other."""
        return self.both and self.relation in PARENTS

    def sees(self, kind: str) -> bool:
        """Whether whoever holds it may see and sign a notice of `kind`."""
        return (self.scope or "all") in ("all", kind)


_PLACES = Prepared(
    select(
        Guardianship.child_id,
        Guardianship.person_id,
        Guardianship.relation,
        Guardianship.name,
        Guardianship.phone,
        Guardianship.must_sign,
        Guardianship.scope,
        Child.tell_both,
    )
    .join(Child, Child.id == Guardianship.child_id)
    .where(Guardianship.child_id.in_(bindparam("ids", expanding=True)), _current(_NOW))
    .order_by(Guardianship.child_id, Guardianship.rank)
)


def places_of(
    session: Session, child_ids: Collection[int], now: datetime
) -> dict[int, list[Place]]:
    """The current places beside each child, first to be told first; empty ones too."""
    found: dict[int, list[Place]] = {}
    for ids in in_parts(child_ids):
        for row in _PLACES(session, ids=ids, now=now):
            found.setdefault(row[0], []).append(Place(*row))
    return found


def is_guardian(session: Session, person_id: int, child_id: int, now: datetime) -> bool:
    return (
        session.scalar(
            select(Guardianship.id)
            .where(
                Guardianship.person_id == person_id,
                Guardianship.child_id == child_id,
                _current(now),
            )
            .limit(1)
        )
        is not None
    )


def names(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    rows = _NAMES(session, ids=list(person_ids))
    return {row.id: row.name for row in rows}
