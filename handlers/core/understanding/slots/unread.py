"""Who has not signed, read or answered: what the question is about."""

from __future__ import annotations

from typing import Any

from handlers.core.understanding.reading import Reading

ABOUTS = (
    ("summon", ("panggilan", "pemanggilan", "sp")),
    ("visit", ("visit", "kunjungan", "hv", "homevisit", "kunjungi")),
    (
        "meeting",
        ("rapat", "pomg", "undangan", "komite", "pertemuan", "parenting", "rapor", "rapot"),
    ),
    ("homework", ("pr", "tugas", "homework", "kumpul")),
    ("contact_book", ("penghubung",)),
    ("announcement", ("pengumuman", "info", "informasi", "edaran", "broadcast", "pemberitahuan")),
)


def unread_slots(reading: Reading) -> dict[str, Any]:
    for about, words in ABOUTS:
        if reading.says(*words):
            return {"about": about}
    return {}
