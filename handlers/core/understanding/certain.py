"""Messages with only one reading: bare numbers, bare words, answers to what the bot just asked."""

from __future__ import annotations

import re

from handlers.core.understanding.meaning import Intent
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.answers import number_of, yes_or_no
from handlers.core.understanding.words.replies import ASIDE
from handlers.core.understanding.words.tables import words_in

Certain = tuple[Intent, str]

STOP = {
    "stop",
    "berhenti",
    "unsubscribe",
    "keluar",
    "unsub",
    "unreg",
    "stop langganan",
    "stop pesan",
}
STOPPING = {"stop", "berhenti", "unsubscribe", "unsub", "unreg"}
START = {"mulai", "daftar", "start", "aktifkan", "gabung", "join", "subscribe", "langganan"}
HELP = {"help", "menu", "bantuan", "panduan", "?", "tolong bantuan", "petunjuk"}
GOOD = words_in(
    """
    👍 ✅ 👌 🆗 🙏 ☑ ✔ 🫡 😊 🙂 💯 🤝 👏 ❤ 🤗
    """
)
SMALL_TALK = words_in(
    """
    ya bu pak guru nih dong kok deh miss selamat wali kelas
    """
)


def certain(reading: Reading) -> Certain | None:
    """The intent and why, if there can be no other; None leaves it to the model."""
    for rule in (_number, _single_word, _hours_of_meeting, _emoji, _medium, _asked_yes_or_no, _asked_about_absence,
                 _only_greeting, _only_thanks, _signs):  # fmt: skip
        found = rule(reading)
        if found:
            return found
    return None


_NO_LESSONS = re.compile(r"\b(?:di)?(?:pulang|libur)(?:kan|in)?\b", re.I)
_DURING_MEETING = re.compile(r"\b(?:karena|krn|karna|sebab|ada)\s+(?:\w+\s+){0,2}rapat\b", re.I)


def _hours_of_meeting(reading: Reading) -> Certain | None:
    """ "besok pulang jam 10 krn rapat guru" calls no parents to a meeting."""
    text = reading.message.text
    if reading.message.from_parent or "?" in text or (reading.message.context or ""):
        return None
    if _NO_LESSONS.search(text) and _DURING_MEETING.search(text):
        return Intent.ANNOUNCE, "lessons end early for a meeting"
    return None


def _number(reading: Reading) -> Certain | None:
    number = number_of(reading)
    if number is None:
        return None
    context = reading.message.context
    by_number = {
        "meeting_rsvp": dict.fromkeys("1234", Intent.MEETING_RSVP),
        "visit_proposal": dict.fromkeys("123", Intent.VISIT_RESPONSE),
        "paraf_request": {"1": Intent.ACKNOWLEDGE, "2": Intent.CONTACT_BOOK_NOTE},
        "announcement": {"1": Intent.ACKNOWLEDGE, "2": Intent.CONTACT_BOOK_NOTE},
        "homework_notice": {"1": Intent.ACKNOWLEDGE, "2": Intent.HOMEWORK_DONE},
    }
    asked = by_number.get(context or "", {})
    if reading.message.from_parent and number in asked:
        return asked[number], f"number {number} under {context}"
    if (context or "").startswith("confirm_") and number in "12":
        return Intent.CONFIRMATION, f"number {number} under {context}"
    return None


def _single_word(reading: Reading) -> Certain | None:
    text = re.sub(r"[\s.!🙏/@]+", " ", reading.text.casefold()).strip()
    if text in HELP:
        return Intent.HELP, "asks for help"
    if not reading.message.from_parent or (reading.message.context or "").startswith("confirm_"):
        return None
    if text in STOP or _stops_politely(reading):
        return Intent.OPT_OUT, "the word to stop"
    if text in START:
        return Intent.OPT_IN, "the word to start"
    return None


def _stops_politely(reading: Reading) -> bool:
    """ "Stop. Terima kasih", "tolong berhenti ya bu": the word, and nothing but courtesy."""
    said = {word.text for word in reading.words if word.kind != "mark"}
    return len(said - ASIDE) == 1 and bool(said & STOPPING) and "sudah" not in said


def _emoji(reading: Reading) -> Certain | None:
    """Emoji alone sign only what was just asked, and only kindly ones."""
    if reading.content or not reading.words:
        return None
    shown = {word.text for word in reading.words if word.is_emoji}
    signing = {"paraf_request", "announcement", "homework_notice"}
    if not shown or not reading.message.from_parent:
        return None
    if reading.message.context in signing and shown <= GOOD | {"🏻", "🏼", "🏽"}:
        return Intent.ACKNOWLEDGE, "kindly emoji under a paraf"
    answers = {"meeting_rsvp": Intent.MEETING_RSVP, "visit_proposal": Intent.VISIT_RESPONSE}
    if reading.message.context in answers and shown & {"👍", "✅", "👌", "🆗", "☑", "✔"}:
        return answers[reading.message.context], "kindly emoji under a question"
    return None


