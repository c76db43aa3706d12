"""What else there is in a guardian's words than that it is done."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.core.talk import Turn
from handlers.core.understanding.matters.homework import (
    A_FEW,
    CAPTION,
    is_subject,
    said_words,
    unknown,
)
from handlers.core.understanding.words.tables import words_in

_DONE = words_in(
    """
    sudah udah sdh dah udh sampun rampung beres selesai kelar done ready siap dikerjakan dikerjain
    ngerjain kerjakan dibaca disiapkan disiapin dibawa semua semuanya pr tugas tugasnya prnya bu pak
    ibu bapak ust ustadzah miss sir ya yaa nih ini itu alhamdulillah terima kasih makasih
    trimakasih oke ok baik hari tadi malam barusan foto fotonya hasil hasilnya dan
    ananda adik kakak anak saya kami nya ipun mom bunda guru yang untuk
    """
)
_BUT = words_in(
    """
    tapi tp tetapi cuma cuman kecuali hanya namun belum blm bingung kesulitan
    """
)
SHORT = 6


def says_more(turn: Turn) -> bool:
    """Whether the teacher has to read it: "udah beres bu tapi Raka no 7 gak bisa"."""
    words = said_words(turn.text)
    if "?" in turn.text or _BUT & set(words[1:]):
        return True
    return len(unknown(words, _DONE)) > A_FEW


def takes_back(turn: Turn) -> bool:
    """ "belum", shortly; of longer words only an answer to that very message."""
    words = said_words(turn.text)
    return words[:1] in (["belum"], ["blm"]) and (turn.direct or len(words) < SHORT)


def picks(turn: Turn, names: Iterable[str]) -> bool:
    """ "yang mtk", "mtk Aisyah sudah": one of several that were asked about, and nothing else."""
    words = said_words(turn.text)
    theirs = {part for name in names for part in said_words(name)}
    return any(map(is_subject, words)) and not unknown(words, _DONE | theirs | {"yg"})


def is_photo(turn: Turn) -> bool:
    """A file without words, or with no more than what it shows."""
    words = said_words(turn.text)
    if not turn.media or "?" in turn.text:
        return False
    says_nothing = not unknown(words, _DONE)
    return says_nothing or (len(words) <= SHORT and CAPTION.search(turn.text) is not None)


def all_of_them(turn: Turn) -> bool:
    return bool({"semua", "semuanya", "all"} & set(said_words(turn.text)))
