"""What concerns one child or one person alone, told by what rows are about and remember."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.expression import SQLColumnExpression

from bot.erase.work import slices
from handlers.book import SOURCE
from models.media import Media
from models.notice import Notice, Receipt
from models.outbox import OutboundMessage

_OTHERS = aliased(Receipt)


def notices_alone(session: Session, child_id: int) -> list[Notice]:
    """Notices that went to this child's family and no other, or were to."""
    mine = select(Receipt.notice_id).where(Receipt.child_id == child_id)
    shared = exists().where(_OTHERS.notice_id == Notice.id, _OTHERS.child_id != child_id)
    sent = select(Notice).where(Notice.id.in_(mine), ~shared)
    unsent = select(Notice).where(
        ~exists().where(_OTHERS.notice_id == Notice.id),
        Notice.details["children"].as_string() == f"[{child_id}]",
    )
    return [*session.scalars(sent), *session.scalars(unsent)]


def papers_of(child_ids: Iterable[int]) -> Select[Media]:
    """The PDFs that were made of these children's books."""
    made = or_(*(Media.reference.startswith(f"{child}:") for child in child_ids))
    return select(Media).where(Media.channel == SOURCE, made)


def remembers(key: str, values: Iterable[object]) -> list[ColumnElement[bool]]:
    """Questions whose memory has one of these under `key`; a list there is one like "[3]"."""
    held = OutboundMessage.memory[key].as_string()
    return [
        OutboundMessage.asks.is_not(None) & held.in_([str(value) for value in some])
        for some in slices(list(values))
    ]


def among(column: SQLColumnExpression[Any], values: Iterable[object]) -> list[ColumnElement[bool]]:
    """`IN`, in slices."""
    return [column.in_(some) for some in slices(list(values))]


def messages(
    session: Session, schools: Iterable[int], conditions: Sequence[ColumnElement[bool]]
) -> list[OutboundMessage]:
    """Our messages for which one of these holds."""
    found: dict[int, OutboundMessage] = {}
    for some in slices(conditions):
        rows = select(OutboundMessage).where(
            OutboundMessage.school_id.in_(list(schools)), or_(*some)
        )
        found |= {row.id: row for row in session.scalars(rows)}
    return list(found.values())
