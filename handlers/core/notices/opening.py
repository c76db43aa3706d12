"""Opening WhatsApp's window: one tap, and the texts that waited follow in order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Tell, Text, Turn, Who
from handlers.core.talk.words import OPEN
from models.outbox import OutboundMessage, Priority

OPENER = Text(
    "opening.opener",
    id="Ananda {children}: ada {title} dari sekolah untuk Ibu/Bapak. Ketuk Buka untuk membacanya.",
    en="About {children}: the school has sent you a {title}. Tap Open to read it.",
    template=True,
    buttons=(OPEN,),
)
SOMETHING = Text("opening.something", id="pesan", en="message")
CHILD = Text("opening.child", id="Ibu/Bapak", en="your child")

opening = Capability("opening", Who.GUARDIAN, Who.STAFF)


@opening.step
def opened(turn: Turn, session: Session) -> Heard:
    """The tap itself opened the window: what waited is on its way before this runs."""
    return [] if turn.answer == "open" else None


def ask(waiting: OutboundMessage, now: datetime) -> Tell:
    """The generic request to open the window for a message that has no template of its own."""
    blanks = waiting.blanks
    children = blanks.get("children") or blanks.get("child") or CHILD
    title = blanks.get("title") or SOMETHING
    urgent = waiting.priority is Priority.URGENT
    occasion = str(waiting.id) if urgent else f"{now:%Y-%m-%d}"
    return Tell(
        OPENER,
        {"children": children, "title": title.lower() if isinstance(title, str) else title},
        choices=[Choice("open", OPEN)],
        then=opened,
        again=True,
        to=waiting.person_id or 0,
        topic=f"open:{waiting.contact_id}:{occasion}",
        channel=waiting.channel,
        priority=Priority(min(waiting.priority, Priority.IMPORTANT)),
        asked=waiting.priority is Priority.REPLY,
        notice=None,
    )
