"""What an answer to an invitation says beside yes or no: a question, a reason, "telat 15 menit"."""

from __future__ import annotations

from handlers.core.talk import Turn
from handlers.core.understanding import Message
from handlers.core.understanding.matters.meetings import MAY, MEETING, WHEN
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.answers import KIN, STAND_IN, UNSURE, WILLING
from handlers.core.understanding.words.tables import words_in

_PLAIN = words_in(
    "ADDRESS AGREE ATTEND CONFIRM DELEGATE GREET HOPE MAYBE MEETING NOT PARENTS THANKS YES"
)
_FILLERS = words_in(
    """
    saya kami sy aku nya saja dulu nanti itu ini yang untuk di ke dari dengan pada akan juga deh
    dong sih kok lah jadi jadinya maaf mohon maafkan mau pengen ingin dan atau kalau tapi datang
    kehadiran undangan rapat acara pukul jam hari semoga allah terima kasih sudah lagi miss bun
    pakde bude tante mba mbak mas orang tua sama oleh
    """
)
LONGEST = 10
"""Words of a plain question for the time."""
ENOUGH = 2
"""So many words more are something to be read by a person."""


def says_more(turn: Turn) -> bool:
    """Whether the words hold something that the noted answer does not, and somebody should read."""
    if turn.answer is not None or not turn.text:
        return False
    reading = Reading(Message(turn.text, "parent", turn.local))
    if "?" in reading.texts or reading.has("QUESTION"):
        return True
    return len(_more(reading)) >= ENOUGH


def asks_when(turn: Turn, *, named: bool = False) -> bool:
    """Whether they ask only for the hour, the day or the place; `named`: of a meeting."""
    said = turn.text.casefold()
    if turn.answer is not None or not WHEN.search(said) or len(said.split()) > LONGEST:
        return False
    return bool(MEETING.search(said)) if named else not MAY.search(said)


def _more(reading: Reading) -> list[str]:
    known = _FILLERS | KIN | STAND_IN | WILLING | UNSURE
    return [
        word.text
        for place, word in enumerate(reading.words)
        if word.kind in ("word", "number")
        and place not in reading.timed
        and not reading.groups[place] & _PLAIN
        and word.text not in known
        and word.root not in known
    ]
