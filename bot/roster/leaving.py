"""Children who have left: nothing more is asked of their families, and no code lets one in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.invitation import Invitation
from models.notice import Receipt, ReceiptState
from models.people import Child, Guardianship
from models.receipts import UNSIGNED
from models.task import Task

LEFT = "left"
SLICE = 500
"""How many ids one statement takes."""


def leave(session: Session, children: Sequence[Child], now: datetime) -> None:
    """The record stays. Messages already queued are the send path's to judge."""
    for child in children:
        child.left_at = now
    for ids in _slices([child.id for child in children]):
        session.execute(
            update(Receipt)
            .where(Receipt.child_id.in_(ids), Receipt.state.in_(UNSIGNED))
            .values(state=ReceiptState.CLOSED, reason=LEFT, next_at=None)
        )
        session.execute(
            update(Task)
            .where(Task.child_id.in_(ids), Task.receipt_id.is_not(None), Task.done_at.is_(None))
            .values(done_at=now)
        )
        places = select(Guardianship.id).where(Guardianship.child_id.in_(ids))
        revoke(session, list(session.scalars(places)), now)


def revoke(session: Session, place_ids: Sequence[int], now: datetime) -> None:
    """Codes printed for these places, and not used yet, expire."""
    for ids in _slices(place_ids):
        session.execute(
            update(Invitation)
            .where(
                Invitation.guardianship_id.in_(ids),
                Invitation.used_at.is_(None),
                Invitation.expires_at > now,
            )
            .values(expires_at=now)
        )


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), SLICE):
        yield ids[start : start + SLICE]
