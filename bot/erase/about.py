"""What concerns one child or one person alone, told by what rows are about and remember."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.expression import SQLColumnExpression

from bot.erase.work import slices
from bot.export.belonging import Rows
from handlers.book import reading
from handlers.core.talk import calendar_files
from handlers.slots import listing
from handlers.visits.day import brief
from handlers.visits.reports import archive
from models.family import in_parts
from models.media import Media
from models.notice import Notice, Receipt
from models.outbox import OutboundMessage
from models.slot import Slot, SlotFamily
from models.visit import Visit

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


def papers_of(session: Session, children: Iterable[int], rows: Rows) -> list[Media]:
    """What was made of these rows of children alone: books, briefs, events for calendars."""
    return [
        *_made(session, reading.SOURCE, "{}:", children),
        *_made(session, calendar_files.SOURCE, "slot:{}:", rows.get("slot_families", ())),
        *_made(session, calendar_files.SOURCE, "visit:{}:", rows.get("visits", ())),
        *_made(session, brief.SOURCE, "{}:", rows.get("visits", ())),
    ]


def lists_with(session: Session, rows: Rows) -> list[Media]:
    """Lists for the school that name this child among others: of talks, of all visits."""
    days: set[int] = set()
    for table in (SlotFamily, Slot):
        for ids in in_parts(rows.get(table.__tablename__, ())):
            days.update(session.scalars(select(table.day_id).where(table.id.in_(ids))))
    return [*_made(session, listing.SOURCE, "{}:", days), *_archives(session, rows)]


def _archives(session: Session, rows: Rows) -> list[Media]:
    schools: set[int] = set()
    for ids in in_parts(rows.get("visits", ())):
        schools.update(session.scalars(select(Visit.school_id).where(Visit.id.in_(ids))))
    made = select(Media).where(Media.channel == archive.SOURCE, Media.school_id.in_(schools))
    return list(session.scalars(made))


def _made(session: Session, source: str, reference: str, ids: Iterable[int]) -> list[Media]:
    begins = [Media.reference.startswith(reference.format(id_)) for id_ in sorted(ids)]
    return [
        media
        for some in slices(begins)
        for media in session.scalars(select(Media).where(Media.channel == source, or_(*some)))
    ]


def topics(prefix: str, ids: Iterable[int]) -> list[ColumnElement[bool]]:
    """Messages on these occasions, such as "visit:3" and all that is said of that visit."""
    begins = (OutboundMessage.topic.startswith(f"{prefix}:{id_}:") for id_ in ids)
    return [*among(OutboundMessage.topic, [f"{prefix}:{id_}" for id_ in ids]), *begins]


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
