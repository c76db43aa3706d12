"""Where a wrong action would hurt, what is not sure enough goes to a person instead."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from handlers.core.understanding.meaning import Intent
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.answers import visit_slots
from handlers.core.understanding.slots.attendance import claims_of
from handlers.core.understanding.words.tables import words_in

Change = tuple[Intent, float, str]
_MISSED = words_in("masuk ikut libur hadir berangkat datang")
_OUTSIDE = words_in(
    "les kursus bimbel ngaji mengaji kaji tpa tpq ekskul eskul ekstrakurikuler privat"
)

ENOUGH = {
    Intent.ABSENCE_REPORT: 0.50,
    Intent.ACKNOWLEDGE: 0.62,
    Intent.OPT_OUT: 0.55,
    Intent.OPT_IN: 0.35,
    Intent.ANNOUNCE: 0.55,
    Intent.HOMEWORK_ASSIGN: 0.50,
    Intent.MEETING_SCHEDULE: 0.50,
    Intent.ATTENDANCE_MARK: 0.60,
    Intent.HOMEWORK_QUERY: 0.34,
    Intent.HOMEWORK_DONE: 0.40,
    Intent.PROGRESS_QUERY: 0.34,
    Intent.SCHEDULE_QUERY: 0.34,
    Intent.HELP: 0.40,
    Intent.THANKS_ONLY: 0.45,
    Intent.GREETING_ONLY: 0.45,
}
"""The least confidence with which each may be acted upon. Raise one to trade use for safety."""


ANSWERED_BY_MACHINE = {
    Intent.HOMEWORK_QUERY, Intent.PROGRESS_QUERY, Intent.SCHEDULE_QUERY, Intent.HELP, Intent.OPT_IN,
    Intent.HOMEWORK_DONE, Intent.THANKS_ONLY, Intent.GREETING_ONLY, Intent.ACKNOWLEDGE,
    Intent.MEETING_RSVP, Intent.VISIT_RESPONSE,
}  # fmt: skip
FOR_THE_TEACHER = (
    Intent.CONTACT_BOOK_NOTE,
    Intent.CONSULTATION_REQUEST,
    Intent.LATE_OR_EARLY,
    Intent.ABSENCE_CANCEL,
)


def may_be_swallowed(best: str, chances: Mapping[str, float]) -> bool:
    """Whether a message the teacher may have to see would be answered by the machine alone."""
    missed = sum(chances.get(intent, 0.0) for intent in FOR_THE_TEACHER)
    return best in ANSWERED_BY_MACHINE and chances[best] < 0.62 and missed > 0.27


def careful(reading: Reading, intent: Intent, confidence: float) -> Change | None:
    """Another intent, its confidence and why; None if it may stand."""
    if intent == Intent.ATTENDANCE_MARK and reading.says("slot", "temu"):
        return Intent.HELP, 0.5, "it is about the talks by appointment"
    if intent == Intent.ATTENDANCE_MARK and _asks_about_list(reading):
        return Intent.ATTENDANCE_QUERY, 0.6, "it asks who is away"
    if intent == Intent.ABSENCE_REPORT and (change := _no_report(reading)):
        return change
    safe = Intent.CONTACT_BOOK_NOTE if reading.message.from_parent else Intent.HELP
    if not reading.content and not any(word.is_emoji for word in reading.words):
        return safe, 0.9, "nothing is said"
    if reading.is_gibberish:
        return safe, 0.9, "no word is known"
    if confidence < ENOUGH.get(intent, 0.0):
        return safe, confidence, f"not sure enough of {intent}: passed on"
    check = CHECKS.get(intent)
    objection = check(reading) if check else None
    return (safe, 0.5, f"not {intent}: {objection}") if objection else None


def _no_report(reading: Reading) -> Change | None:
    """What speaks of an absence without reporting one, and what it is instead."""
    if _objects_to_report(reading):
        return Intent.CONFIRMATION, 0.6, "it objects to what we had understood"
    if _only_late(reading):
        return Intent.LATE_OR_EARLY, 0.6, "not away, only late"
    if _takes_back(reading):
        return Intent.ABSENCE_CANCEL, 0.6, "it takes a report back"
    if meant_for_meeting(reading):
        return Intent.MEETING_RSVP, 0.7, "it is a meeting that will be missed"
    if _is_elsewhere(reading):
        return Intent.CONTACT_BOOK_NOTE, 0.7, "it is a lesson outside school that will be missed"
    return None


def _is_elsewhere(reading: Reading) -> bool:
    """ "Citra tidak masuk les": school itself is not missed."""
    pairs = pairwise(word.root for word in reading.words)
    missed = any(verb in _MISSED and what in _OUTSIDE for verb, what in pairs)
    return missed and not reading.says("sekolah", "kelas")


def _no_signature(reading: Reading) -> str | None:
    """A signature must not be read into a question, a refusal or a condition."""
    if "?" in reading.texts or reading.says(
        "tanya", "minta", "rinci", "penjelasan", "jelas", "kok", "maksud"
    ):
        return "it asks something"
    if reading.denies("AGREE", "READ", "SIGN") and not reading.says("maaf"):
        return "it refuses"
    if reading.has("SICK", "LATE", "ABSENT", "LEAVE", "LOST") or reading.denies("ATTEND"):
        return "it tells of something else besides"
    if reading.has("COMPLAINT") and not reading.denies("COMPLAINT"):
        return "it objects"
    if _for_later(reading):
        return "it puts it off"
    if reading.says("ikut", "hadir", "datang") and not reading.has("READ", "SIGN", "AGREE"):
        return "it says who takes part"
    if reading.says("tapi", "keberatan", "asal") and len(reading.content) > 4:
        return "it has a condition"
    return None


def _for_later(reading: Reading) -> bool:
    """ "nanti saya baca": nobody has read or signed yet."""
    places = reading.places("READ", "SIGN")
    later = any({"nanti", "besok"} & set(reading.texts[max(0, p - 3) : p]) for p in places)
    return later and "sudah" not in reading.texts


def _no_stop(reading: Reading) -> str | None:
    if (
        reading.has("OUT", "SPAM")
        or reading.denies("MESSAGES", "REQUEST")
        or reading.says("jangan")
    ):
        return None
    return "no word of stopping"


def _no_question(reading: Reading) -> str | None:
    """A complaint put as a question is for the teacher."""
    if reading.says("jangan", "kebanyakan", "protes", "keberatan", "kecewa", "kurangi", "kasihan"):
        return "it asks for something to change"
    return None


def _no_start(reading: Reading) -> str | None:
    if reading.has("OUT") and not reading.says("lagi", "kembali", "kemarin"):
        return "it may want to stop"
    if reading.says("ganti", "pindah") or (reading.days and not reading.says("lagi")):
        return "it speaks of a change"
    if any(word.kind == "number" for word in reading.words) and not reading.has("IN"):
        return "it speaks of a number"
    return None


def _no_list(reading: Reading) -> str | None:
    if (
        reading.has("MISSING", "CHANGE")
        or reading.denies("ATTEND")
        or claims_of(reading, strict=True)
    ):
        return None
    if reading.has("SICK") and len(reading.content) <= 6:
        return None
    return (
        None if reading.says("semua", "lengkap", "kecuali", "full") else "nobody is said to be away"
    )


def _asks_about_list(reading: Reading) -> bool:
    """ "Fitri udah izin belum": nobody must be marked by a question."""
    words = [word.text for word in reading.words if not word.is_emoji]
    if words[-1:] == ["?"]:
        return True
    return "sudah" in words and "belum" in words[words.index("sudah") + 1 :]


def _takes_back(reading: Reading) -> bool:
    """ "izin yang Jumat batal": nothing must be recorded from this."""
    if reading.says("batal", "cancel", "ralat", "dibatalkan", "abaikan"):
        return True
    texts = " ".join(reading.texts)
    if "cabut" in reading.texts and "cabut gigi" not in texts:
        return True
    mistaken = "salah kirim" in texts or "salah ketik" in texts or "saya bilang" in texts
    if mistaken and reading.affirms("ATTEND"):
        return True
    places = [p for p, text in enumerate(reading.texts) if text == "jadi" and reading.denied(p, 1)]
    return any({"izin", "libur", "absen", "sakit"} & set(reading.texts[p : p + 4]) for p in places)


def _only_late(reading: Reading) -> bool:
    """ "bukan tidak masuk, cuma datang agak siang"."""
    return "bukan tidak masuk" in " ".join(reading.texts) and reading.says("cuma", "hanya", "agak")


def _objects_to_report(reading: Reading) -> bool:
    """ "lho kok izin, dia kan demam" under "benar, izin?": no new report, but a no."""
    asked = reading.message.context == "confirm_absence"
    return asked and reading.says("lho", "loh", "kok", "keliru", "salah", "bukan")


def meant_for_meeting(reading: Reading) -> bool:
    """ "rapat besok saya izin tidak hadir": the parent stays away, not the child."""
    meeting = reading.says(
        "rapat", "undangan", "pomg", "komite", "pertemuan", "parenting", "paguyuban"
    )
    return meeting and not reading.mentions and not reading.has("SICK") and reading.has("ATTEND")


OTHER_LEAVE = {
    "pakai",
    "tanya",
    "bawa",
    "bertemu",
    "bilang",
    "titip",
    "bayar",
    "pinjam",
    "share",
    "usul",
}
"""What else one may ask leave for."""


STILL = {"tetap", "tetep", "maksa", "memaksa", "maksain", "nekat"}


def _still_coming(reading: Reading) -> list[int]:
    """Where it says that the child comes all the same ("tetap masuk"), if of this child."""
    return [
        place
        for place in reading.places("ATTEND")
        if not reading.denied(place)
        and STILL & set(reading.texts[max(0, place - 2) : place])
        and len(reading.named) < 2
    ]


def _no_absence(reading: Reading) -> str | None:
    """Ill and yet at school; or leave for something else ("izin pakai sepatu warna")."""
    away = reading.denies("ATTEND")
    if any(not away or "tapi" in reading.texts[:place] for place in _still_coming(reading)):
        return "the child comes all the same"
    supposing = reading.says("kalau", "jika", "seandainya") and reading.says("boleh")
    if supposing and "?" in reading.texts:
        return "it asks what would be"
    if away or reading.has("SICK", "ABSENT", "EVENT", "CARE") or "izin" not in reading.texts:
        return None
    at = reading.texts.index("izin")
    after = reading.words[at + 1 : at + 8]
    if any(word.text in OTHER_LEAVE or word.root in OTHER_LEAVE for word in after):
        return "leave is asked for something else"
    return None


def _no_broadcast(reading: Reading) -> str | None:
    """An opinion about telling everybody is not what everybody is to be told."""
    if reading.texts[:1] == ["saya"] and reading.says("setuju", "keberatan", "ragu", "khawatir"):
        return "it is an opinion"
    return None


def _no_visit_answer(reading: Reading) -> str | None:
    """ "kenapa ya bu mau ke rumah?" agrees to nothing."""
    begins = bool({"kok", "kenapa", "mengapa"} & set(reading.texts[:3]))
    if "?" not in reading.texts and not begins:
        return None
    answer = visit_slots(reading).get("answer")
    wonders = reading.says("kenapa", "mengapa", "salah", "emang", "memang") or begins
    wonders = wonders or "ada apa" in " ".join(reading.texts)
    if answer is None or (answer == "accept" and wonders):
        return "it asks without answering"
    return None


_OF_A_LIST = words_in(
    "siapa paraf tanda baca respon balas jawab konfirmasi absen hadir masuk sakit izin alpa rekap "
    "daftar kosong lengkap isi kumpul bayar setuju lapor"
)


def _no_list_asked(reading: Reading) -> str | None:
    """ "Obatnya sudah diminum belum bu?": what a teacher asks a parent is no question to us."""
    asked = reading.says("bu", "ibu", "pak", "bapak") and not reading.says(*_OF_A_LIST)
    return "it asks a parent" if asked else None


CHECKS = {
    Intent.ANNOUNCE: _no_broadcast,
    Intent.VISIT_RESPONSE: _no_visit_answer,
    Intent.ABSENCE_REPORT: _no_absence,
    Intent.ACKNOWLEDGE: _no_signature,
    Intent.HOMEWORK_QUERY: _no_question,
    Intent.PROGRESS_QUERY: _no_question,
    Intent.OPT_OUT: _no_stop,
    Intent.OPT_IN: _no_start,
    Intent.ATTENDANCE_MARK: _no_list,
    Intent.ATTENDANCE_QUERY: _no_list_asked,
    Intent.UNACKNOWLEDGED_QUERY: _no_list_asked,
}
