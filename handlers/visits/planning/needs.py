"""What speaks for visiting a child soon: as the records have it, counted for many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.core.talk import Lines, Phrase, Text, Value
from models.absence import Kind as AbsenceKind
from models.absence import absences_of
from models.contact_book import BookEntry, Domain
from models.homework import Item, Sort, items
from models.notice import Notice, NoticeState, Receipt, SignRule
from models.receipts import UNSIGNED
from models.school import School
from models.visit import Agreement, State, Visit

BACK = timedelta(days=60)
"""So far back absences, homework and entries count."""
UNSIGNED_FOR = timedelta(days=7)
CONCERNS = (Domain.BEHAVIOUR, Domain.AFFECTIVE, Domain.HEALTH)
WEIGHTS = {"absences": 3, "falling": 3, "homework": 1, "entries": 2, "unsigned": 1, "agreements": 2}
ENOUGH, FALL = 3, 1 / 3
NEVER = 4
"""What it weighs that nobody has ever been there."""
REASONS = {
    "absences": Text("visits.need_absences", id="{count}× alpa", en="{count}× absent unexplained"),
    "homework": Text("visits.need_homework", id="{count} PR terlambat", en="{count} late homework"),
    "falling": Text(
        "visits.need_falling",
        id="tugas yang tepat waktu menurun",
        en="less homework done in time than before",
    ),
    "entries": Text(
        "visits.need_entries",
        id="{count} catatan perilaku/kesejahteraan",
        en="{count} notes on behaviour or well-being",
    ),
    "unsigned": Text(
        "visits.need_unsigned", id="{count} belum diparaf", en="{count} not signed for a week"
    ),
    "agreements": Text(
        "visits.need_agreements", id="{count} kesepakatan terbuka", en="{count} open agreements"
    ),
}
NEVER_VISITED = Text("visits.never", id="belum pernah dikunjungi", en="never visited")
LAST = Text("visits.last", id="terakhir {days} hari lalu", en="last visited {days} days ago")


@dataclass(frozen=True)
class Need:
    """Why a child should be visited. `last` is the day of the last visit that took place."""

    counts: dict[str, int]
    last: date | None

    @property
    def weight(self) -> int:
        """A dozen of one thing does not hide everything else: each counts five times at most."""
        found = sum(WEIGHTS[name] * min(count, 5) for name, count in self.counts.items())
        return found + (NEVER if self.last is None else 0)

    def due(self, school: School) -> date:
        return self.last + school.rules.visit_rhythm if self.last else date.min

    def reasons(self, today: date) -> Value:
        """Said to the teacher beside the name."""
        said: list[Value] = [
            Phrase(REASONS[name], {"count": str(count)}) for name, count in self.counts.items()
        ]
        days = {"days": str((today - self.last).days)} if self.last else {}
        said.append(Phrase(LAST, days) if self.last else NEVER_VISITED)
        return Lines(said, between=", ")


def needs(
    session: Session, school: School, child_ids: Sequence[int], now: datetime
) -> dict[int, Need]:
    """For each of these children of one school."""
    today = now.astimezone(school.zone).date()
    counted = {
        "absences": _absences(session, child_ids, today),
        "falling": _falling(session, child_ids, today),
        "homework": _homework(session, child_ids, today),
        "entries": _entries(session, child_ids, now),
        "unsigned": _unsigned(session, child_ids, now),
        "agreements": _agreements(session, child_ids),
    }
    last = last_visits(session, school, child_ids)
    return {
        child: Need(
            {name: count[child] for name, count in counted.items() if count[child]},
            last.get(child),
        )
        for child in child_ids
    }


def last_visits(session: Session, school: School, child_ids: Collection[int]) -> dict[int, date]:
    """The day of each child's last visit that took place."""
    at = func.max(func.coalesce(Visit.checked_in_at, Visit.starts_at))
    rows = session.execute(
        select(Visit.child_id, at)
        .where(Visit.child_id.in_(child_ids), Visit.state == State.DONE)
        .group_by(Visit.child_id)
    )
    return {child: moment.astimezone(school.zone).date() for child, moment in rows if moment}


def _absences(session: Session, children: Collection[int], today: date) -> Counter[int]:
    found = absences_of(session, children, today - BACK, today)
    return Counter(one.child_id for one in found if one.kind is AbsenceKind.UNEXPLAINED)


def _homework(session: Session, children: Collection[int], today: date) -> Counter[int]:
    """Not done by its day, or only afterwards."""
    return Counter(item.child_id for item in _set(session, children, today) if not _in_time(item))


def _falling(session: Session, children: Collection[int], today: date) -> Counter[int]:
    """Where the share of homework done in time has fallen by a third or more in a month.

    As far as our records show progress; marks are not among them. Fewer than three pieces
    of homework in either month say nothing.
    """
    months: dict[int, tuple[list[bool], list[bool]]] = {}
    for item in _set(session, children, today):
        lately = item.homework.due >= today - BACK / 2
        months.setdefault(item.child_id, ([], []))[lately].append(_in_time(item))
    return Counter(
        child
        for child, (before, now) in months.items()
        if min(len(before), len(now)) >= ENOUGH and _share(before) - _share(now) >= FALL
    )


def _set(session: Session, children: Collection[int], today: date) -> list[Item]:
    """Homework whose day is past, of the time that counts."""
    found = items(session, children, since=today - BACK)
    return [
        item for item in found if item.homework.sort is Sort.HOMEWORK and item.homework.due < today
    ]


def _in_time(item: Item) -> bool:
    return item.done is not None and item.done.at.date() <= item.homework.due


def _share(done: Sequence[bool]) -> float:
    return sum(done) / len(done)


def _entries(session: Session, children: Collection[int], now: datetime) -> Counter[int]:
    found = session.scalars(
        select(BookEntry.child_id)
        .join(Notice, Notice.id == BookEntry.notice_id)
        .where(
            BookEntry.child_id.in_(children),
            BookEntry.at >= now - BACK,
            BookEntry.domain.in_(CONCERNS),
            Notice.state == NoticeState.PUBLISHED,
        )
    )
    return Counter(found)


def _unsigned(session: Session, children: Collection[int], now: datetime) -> Counter[int]:
    found = session.scalars(
        select(Receipt.child_id)
        .join(Notice, Notice.id == Receipt.notice_id)
        .where(
            Receipt.child_id.in_(children),
            Receipt.state.in_(UNSIGNED),
            Receipt.told_at < now - UNSIGNED_FOR,
            Notice.state == NoticeState.PUBLISHED,
            Notice.sign_rule != SignRule.NONE,
        )
    )
    return Counter(found)


def _agreements(session: Session, children: Collection[int]) -> Counter[int]:
    found = session.scalars(
        select(Visit.child_id)
        .join(Agreement, Agreement.visit_id == Visit.id)
        .where(Visit.child_id.in_(children), Agreement.done_at.is_(None))
    )
    return Counter(found)