def _medium(reading: Reading) -> Certain | None:
    """A voice message or file without words is for the teacher's ears."""
    if not reading.words or any(
        word.kind != "medium" for word in reading.words if word.text != "\n"
    ):
        return None
    if not reading.message.from_parent:
        return None
    if reading.message.context == "homework_notice" and reading.words[0].text in {"foto", "video"}:
        return Intent.HOMEWORK_DONE, "a picture under homework"
    return Intent.CONTACT_BOOK_NOTE, "nothing but a recording or picture"


def _asked_yes_or_no(reading: Reading) -> Certain | None:
    context = reading.message.context or ""
    if not context.startswith("confirm_") or len(reading.content) > 7:
        return None
    if yes_or_no(reading) and not {"?", "siapa"} & set(reading.texts):
        return Intent.CONFIRMATION, "an answer to what was to be confirmed"
    return None


def _asked_about_absence(reading: Reading) -> Certain | None:
    """Short answers that fit the question: a child, a day, "sakit"."""
    context = reading.message.context
    if (
        context not in {"absence_child", "absence_date", "absence_kind"}
        or len(reading.content) > 14
    ):
        return None
    if reading.has("CANCEL") or "?" in reading.texts:
        return None
    typed = reading.text.casefold()
    fits = {
        "absence_child": bool(reading.mentions)
        or "dua" in typed
        or reading.says("semua", "berdua"),
        "absence_date": bool(reading.days),
        "absence_kind": reading.has("SICK", "LEAVE", "EVENT", "CARE"),
    }
    return (Intent.ABSENCE_REPORT, f"answers {context}") if fits[context] else None


def _only_greeting(reading: Reading) -> Certain | None:
    words = [word.text for word in reading.content]
    if not words or len(words) > 8 or (not reading.has("GREET") and words[0] not in {"maaf"}):
        return None
    known = {"GREET", "ADDRESS"}
    for place, word in enumerate(reading.words):
        if word.kind == "mark" and word.text != "?":
            continue
        if not reading.groups[place] & known and word.text not in SMALL_TALK | {"maaf"}:
            return None
    if words == ["maaf"] or (
        reading.message.context in {"paraf_request", "meeting_rsvp"} and ("waalaikumsalam" in words)
    ):
        return None
    return Intent.GREETING_ONLY, "nothing but a greeting"


def _only_thanks(reading: Reading) -> Certain | None:
    """Thanks alone sign a paraf; anywhere else they are thanks."""
    words = [word.text for word in reading.content]
    if "terima" not in words or len(words) > 12 or "?" in reading.texts:
        return None
    for place, word in enumerate(reading.words):
        if word.kind in {"mark", "name"}:
            continue
        fits = word.text in POLITE | SMALL_TALK or word.root in POLITE
        if not fits and not reading.groups[place] & {"GREET", "ADDRESS"}:
            return None
    if reading.message.context in {"paraf_request", "announcement", "homework_notice"}:
        return Intent.ACKNOWLEDGE, "thanks for what was to be signed"
    return Intent.THANKS_ONLY, "nothing but thanks"


SIGNED = ("READ", "SIGN", "AGREE", "THANKS")
OTHER_BUSINESS = (
    "NOT", "COMPLAINT", "SICK", "LEAVE", "ABSENT", "LATE", "LOST", "QUESTION", "TALK", "PAY",
    "CANCEL", "MAYBE", "OUT", "PICKUP",
)  # fmt: skip
POLITE = words_in(
    """
    terima kasih banyak banget informasi atas perhatian sudah sama waktu bantu sehat selalu
    semoga berkah ilmu khair khairan bot kembali telah juga ingatkan katsiran katsir kabar dan
    mohon barakallah barakallahu fiik fikum fiikum gbu god bless you so much sama2 aamiin amin
    jawab bantuan penjelasan oke
    """
)
CONDITIONS = words_in(
    """
    kok kenapa maksud jelas penjelasan tapi kalau asal kecuali cuma namun syarat tolong mohon minta tanya
    """
)


def _begins_well(reading: Reading) -> bool:
    """Signed, agreed or thanked anywhere; a mere "ya" or "oke" only as one of the first words."""
    first = [p for p, word in enumerate(reading.words) if word.kind != "mark"]
    heads = [p for p in first if not reading.groups[p] & {"ADDRESS", "GREET"}][:2]
    return reading.has(*SIGNED) or any("YES" in reading.groups[place] for place in heads)


def _signs(reading: Reading) -> Certain | None:
    """Short, plain agreement with what was to be signed, and nothing beside it."""
    signing = {"paraf_request", "announcement", "homework_notice"}
    if not reading.message.from_parent or reading.message.context not in signing:
        return None
    if len(reading.content) > 12 or "?" in reading.texts or reading.says(*CONDITIONS):
        return None
    if reading.has(*OTHER_BUSINESS) or not _begins_well(reading):
        return None
    worked = reading.has("DONE", "WORK") or reading.says("sudah", "kerja", "garap")
    if reading.message.context == "homework_notice" and worked:
        return None
    return Intent.ACKNOWLEDGE, "agrees with what was to be signed"
