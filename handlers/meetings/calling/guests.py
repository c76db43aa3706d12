"""Whom a meeting is for, and who was there: what its other capabilities ask of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience, children_of
from models.family import Pupil, places_of, pupils
from models.meeting import Answer, How, Meeting, MeetingAttendance, Rsvp, State
from models.notice import Receipt
from models.people import Relation
from models.prepared import Prepared

HAPPENS = (State.PLANNED, State.HELD)
_ATTENDANCE = cast("Table", MeetingAttendance.__table__)
_ADD = Prepared(
    sqlite.insert(_ATTENDANCE).on_conflict_do_nothing().returning(_ATTENDANCE.c.child_id),
    postgresql=postgresql.insert(_ATTENDANCE)
    .on_conflict_do_nothing()
    .returning(_ATTENDANCE.c.child_id),
)


def invited(session: Session, meeting: Meeting, now: datetime) -> list[Pupil]:
    """The children whose families were invited, by class and name; before that, its audience."""
    if meeting.notice_id is None:
        audience = Audience.model_validate(meeting.audience)
        return children_of(session, meeting.school_id, audience, now)
    receipts = select(Receipt.child_id).where(Receipt.notice_id == meeting.notice_id)
    return pupils(session, session.scalars(receipts).all())


def present(session: Session, meeting: Meeting) -> set[int]:
    """The children whose families were there."""
    return set(
        session.scalars(
            select(MeetingAttendance.child_id).where(MeetingAttendance.meeting_id == meeting.id)
        )
    )


def mark(
    session: Session,
    meeting: Meeting,
    children: Collection[int],
    person: int,
    how: How,
    now: datetime,
) -> list[int]:
    """Note that these families are there; the children that were not noted before."""
    rows = [
        {
            "school_id": meeting.school_id,
            "meeting_id": meeting.id,
            "child_id": child,
            "person_id": person,
            "how": how,
            "at": now,
        }
        for child in children
    ]
    return [row.child_id for row in _ADD.each(session, rows)] if rows else []


def unmark(session: Session, meeting: Meeting, children: Collection[int]) -> list[int]:
    """The children whose families turn out not to have been there, of those noted."""
    return list(
        session.scalars(
            delete(MeetingAttendance)
            .where(
                MeetingAttendance.meeting_id == meeting.id,
                MeetingAttendance.child_id.in_(children),
            )
            .returning(MeetingAttendance.child_id)
        )
    )


def guests(session: Session, meeting: Meeting, now: datetime) -> list[int]:
    """The guardians who were there, as far as we know: a teacher's list has only families.

    There it is whoever said they would come, or else the family's first guardian.
    """
    noted = session.scalars(
        select(MeetingAttendance)
        .where(MeetingAttendance.meeting_id == meeting.id)
        .order_by(MeetingAttendance.id)
    ).all()
    places = places_of(session, [one.child_id for one in noted], now)
    answers = {
        rsvp.child_id: rsvp
        for rsvp in session.scalars(select(Rsvp).where(Rsvp.meeting_id == meeting.id))
    }
    came: dict[int, None] = {}
    for one in noted:
        beside = [p.person_id for p in places.get(one.child_id, []) if p.person_id is not None]
        likely = one.person_id if one.how is How.QR else _said(answers.get(one.child_id))
        if likely in beside or one.how is How.LIST:
            came |= dict.fromkeys([likely] if likely in beside else beside[:1])
    return list(came)


def _said(rsvp: Rsvp | None) -> int | None:
    if rsvp is None:
        return None
    return rsvp.proxy_id if rsvp.answer is Answer.DELEGATE else rsvp.person_id


def proxies(session: Session, meeting: Meeting, now: datetime) -> dict[int, list[int]]:
    """Proxy guardians who were there for a family, or were to be, with those children."""
    sent = session.execute(
        select(Rsvp.child_id, Rsvp.proxy_id).where(
            Rsvp.meeting_id == meeting.id, Rsvp.answer == Answer.DELEGATE
        )
    ).all()
    came = session.execute(
        select(MeetingAttendance.child_id, MeetingAttendance.person_id).where(
            MeetingAttendance.meeting_id == meeting.id
        )
    ).all()
    pairs = {(child, person) for child, person in (*sent, *came)}
    found: dict[int, list[int]] = {}
    for child, places in places_of(session, {child for child, _ in pairs}, now).items():
        for place in places:
            who = place.person_id
            if place.relation is Relation.PROXY and who is not None and (child, who) in pairs:
                found.setdefault(who, []).append(child)
    return found


def own_meetings(
    session: Session, school_id: int, person: int, since: datetime, until: datetime
) -> list[Meeting]:
    """What somebody organises that ends in that time, and was not cancelled; the latest last."""
    return list(
        session.scalars(
            select(Meeting)
            .where(
                Meeting.school_id == school_id,
                Meeting.organiser_id == person,
                Meeting.state.in_(HAPPENS),
                Meeting.ends_at > since,
                Meeting.ends_at <= until,
            )
            .order_by(Meeting.starts_at, Meeting.id)
        )
    )
