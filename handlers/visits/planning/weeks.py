"""Which child is visited in which week: a pure function of who is due, how urgently, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 13
"""A quarter."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Case:
    """One child to be visited in the quarter."""

    child: int
    due: date
    """The day their next visit is due by the school's rhythm; long past if there never was one."""
    need: int = 0
    street: str = ""
    """Those with the same words are neighbours; empty where no address is known."""
    first: bool = False
    """The teacher wants them before the others."""
    not_before: date | None = None
    """The teacher has put them off until then."""


@dataclass(frozen=True)
class Plan:
    """The children of each week, most urgent first, and those for whom there is no room."""

    weeks: tuple[tuple[int, ...], ...]
    left: tuple[int, ...]

    def week_of(self, child: int) -> int | None:
        return next((n for n, week in enumerate(self.weeks) if child in week), None)


def plan(cases: Sequence[Case], room: Sequence[int], monday: date) -> Plan:
    """Give every child a week, as far as there is room: `room` is that of each week.

    Who is due comes before who will be, and need before waiting; who is not due yet is visited
    too soon rather than not at all. Neighbours of a child go into the same week if they are due
    by then and there is room.
    """
    table = _Table(list(room), monday)
    order = sorted(cases, key=lambda case: _urgency(case, monday))
    for case in order:
        if case.first:
            table.put(case)
    for case in order:
        week = table.put(case)
        if week is not None and case.street and not case.first:
            for other in order:
                if other.street == case.street and table.week(other) <= week:
                    table.put(other, week)
    return Plan(
        tuple(tuple(week) for week in table.weeks),
        tuple(case.child for case in order if case.child not in table.placed),
    )


def _urgency(case: Case, monday: date) -> tuple[bool, bool, int, date, int]:
    later = case.due > monday + _WEEK
    return (not case.first, later, 0 if later else -case.need, case.due, case.child)


class _Table:
    """The weeks as they fill up."""

    def __init__(self, room: list[int], monday: date) -> None:
        self.room = room
        self.monday = monday
        self.weeks: list[list[int]] = [[] for _ in room]
        self.placed: set[int] = set()

    def week(self, case: Case) -> int:
        """The first week in which a visit is due, and wanted; it may lie behind the last."""
        due = (case.due - self.monday).days // 7 if not case.first else 0
        wanted = -(-(case.not_before - self.monday).days // 7) if case.not_before else 0
        return max(due, wanted, 0)

    def put(self, case: Case, only: int | None = None) -> int | None:
        """Into the first week with room from when they are due on; else into the last before.
        Who was put off is never visited sooner. None if there is no room, or they have a week."""
        if case.child in self.placed:
            return None
        due = self.week(case)
        weeks = [*range(due, len(self.room)), *([] if case.not_before else range(due - 1, -1, -1))]
        for week in weeks if only is None else [only]:
            if week < len(self.room) and len(self.weeks[week]) < self.room[week]:
                self.weeks[week].append(case.child)
                self.placed.add(case.child)
                return week
        return None
