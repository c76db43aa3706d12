"""Writing down what came in, and knowing who sent it.

Every message passes here, so these are Core statements: the session's objects would cost
more than all the rest of the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, bindparam, exists, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from bot.channels.base import File, Incoming
from handlers.core.talk import Language, Speaker
from handlers.core.talk.languages import language_of
from models.base import fixed
from models.inbox import Handled, InboundMessage
from models.media import Media
from models.numbers import LARGEST
from models.outbox import ABOUT_NOTICE, FURTHER_FILE, OutboundMessage, Status
from models.people import Contact, Guardianship, Person, Reach, Role, StaffRole, in_office
from models.prepared import Prepared
from models.school import School

WINDOW_MARGIN = timedelta(hours=23)
"""Texts may be waiting for the window only if it had closed, or was about to."""

_GUARDS = exists().where(
    Guardianship.person_id == Contact.person_id, Guardianship.ended_at.is_(None)
)
_ROLES = (
    select(func.aggregate_strings(StaffRole.role, ","))
    .where(StaffRole.person_id == Contact.person_id, in_office())
    .scalar_subquery()
)
_FIND = (
    select(
        Contact.id,
        Contact.heard_at,
        Contact.address,
        Person.id.label("person_id"),
        Person.name,
        Person.language,
        Person.consented_at,
        School.id.label("school_id"),
        School.time_zone,
        School.wordings,
        _GUARDS.label("guards"),
        _ROLES.label("roles"),
    )
    .outerjoin(Person, Person.id == Contact.person_id)
    .outerjoin(School, School.id == Person.school_id)
    .where(Contact.channel == bindparam("channel"))
    .order_by(Contact.id)
)
_BY_ADDRESS = Prepared(_FIND.where(Contact.address == bindparam("address")))
_BY_ALIAS = Prepared(
    _FIND.where(Contact.alias.is_not(None), Contact.alias.in_(bindparam("aliases", expanding=True)))
)
_HEARD = Prepared(
    update(Contact)
    .where(Contact.id == bindparam("contact"))
    .values(heard_at=bindparam("now"), reach=Reach.OPEN)
)
_OPEN_WINDOW = Prepared(
    update(OutboundMessage)
    .where(
        OutboundMessage.contact_id == bindparam("contact"),
        OutboundMessage.status == fixed(Status.HELD),
        OutboundMessage.due_at.is_(None),
    )
    .values(status=Status.QUEUED)
)
_WHOLE = aliased(OutboundMessage)
_DROP_NUDGES = Prepared(
    update(OutboundMessage)
    .where(
        OutboundMessage.contact_id == bindparam("contact"),
        OutboundMessage.status == fixed(Status.QUEUED),
        OutboundMessage.topic.startswith(ABOUT_NOTICE),
        OutboundMessage.written_at.is_(None),
        OutboundMessage.text_key != FURTHER_FILE,
        exists().where(
            _WHOLE.contact_id == OutboundMessage.contact_id,
            _WHOLE.notice_id == OutboundMessage.notice_id,
            _WHOLE.status == fixed(Status.QUEUED),
            _WHOLE.written_at.is_not(None),
        ),
    )
    .values(status=Status.CANCELLED, error="told-whole")
)
"""Who gets a notice now is not reminded of it in the same breath."""


_INBOX = cast("Table", InboundMessage.__table__)
_KEEP = Prepared(
    sqlite.insert(_INBOX).on_conflict_do_nothing().returning(_INBOX.c.id),
    postgresql=postgresql.insert(_INBOX).on_conflict_do_nothing().returning(_INBOX.c.id),
)


def speaker_of(session: Session, incoming: Incoming, now: datetime) -> tuple[Speaker, bool]:
    """Who is writing, a new contact if need be; and whether texts may wait for their window."""
    row = _find(session, incoming)
    if row is None:
        return Speaker(_new_contact(session, incoming, now), incoming.channel), False
    if incoming.alias:
        _remember(session, row, incoming)
    waiting = row.heard_at is None or now - row.heard_at > WINDOW_MARGIN
    return _speaker(session, row, incoming.channel), waiting


def known_speaker(session: Session, incoming: Incoming) -> Speaker | None:
    """Who is writing, if we know them; nothing is stored."""
    row = _find(session, incoming)
    return _speaker(session, row, incoming.channel) if row is not None else None


def _find(session: Session, incoming: Incoming) -> Any:
    found = _BY_ADDRESS(session, channel=incoming.channel, address=incoming.address).first()
    if found is not None:
        return found
    names = [name for name in (incoming.alias, incoming.address) if name]
    known = _BY_ALIAS(session, channel=incoming.channel, aliases=names).first()
    if known is None and incoming.alias:  # who hid their number until now
        known = _BY_ADDRESS(session, channel=incoming.channel, address=incoming.alias).first()
    return known


def _speaker(session: Session, row: Any, channel: str) -> Speaker:
    return Speaker(
        contact_id=row.id,
        channel=channel,
        language=_language(session, row),
        person_id=row.person_id,
        school_id=row.school_id,
        name=row.name or "",
        zone=ZoneInfo(row.time_zone or "Asia/Jakarta"),
        guardian=bool(row.guards),
        roles=frozenset(Role(name) for name in (row.roles or "").split(",") if name),
        consented=row.consented_at is not None,
    )


def _language(session: Session, row: Any) -> Language:
    """The school itself is loaded only where it has words of its own."""
    name = row.language or "id"
    return language_of(session, row.school_id, name) if row.wordings else Language(name)


def _new_contact(session: Session, incoming: Incoming, now: datetime) -> int:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Contact).values(
        channel=incoming.channel,
        address=incoming.address,
        alias=incoming.alias,
        reach=Reach.OPEN,
        wrong_codes=0,
        created_at=now,
    )
    # Two processes may hear a newcomer at once: the second finds the first one's row.
    same = statement.on_conflict_do_update(
        index_elements=["channel", "address"], set_={"reach": Reach.OPEN}
    )
    return int(session.execute(same.returning(Contact.id)).scalar_one())


def _remember(session: Session, row: Any, incoming: Incoming) -> None:
    """The provider's name for them; and their number, once it is shown."""
    shown = row.address == incoming.alias and incoming.address != incoming.alias
    address = incoming.address if shown else row.address
    session.execute(
        update(Contact).where(Contact.id == row.id).values(alias=incoming.alias, address=address)
    )


