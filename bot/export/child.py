"""Everything that is kept about one child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.export.rows import Copier, Data
from models.contact_book import BookEntry
from models.notice import Receipt
from models.people import Child, Guardianship
from models.school import School
from models.task import Task
from models.thread import Note

KNOWN = ("guardianships", "book_entries", "receipts", "notes", "tasks")
"""Tables with a `child_id` that have a place of their own in the copy."""


def child_copy(session: Session, child: Child, now: datetime) -> Data:
    """For machines. It holds the threads of all guardians: not all of it is for each of them."""
    school = session.get_one(School, child.school_id)
    return _Copy(Copier(session, school.zone), child).all(school, now)


class _Copy:
    def __init__(self, copier: Copier, child: Child) -> None:
        self._copier = copier
        self._session = copier.session
        self._child = child
        self._notes = self._of(Note)
        self._receipts = self._of(Receipt)

    def all(self, school: School, now: datetime) -> Data:
        group = self._child.class_group
        named = {"class": group.name if group else None}
        years = {"school_year": group.school_year if group else None}
        return {
            "exported_at": self._copier.plain(now),
            "school": {"name": school.name, "npsn": school.npsn, "time_zone": school.time_zone},
            "child": {**self._copier.row(self._child, "class_group_id"), **named, **years},
            "guardians": [self._place(place) for place in self._child.guardianships],
            "entries": self._copier.rows(self._of(BookEntry), "child_id"),
            "notices": [self._notice(receipt) for receipt in self._receipts],
            "notes": [self._note(note) for note in self._notes],
            "tasks": self._copier.rows(self._of(Task), "child_id", "topic"),
            "files": self._copier.files(list(self._files())),
            "other": self._copier.others(["child_id"], self._child.id, KNOWN),
        }

    def _of(
        self, table: type[BookEntry] | type[Receipt] | type[Note] | type[Task]
    ) -> Sequence[BookEntry | Receipt | Note | Task]:
        query = select(table).where(table.child_id == self._child.id).order_by(table.id)
        return self._session.scalars(query).all()

    def _place(self, place: Guardianship) -> Data:
        person = place.person
        joined = {"name": person.name, "joined_at": person.joined_at} if person else None
        return {
            **self._copier.row(place, "child_id"),
            "person": {k: self._copier.plain(v) for k, v in joined.items()} if joined else None,
        }

    def _files(self) -> Iterator[int]:
        for receipt in self._receipts:
            if receipt.notice.media_id:
                yield receipt.notice.media_id
        for note in self._notes:
            yield from note.media
