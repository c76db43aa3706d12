"""An absence: who, ill or on leave, which days, why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers.core.understanding.dates.days import Day
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.children import children_of
from handlers.core.understanding.slots.reasons import reason_of
from handlers.core.understanding.slots.spans import clauses
from handlers.core.understanding.words.tables import words_in

SINCE = {"sejak", "dari", "wiwit"}
RETURN = {"masuk", "sekolah", "berangkat", "hadir"}
TODAY = {"tadi", "sekarang"}
OTHERS = words_in(
    """
    ayah ibu nenek adik kakak bulik kakek saudara om tante suami
    """
)


def absence_slots(reading: Reading) -> dict[str, Any]:
    """All slots of a report that stands on its own."""
    first, last = span_of(reading)
    slots: dict[str, Any] = {"kind": kind_of(reading), "from": first, "to": last}
    if children := children_of(reading):
        slots["children"] = children
    if reason := reason_of(reading):
        slots["reason"] = reason
    return slots


def reply_slots(reading: Reading) -> dict[str, Any]:
    """Only what the answer to "siapa?", "kapan?" or "sakit atau izin?" adds."""
    context, slots = reading.message.context, dict[str, Any]()
    if context == "absence_child":
        if children := children_of(reading):
            slots["children"] = children
    elif context == "absence_date":
        slots |= _reply_days(reading)
    elif context == "absence_kind":
        slots["kind"] = kind_of(reading)
        if reason := reason_of(reading):
            slots["reason"] = reason
    return slots


def _reply_days(reading: Reading) -> dict[str, Any]:
    days = _days_away(reading)
    if not days:
        return {}
    first, asked = days[0], reading.message.asked
    if _is_end(reading, first) and asked.get("from"):
        return {"to": first.last.isoformat()}
    if first.sort == "duration" and asked.get("from"):
        begins = str(asked["from"])
        return {"to": _plus(begins, first.length - 1)}
    begin, end = span_of(reading)
    return {"from": begin, "to": end}


def _plus(day: str, days: int) -> str:
    from datetime import date

    return (date.fromisoformat(day[:10]) + timedelta(days=days)).isoformat()


def kind_of(reading: Reading) -> str:
    """ "sakit" for the child's own illness or treatment; a sick aunt makes it "izin"."""
    for place in reading.places("SICK", "CARE"):
        if not _belongs_to_other(reading, place) and not _is_well(reading, place):
            return "sakit"
    return "izin"


def _is_well(reading: Reading, place: int) -> bool:
    """ "tidak sakit", but not "tidak masuk demam": there it is the going that is denied."""
    between = frozenset().union(*reading.groups[max(0, place - 1) : place])
    return reading.denied(place, 1) or (reading.denied(place, 2) and "ATTEND" not in between)


def _belongs_to_other(reading: Reading, place: int) -> bool:
    start = place
    while start > 0 and not reading.words[start - 1].is_break:
        start -= 1
    before = reading.texts[start:place][-6:]
    after = reading.texts[place + 1 : place + 3]
    typed = reading.text[reading.words[start].start : reading.words[place].start].casefold()
    about_child = "<nama>" in before or "anak" in before
    others = OTHERS & set(before) or OTHERS & set(after[:2])
    visiting = {"jenguk", "menjenguk", "nengok", "nganter", "antar"} & set(
        reading.texts[start:place]
    )
    if visiting:
        return True
    introduces = typed.startswith(("ini ", "saya ", "bu ini", "sy "))
    return bool(others) and not about_child and not introduces


def span_of(reading: Reading) -> tuple[str, str]:
    """First and last day away. Without a word about it: today before noon, else tomorrow."""
    days = _days_away(reading)
    begin = _default_day(reading)
    starts = [day for day in days if day.sort != "duration" and not _is_end(reading, day)]
    ends = [day for day in days if _is_end(reading, day)]
    lasting = [day for day in days if day.sort == "duration"]
    if starts:
        first, last = starts[0].first, starts[0].last
        for more in starts[1:]:
            if more.first == last + timedelta(days=1):
                last = more.last
    else:
        first = last = begin
    if lasting:
        last = max(last, first + timedelta(days=lasting[0].length - 1))
    if ends and ends[0].last >= first:
        last = ends[0].last
    return first.isoformat(), max(first, last).isoformat()


def _default_day(reading: Reading) -> Any:
    now = reading.message.now
    speaks_of_today = (
        now.hour < 12 or bool(TODAY & set(reading.texts)) or "hari ini" in " ".join(reading.texts)
    )
    return now.date() if speaks_of_today else now.date() + timedelta(days=1)


