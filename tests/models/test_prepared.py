"""What the clock asks again and again."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.prepared import Watch
from models.school import ClassGroup, School
from tests.cast import Cast

CLASSES = Watch(
    select(ClassGroup).where(ClassGroup.name >= bindparam("first")).order_by(ClassGroup.name)
)
WITH_SCHOOL = Watch(
    select(ClassGroup, School)
    .join(School, School.id == ClassGroup.school_id)
    .where(ClassGroup.name >= bindparam("first"))
    .order_by(ClassGroup.name)
)


def test_what_it_finds_are_the_objects_of_the_session(session: Session, cast: Cast) -> None:
    found = WITH_SCHOOL.rows(session, first="")
    assert found
    assert all(one is session.get(ClassGroup, one.id) for one, _ in found)
    assert all(school is session.get(School, school.id) for _, school in found)
    assert CLASSES.scalars(session, first="") == [one for one, _ in found]


def test_it_sees_what_has_not_been_written_yet(session: Session, cast: Cast) -> None:
    assert CLASSES.scalars(session, first="zz") == []
    school = session.scalars(select(School)).first()
    assert school is not None
    session.add(ClassGroup(school_id=school.id, name="zz 1"))
    assert [one.name for one in CLASSES.scalars(session, first="zz")] == ["zz 1"]
