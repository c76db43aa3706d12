"""Yes and no in people's own words, under a preview that asks whether to send it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from sqlalchemy.orm import Session

from handlers.talk import Turn
from handlers.understanding import Intent, Message, understand
from handlers.understanding.words.tables import words_in
from models import outbox

CONTEXT = "confirm_broadcast"
"""What such a preview waits for, in the understanding's words. It is not the question's `kind`:
under that, "Danu tidak masuk" would be a no."""


MOVING = ("pindah", "pindahkan", "dipindah", "dipindahkan")
CANCELLING = ("batalkan", "dibatalkan", "batalin")
"""What a question is about, repeated: a yes to it. A bare "batal" may mean either, and is a no."""


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
_LATER = words_in("dulu dl dikirim dipindah dipindahkan dibatalkan pindah pindahkan")


def said(turn: Turn, session: Session, meant: Collection[str] = ()) -> Assent | None:
    """What free words answer; None if they are about something else, or too much for a yes.

    `meant` are words that name what is asked ("pindahkan"), a yes too. Whatever was asked later
    takes a bare "ok" for itself, even if it has been answered: nothing goes to families by a
    word that was meant for something else.
    """
    if not asked_last(turn, session):
        return None
    if _repeats(turn.text, meant):
        return Assent.YES
    meaning = understand(Message(turn.text, "teacher", turn.local, context=CONTEXT))
    answer = meaning.slots.get("answer") if meaning.intent is Intent.CONFIRMATION else None
    words = re.findall(r"\w+", turn.text.casefold())
    if answer is None or any(word.isdecimal() for word in words[:1]):
        return None  # a number is a choice elsewhere
    if answer == "yes":
        if _BESIDE.union(_YES).issuperset(words):
            return Assent.YES
        return Assent.YES_BUT if words[0] in _YES else None
    refused = _NO.union(_BESIDE, _LATER, _YES, meant) if words[0] in _NO else _NO | _BESIDE
    return Assent.NO if refused.issuperset(words) else None


def answer(
    turn: Turn, session: Session, *, yes: str, no: str, meant: Collection[str] = ()
) -> str | None:
    """The choice that was taken, by tap or in words; None for anything else."""
    if turn.answer is not None:
        return turn.answer
    match said(turn, session, meant):
        case Assent.YES:
            return yes
        case Assent.NO:
            return no
        case _:
            return None


def chosen(turn: Turn, session: Session, called: Mapping[str, Collection[str]]) -> str | None:
    """The choice whose own words were repeated, "lewati aja bu"; a bare yes is none of them."""
    if turn.answer is not None or not asked_last(turn, session):
        return turn.answer
    return next((value for value, meant in called.items() if _repeats(turn.text, meant)), None)


def _repeats(text: str, meant: Collection[str]) -> bool:
    """ "ya batalkan aja": a yes to "Batalkan?", though the word alone is a no elsewhere."""
    words = set(re.findall(r"\w+", text.casefold()))
    return bool(words & set(meant)) and words <= _BESIDE.union(_YES, meant)


def asked_last(turn: Turn, session: Session) -> bool:
    """Whether they point at the question, or were asked nothing since."""
    if turn.direct or turn.quoted is None:
        return turn.direct
    last = outbox.asked_last(session, turn.speaker.contact_id)
    return last is not None and last.id == turn.quoted.id
