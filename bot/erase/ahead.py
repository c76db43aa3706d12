"""What was still to come with a child: none of it happens, and what it kept is free again."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.erase.work import Work
from bot.export.belonging import Rows
from models.base import one_of
from models.family import in_parts
from models.slot import Slot, SlotFamily
from models.visit import OPEN, Agreement, CompanionAsk, State, Visit, VisitOffer


def call_off(work: Work, child_id: int, rows: Rows) -> None:
    """Visits, appointments, promises. Nobody is told here: whoever erases tells the teacher."""
    for ids in in_parts(rows.get("visits", ())):
        _visits(work, ids)
    _slots(work, child_id)


def _visits(work: Work, ids: list[int]) -> None:
    session = work.session
    for visit in session.scalars(select(Visit).where(Visit.id.in_(ids), one_of(Visit.state, OPEN))):
        work.change("ahead", visit, state=State.CANCELLED, sequence=visit.sequence + 1)
    for agreement in session.scalars(
        select(Agreement).where(Agreement.visit_id.in_(ids), Agreement.done_at.is_(None))
    ):
        work.change("ahead", agreement, done_at=work.now)
    offered = (VisitOffer.visit_id.in_(ids), VisitOffer.accepted.is_(None))
    session.execute(update(VisitOffer).where(*offered).values(accepted=False))
    asked = (CompanionAsk.visit_id.in_(ids), CompanionAsk.yes.is_(None))
    session.execute(update(CompanionAsk).where(*asked).values(yes=False))


def _slots(work: Work, child_id: int) -> None:
    session = work.session
    held = select(Slot).where(Slot.held_for == child_id)
    for slot in session.scalars(held):
        work.change("ahead", slot, held_for=None, held_until=None)
    coming = select(Slot).where(Slot.child_id == child_id, Slot.starts_at > work.now)
    for slot in session.scalars(coming):
        work.change("ahead", slot, child_id=None)
        session.execute(
            update(SlotFamily)
            .where(SlotFamily.day_id == slot.day_id, SlotFamily.child_id == child_id)
            .values(taken_at=None, sequence=SlotFamily.sequence + 1)
        )
    waits = (SlotFamily.child_id == child_id, SlotFamily.waits_since.is_not(None))
    session.execute(update(SlotFamily).where(*waits).values(waits_since=None))
