"""Somebody has nothing to do with the school, and says so or asks: "maaf salah sambung"."""

from __future__ import annotations

import re

from handlers.core.understanding.normalise import words_of

_WRONG = re.compile(
    r"\bsalah (?:sambung|nomor|alamat)\b"
    r"|\btidak (?:punya|ada) anak (?:yang )?(?:sekolah|nama|bernama|namanya)\b"
    r"|\bsaya bukan (?:orang tua|ortu|ibu|bapak|ayah|mama|wali)(?:nya)?\b(?! yang)"
    r"|\bbukan (?:nomor|hp) (?:orang tua|ortu|ibu|bapak|wali)\b"
)
_ASKS = re.compile(
    r"\b(?:ini|ini nomor|nomor|nomor ini|dengan|sama) siapa\b(?! yang)|\bsiapa (?:ini|anda|kamu)\b"
)
_OTHERS = frozenset({"tadi", "kemarin", "telepon", "kirim", "?"})
"""With them it is told of a call or of something else that went wrong."""
_FEW = 16


def is_wrong_number(text: str) -> bool:
    """Whether the words surely say that their number is not that of a family of the school."""
    said = [word.text for word in words_of(text)]
    words = " ".join(word for word in said if word.isalnum())
    return len(said) <= _FEW and not _OTHERS & set(said) and bool(_WRONG.search(words))


def asks_who_writes(text: str) -> bool:
    """Whether they ask who we are, as nobody does who has joined: "halo ini siapa ya"."""
    said = [word.text for word in words_of(text)]
    words = " ".join(word for word in said if word.isalnum())
    return len(said) <= _FEW // 2 and bool(_ASKS.search(words))
