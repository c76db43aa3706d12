"""What happens to a message whose handler failed: kept, excused, given to the teacher."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from bot.inbound import arrivals
from handlers.core.talk import Reply, Say, Text, Turn, Who
from handlers.core.talk.post import post
from handlers.core.thread import notes
from models import inbox
from models.inbox import Handled, Outcome

SORRY = Text(
    "apology.sorry",
    id="Maaf, ada gangguan pada sistem kami. Pesan Ibu/Bapak tetap tersimpan dan sampai ke "
    "sekolah.",
    en="Sorry, something went wrong on our side. Your message is kept and reaches the school.",
)
SORRY_TAP = Text(
    "apology.sorry_tap",
    id="Maaf, ada gangguan pada sistem kami. Ketukan Ibu/Bapak belum dikerjakan. Mohon ketuk "
    "sekali lagi, atau tulis saja maksudnya.",
    en="Sorry, something went wrong on our side. Your tap was not carried out. Please tap once "
    "more, or simply write what you meant.",
)
SORRY_NOT_DONE = Text(
    "apology.sorry_not_done",
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
    says = _excused(turn, session, tapped=event.tap is not None)
    outcome = Outcome.PASSED_ON if len(says) > 1 else Outcome.REFUSED
    inbox.settle(session, inbox_id, outcome, "apology")
    post(session, says, now, speaker)
    return True


def _excused(turn: Turn, session: Session, *, tapped: bool) -> list[Say]:
    """No more than is true: a tap reaches nobody, words only whoever they can be passed to."""
    if tapped:
        return [Reply(SORRY_TAP)]
    passed = notes.leave(turn, session) if Who.GUARDIAN in turn.speaker.who else None
    return [*passed, Reply(SORRY)] if passed else [Reply(SORRY_NOT_DONE)]
