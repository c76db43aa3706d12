"""Seats of a meeting: one for each family that comes, and never one too many.

Two families who answer at the same moment wait for one another at the meeting's row, so the
seats that are counted then are the seats that are taken.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import distinct, func, select, update
from sqlalchemy.orm import Session

from models.base import fixed, one_of
from models.meeting import COMING, Answer, Meeting, MeetingSession, Rsvp, State
from models.notice import Receipt
from models.outbox import OPEN, OutboundMessage, Status


def locked(session: Session, meeting_id: int) -> Meeting:
    """The meeting as it is now; other answers to it wait until this transaction ends."""
    return session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def is_limited(meeting: Meeting) -> bool:
    return meeting.capacity is not None


def free_session(
    session: Session, meeting: Meeting, but: Collection[int], person: int
) -> tuple[bool, int | None]:
    """Whether there is a seat, and in which session, the earliest first.

    `but` are the children whose own seats do not count as taken; a guardian who already comes
    for another child of theirs sits on one chair for both, in that session. Call it on a locked
    meeting.
    """
    if meeting.capacity is None:
        return True, None
    if not meeting.sessions:
        return _is_free(session, meeting, None, meeting.capacity, but, person), None
    has = session.scalar(
        select(Rsvp.session_id).where(
            Rsvp.meeting_id == meeting.id,
            one_of(Rsvp.answer, COMING),
            Rsvp.child_id.not_in(but),
            Rsvp.person_id == person,
        )
    )
    for part in sorted(meeting.sessions, key=lambda part: part.id != has):
        if _is_free(session, meeting, part.id, part.capacity, but, person):
            return True, part.id
    return False, None


def has_seat(
    session: Session, meeting: Meeting, part: MeetingSession, but: Collection[int], person: int
) -> bool:
    """Whether there is a seat in that session. Call it on a locked meeting."""
    return _is_free(session, meeting, part.id, part.capacity, but, person)


def _is_free(
    session: Session,
    meeting: Meeting,
    part: int | None,
    capacity: int,
    but: Collection[int],
    person: int,
) -> bool:
    query = select(func.count(distinct(Rsvp.person_id))).where(
        Rsvp.meeting_id == meeting.id,
        one_of(Rsvp.answer, COMING),
        Rsvp.child_id.not_in(but),
        Rsvp.person_id != person,
    )
    if part is not None:
        query = query.where(Rsvp.session_id == part)
    return int(session.scalar(query) or 0) < capacity


def answers(session: Session, meeting_id: int) -> dict[int, Rsvp]:
    """By child."""
    found = session.scalars(
        select(Rsvp)
        .where(Rsvp.meeting_id == meeting_id)
        .order_by(Rsvp.id)
        .execution_options(populate_existing=True)
    )
    return {one.child_id: one for one in found}


def waiting(session: Session, meeting_id: int) -> Sequence[Rsvp]:
    """Those without a seat, who has waited longest first."""
    return session.scalars(
        select(Rsvp)
        .where(Rsvp.meeting_id == meeting_id, Rsvp.answer == Answer.WAITING)
        .order_by(Rsvp.at, Rsvp.id)
    ).all()


def drop_reminders(
    session: Session, meeting_id: int, people: Collection[int] | None = None
) -> None:
    """Take back what reminds of a meeting and is still held: of these people, or of all."""
    query = update(OutboundMessage).where(
        OutboundMessage.topic.like(f"meeting:{meeting_id}:%"),
        one_of(OutboundMessage.status, OPEN),
    )
    if people is not None:
        query = query.where(OutboundMessage.person_id.in_(people))
    session.execute(query.values(status=Status.CANCELLED))


def ahead(session: Session, child_ids: Collection[int], now: datetime) -> list[tuple[Meeting, int]]:
    """Meetings to come, or under way, to which these children's families are invited."""
    rows = session.execute(
        select(Meeting, Receipt.child_id)
        .join(Receipt, Receipt.notice_id == Meeting.notice_id)
        .where(
            Receipt.child_id.in_(child_ids),
            Meeting.state == fixed(State.PLANNED),
            Meeting.ends_at > now,
        )
        .order_by(Meeting.starts_at, Meeting.id, Receipt.child_id)
    )
    return [(meeting, child) for meeting, child in rows]
