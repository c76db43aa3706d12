"""How far a notice has got with each family, from receipts, signatures and deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import fixed
from models.notice import Receipt, ReceiptState
from models.outbox import OutboundMessage, Status
from models.people import Guardianship
from models.response import Response
from models.task import Reason


class Stage(IntEnum):
    """The furthest that a family has got. Read is what the provider says, never a signature."""

    CLOSED = 0
    NOT_REACHED = 1
    FAILED = 2
    HELD = 3
    ON_ITS_WAY = 4
    SENT = 5
    DELIVERED = 6
    READ = 7
    SIGNED = 8


_OF_STATUS = {
    Status.HELD: Stage.HELD,
    Status.QUEUED: Stage.ON_ITS_WAY,
    Status.CLAIMED: Stage.ON_ITS_WAY,
    Status.UNKNOWN: Stage.ON_ITS_WAY,
    Status.SENT: Stage.SENT,
    Status.DELIVERED: Stage.DELIVERED,
    Status.READ: Stage.READ,
    Status.FAILED: Stage.FAILED,
}


@dataclass(frozen=True)
class Progress:
    """One child's family."""

    receipt_id: int
    child_id: int
    stage: Stage
    reason: Reason | None
    """Why nobody there could be told."""
    choice: str | None
    """Their answer, where the notice asks a question."""
    arrived: bool = False
    """Whether a provider says that somebody there has it, or cannot say so and took it."""


def progress_of(session: Session, notice_id: int) -> list[Progress]:
    """Every family of a notice, by receipt. Four queries, however many there are."""
    receipts = session.execute(
        select(Receipt.id, Receipt.child_id, Receipt.state, Receipt.reason)
        .where(Receipt.notice_id == notice_id)
        .order_by(Receipt.id)
    ).all()
    best, arrived = _messages(session, notice_id)
    answered = session.execute(
        select(Response.receipt_id, Response.choice)
        .join(Receipt, Receipt.id == Response.receipt_id)
        .where(Receipt.notice_id == notice_id)
    )
    answers: dict[int, str] = {receipt: choice for receipt, choice in answered}
    return [
        Progress(
            id_,
            child,
            stage := _stage(state, best.get(child)),
            _reason(reason) if stage is Stage.NOT_REACHED else None,
            answers.get(id_),
            child in arrived,
        )
        for id_, child, state, reason in receipts
    ]


def _messages(session: Session, notice_id: int) -> tuple[dict[int, Stage], set[int]]:
    """The furthest message to any guardian of each child, and the children where one arrived."""
    rows = session.execute(
        select(Receipt.child_id, OutboundMessage.status, OutboundMessage.channel)
        .join(Guardianship, Guardianship.child_id == Receipt.child_id)
        .join(
            OutboundMessage,
            (OutboundMessage.notice_id == Receipt.notice_id)
            & (OutboundMessage.person_id == Guardianship.person_id),
        )
        .where(Receipt.notice_id == notice_id)
        .where(OutboundMessage.status != fixed(Status.CANCELLED))
    ).all()
    there = {child for child, status, channel in rows if _has_arrived(status, channel)}
    return _furthest((child, _OF_STATUS[status]) for child, status, _ in rows), there


def _has_arrived(status: Status, channel: str) -> bool:
    """Telegram has no receipts: what it took has arrived as far as anybody can tell."""
    told = channel in REPORTING
    return status in (Status.DELIVERED, Status.READ) or (status is Status.SENT and not told)


REPORTING = ("whatsapp", "sms")
"""Channels whose provider says what arrived."""


def _furthest(found: Iterable[tuple[int, Stage]]) -> dict[int, Stage]:
    best: dict[int, Stage] = {}
    for child, stage in found:
        best[child] = max(stage, best.get(child, Stage.CLOSED))
    return best


def _stage(state: ReceiptState, message: Stage | None) -> Stage:
    match state:
        case ReceiptState.SIGNED:
            return Stage.SIGNED
        case ReceiptState.CLOSED:
            return Stage.CLOSED
        case ReceiptState.WAITING:
            return Stage.ON_ITS_WAY
        case ReceiptState.ESCALATED if message is None:
            return Stage.NOT_REACHED
        case _:
            # Told without a message of its own: it goes into the weekly digest.
            return message or Stage.HELD


def _reason(reason: str | None) -> Reason | None:
    return Reason(reason) if reason in set(Reason) else None
