"""When a teacher can visit: courteous hours without lessons, prayers and what else they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handlers.core.talk import Text
from models.base import fixed, one_of
from models.hours import Hours
from models.meeting import COMING, Meeting, Rsvp
from models.meeting import State as MeetingState
from models.people import Person, StaffRole, in_office
from models.school import School
from models.slot import DayState, SlotDay
from models.visit import HELD, State, Visit, VisitOffer

GRID = timedelta(minutes=15)
AHEAD = timedelta(days=14)
"""So far ahead free times are looked for."""
NOTICE = timedelta(hours=3)
"""A family that is offered a time hears of it at least so long before."""
OFFERED = 8
SATURDAY = 5
PARTS = ((time(0), time(11)), (time(11), time(15)), (time(15), time(18)), (time(18), time(23, 59)))
"""Morning, noon, afternoon, evening: as "pagi", "siang", "sore", "malam" are said."""


@dataclass(frozen=True)
class Span:
    since: datetime
    until: datetime

    def meets(self, other: Span) -> bool:
        return self.since < other.until and other.since < self.until

    def wider(self, by: timedelta) -> Span:
        return Span(self.since - by, self.until + by)


class Problem(Enum):
    """Why a time cannot be, as the teacher reads it."""

    PAST = Text("visits.past", id="sudah lewat", en="is past")
    HOURS = Text(
        "visits.hours",
        id="di luar jam kunjungan yang sopan menurut sekolah",
        en="is outside the school's courteous hours for visits",
    )
    LESSON = Text("visits.lesson", id="masih jam pelajaran", en="is during lessons")
    PRAYER = Text("visits.prayer", id="bertepatan dengan waktu ibadah", en="is a time of prayer")
    BUSY = Text(
        "visits.busy",
        id="bentrok dengan rapat, temu wali murid, atau kunjungan lain",
        en="clashes with a meeting, a talk or another visit",
    )

    @property
    def text(self) -> Text:
        found: Text = self.value
        return found


def lock(session: Session, *people: int) -> None:
    """Let no other process book these people until this transaction ends.

    The rows are taken in one order, so that two who book the same two people cannot wait for
    one another. Lock the visit before, never after.
    """
    session.scalars(
        select(Person.id)
        .where(Person.id.in_(people))
        .order_by(Person.id)
        .with_for_update(key_share=True)
    ).all()


def span_of(school: School, at: datetime) -> Span:
    return Span(at, at + school.rules.visit_length)


def problem(
    session: Session, school: School, person: int, at: datetime, now: datetime, but: int = 0
) -> Problem | None:
    """What speaks against a visit of that teacher at `at`; a holiday does not, if it is named.

    `but` is the visit that is being moved.
    """
    span = span_of(school, at)
    if at <= now:
        return Problem.PAST
    if found := _unfit(school, span):
        return found
    return Problem.BUSY if clashes(session, school, person, span, but) else None


def clashes(session: Session, school: School, person: int, span: Span, but: int = 0) -> bool:
    """Whether somebody has anything else then. Ask it under `lock` before you book."""
    return any(span.meets(other) for other in busy(session, school, person, span, but))


def free(
    session: Session,
    school: School,
    person: int,
    now: datetime,
    *,
    on: date | None = None,
    part: int | None = None,
    but: int = 0,
) -> list[datetime]:
    """Times to offer: one of every part of the coming days, or more on the one day `on`.

    Holidays, and Saturday mornings that may be taught, are offered only if they are asked for
    by name.
    """
    zone = school.zone
    first = now.astimezone(zone).date()
    days = [on] if on else [first + timedelta(days=n) for n in range(AHEAD.days)]
    whole = Span(_at(days[0], time(0), school), _at(days[-1], time(23, 59), school))
    taken = [*busy(session, school, person, whole, but), *_offered(session, school, person, but)]
    found: list[datetime] = []
    for day in days:
        if on is None and school.quiet.is_holiday(day):
            continue
        for start, end in PARTS if part is None else PARTS[part : part + 1]:
            fitting = [
                at
                for at in _grid(school, day, start, end)
                if at >= now + NOTICE
                and (on is not None or not may_be_lessons(school, at))
                and not _unfit(school, span := span_of(school, at))
                and not any(span.meets(other) for other in taken)
            ]
            found += _spread(fitting) if on else fitting[:1]
    return sorted(found)[:OFFERED] if on else _variety(found)


def _spread(fitting: Sequence[datetime]) -> list[datetime]:
    """Not every quarter of an hour: whole and half hours first."""
    round_ = [at for at in fitting if at.minute in (0, 30)]
    return list(round_ or fitting[:1])[::2][:3]


def _variety(found: Sequence[datetime]) -> list[datetime]:
    """Few, but on several days, the first and the last of each: many parents work."""
    days: dict[date, list[datetime]] = {}
    for at in found:
        days.setdefault(at.date(), []).append(at)
    weekend = [times for day, times in days.items() if day.weekday() >= SATURDAY]
    week = [times for day, times in days.items() if day.weekday() < SATURDAY]
    both = {at for times in (*week[:2], *weekend[:2]) for at in (times[0], times[-1])}
    return sorted(both)[:OFFERED]


def _grid(school: School, day: date, start: time, end: time) -> Iterator[datetime]:
    at = _at(day, max(start, school.rules.visit_from), school)
    until = _at(day, min(end, school.rules.visit_to), school)
    while at < until:
        yield at
        at += GRID


def _unfit(school: School, span: Span) -> Problem | None:
    """What is against a time whoever the teacher is."""
    rules, hours = school.rules, school.quiet
    since, until = span.since.astimezone(school.zone), span.until.astimezone(school.zone)
    day = since.date()
    if since.time() < rules.visit_from or until > _at(day, rules.visit_to, school):
        return Problem.HOURS
    if any(span.meets(prayer) for prayer in _prayers(school, hours, day)):
        return Problem.PRAYER
    if _in_lessons(school, since) and not may_be_lessons(school, since):
        return Problem.LESSON
    return None


def may_be_lessons(school: School, at: datetime) -> bool:
    """Whether it is the morning of a Saturday of which the school has not said if it is taught:
    never offered, but left to the teacher, who knows."""
    since = at.astimezone(school.zone)
    unsaid = since.weekday() == SATURDAY and SATURDAY not in school.rules.lessons_to_on
    return unsaid and _in_lessons(school, since)


def _in_lessons(school: School, since: datetime) -> bool:
    day = since.date()
    return school.teaches(day) and since.time() < school.rules.lessons_until(day.weekday())


def _prayers(school: School, hours: Hours, day: date) -> Iterator[Span]:
    """The quiet spans of a day; what passes midnight is the night, and no prayer."""
    fasting = hours.ramadan and hours.ramadan[0] <= day <= hours.ramadan[1]
    for span in hours.ramadan_spans if fasting else hours.spans:
        if span.since < span.until and span.weekday in (None, day.weekday()):
            yield Span(_at(day, span.since, school), _at(day, span.until, school))


def busy(session: Session, school: School, person: int, within: Span, but: int = 0) -> list[Span]:
    """What somebody has in that time: visits with the way between them, meetings, talks."""
    travel = school.rules.visit_travel
    visits = session.execute(
        select(Visit.starts_at, Visit.ends_at).where(
            or_(Visit.teacher_id == person, Visit.companion_id == person),
            one_of(Visit.state, HELD),
            Visit.starts_at < within.until + travel,
            Visit.ends_at > within.since - travel,
            Visit.id != but,
        )
    )
    found = [Span(since, until).wider(travel) for since, until in visits if since and until]
    found += [
        Span(meeting.starts_at, meeting.ends_at)
        for meeting in _meetings(session, school, within)
        if _attends(session, meeting, person)
    ]
    days = session.execute(
        select(SlotDay.starts_at, SlotDay.ends_at).where(
            SlotDay.teacher_id == person,
            SlotDay.state == DayState.OPEN,
            SlotDay.starts_at < within.until,
            SlotDay.ends_at > within.since,
        )
    )
    return found + [Span(since, until) for since, until in days]


def _meetings(session: Session, school: School, within: Span) -> Sequence[Meeting]:
    return session.scalars(
        select(Meeting).where(
            Meeting.school_id == school.id,
            Meeting.state == fixed(MeetingState.PLANNED),
            Meeting.starts_at < within.until,
            Meeting.ends_at > within.since,
        )
    ).all()


def _attends(session: Session, meeting: Meeting, person: int) -> bool:
    """Organises it, is invited as staff or as that class's teacher, or comes as a parent."""
    whom = meeting.audience
    if meeting.organiser_id == person or whom.get("staff") or whom.get("school"):
        return True
    roles = select(StaffRole.id).where(
        StaffRole.person_id == person,
        StaffRole.class_group_id.in_(whom.get("classes") or []),
        in_office(),
    )
    comes = select(Rsvp.id).where(
        Rsvp.meeting_id == meeting.id, Rsvp.person_id == person, one_of(Rsvp.answer, COMING)
    )
    return any(session.scalar(query.limit(1)) is not None for query in (roles, comes))


def _offered(session: Session, school: School, person: int, but: int) -> list[Span]:
    """What the teacher has proposed to others, who have not answered yet."""
    rows = session.scalars(
        select(VisitOffer.starts_at)
        .join(Visit, Visit.id == VisitOffer.visit_id)
        .where(
            Visit.teacher_id == person,
            Visit.state == fixed(State.ASKED),
            Visit.id != but,
            VisitOffer.accepted.is_(None),
        )
    )
    return [span_of(school, at).wider(school.rules.visit_travel) for at in rows]


def _at(day: date, clock: time, school: School) -> datetime:
    return datetime.combine(day, clock, tzinfo=school.zone)