def _days_away(reading: Reading) -> list[Day]:
    """Days of the absence: not since when it hurts, not when the child comes back."""
    days = [
        day
        for day in reading.days
        if not _is_since(reading, day)
        and not _is_return(reading, day)
        and not _is_aside(reading, day)
    ]
    return [day for day in days if day.start > _so(reading, days)] or days


def _so(reading: Reading, days: list[Day]) -> int:
    """Where "jadi" draws the conclusion: "berangkat Kamis malam, jadi Jumat tidak masuk"."""
    for place, text in enumerate(reading.texts):
        concludes = text in {"jadi", "makanya", "sehingga"} and not reading.denied(place, 1)
        if concludes and any(
            day.start > place
            and any(reading.denied(p) for p in reading.places("ATTEND") if p > day.start)
            for day in days
        ):
            return place
    return -1


def _is_end(reading: Reading, day: Day) -> bool:
    before = reading.texts[max(0, day.start - 2) : day.start]
    return "sampai" in before


def _is_since(reading: Reading, day: Day) -> bool:
    """ "panas dari kemarin" tells when it began, not which day is missed."""
    today = reading.message.now.date()
    before = reading.texts[max(0, day.start - 3) : day.start]
    if _hurts_since(reading, day):
        return True
    if day.first > today or day.length > 1:
        return False
    if day.first == today:
        return "semalam" in reading.texts[day.start : day.end]
    recalled = {"sudah", "kan", "abis", "lomba", "setelah"} & set(
        reading.texts[max(0, day.start - 3) : day.end + 3]
    )
    told = reading.texts[day.end : day.end + 4]
    if {"lupa", "belum", "maaf"} & set(told):
        return len(reading.days) > 1
    missed = any(
        reading.denied(place)
        or "ABSENT" in reading.groups[place]
        or "LEAVE" in reading.groups[place]
        for place in range(day.start, min(len(reading.words), day.end + 5))
        if reading.groups[place] & {"ATTEND", "ABSENT", "LEAVE"}
    )
    others = [other for other in reading.days if other is not day and other.first >= today]
    return bool(SINCE & set(before)) or bool(recalled) or bool(others) or not missed


def _hurts_since(reading: Reading, day: Day) -> bool:
    """ "opname sejak minggu malam": a weekday gone by, though we read it as the next."""
    before = reading.texts[max(0, day.start - 3) : day.start]
    if day.sort != "weekday" or day.length > 1 or "mulai" in before:
        return False
    ill = "SICK" in frozenset().union(*reading.groups[max(0, day.start - 6) : day.start])
    told = "sudah" in reading.texts[max(0, day.start - 4) : day.start]
    return "sejak" in before or ("dari" in before and (ill or told))


def _is_return(reading: Reading, day: Day) -> bool:
    """ "lusa masuk seperti biasa": the day the child is back."""
    after = reading.texts[day.end : day.end + 6]
    stop = next(
        (n for n, t in enumerate(after) if t in {".", ",", "\n", "tapi", "dan"}), len(after)
    )
    after = after[:stop]
    before = reading.texts[max(0, day.start - 3) : day.start]
    coming = any(text in RETURN for text in after) and not {"tidak", "belum", "izin"} & set(after)
    if coming and ({"sudah", "insyaallah", "bisa", "baru", "lagi", "seperti", "kembali", "semoga"}
                   & set(after + before)):  # fmt: skip
        return True
    if {"coba", "kabari", "kontrol"} & set(after) and len(reading.days) > 1:
        return True
    return {"masuk", "kembali"} <= set(before) or before[-2:] in (
        ["masuk", "lagi"],
        ["baru", "masuk"],
    )


def _is_aside(reading: Reading, day: Day) -> bool:
    """ "nanti malam kami berangkat" beside another day is not the day missed."""
    if _is_appointment(reading, day):
        return True
    text = reading.texts[day.start : day.end]
    aside = text in (["malam", "ini"], ["nanti", "malam"], ["nanti", "sore"], ["nanti", "siang"])
    return aside and len(reading.days) > 1


def _is_appointment(reading: Reading, day: Day) -> bool:
    """ "hari ini izin, besok kontrol": when the doctor is seen, not when school is missed."""
    inside = next(((s, e) for s, e in clauses(reading) if s <= day.start < e), (0, 0))
    away = {"ATTEND", "ABSENT", "LEAVE"}
    here = frozenset().union(*reading.groups[inside[0] : inside[1]])
    kept = {"kabari", "kontrol", "periksa", "cek", "hasil"} & set(reading.texts[slice(*inside)])
    before = frozenset().union(*reading.groups[: inside[0]])
    return bool(kept) and not here & away and bool(before & away) and "SICK" in before
