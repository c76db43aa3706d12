"""Late in the morning, fetched early, or fetched late."""

from __future__ import annotations

from typing import Any

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.children import children_of
from handlers.core.understanding.slots.whens import when_of

FETCH = {"jemput", "pulang", "tinggal", "keluar"}


def lateness_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {"kind": kind_of(reading)}
    if children := children_of(reading):
        slots["children"] = children
    when = when_of(reading, reading.message.now.date().isoformat())
    if when and "T" in when:
        slots["when"] = when
    return slots


def kind_of(reading: Reading) -> str:
    """ "early" and "late_pickup" both speak of fetching; what tells them apart is the delay."""
    roots = {word.root for word in reading.words} | set(reading.texts)
    if "tunggu" in roots and "saya" in reading.texts and reading.message.now.hour >= 9:
        return "late_pickup"
    fetching = bool(FETCH & roots) or reading.has("PICKUP", "HOMEWARD")
    if not fetching:
        return "late"
    if "antar" in roots and "jemput" not in roots:
        return "late"
    delayed = bool(
        roots & {"telat", "macet", "tunggu", "menunggu", "lembur", "kejebak", "terjebak"}
    )
    delayed = delayed or any(
        "PICKUP" in reading.groups[place]
        and {"tidak", "belum"} & set(reading.texts[max(0, place - 2) : place])
        and not {"boleh", "bisa"} & set(reading.texts[max(0, place - 4) : place])
        for place in range(len(reading.words))
    )
    kept = roots & {"titip", "jangan"} and not roots & {"awal", "duluan", "cepat"}
    if kept and not roots & {"berangkat"} and reading.has("HOMEWARD", "PICKUP"):
        return "late_pickup"
    if delayed or kept or ("agak" in roots and roots & {"sore", "siang"}):
        return "late" if _arrives(reading, roots) else "late_pickup"
    return "early"


def _arrives(reading: Reading, roots: set[str]) -> bool:
    """Whether it is the child who is late, in spite of a word about fetching."""
    return "jemput" not in roots and bool(roots & {"berangkat", "masuk", "datang", "sampai"})
