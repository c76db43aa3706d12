"""What happens to a message whose handler failed: kept, excused, given to the teacher."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot import arrivals
from bot.channels.base import Incoming
from handlers import thread
from handlers.post import post
from handlers.talk import Reply, Say, Text, Turn, Who
from models.inbox import Handled

SORRY = Text(
    "apology.sorry",
    id="Maaf, ada gangguan pada sistem kami. Pesan Ibu/Bapak tetap tersimpan dan sampai ke "
    "sekolah.",
    en="Sorry, something went wrong on our side. Your message is kept and reaches the school.",
)
SORRY_STAFF = Text(
    "apology.sorry_staff",
    id="Maaf, ada gangguan pada sistem kami. Pesan tersimpan, tetapi belum dikerjakan. "
    "Mohon coba sekali lagi.",
    en="Sorry, something went wrong on our side. Your message is kept, but nothing was done "
    "with it. Please try once more.",
)


def keep(session: Session, event: Incoming, now: datetime) -> bool:
    """Store a message without asking any capability what it means."""
    speaker, waiting = arrivals.speaker_of(session, event, now)
    inbox_id = arrivals.keep(session, event, speaker, now, Handled.FAILED)
    if inbox_id is None:
        return False
    media = arrivals.keep_files(session, event.files, inbox_id, speaker, now)
    arrivals.heard_from(session, speaker, now, waiting)
    turn = Turn(speaker=speaker, text=event.text, now=now, inbox_id=inbox_id, media=media)
    says: list[Say] = [Reply(SORRY if Who.GUARDIAN in speaker.who else SORRY_STAFF)]
    if Who.GUARDIAN in speaker.who and not event.tap:
        says = [*(thread.note(turn, session) or []), *says]
    post(session, says, now, speaker)
    return True
