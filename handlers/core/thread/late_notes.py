"""Notes that waited: for their guardian to join, for a teacher, for a child's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from handlers.core.talk import (
    Tell,
)
from handlers.core.thread.notes import forward, leave_with_school
from handlers.core.understanding import find_children
from models import inbox
from models.family import (
    Pupil,
    answerable_for,
    pupils,
    pupils_of_guardian,
)
from models.inbox import InboundMessage
from models.task import Task
from models.thread import Note, keep


def from_waiting(
    session: Session,
    messages: Sequence[InboundMessage],
    guardian: int,
    child: Pupil,
    now: datetime,
) -> list[Tell]:
    """What somebody wrote before they joined, as notes to the school."""
    staff = answerable_for(session, child.school_id, child.class_id)
    tells: list[Tell] = []
    for message in messages:
        written = keep(
            session,
            school_id=child.school_id,
            child_id=child.id,
            guardian_id=guardian,
            text=message.text,
            media=message.media,
            inbox_id=message.id,
            at=message.received_at,
        )
        tells += forward(session, written, child, staff)
        if not staff:
            leave_with_school(session, written, child, now)
    return tells


def hand_over(session: Session, waiting: Sequence[Task], person: int) -> list[Tell]:
    """Notes that were left with the school, to the teacher who has now joined."""
    tells: list[Tell] = []
    for task in waiting:
        kind, _, note_id = task.topic.partition(":")
        written = session.get(Note, int(note_id)) if kind == "note" else None
        if written is not None and written.child_id is not None:
            tells += forward(session, written, pupils(session, [written.child_id])[0], [person])
    return tells


def keep_late(session: Session, message: InboundMessage, guardian: int) -> Note | None:
    """A guardian's message that nobody heard, as a note; None where nothing is in it."""
    if message.school_id is None or not (message.text or message.media):
        return None
    return keep(
        session,
        school_id=message.school_id,
        child_id=None,
        guardian_id=guardian,
        text=message.text,
        media=message.media,
        inbox_id=message.id,
        at=message.received_at,
    )


def unclear(session: Session, written: Note) -> list[Tell]:
    """Pass on a note whose guardian never said whom it is about: to all it may concern."""
    mine = pupils_of_guardian(session, written.guardian_id, written.at)
    named = find_children(written.text, [pupil.name for pupil in mine]).found
    children = [pupil for pupil in mine if pupil.name in named] or mine
    if not children:
        return []
    session.execute(update(Note).where(Note.id == written.id).values(child_id=children[0].id))
    if written.inbox_id is not None:
        inbox.passed_on(session, written.inbox_id)
    tells: dict[int, Tell] = {}
    for child in children:
        for tell in forward(
            session, written, child, answerable_for(session, child.school_id, child.class_id)
        ):
            tells.setdefault(tell.to, tell)
    return list(tells.values())
