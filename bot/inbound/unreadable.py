"""What could not be taken in is kept aside, for somebody to look at, and holds nothing up."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import cast

import structlog
from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.channels.base import Event, Incoming, Unreadable
from bot.metrics import UNREADABLE
from handlers.core.talk import Tell, Text
from handlers.core.talk.post import post
from models import inbox
from models.people import Contact, Person

UNREAD = Text(
    "unreadable.unread",
    id="Maaf, kiriman Ibu/Bapak barusan tidak dapat saya baca, jadi belum ada yang diteruskan. "
    "Mohon kirim lagi sebagai tulisan atau foto.",
    en="Sorry, what you just sent could not be read, so nothing has been passed on. Please send it "
    "again in words or as a photo.",
)
log = structlog.get_logger(__name__)

LONGEST = 8000
"""Characters that are kept; providers' updates are shorter."""
_TABLE = cast("Table", inbox.Unreadable.__table__)


def aside(event: Event, fault: Exception) -> Unreadable:
    """An event that failed as such. What was said in a group stays there."""
    address = getattr(event, "address", "")
    error = type(fault).__name__
    if isinstance(event, Incoming) and event.group is not None:
        return Unreadable(event.channel, f"{event.channel} {event.provider_id}", error, address)
    return Unreadable(event.channel, repr(event), error, address)


def keep(session: Session, found: Unreadable, now: datetime) -> bool:
    """Once, however often it is brought; whoever sent it hears that it was not read."""
    whose = session.execute(
        select(Contact.id, Person.school_id, Person.id)
        .outerjoin(Person, Person.id == Contact.person_id)
        .where(Contact.channel == found.channel, Contact.address == found.address)
    ).first()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(_TABLE).values(
        channel=found.channel,
        contact_id=whose[0] if whose else None,
        school_id=whose[1] if whose else None,
        digest=sha256(found.raw.encode()).hexdigest(),
        raw=found.raw[:LONGEST],
        error=found.error,
        received_at=now,
    )
    kept = session.execute(statement.on_conflict_do_nothing().returning(_TABLE.c.id)).scalar()
    if kept is None:
        return False
    UNREADABLE.labels(found.channel).inc()
    if whose and whose[2] is not None:
        told = Tell(UNREAD, to=whose[2], contact=whose[0], topic=f"unreadable:{kept}", asked=True)
        post(session, [told], now)
    log.error("intake.unreadable", id=kept, channel=found.channel, error=found.error)
    return True
