"""How people can be reached: the open contacts of each, the best first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.outbox import Priority
from models.people import Contact, Guardianship, Person, Reach, Wants
from models.prepared import Prepared


@dataclass(frozen=True)
class Line:
    """One open contact of one person who has joined."""

    person_id: int
    school_id: int
    contact_id: int
    channel: str
    language: str
    wants: Wants
    heard_at: datetime | None

    def takes(self, priority: Priority) -> bool:
        """Whether this person lets us send a message of that weight unasked."""
        if self.wants is Wants.NOTHING:
            return False
        return self.wants is Wants.EVERYTHING or priority <= Priority.IMPORTANT


METERED = "whatsapp"
"""The channel whose provider charges for speaking first."""
WINDOW = timedelta(hours=24) - timedelta(minutes=5)
"""For so long after somebody wrote there, free words reach them and cost nothing; a margin for
the way to the provider is taken off."""


def is_charged(channel: str, silence: timedelta | None) -> bool:
    """Whether a message costs money; `silence` is the time since they wrote, None if never."""
    return channel == METERED and (silence is None or silence >= WINDOW)


SMS = "sms"
"""Only the ladder's own rung writes there; nobody can answer."""


_LINES = (
    select(
        Person.id,
        Person.school_id,
        Contact.id,
        Contact.channel,
        Person.language,
        Person.wants,
        Contact.heard_at,
    )
    .join(Contact, Contact.person_id == Person.id)
    .where(Person.id.in_(bindparam("ids", expanding=True)), Contact.reach == Reach.OPEN)
    .order_by(Person.id, Contact.heard_at.desc().nulls_last(), Contact.id)
)
_BY_CHAT = Prepared(_LINES.where(Contact.channel != SMS))
_BY_SMS = Prepared(_LINES.where(Contact.channel == SMS))


def lines(
    session: Session, person_ids: Collection[int], *, sms: bool = False
) -> dict[int, list[Line]]:
    """The open contacts of each person: by the channel they last wrote on, and of two on one
    channel the newer first, as an old number may be somebody else's by now.

    People without any are left out; so are numbers for SMS, unless only those are wanted.
    """
    found: dict[int, list[Line]] = {}
    ids = sorted(set(person_ids))
    asked = _BY_SMS if sms else _BY_CHAT
    for start in range(0, len(ids), 500):
        rows = asked(session, ids=ids[start : start + 500])
        for row in rows:
            found.setdefault(row[0], []).append(Line(*tuple(row)))
    return {person: _newest_first(theirs) for person, theirs in found.items()}


def _newest_first(theirs: list[Line]) -> list[Line]:
    channels = [line.channel for line in theirs]
    return sorted(theirs, key=lambda line: (channels.index(line.channel), -line.contact_id))


def telephone_of(session: Session, person_id: int) -> str | None:
    """A guardian's number to call, E.164: the roster's, else that of their WhatsApp."""
    listed = select(Guardianship.phone).where(
        Guardianship.person_id == person_id, Guardianship.phone.is_not(None)
    )
    by_chat = select(Contact.address).where(
        Contact.person_id == person_id, Contact.address.startswith("+")
    )
    return session.scalar(listed.limit(1)) or session.scalar(by_chat.limit(1))
