"""Yes and no in people's own words, under a preview that asks whether to send it."""

from __future__ import annotations

import re
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.talk import Turn
from handlers.understanding import Intent, Message, understand
from handlers.understanding.words.tables import words_in
from models.outbox import OutboundMessage

CONTEXT = "confirm_broadcast"
"""What such a preview waits for, in the understanding's words. It is not the question's `kind`:
under that, "Danu tidak masuk" would be a no."""


class Assent(StrEnum):
    YES = "yes"
    NO = "no"
    YES_BUT = "yes but"
    """Agreed to, with something more that the caller may understand: "kirim besok jam 6"."""


_YES = words_in(
    """
    y ya iya iyah yes yup ok oke okey okay sip siap setuju lanjut lanjutkan boleh betul benar
    kirim kirimkan kirimin send nggih inggih monggo silakan silahkan sebarkan
    """
)
_NO = words_in(
    """
    tidak tdk tak gak ga gk nggak ngga enggak ndak no jangan jgn batal batalkan gajadi gakjadi
    cancel stop
    """
)
_BESIDE = words_in(
    """
    sudah sdh udah udh aja saja langsung sekarang skrg deh lah dong bu pak ibu bapak bun min
    jadi jd usah tolong terima kasih makasih
    """
)


def said(turn: Turn, session: Session) -> Assent | None:
    """What free words answer; None if they are about something else, or too much for a yes.

    Whatever was asked later takes a bare "ok" for itself, even if it has been answered: nothing
    goes to families by a word that was meant for something else.
    """
    if not asked_last(turn, session):
        return None
    meaning = understand(Message(turn.text, "teacher", turn.local, context=CONTEXT))
    answer = meaning.slots.get("answer") if meaning.intent is Intent.CONFIRMATION else None
    words = re.findall(r"\w+", turn.text.casefold())
    if answer is None or any(word.isdigit() for word in words[:1]):
        return None  # a number is a choice elsewhere
    if answer == "yes":
        if _BESIDE.union(_YES).issuperset(words):
            return Assent.YES
        return Assent.YES_BUT if words[0] in _YES else None
    return Assent.NO if _BESIDE.union(_NO).issuperset(words) else None


def asked_last(turn: Turn, session: Session) -> bool:
    """Whether they point at the question, or were asked nothing since."""
    last = select(func.max(OutboundMessage.id)).where(
        OutboundMessage.contact_id == turn.speaker.contact_id, OutboundMessage.asks.is_not(None)
    )
    return turn.direct or (turn.quoted is not None and turn.quoted.id == session.scalar(last))
