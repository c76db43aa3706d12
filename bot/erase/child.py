"""Erasing a child: the book, the threads about them, and every message about them alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.commands.lookup import ERASED
from bot.erase import about, ahead, circle, files
from bot.erase.closing import close
from bot.erase.mentions import reword
from bot.erase.tables import empty_others
from bot.erase.traces import Lookout
from bot.erase.work import Erased, Work
from bot.export import belonging
from bot.export.child import KNOWN
from bot.roster.leaving import leave
from models.invitation import Invitation
from models.media import Media
from models.notice import Notice, NoticeState, Receipt, Signature
from models.outbox import OutboundMessage
from models.people import Child, Guardianship, StaffRole
from models.task import Task
from models.thread import Note

R = TypeVar("R", Note, Task)
TOPICS = ("approve", "decided", "withdrawn")
"""What messages about a notice begin their topic with, where they do not name it otherwise."""


def erase_child(session: Session, child: Child, now: datetime) -> Erased:
    """Erase in the caller's transaction; the caller commits, and deletes the files named.

    The guardians stay: they may have other children here, and are erased as people.
    """
    return _Erasing(Work(session, now), child).all()


class _Erasing:
    def __init__(self, work: Work, child: Child) -> None:
        self._work = work
        self._session = work.session
        self._child = child
        self._notes = self._of(Note)
        self._tasks = self._of(Task)
        self._signatures = self._session.scalars(
            select(Signature).join(Receipt).where(Receipt.child_id == child.id)
        ).all()
        self._alone = about.notices_alone(self._session, child.id)
        self._rows = belonging.of_child(self._session, child.id, belonging.ERASED)

    def _of(self, table: type[R]) -> Sequence[R]:
        return self._session.scalars(select(table).where(table.child_id == self._child.id)).all()

    def all(self) -> Erased:
        school = self._child.school_id
        lookout, family = self._lookout(), self._family()
        self._notices()
        self._work.empty_notes(self._notes)
        for signature in self._signatures:
            self._work.change("signatures", signature, text="")
        empty_others(self._work, self._rows, KNOWN)
        self._messages(family)
        files.unmake(self._work, [self._child.id], self._rows)
        ahead.call_off(self._work, self._child.id, self._rows)
        self._leave()
        self._names()
        lookout.words = self._work.words
        found = reword(self._session, lookout.traces(), {school}, family)
        self._work.counts["mentions"] += found
        return close(self._work, f"children:{self._child.id}", school)

    def _lookout(self) -> Lookout:
        child = self._child
        lookout = Lookout(circle.names(self._session, {child.school_id}, child=child.id))
        lookout.name(child.name, child.class_group.name if child.class_group else "")
        lookout.nickname(child.name)
        lookout.nickname(child.nickname)
        numbers = [child.phone, *(place.phone for place in child.guardianships)]
        for number in circle.only_theirs(self._session, numbers, child=child.id):
            lookout.number(number)
        return lookout

    def _family(self) -> set[int]:
        """Contacts of those who call the child by a part of the name."""
        teachers = self._session.scalars(
            select(StaffRole.person_id).where(
                StaffRole.class_group_id == self._child.class_group_id
            )
        )
        return circle.contacts_of(
            self._session,
            [
                *(place.person_id for place in self._child.guardianships),
                *teachers,
                *(notice.author_id for notice in self._alone),
                *belonging.people_in(self._session, self._rows),
            ],
        )

    def _notices(self) -> None:
        """What went to this family alone. What went to several keeps its words."""
        for notice in self._alone:
            self._work.media.update(notice.files)
            self._work.remember(notice.body)
            open_ = notice.state in (NoticeState.DRAFT, NoticeState.APPROVAL)
            self._work.change(
                "notices",
                notice,
                body=ERASED,
                details={},
                urgent_reason=None,
                media_id=None,
                more_media=[],
                state=NoticeState.REFUSED if open_ else notice.state,
            )

    def _messages(self, family: set[int]) -> None:
        rows = about.messages(self._session, [self._child.school_id], self._concern())
        self._work.empty_out(rows, own=False)
        self._work.empty_what_they_answer(rows)
        files.empty_messages_with(self._work)
        self._work.empty_inbox(note.inbox_id for note in self._notes)
        self._work.empty_inbox(signature.inbox_id for signature in self._signatures)
        self._work.empty_inbox(self._work.said)
        self._work.empty_same_words(family)

    def _concern(self) -> list[ColumnElement[bool]]:
        notices, notes = _ids(self._alone), _ids(self._notes)
        topics = [f"note:{note}" for note in notes]
        topics += [f"{word}:{one}" for word in TOPICS for one in notices]
        papers = about.papers_of(self._session, [self._child.id], self._rows)
        visits = self._rows.get("visits", set())
        return [
            *about.among(OutboundMessage.notice_id, notices),
            *about.among(OutboundMessage.topic, topics),
            *about.topics("visit", visits),
            *about.among(OutboundMessage.media_id, _ids(papers)),
            *about.remembers("child", [self._child.id]),
            *about.remembers("children", [f"[{self._child.id}]"]),
            *about.remembers("notice", notices),
            *about.remembers("note", notes),
            *about.remembers("task", _ids(self._tasks)),
            *about.remembers("place", _ids(self._child.guardianships)),
            *about.remembers("visit", visits),
        ]

    def _leave(self) -> None:
        """Nothing more is sent about the child, nobody is asked to do anything."""
        for task in self._tasks:
            done_at = task.done_at or self._work.now
            self._work.change("tasks", task, details={}, done_at=done_at)
        if self._child.left_at is None:
            leave(self._session, [self._child], self._work.now)

    def _names(self) -> None:
        child, now = self._child, self._work.now
        places = child.guardianships
        codes = select(Invitation).where(Invitation.guardianship_id.in_(_ids(places)))
        self._work.revoke(self._session.scalars(codes))
        for place in places:
            ended_at = place.ended_at or now
            self._work.change("places", place, name=ERASED, phone=None, ended_at=ended_at)
        nothing = dict.fromkeys(("sex", "nisn", "nipd", "phone"))
        self._work.change("names", child, name=ERASED, nickname="", **nothing)


def _ids(rows: Iterable[Note | Task | Notice | Guardianship | Media]) -> list[int]:
    return [row.id for row in rows]
