"""Everything that is kept about one child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.export.belonging import of_child
from bot.export.rows import Copier, Data, files_in, left_out
from models.contact_book import BookEntry
from models.notice import Receipt
from models.people import Child, Guardianship
from models.school import School
from models.task import Task
from models.thread import Note

KNOWN = (
    "guardianships",
    "invitations",
    "book_entries",
    "receipts",
    "signatures",
    "notes",
    "tasks",
)
"""Tables that have a place of their own in the copy; codes to join by are the guardians'."""

R = TypeVar("R", BookEntry, Receipt, Note, Task)


def child_copy(session: Session, child: Child, now: datetime) -> Data:
    """For machines. It holds every guardian's thread: not all of it is for each of them."""
    school = session.get_one(School, child.school_id)
    return _Copy(Copier(session, school.zone), child).all(school, now)


class _Copy:
    def __init__(self, copier: Copier, child: Child) -> None:
        self._copier = copier
        self._child = child
        self._receipts = self._of(Receipt)
        self._notes = self._of(Note)

    def all(self, school: School, now: datetime) -> Data:
        other = self._copier.others(of_child(self._copier.session, self._child.id), KNOWN)
        return {
            "exported_at": self._copier.plain(now),
            "school": {"name": school.name, "npsn": school.npsn, "time_zone": school.time_zone},
            "child": self._itself(),
            "guardians": [self._place(place) for place in self._child.guardianships],
            "entries": self._copier.rows(self._of(BookEntry), "child_id"),
            "notices": [self._notice(receipt) for receipt in self._receipts],
            "notes": [self._note(note) for note in self._notes],
            "tasks": self._copier.rows(self._of(Task), "child_id", "topic"),
            "files": self._copier.files({*self._files(), *files_in(other)}),
            "other": other,
            "left_out": left_out(other),
        }

    def _of(self, table: type[R]) -> Sequence[R]:
        query = select(table).where(table.child_id == self._child.id).order_by(table.id)
        return self._copier.session.scalars(query).all()

    def _itself(self) -> Data:
        group = self._child.class_group
        return {
            **self._copier.row(self._child, "class_group_id"),
            "class": group.name if group else None,
            "school_year": group.school_year if group else None,
        }

    def _place(self, place: Guardianship) -> Data:
        """The roster's name for a guardian, and by what name they joined."""
        person = place.person
        joined = self._copier.plain(person.joined_at) if person else None
        called = person.name if person else None
        return {**self._copier.row(place, "child_id"), "called": called, "joined_at": joined}

    def _notice(self, receipt: Receipt) -> Data:
        """A notice as it came to this family. Of the other children it went to, nothing."""
        notice = receipt.notice
        details = {name: value for name, value in notice.details.items() if name != "children"}
        return {
            **self._copier.row(notice, "word", "details"),
            "author": notice.author.name,
            "details": details,
            "receipt": {
                **self._copier.row(receipt, "child_id", "notice_id"),
                "signatures": [
                    {**self._copier.row(one, "receipt_id", "inbox_id"), "signer": one.person.name}
                    for one in receipt.signatures
                ],
            },
        }

    def _note(self, note: Note) -> Data:
        return {
            **self._copier.row(note, "child_id", "inbox_id"),
            "guardian": note.guardian.name,
            "staff": note.staff.name if note.staff else None,
        }

    def _files(self) -> Iterator[int]:
        for receipt in self._receipts:
            yield from receipt.notice.files
        for note in self._notes:
            yield from note.media
