"""The ladder: what happens while a family has not signed, a rung at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.talk import Tell
from models.family import Pupil, pupils
from models.ladder import Step
from models.notice import Notice, NoticeState, Receipt, ReceiptState, Urgency
from models.prepared import Watch
from models.receipts import Family, missed_by, told_people
from models.school import School, school_of
from scheduler.rules import nudge

AT_ONCE = 500
"""Receipts a sweep takes; the next one follows at once in the next tick."""


_DUE = Watch(
    select(Receipt)
    .where(Receipt.next_at <= bindparam("now"))
    .order_by(Receipt.next_at, Receipt.id)
    .limit(AT_ONCE)
)


@nudge(every=timedelta(minutes=1))
def unsigned(session: Session, now: datetime) -> list[Tell]:
    """Take the next rung of every receipt that is due.

    A rung waits for the end of quiet hours, and the rungs after it keep their distance, so
    that a family that was spared over a holiday is not told three things in one morning.
    """
    due = _DUE.scalars(session, now=now)
    tells: list[Tell] = []
    for notice_id in dict.fromkeys(receipt.notice_id for receipt in due):
        of_notice = [receipt for receipt in due if receipt.notice_id == notice_id]
        tells += _climb(session, of_notice[0].notice, of_notice, now)
    return tells


def _climb(
    session: Session, notice: Notice, receipts: Sequence[Receipt], now: datetime
) -> list[Tell]:
    school = school_of(session, notice.school_id)
    if _over(notice, now):
        for receipt in receipts:
            receipt.next_at = None
        return []
    urgent = notice.urgency is Urgency.URGENT
    opens = now if urgent else school.quiet.release(now)
    if opens > now:
        for receipt in receipts:
            receipt.next_at = opens
        return []
    return _Climb(session, notice, school, now).take(receipts)


def _over(notice: Notice, now: datetime) -> bool:
    expired = notice.expires_at is not None and notice.expires_at <= now
    return expired or notice.state is not NoticeState.PUBLISHED


class _Climb:
    """One rung for receipts of one notice that are due now."""

    def __init__(self, session: Session, notice: Notice, school: School, now: datetime) -> None:
        self.session = session
        self.notice = notice
        self.school = school
        self.now = now
        self.ladder = school.rules.ladder(notice.kind, urgent=notice.urgency is Urgency.URGENT)
        self.priority = publishing.PRIORITY[notice.urgency]
        self.told = set(told_people(session, notice.id))

    def take(self, receipts: Sequence[Receipt]) -> list[Tell]:
        """Siblings who stand on one rung make one message to each of their guardians."""
        about = {p.id: p for p in pupils(self.session, [r.child_id for r in receipts])}
        circle = publishing.circle_of(self.session, self.notice, list(about), self.now)
        groups: dict[tuple[int, int], list[Pupil]] = {}
        tells: list[Tell] = []
        for receipt in receipts:
            pupil = about.get(receipt.child_id)
            if pupil is None:
                _close(receipt, "left")
                continue
            number, people = self._step(receipt, circle[pupil.id])
            if number is None:
                reason = circle[pupil.id].reason(self.priority)
                publishing.escalate(self.session, receipt, pupil, reason, self.now)
            for person in people:
                groups.setdefault((number or 0, person), []).append(pupil)
        for (number, person), children in groups.items():
            tells += self._tell(number, person, children, circle[children[0].id])
        return tells

    def _step(self, receipt: Receipt, family: Family) -> tuple[int | None, list[int]]:
        """The rung to take and whom it speaks to. None: it is for a person at school now."""
        for number in range(receipt.rung, len(self.ladder)):
            rung = self.ladder[number]
            people = self._people(rung.do, family)
            if not people and rung.do is not Step.TASK:
                continue
            if rung.do is Step.TASK:
                early = any(r.do is not Step.TASK for r in self.ladder[: receipt.rung])
                if early and self._wait_for(receipt, number):
                    return number, []
                return None, []
            if self._wait_for(receipt, number):
                return number, []
            self._advance(receipt, number)
            return number, people
        return None, []

    def _wait_for(self, receipt: Receipt, number: int) -> bool:
        """A rung after one that found nobody keeps its own time."""
        if number == receipt.rung:
            return False
        gap = self.ladder[number].after - self.ladder[receipt.rung].after
        receipt.rung = number
        receipt.next_at = self.now + gap
        return True

    def _advance(self, receipt: Receipt, number: int) -> None:
        receipt.rung = number + 1
        following = self.ladder[number + 1 : number + 2]
        gap = following[0].after - self.ladder[number].after if following else timedelta(0)
        receipt.next_at = self.now + gap

    def _people(self, step: Step, family: Family) -> list[int]:
        first = family.recipients(self.notice.sign_rule, self.priority)
        match step:
            case Step.NUDGE:
                return first
            case Step.SECOND_GUARDIAN:
                return family.others({*first, *self.told}, self.priority)[:1]
            case Step.OTHER_CHANNEL:
                return [person for person in first if family.other_channel(person)]
            case Step.SMS:
                return first if self.school.rules.sms else []
            case Step.TASK:
                return []

    def _tell(
        self, number: int, person: int, children: Sequence[Pupil], family: Family
    ) -> list[Tell]:
        match self.ladder[number].do:
            case Step.NUDGE if person in missed_by(self.session, self.notice.id):
                return [publishing.message(self.notice, children, person, f"nudge:{number}")]
            case Step.NUDGE:
                return [publishing.nudge(self.notice, children, person, f"nudge:{number}")]
            case Step.OTHER_CHANNEL:
                other = family.other_channel(person)
                return [publishing.message(self.notice, children, person, "other", channel=other)]
            case Step.SMS:
                return [publishing.by_sms(self.notice, children, person)]
            case _:
                return [publishing.message(self.notice, children, person)]


def _close(receipt: Receipt, reason: str) -> None:
    receipt.state = ReceiptState.CLOSED
    receipt.reason = reason
    receipt.next_at = None
