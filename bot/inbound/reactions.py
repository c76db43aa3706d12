"""An emoji under a message of ours: it was seen, and a thumb up under a paraf signs it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming, Reaction
from bot.inbound import arrivals
from bot.inbound.router import Router
from handlers.core.notices.kinds import SIGN
from models import inbox
from models.inbox import Handled, Outcome
from models.outbox import RANK, OutboundMessage, Status
from models.people import Contact

THUMB = "👍"


def receive(router: Router, session: Session, reaction: Reaction, now: datetime) -> bool:
    """Note that they saw it. False for what is not theirs, and for what came before.

    Nothing but a signature is ever done by an emoji: a thumb under an invitation may mean "seen".
    """
    row = _message(session, reaction)
    if row is None:
        return False
    if RANK[row.status] < RANK[Status.READ]:
        row.status, row.settled_at = Status.READ, now
    said = Incoming(
        channel=reaction.channel,
        address=reaction.address,
        provider_id=reaction.provider_id,
        text=reaction.emoji,
        quoted=reaction.to,
        extra={"reaction": True},
    )
    signs = any(choice["value"] == SIGN for choice in row.choices)
    if signs and reaction.emoji.startswith(THUMB):
        return router.receive(session, said, now)
    speaker, _ = arrivals.speaker_of(session, said, now)
    kept = arrivals.keep(session, said, speaker, now, Handled.DONE)
    if kept is not None:
        inbox.settle(session, kept, Outcome.SILENT, "reactions.seen")
    return kept is not None


def _message(session: Session, reaction: Reaction) -> OutboundMessage | None:
    """Our message, if it was sent to whoever reacted."""
    return session.scalars(
        select(OutboundMessage)
        .join(Contact, Contact.id == OutboundMessage.contact_id)
        .where(
            OutboundMessage.channel == reaction.channel,
            OutboundMessage.provider_id == reaction.to,
            Contact.address == reaction.address,
        )
    ).first()
