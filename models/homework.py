"""Homework and what else a family has to see to by a day: things to bring, uniform, hours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, BigId
from models.notice import Notice, NoticeState, Receipt
from models.whose import THEIRS


class Sort(StrEnum):
    HOMEWORK = "homework"
    BRING = "bring"
    UNIFORM = "uniform"
    HOURS = "hours"
    """Early dismissal, another hour to begin."""


_TO_REMIND = text("remind_at IS NOT NULL")
_TO_SUM = text("sum_at IS NOT NULL")


class Homework(Base):
    """One thing set for some children by a day. Its text and its families are the notice's."""

    __tablename__ = "homework"
    __table_args__ = (
        UniqueConstraint("notice_id"),
        Index("ix_homework_school_due", "school_id", "due"),
        Index(
            "ix_homework_remind", "remind_at", sqlite_where=_TO_REMIND, postgresql_where=_TO_REMIND
        ),
        Index("ix_homework_sum", "sum_at", sqlite_where=_TO_SUM, postgresql_where=_TO_SUM),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    sort: Mapped[Sort]
    subject: Mapped[str | None]
    """Canonical, lower case ("matematika")."""
    due: Mapped[date]
    """The school day it is handed in, in the school's zone."""
    remind_at: Mapped[datetime | None]
    """When families that have not marked it are reminded; null once they were, or never are."""
    sum_at: Mapped[datetime | None]
    """When the teacher is told who has done it; null once they were, or never are."""

    notice: Mapped[Notice] = relationship()


class HomeworkDone(Base):
    """A family says that one child has done it, perhaps with a photo for the teacher."""

    __tablename__ = "homework_done"
    __table_args__ = (UniqueConstraint("receipt_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    receipt_id: Mapped[int] = mapped_column(BigId, ForeignKey("receipts.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), info=THEIRS, index=True)
    """The receipt's, so that a child's copy and erasure find it."""
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    at: Mapped[datetime]
    text: Mapped[str]
    media: Mapped[list[int]] = mapped_column(default=list)

    receipt: Mapped[Receipt] = relationship()


@dataclass(frozen=True)
class Item:
    """One thing set for one child, and whether the family says that it is done."""

    homework: Homework
    receipt: Receipt
    done: HomeworkDone | None

    @property
    def child_id(self) -> int:
        return self.receipt.child_id


_ITEMS = (
    select(Homework, Receipt, HomeworkDone)
    .join(Notice, Notice.id == Homework.notice_id)
    .join(Receipt, Receipt.notice_id == Notice.id)
    .outerjoin(HomeworkDone, HomeworkDone.receipt_id == Receipt.id)
    .where(Notice.state == NoticeState.PUBLISHED)
    .order_by(Homework.due, Homework.id, Receipt.id)
)


def items(
    session: Session,
    child_ids: Collection[int],
    *,
    since: date | None = None,
    notices: Collection[int] | None = None,
) -> list[Item]:
    """What is set for these children, the first due first; nothing that was taken back.

    The caller has made sure that whoever asks may see these children.
    """
    query = _ITEMS.where(Receipt.child_id.in_(child_ids))
    if since is not None:
        query = query.where(Homework.due >= since)
    if notices is not None:
        query = query.where(Notice.id.in_(notices))
    return [Item(*row) for row in session.execute(query)]


def items_of(session: Session, homework: Homework) -> list[Item]:
    """One thing for all of its children; none if it was taken back."""
    query = _ITEMS.where(Homework.id == homework.id)
    return [Item(*row) for row in session.execute(query)]


def standing(session: Session, notice_ids: Collection[int]) -> set[int]:
    """These notices and those that have corrected them since."""
    known: set[int] = set()
    new = set(notice_ids)
    while new:
        known |= new
        corrected = select(Notice.id).where(Notice.corrects_id.in_(new))
        new = set(session.scalars(corrected)) - known
    return known


def mark(
    session: Session,
    found: Sequence[Item],
    person_id: int,
    at: datetime,
    text: str,
    media: Sequence[int],
) -> None:
    """Note that these are done; a second time only adds what was sent along."""
    for item in found:
        if item.done is not None:
            item.done.media = [*item.done.media, *media]
            continue
        session.add(
            HomeworkDone(
                school_id=item.receipt.school_id,
                receipt_id=item.receipt.id,
                child_id=item.child_id,
                person_id=person_id,
                at=at,
                text=text,
                media=list(media),
            )
        )
    session.flush()


def unmark(session: Session, found: Sequence[Item]) -> None:
    """Take back that these are done."""
    for item in found:
        if item.done is not None:
            session.delete(item.done)
    session.flush()
