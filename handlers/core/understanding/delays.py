"""What puts an answer off: "nanti ya", "saya tanya suami dulu", "sebentar bu, saya cek"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.core.understanding.words.replies import (
    ABLE,
    ASIDE,
    ASKED,
    BESIDE_WAIT,
    DOUBT,
    POSTPONED,
    UNPROMISED,
    WAIT,
)
from handlers.core.understanding.words.tables import words_in


def waits(part: Sequence[str], core: Sequence[str], own: Collection[str]) -> bool | None:
    """None where a part of words puts nothing off; else whether it says more than that.

    `core` is the part without its asides, `own` the words that are an answer to the question.
    """
    said = set(part)
    if _promises_nothing(said) or _asks_first(part, own):
        return False
    if _is_refused(said):
        return None
    if said & DOUBT and set(core) <= DOUBT | BESIDE_WAIT | ABLE | ASKED | set(own):
        return False
    if "belum" in said:
        able = said & (ABLE - {"jadi", "sempat", "paraf", "kirim"})
        return None if able else not set(core) <= BESIDE_WAIT | set(own)
    seen = {"lihat"} if "sudah" in said else set()  # "iya bu sudah lihat"
    if set(core) & WAIT - seen and set(core) <= BESIDE_WAIT | set(own):
        return False if _is_open(part, core, own) else None
    return True if _begins_to_wait(part, core) or _is_later(said) else None


def takes_back(part: Sequence[str]) -> bool:
    """Whether what stands behind a yes leaves it open: "oke, nanti saya baca"."""
    said = set(part)
    put_off = POSTPONED - {"dulu"} if said - ASIDE - BESIDE_WAIT else POSTPONED
    return bool({"jangan", "belum"} & said or ("nanti" in said and put_off & said))


def _promises_nothing(said: set[str]) -> bool:
    """ "Belum bisa pastikan", "ga bisa janji bu", "minta waktu"."""
    unable = said & {"belum", "tidak"} and "bisa" in said
    asks_time = "waktu" in said and said & {"minta", "kasih", "beri"}
    engaged = said & {"ada", "punya"}  # "ga bisa bu, sudah ada janji"
    return bool((unable and said & UNPROMISED and not engaged) or asks_time)


def _asks_first(part: Sequence[str], own: Collection[str]) -> bool:
    """ "Tanya suami dulu"; not "iya tanyakan ke keluarganya", where that is offered."""
    said = set(part)
    told = "tanya" in own and part[0] == "ya" and not said & {"dulu", "saya", "nanti"}
    return "tanya" in said and bool(said & ASKED) and not told


def _is_refused(said: set[str]) -> bool:
    """ "Ga bisa dulu", "engga dulu ya bu": a no, whatever waiting is in it."""
    if "tidak" in said and said & {"bisa", "jadi", "boleh"} and not said & DOUBT:
        return True
    not_now = said & {"tidak", "jangan"} and "dulu" in said
    return bool(not_now and not said & {"nanti", "belum", "tanya"})


def _is_open(part: Sequence[str], core: Sequence[str], own: Collection[str]) -> bool:
    """Not "iya batal dulu", which says at once what is to be done."""
    return (
        part[0] != "ya"
        or set(core) & WAIT != {"dulu"}
        or not set(core) - {"dulu"} <= set(own) - BESIDE_WAIT
    )


def _begins_to_wait(part: Sequence[str], core: Sequence[str]) -> bool:
    """ "Sebentar bu saya cek kalender", "nanti ya bu masih di kantor", "lihat sikon dulu"."""
    said, first = set(part), next(iter(core), "")
    if first in {"sebentar", "tunggu", "sabar"} or "tergantung" in said:
        return True
    if first == "lihat":
        return bool(said & _CIRCUMSTANCES)
    if "nanti" not in said or any(text.isdecimal() for text in part):
        return False
    behind = part[part.index("nanti") + 1 :]
    return behind in ([], ["ya"]) or (first == "nanti" and behind[0] in {"ya", "dulu", "saja"})


def _is_later(said: set[str]) -> bool:
    """ "Malam ini saya baca", "masih nunggu kabar suami", "di luar kota, nanti dibalas"."""
    if ("tunggu" in said and said & _NEWS) or ("dulu" in said and said & POSTPONED - {"dulu"}):
        return True
    soon = said & {"malam", "sore", "siang"} and said & {"ini", "nanti"} and "selamat" not in said
    ahead = soon or said & {"nanti", "besok"}
    return bool(ahead and said & POSTPONED - {"dulu"} and not said & {"sudah", "tadi"})


_CIRCUMSTANCES = words_in("dulu nanti sikon kondisi situasi jadwal keadaan besok cuaca")
_NEWS = words_in("kabar jadwal info informasi konfirmasi keputusan suami istri bapak ayah bos dulu")
