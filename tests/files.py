"""Files as people send them, and as they arrive."""

from __future__ import annotations

from sqlalchemy import select

from bot.channels.base import File
from models.media import Kind, Media
from models.outbox import OutboundMessage
from models.people import Person
from tests.dialogue import Chat


def photos(*names: str) -> list[File]:
    return [File(name, Kind.PHOTO, "image/jpeg") for name in names]


def files_of(chat: Chat, who: Person) -> list[str]:
    """What they were sent so far, in order, by the name it was sent to us with."""
    chat.deliver()
    query = (
        select(Media.reference)
        .join(OutboundMessage, OutboundMessage.media_id == Media.id)
        .where(OutboundMessage.contact_id == chat.contact(who).id)
        .order_by(OutboundMessage.id)
    )
    return list(chat.session.scalars(query))
