"""Yes, no, maybe: the answers to what the bot asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.spans import clauses
from handlers.core.understanding.slots.whens import when_of
from handlers.core.understanding.words.tables import words_in

RSVP = {"1": "yes", "2": "no", "3": "delegate", "4": "maybe"}
VISIT = {"1": "accept", "2": "decline", "3": "reschedule"}
COMING = ("ATTEND",)
WILLING = {"bisa", "bersedia", "sanggup", "sempat", "boleh"}
ELSEWHERE = {"kerja", "dinas", "piket", "shift", "lembur", "rawat", "opname", "mudik", "jaga"}
REFUSING = {"absen", "skip", "berhalangan", "halangan", "mohon maaf", "gabisa", "off", "cancel",
            "batal", "nolak", "keberatan", "bentrok", "sibuk"}  # fmt: skip
UNSURE = words_in(
    """
    usahakan diusahakan mungkin semoga kayaknya sepertinya tergantung lihat kabari kabarin
    moga usahain usaha diusahain upayakan ragu kemungkinan pikir cek
    """
)
STAND_IN = {"wakil", "wakili", "ganti", "gantikan", "perwakilan", "gantiin", "wakilin", "wakilkan"}
KIN = words_in(
    """
    ayah ibu nenek kakak bulik suami istri om adik tetangga kakek art saudara pengasuh sepupu
    bundanya mertua wali
    """
)


def number_of(reading: Reading) -> str | None:
    """The number, if the whole answer is one ("2", "2.", "no 2", "nomor 2 bu", "2️⃣")."""
    text = re.sub(r"[\ufe0f\u20e3]", "", reading.text.strip())
    match = re.fullmatch(
        r"(?:(?:no|nomor|nmr|pilih|opsi|pilihan|yang|yg|jawab|jawaban)\.?\s*)*(\d)\s*[.)]?"
        r"(?:\s*(?:bu|pak|ya|bun|miss|min|bu guru|pak guru|aja|saja)\b)*[\s.!🙏👍]*",
        text.casefold(),
    )
    return match[1] if match else None


def rsvp_slots(reading: Reading) -> dict[str, Any]:
    answer = RSVP.get(number_of(reading) or "") or rsvp_answer(reading)
    slots: dict[str, Any] = {"answer": answer} if answer else {}
    if answer == "delegate" and (name := delegate_of(reading)):
        slots["delegate_name"] = name
    return slots


KINDLY = {"👍", "✅", "🙏", "👌", "🆗"}


TURNS = ("ternyata", "akhirnya", "jadinya")


def rsvp_answer(reading: Reading) -> str | None:
    """None if it does not say; the caller must not take that for a yes.

    Behind "ternyata" stands what holds now: "tadi bilang tidak bisa, ternyata bisa".
    """
    now = max((n for n, text in enumerate(reading.texts) if text in TURNS), default=-1) + 1
    if 1 < now < len(reading.words):
        words = reading.span(now, len(reading.words))
        if answer := _rsvp_answer(Reading(replace(reading.message, text=words))):
            return answer
    return _rsvp_answer(reading)


def _rsvp_answer(reading: Reading) -> str | None:
    if _of_course(reading) or _plainly_comes(reading):
        return "yes"
    if _regrets(reading):
        return "no"
    if _stands_in(reading):
        return "delegate"
    if reading.texts[:1] != ["kalau"] and _declines(reading):
        return "no"
    if _is_unsure(reading):
        return "maybe"
    if reading.affirms("ATTEND", "YES", "HOPE", "AGREE") or KINDLY & set(reading.texts):
        return "yes"
    if reading.says(*ELSEWHERE):
        return "no"
    return "yes" if reading.says(*WILLING) and not reading.denies("ATTEND") else None


def _of_course(reading: Reading) -> bool:
    """ "mana mungkin saya tidak datang": denied twice."""
    texts = " ".join(reading.texts)
    twice = (
        "mana mungkin" in texts
        or "tidak mungkin" in texts
        or {"masa", "masak"} & set(reading.texts)
    )
    return bool(twice) and any(reading.denied(place, 2) for place in reading.places("ATTEND"))


def _regrets(reading: Reading) -> bool:
    """ "ingin datang padahal", "sayangnya ...": what somebody says who cannot."""
    wants = reading.says("ingin", "mau") and reading.has("ATTEND")
    return wants and reading.says("padahal", "sayang", "sayangnya")


def _plainly_comes(reading: Reading) -> bool:
    """ "Hadir ...", "saya datang ...": said first, and nothing in that clause takes it back."""
    first = next(clauses(reading), (0, 0))
    texts = reading.texts[first[0] : first[1]]
    coming = [p for p in range(*first) if "ATTEND" in reading.groups[p]]
    if not coming or reading.denied(coming[0], 6) or reading.has("DELEGATE") or "kalau" in texts:
        return False
    said = [
        t for t in texts if t not in {"bu", "pak", "siap", "ok", "oke", "ya", "insyaallah", "kami"}
    ]
    starts = bool(said) and "ATTEND" in reading.groups[first[0] + texts.index(said[0])]
    speaks = texts[texts.index("saya") :][1:2] if "saya" in texts else []
    self_comes = bool(speaks) and "ATTEND" in reading.groups[first[0] + texts.index("saya") + 1]
    return (starts or self_comes) and not UNSURE & set(texts)


def _stands_in(reading: Reading) -> bool:
    roots = {word.root for word in reading.words} | set(reading.texts)
    if reading.has("DELEGATE") or roots & STAND_IN:
        return not any(reading.denied(place, 1) for place in reading.places("DELEGATE"))
    kin = [p for p, w in enumerate(reading.words) if w.text in KIN or w.root in KIN]
    if not kin or reading.texts[:1] == ["saya"] or _speaks_for_self(reading):
        return False
    comes = reading.places("ATTEND")
    return any(not reading.denied(p) and any(k < p + 4 for k in kin) for p in comes)


def _speaks_for_self(reading: Reading) -> bool:
    """ "saya dan ayahnya datang": the parent comes too."""
    for place, text in enumerate(reading.texts[:-1]):
        if text == "saya" and reading.texts[place + 1] in {
            "dan",
            "dengan",
            "&",
            "bareng",
            "beserta",
        }:
            return True
        if text in {"dan", "dengan"} and reading.texts[place + 1] == "saya":
            return True
    return False


def _declines(reading: Reading) -> bool:
    if reading.says(*REFUSING):
        return True
    if "izin" in reading.texts and not reading.affirms("ATTEND") and not _is_unsure(reading):
        return True
    for place, text in enumerate(reading.texts):
        able = text in WILLING or "ATTEND" in reading.groups[place]
        if able and reading.denied(place, 3) and not _in_doubt(reading, place):
            return True
    bare = [word.text for word in reading.content]
    return bool(bare) and bare[0] in {"tidak", "maaf"} and len(bare) <= 3 and "tidak" in bare


def _in_doubt(reading: Reading, place: int) -> bool:
    """ "belum tahu bisa hadir": the "belum" denies the knowing, not the coming."""
    before = reading.texts[max(0, place - 3) : place]
    if {"pasti", "janji", "jawab", "putuskan"} & set(reading.texts[place + 1 : place + 3]):
        return True
    return "tahu" in before or "pasti" in before or "apakah" in before


def _is_unsure(reading: Reading) -> bool:
    if reading.says(*UNSURE) and not reading.says("insyaallah"):
        return True
    if reading.texts[:1] == ["kalau"] and reading.has("ATTEND"):
        return True
    if reading.says("kalau") and reading.says("izin", "sempat", "bisa", "boleh", "shift", "jadwal"):
        return True
    return any(
        text in {"tahu", "pasti"} and reading.denied(place)
        for place, text in enumerate(reading.texts)
    )


def delegate_of(reading: Reading) -> str | None:
    """Who comes instead, as the parent calls them."""
    for place, word in enumerate(reading.words):
        if word.text not in KIN and word.root not in KIN:
            continue
        if place and reading.texts[place - 1] == "saya":
            continue
        start = place - 2 if reading.texts[place - 2 : place - 1] in (["bu"], ["pak"]) else place
        end = place + 1
        while end < len(reading.words) and _belongs(reading, end):
            end += 1
        return reading.span(start, end)
    return None


def _belongs(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    stop = {"yang", "ya", "bu", "pak", "saja", "nanti", "datang", "hadir", "boleh", "karena"}
    if word.kind == "mark" or reading.groups[place] & {"DELEGATE", "ATTEND", "REQUEST"}:
        return False
    if word.text == "yang":
        following = reading.texts[place + 1 : place + 2]
        later = reading.groups[place + 1] if place + 1 < len(reading.groups) else frozenset()
        return bool(following) and not later & {"DELEGATE", "ATTEND"}
    if word.text in {"bu", "pak"}:
        return (
            place + 1 < len(reading.words)
            and reading.text[reading.words[place + 1].start].isupper()
        )
    return word.text not in stop and word.text not in {"tidak", "bisa", "insyaallah"}


def visit_slots(reading: Reading) -> dict[str, Any]:
    """Another day or hour makes it "reschedule", and only then is there a `when`."""
    answer = VISIT.get(number_of(reading) or "")
    if answer:
        return {"answer": answer}
    proposed = str(reading.message.asked.get("when") or "") or None
    when = when_of(reading, proposed[:10] if proposed else None)
    if _moves(reading, when, proposed):
        better = _last_affirmed(reading, proposed) or when
        same = better is None or (proposed is not None and better == proposed)
        return {"answer": "reschedule"} if same else {"answer": "reschedule", "when": better}
    if _turns_down(reading):
        return {"answer": "decline"}
    if reading.affirms("YES", "AGREE", "ATTEND") or reading.says(
        "tunggu", "silakan", "bisa", "boleh"
    ):
        return {"answer": "accept"}
    if any(mark in reading.texts for mark in ("👍", "✅", "🙏", "👌", "🆗")):
        return {"answer": "accept"}
    return {}


def _moves(reading: Reading, when: str | None, proposed: str | None) -> bool:
    if reading.says("undur", "mundur", "jadwal", "reschedule", "geser", "pindah", "tunda", "maju"):
        return True
    if "waktu lain" in " ".join(reading.texts) or "lain waktu" in " ".join(reading.texts):
        return True
    if "minggu depan" in " ".join(reading.texts) or "hari lain" in " ".join(reading.texts):
        return True
    if reading.says("ganti"):
        return True
    if when is None or proposed is None:
        return when is not None
    today = reading.message.now.date()
    wanted = [d for d in reading.days if d.first >= today and not reading.denied(d.start, 2)]
    other_day = any(d.first.isoformat() != proposed[:10] and d.sort != "duration" for d in wanted)
    other_hour = "T" in when and when != proposed[:16]
    return (other_day or other_hour) and not reading.says("sekolah")


def _last_affirmed(reading: Reading, proposed: str | None) -> str | None:
    """Of several days or hours, the one wanted: neither the one proposed nor one refused."""
    today = reading.message.now.date()
    wanted = [
        day.first.isoformat()
        for day in reading.days
        if day.first >= today
        and not reading.denied(day.start, 2)
        and not _is_taken(reading, day.end)
    ]
    hours = [
        f"{clock.hour:02}:{clock.minute:02}"
        for clock in reading.clocks
        if not reading.denied(clock.start, 2)
    ]
    base = proposed[:10] if proposed else None
    fresh = [day for day in wanted if day != base] or wanted
    day = fresh[0] if fresh else base
    if day is None or not (fresh or hours):
        return None
    return f"{day}T{hours[0]}" if hours else (day if fresh else None)


def _is_taken(reading: Reading, place: int) -> bool:
    """ "besok saya ada pengajian": a day that will not do."""
    after = reading.texts[place : place + 4]
    return {"ada", "kerja", "tidak", "belum", "penuh"} & set(after) != set()


def _turns_down(reading: Reading) -> bool:
    if reading.says("jangan", "berkenan", "nolak", "repot"):
        return True
    if any(
        word.text == "keberatan" and not reading.denied(p) for p, word in enumerate(reading.words)
    ):
        return True
    for place, text in enumerate(reading.texts):
        if text in {"bisa", "usah", "perlu", "boleh", "mau", "ingin", "siap"} and reading.denied(
            place
        ):
            return True
    if reading.says("sekolah") and reading.says("saya", "saja", "kami"):
        return True
    bare = [word.text for word in reading.content]
    kindly = bare[1:2] in (["keberatan"], ["masalah"], ["apa"], ["apa-apa"], ["papa"])
    return bool(bare) and bare[0] == "tidak" and not kindly


def yes_or_no(reading: Reading) -> str | None:
    """The answer to "benar?"; None if the message is about something else."""
    number = number_of(reading)
    if number:
        return {"1": "yes", "2": "no"}.get(number)
    if (
        reading.has("NOT")
        or reading.has("CANCEL")
        or reading.says("lho", "loh", "kok")
        or reading.says("batal", "salah", "tunda", "stop")
    ):
        return None if reading.says("masalah") else "no"
    if reading.has("YES", "AGREE") or reading.says("lanjut", "kirim", "betul", "sebarkan", "jadi"):
        return "yes"
    if any(mark in reading.texts for mark in ("👍", "✅", "👌", "🙏", "🆗", "☑", "✔")):
        return "yes"
    return "no" if any(mark in reading.texts for mark in ("❌", "👎", "🚫", "✖")) else None
