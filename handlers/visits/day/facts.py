"""What a teacher should know before a visit, gathered from everywhere it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.visits.addresses.keeping import address_for
from handlers.visits.reports.agreements import agreed_with, open_of
from models.absence import Kind, absences_of
from models.contact_book import BookEntry
from models.family import Pupil, pupils_of_staff
from models.homework import Item, Sort, items
from models.meeting import Meeting, MeetingAttendance
from models.meeting import State as MeetingState
from models.notice import Notice, NoticeState, Receipt
from models.school import School, school_of
from models.thread import Note
from models.visit import OPEN, Agreement, HomeAddress, State, Visit, VisitReport

LOOKS_BACK = timedelta(days=60)
PAST_MEETINGS = timedelta(days=365)
ENTRIES, NOTES, VISITS = 8, 6, 3
"""How many of each, the newest: all of it has to fit on one page."""


@dataclass(frozen=True)
class PastVisit:
    visit: Visit
    report: VisitReport | None
    """Its private remarks are not for the page: that lies on the family's table."""
    agreements: Sequence[Agreement]


@dataclass(frozen=True)
class Facts:
    """One visit to come, and what is known of the child and the family."""

    visit: Visit
    school: School
    child: Pupil
    absences: Mapping[Kind, int]
    entries: Sequence[BookEntry]
    done: Sequence[Item]
    undone: Sequence[Item]
    invited: int
    attended: int
    """Meetings of the last year."""
    past: Sequence[PastVisit]
    open: Sequence[Agreement]
    """What was agreed at any visit before and is not done."""
    notes: Sequence[Note]
    address: HomeAddress | None


def facts_of(session: Session, visit: Visit, viewer: int, now: datetime) -> Facts | None:
    """For the teacher who makes the visit, as long as it stands and they teach the child.

    None for everybody else, the companion too: what they need is where and when.
    """
    if viewer != visit.teacher_id or visit.state not in OPEN:
        return None
    taught = pupils_of_staff(session, viewer, visit.school_id)
    child = next((pupil for pupil in taught if pupil.id == visit.child_id), None)
    if child is None:
        return None
    school = school_of(session, visit.school_id)
    today = now.astimezone(school.zone).date()
    since = today - LOOKS_BACK
    homework = [
        item
        for item in items(session, [child.id], since=since)
        if item.homework.sort is Sort.HOMEWORK and item.homework.due <= today
    ]
    invited, attended = _meetings(session, child.id, now)
    return Facts(
        visit=visit,
        school=school,
        child=child,
        absences=Counter(a.kind for a in absences_of(session, [child.id], since, today)),
        entries=_entries(session, child.id, _midnight(since, school)),
        done=[item for item in homework if item.done],
        undone=[item for item in homework if not item.done],
        invited=invited,
        attended=attended,
        past=_past(session, visit),
        open=open_of(session, [child.id]),
        notes=_notes(session, child.id, _midnight(since, school)),
        address=address_for(session, visit, viewer, now),
    )


def _midnight(day: date, school: School) -> datetime:
    return datetime.combine(day, time(), tzinfo=school.zone).astimezone(UTC)


def _entries(session: Session, child_id: int, since: datetime) -> list[BookEntry]:
    newest = session.scalars(
        select(BookEntry)
        .join(Notice)
        .where(
            BookEntry.child_id == child_id,
            BookEntry.at >= since,
            Notice.state == NoticeState.PUBLISHED,
        )
        .order_by(BookEntry.at.desc(), BookEntry.id.desc())
        .limit(ENTRIES)
    ).all()
    return list(reversed(newest))


def _meetings(session: Session, child_id: int, now: datetime) -> tuple[int, int]:
    """To how many meetings that were held the family was invited, and at how many it was."""
    invited = set(
        session.scalars(
            select(Meeting.id)
            .join(Receipt, Receipt.notice_id == Meeting.notice_id)
            .where(
                Receipt.child_id == child_id,
                Meeting.ends_at <= now,
                Meeting.ends_at > now - PAST_MEETINGS,
                Meeting.state.in_((MeetingState.PLANNED, MeetingState.HELD)),
            )
        )
    )
    there = set(
        session.scalars(
            select(MeetingAttendance.meeting_id).where(
                MeetingAttendance.child_id == child_id, MeetingAttendance.meeting_id.in_(invited)
            )
        )
    )
    return len(invited), len(there)


def _past(session: Session, visit: Visit) -> list[PastVisit]:
    visits = session.scalars(
        select(Visit)
        .where(Visit.child_id == visit.child_id, Visit.state == State.DONE, Visit.id != visit.id)
        .order_by(Visit.starts_at.desc(), Visit.id.desc())
        .limit(VISITS)
    ).all()
    ids = [one.id for one in visits]
    reports = {
        report.visit_id: report
        for report in session.scalars(select(VisitReport).where(VisitReport.visit_id.in_(ids)))
    }
    agreements = session.scalars(agreed_with([visit.child_id])).all()
    return [
        PastVisit(one, reports.get(one.id), [a for a in agreements if a.visit_id == one.id])
        for one in visits
    ]


def _notes(session: Session, child_id: int, since: datetime) -> list[Note]:
    """What the family wrote to the school, the newest last."""
    newest = session.scalars(
        select(Note)
        .where(
            Note.child_id == child_id, Note.staff_id.is_(None), Note.at >= since, Note.text != ""
        )
        .order_by(Note.id.desc())
        .limit(NOTES)
    ).all()
    return list(reversed(newest))
