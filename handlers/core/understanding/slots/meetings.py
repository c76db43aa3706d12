"""A meeting of parents: which, when, where."""

from __future__ import annotations

import re
from typing import Any

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.whens import when_of

KINDS = (
    ("rapor", ("rapor", "rapot", "raport")),
    ("komite", ("komite",)),
    ("POMG", ("pomg", "paguyuban")),
)
PURPOSES = """
bahas membahas persiapan parenting sosialisasi pembahasan evaluasi terkait mengenai soal tentang
penyuluhan workshop seminar koordinasi study perpisahan wisuda outing halal bihalal bilang perihal
pentas seni agenda ujian karyawisata kemah penyerahan bimbingan diskusi masalah
"""
PURPOSE = frozenset(PURPOSES.split())
PLACE = re.compile(
    r"(?:\b(?:bertempat di|di|tempat(?:nya)?(?: di)?|tmpt|lokasi(?:nya)?(?: di)?|via|lewat)"
    r"\s*:?\s*)"
    r"(?P<place>[^,.;\n?!(]+)",
    re.IGNORECASE,
)
ROOM = re.compile(r"\b(?P<place>(?:ruang|aula|mushol+a|masjid|lab)\b[^,.;\n?!(]*)", re.IGNORECASE)
AFTER = """
ya yah jam pukul pkl jm utk untuk hari hr tgl tanggal bahas membahas senin selasa rabu kamis jumat
sabtu besok bsk lusa mohon tolong pak bu bot dong mulai setelah habis abis bada agenda acara pagi
siang sore malam nanti narasumber undang terkait minggu ahad wajib dengan dan buat karena krn
nggih utk dihadiri tentang aja saja
"""
AFTER_PLACE = re.compile(rf"\s+(?:{'|'.join(AFTER.split())}|ba'da)\b.*$", re.I | re.S)


def meeting_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {"kind": kind_of(reading)}
    if when := when_of(reading):
        slots["when"] = when
    if place := place_of(reading):
        slots["place"] = place
    return slots


def kind_of(reading: Reading) -> str:
    """A meeting of the class is POMG, unless it is called for one purpose."""
    for kind, words in KINDS:
        if reading.says(*words):
            return kind
    return "lainnya" if reading.says(*PURPOSE) else "POMG"


def place_of(reading: Reading) -> str | None:
    for pattern in (PLACE, ROOM):
        for match in pattern.finditer(reading.text):
            place = AFTER_PLACE.sub("", " " + match["place"]).strip()
            if place and not place.isdecimal():
                return place
    return None
