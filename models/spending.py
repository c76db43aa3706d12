"""What messages have cost, as far as we can know before the provider's bill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, literal, literal_column, select
from sqlalchemy.orm import Session

from models.outbox import OutboundMessage
from models.prepared import Prepared
from models.reach import METERED
from models.settings import SchoolSettings


@dataclass(frozen=True)
class Metered:
    """WhatsApp messages of one month: as templates, and as free words inside the window."""

    templates: int = 0
    inside: int = 0

    def and_more(self, templates: int, inside: int) -> Metered:
        return Metered(self.templates + templates, self.inside + inside)

    def charged(self, rules: SchoolSettings) -> int:
        """How many of them the provider charges."""
        return self.templates + max(0, self.inside - rules.free_messages)

    def cost(self, rules: SchoolSettings) -> int:
        """Rupiah; 0 for what has no price yet."""
        beyond = max(0, self.inside - rules.free_messages)
        return self.templates * rules.template_price + beyond * rules.service_price


_SENT = Prepared(
    select(
        func.count(case((OutboundMessage.paid, literal(1)))),
        func.count(OutboundMessage.id),
    ).where(
        OutboundMessage.school_id == bindparam("school"),
        OutboundMessage.channel == literal_column(f"'{METERED}'"),  # so that the index is found
        OutboundMessage.sent_at >= bindparam("since"),
    )
)


def metered_since(session: Session, school_id: int, since: datetime) -> Metered:
    """What a school has sent by WhatsApp since then, replies included."""
    ((templates, all_),) = _SENT(session, school=school_id, since=since)
    return Metered(templates, all_ - templates)
