"""What somebody of staff still had ahead: families are told, and who leads the school knows."""

from __future__ import annotations

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from bot.erase.work import Work
from handlers.core.talk import Phrase, Say, Tell, Text, Value, worded
from handlers.core.talk.post import post
from handlers.core.talk.times import short
from handlers.core.talk.words import TIMED
from handlers.leaving import handover
from handlers.leaving.handover import BECAUSE, CALLED_OFF, MEETINGS, REASON, UNTOLD, VISIT
from handlers.meetings.afterwards.minutes_fields import KEPT
from handlers.slots import moving as slot_moving
from handlers.slots.notice import shown as day_shown
from handlers.visits import people as visit_people
from handlers.visits.booking import accompanying, ending
from handlers.visits.states import AHEAD
from models.base import one_of
from models.family import staff_with
from models.meeting import Meeting, MeetingSeries
from models.meeting import State as MeetingState
from models.minutes import Decision
from models.notice import Notice
from models.people import Person, Role
from models.school import school_of
from models.slot import DayState, SlotDay
from models.visit import Visit


def hand_over(work: Work, person: Person) -> None:
    """Meetings are the school's: who leads it has them now. Talks and visits were the teacher's.

    Call it last: what is said here names nobody, and must not be emptied with what is theirs. The
    roles must have ended. Where nobody leads the school the meetings stay as they are.
    """
    for school_id in {person.school_id, *(role.school_id for role in person.roles)}:
        leaders = staff_with(work.session, school_id, Role.PRINCIPAL, Role.OPERATOR)
        _School(work, person, school_id, leaders[0] if leaders else None).all()


class _School:
    """All of one school's; a person may have worked at several."""

    def __init__(self, work: Work, person: Person, school_id: int, leader: int | None) -> None:
        self._work = work
        self._session: Session = work.session
        self._person = person
        self._school = school_of(work.session, school_id)
        self._leader = leader

    def all(self) -> None:
        if self._leader is not None:
            self._tell(MEETINGS, self._meetings(self._leader))
        self._companions()
        self._tell(CALLED_OFF, [*self._talks(), *self._visits()])

    def _tell(self, text: Text, what: list[Value]) -> None:
        if what and self._leader is not None:
            topic = f"handover:{self._person.id}:{text.key}"
            post(
                self._session,
                [handover.to_leader(text, what, self._leader, topic)],
                self._work.now,
            )

    def _meetings(self, leader: int) -> list[Value]:
        """Those to come, and earlier ones of which something is still to be done."""
        now = self._work.now
        mine = (Meeting.school_id == self._school.id, Meeting.organiser_id == self._person.id)
        undone = exists().where(Decision.meeting_id == Meeting.id, Decision.done_at.is_(None))
        open_ = or_(
            one_of(Meeting.state, (MeetingState.PLANNED, MeetingState.PROPOSED)),
            Meeting.minutes_id.is_(None) & (Meeting.ends_at > now - KEPT),
            undone,
        )
        found = self._session.scalars(
            select(Meeting)
            .where(*mine, Meeting.state != MeetingState.CANCELLED, open_)
            .order_by(Meeting.starts_at, Meeting.id)
        ).all()
        for meeting in found:
            self._work.change("meetings", meeting, organiser_id=leader)
            if meeting.starts_at > now and meeting.notice_id is not None:
                self._session.get_one(Notice, meeting.notice_id).author_id = leader
        self._session.execute(
            update(MeetingSeries)
            .where(
                MeetingSeries.school_id == self._school.id,
                MeetingSeries.organiser_id == self._person.id,
                MeetingSeries.ended_at.is_(None),
            )
            .values(organiser_id=leader)
        )
        self._session.flush()
        zone = self._school.zone
        return [
            Phrase(TIMED, {"what": meeting.title, "when": short(meeting.starts_at, zone)})
            for meeting in found
            if meeting.starts_at > now
        ]

    def _talks(self) -> list[Value]:
        session, now = self._session, self._work.now
        days = session.scalars(
            select(SlotDay)
            .where(
                SlotDay.school_id == self._school.id,
                SlotDay.teacher_id == self._person.id,
                SlotDay.state == DayState.OPEN,
                SlotDay.ends_at > now,
            )
            .order_by(SlotDay.starts_at)
        ).all()
        called_off: list[Value] = []
        for day in days:
            about = day_shown(day, self._school)
            said = slot_moving.cancel(session, day, "", now)
            post(session, handover.nameless(said, BECAUSE), now)
            self._work.counts["ahead"] += 1
            called_off.append(Phrase(TIMED, {"what": about["title"], "when": about["when"]}))
        return called_off

    def _visits(self) -> list[Value]:
        session, now = self._session, self._work.now
        visits = session.scalars(
            select(Visit)
            .where(
                Visit.school_id == self._school.id,
                Visit.teacher_id == self._person.id,
                one_of(Visit.state, AHEAD),
            )
            .order_by(Visit.starts_at, Visit.id)
        ).all()
        called_off: list[Value] = []
        for visit in visits:
            said = ending.cancel(session, visit, self._person.id, worded(REASON, "id"), now)
            said = handover.nameless(said, REASON)
            post(session, said, now)
            self._work.counts["ahead"] += 1
            called_off.append(self._visit_line(visit, said))
        return called_off

    def _visit_line(self, visit: Visit, said: list[Say]) -> Value:
        what: Value = Phrase(VISIT, {"child": visit_people.child_of(self._session, visit).label})
        if visit.starts_at is not None:
            when = short(visit.starts_at, self._school.zone)
            what = Phrase(TIMED, {"what": what, "when": when})
        guardians = visit_people.guardians(self._session, visit.child_id, self._work.now)
        told = {say.to for say in said if isinstance(say, Tell)}
        return what if told & set(guardians) else Phrase(UNTOLD, {"what": what})

    def _companions(self) -> None:
        """Another colleague is looked for, as if they had said that they cannot come."""
        accompanied = self._session.scalars(
            select(Visit).where(
                Visit.school_id == self._school.id,
                Visit.companion_id == self._person.id,
                one_of(Visit.state, AHEAD),
            )
        ).all()
        for visit in accompanied:
            said = accompanying.without(self._session, visit, self._work.now)
            post(self._session, said, self._work.now)
            self._work.counts["ahead"] += 1
