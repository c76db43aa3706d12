"""Yes and no in people's own words, under a preview that asks whether to send it."""

from __future__ import annotations

import re
from enum import StrEnum

from sqlalchemy.orm import Session

from handlers.talk import Capability, Heard, Reply, Text, Turn, Who
from handlers.understanding import Intent, Message, understand
from handlers.understanding.words.tables import words_in

KIND = "confirm_broadcast"
"""What such a preview waits for, in the understanding's words."""
NOT_YET = Text(
    "assent.not_yet",
    id="Belum ada yang saya kirim. Kalau sudah benar, balas KIRIM; kalau tidak jadi, balas BATAL.",
    en="I have not sent anything yet. If it is right, answer KIRIM; if not, answer BATAL.",
)


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

assent = Capability("assent", Who.STAFF)


def said(turn: Turn) -> Assent | None:
    """What free words answer; None if they are about something else, or too much for a yes.

    Whatever was asked later takes a bare "ok" for itself: nothing goes to families by a word
    that was meant for something else.
    """
    if not (turn.direct or turn.latest == turn.quoted):
        return None
    meaning = understand(Message(turn.text, "teacher", turn.local, context=KIND))
    answer = meaning.slots.get("answer") if meaning.intent is Intent.CONFIRMATION else None
    if answer is None:
        return None
    words = re.findall(r"\w+", turn.text.casefold())
    if any(word.isdigit() for word in words[:1]):  # the number of a choice elsewhere
        return None
    if answer == "yes":
        if _BESIDE.union(_YES).issuperset(words):
            return Assent.YES
        return Assent.YES_BUT if words[0] in _YES else None
    return Assent.NO if _BESIDE.union(_NO).issuperset(words) else None


@assent.hears(Intent.CONFIRMATION)
def unclear(turn: Turn, session: Session) -> Heard:
    """ "salah kelas", "tunggu dulu": said of a preview, but neither yes nor no."""
    return [Reply(NOT_YET)] if turn.latest else None