def keep(
    session: Session, incoming: Incoming, speaker: Speaker, now: datetime, handled: Handled
) -> int | None:
    """Store the message; its inbox id, or None if it had been stored before."""
    found: int | None = _KEEP(
        session,
        school_id=speaker.school_id,
        contact_id=speaker.contact_id,
        channel=incoming.channel,
        provider_id=incoming.provider_id,
        text=incoming.text,
        media=[],
        extra=dict(incoming.extra),
        received_at=now,
        handled=handled,
    ).scalar()
    return found


def keep_files(
    session: Session, files: Sequence[File], inbox_id: int, speaker: Speaker, now: datetime
) -> tuple[int, ...]:
    """Note the files that came with a message; their bytes are fetched later."""
    if not files:
        return ()
    rows = [
        {
            "school_id": speaker.school_id,
            "channel": speaker.channel,
            "reference": file.reference,
            "kind": file.kind,
            "content_type": file.content_type,
            "name": file.name,
            "size": min(file.size or 0, LARGEST) or None,
            "created_at": now,
        }
        for file in files
    ]
    ids = tuple(
        session.scalars(insert(Media).returning(Media.id, sort_by_parameter_order=True), rows)
    )
    session.execute(
        update(InboundMessage).where(InboundMessage.id == inbox_id).values(media=list(ids))
    )
    return ids


def heard_from(session: Session, speaker: Speaker, now: datetime, waiting: bool) -> None:
    """They can be written to from now on; what waited for that goes first."""
    _HEARD(session, contact=speaker.contact_id, now=now)
    if waiting:
        _OPEN_WINDOW(session, contact=speaker.contact_id)
        _DROP_NUDGES(session, contact=speaker.contact_id)
