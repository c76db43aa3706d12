"""Everything's state in one look: counts by school, never a name, a number or a text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.storage.migrating import newest
from models import inbox
from models.inbox import InboundMessage, Unreadable
from models.media import Media
from models.notice import Receipt
from models.outbox import OPEN, OutboundMessage
from models.people import Child, Contact, Guardianship
from models.task import Task

Counts = dict[str, int]
COUNTED = (
    "outbox",
    "receipts",
    "unsigned_reasons",
    "inbox",
    "unreadable",
    "media",
    "contacts",
)
"""In this order, a line each."""


class Status(BaseModel):
    """As of `at` (UTC). Keys are states and channels."""

    at: datetime
    schema_revision: str
    outbox: Counts
    """"whatsapp held": 3 …"""
    oldest_unsent: datetime | None
    receipts: Counts
    unsigned_reasons: Counts
    tasks_open: int
    inbox: Counts
    without_outcome: int
    """Messages that nobody heard; the clock passes them on within minutes, so this is 0."""
    unreadable: Counts
    """What was kept aside, by channel."""
    media: Counts
    contacts: Counts
    last_heard: dict[str, datetime]
    children: int
    children_with_guardian: int


def collect(session: Session, now: datetime) -> Status:
    """Read only. The whole database, however many schools it holds."""
    waiting = OutboundMessage.status.in_(OPEN)
    joined = Guardianship.person_id.is_not(None) & Guardianship.ended_at.is_(None)
    here = Child.left_at.is_(None)
    return Status(
        at=now,
        schema_revision=newest(),
        outbox=_count(session, OutboundMessage.channel, OutboundMessage.status),
        oldest_unsent=session.scalar(select(func.min(OutboundMessage.created_at)).where(waiting)),
        receipts=_count(session, Receipt.state),
        unsigned_reasons=_count(session, Receipt.reason, where=Receipt.reason.is_not(None)),
        tasks_open=_one(session, func.count(Task.id), Task.done_at.is_(None)),
        inbox=_count(session, InboundMessage.channel, InboundMessage.handled),
        without_outcome=inbox.count_without_outcome(session),
        unreadable=_count(session, Unreadable.channel),
        media=_count(session, Media.state),
        contacts=_count(session, Contact.channel, Contact.reach),
        last_heard=_last_heard(session),
        children=_one(session, func.count(Child.id), here),
        children_with_guardian=_one(
            session,
            func.count(func.distinct(Child.id)),
            here & Child.id.in_(select(Guardianship.child_id).where(joined)),
        ),
    )


def lines(status: Status) -> Iterator[str]:
    """For people: one subject a line."""
    yield f"schema {status.schema_revision}, {status.at:%Y-%m-%d %H:%M} UTC"
    yield f"children {status.children}, with a guardian here {status.children_with_guardian}"
    for name in COUNTED:
        counts: Counts = getattr(status, name)
        shown = ", ".join(f"{key} {count}" for key, count in counts.items()) or "none"
        yield f"{name.replace('_', ' ')}: {shown}"
    yield f"messages without outcome: {status.without_outcome}"
    yield f"tasks open {status.tasks_open}"
    if status.oldest_unsent:
        yield f"oldest unsent since {status.oldest_unsent:%Y-%m-%d %H:%M} UTC"
    for channel, at in status.last_heard.items():
        yield f"last heard on {channel}: {at:%Y-%m-%d %H:%M} UTC"


def _count(
    session: Session,
    *by: InstrumentedAttribute[Any],
    where: ColumnElement[bool] | None = None,
) -> Counts:
    query = select(*by, func.count()).group_by(*by).order_by(*by)
    if where is not None:
        query = query.where(where)
    return {
        " ".join(str(getattr(part, "value", part)) for part in row[:-1]): int(row[-1])
        for row in session.execute(query)
    }


def _one(session: Session, what: ColumnElement[int], where: ColumnElement[bool]) -> int:
    return session.scalar(select(what).where(where)) or 0


def _last_heard(session: Session) -> dict[str, datetime]:
    rows = session.execute(
        select(Contact.channel, func.max(Contact.heard_at))
        .where(Contact.heard_at.is_not(None))
        .group_by(Contact.channel)
    )
    return {channel: at for channel, at in rows if at is not None}
