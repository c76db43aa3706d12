"""What else there is in a guardian's words than that it is done."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.core.talk import Turn
from handlers.core.understanding.subjects import find_subjects
from handlers.core.understanding.words.subjects import SUBJECT_WORDS
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
_QUESTION = words_in(
    """
    ada pr tugas apa aja saja buat untuk besok lusa hari ini nanti minggu senin selasa rabu kamis
    jumat sabtu gak ga nggak ngga tidak tdk kah bu pak ibu bapak ya miss sir mau tanya nanya
    assalamualaikum selamat pagi siang sore malam maaf permisi nya anak saya yang bilang bener benar
    lihat daftar list pekerjaan rumah homework what is there any the for tomorrow
    """
)
_BUT = words_in(
    """
    tapi tp tetapi cuma cuman kecuali hanya namun belum blm bingung kesulitan
    """
)
_CAPTION = re.compile(r"\b(foto|hasil|pr|tugas|kerja|photo)\w*", re.I)
A_FEW = 3
"""So many words that we do not know say something of their own."""
SHORT = 6


def says_more(turn: Turn) -> bool:
    """Whether the teacher has to read it: "udah beres bu tapi Raka no 7 gak bisa"."""
    words = _words(turn.text)
    if "?" in turn.text or _BUT & set(words[1:]):
        return True
    return len(_unknown(words, _DONE)) > A_FEW


def is_specific(text: str, names: Iterable[str]) -> bool:
    """Whether a question asks for more than what there is to do."""
    theirs = {part for name in names for part in _words(name)}
    return len(_unknown(_words(text), _QUESTION | theirs)) >= A_FEW


def takes_back(turn: Turn) -> bool:
    """ "belum", shortly; of longer words only an answer to that very message."""
    words = _words(turn.text)
    return words[:1] in (["belum"], ["blm"]) and (turn.direct or len(words) < SHORT)


def picks(turn: Turn, names: Iterable[str]) -> bool:
    """ "yang mtk", "mtk Aisyah sudah": one of several that were asked about, and nothing else."""
    words = _words(turn.text)
    theirs = {part for name in names for part in _words(name)}
    return any(map(_is_subject, words)) and not _unknown(words, _DONE | theirs | {"yg"})


def is_photo(turn: Turn) -> bool:
    """A file without words, or with no more than what it shows."""
    words = _words(turn.text)
    if not turn.media or "?" in turn.text:
        return False
    says_nothing = not _unknown(words, _DONE)
    return says_nothing or (len(words) <= SHORT and _CAPTION.search(turn.text) is not None)


def all_of_them(turn: Turn) -> bool:
    return bool({"semua", "semuanya", "all"} & set(_words(turn.text)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _unknown(words: Iterable[str], known: frozenset[str] | set[str]) -> list[str]:
    """Words that are neither known nor a subject's."""
    return [word for word in words if word not in known and not _is_subject(word)]


def _is_subject(word: str) -> bool:
    return word in SUBJECT_WORDS or bool(find_subjects(word))
