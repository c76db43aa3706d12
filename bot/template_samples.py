"""What the reviewers of a template see in its blanks. Nobody else does: values are always sent."""

from __future__ import annotations

SAMPLES = {
    "children": "Aisyah Humaira (1A)",
    "child": "Aisyah Humaira (1A)",
    "author": "Bu Ratna",
    "guardian": "Ibu Sari",
    "approver": "Bu Ratna",
    "who": "Ibu Sari",
    "teacher": "Bu Ratna",
    "when": "Senin, 14 Juli 2025 pukul 09.00 WIB",
}
SAMPLES_BY_LANGUAGE = {
    "id": {
        "title": "catatan buku penghubung",
        "domain": "kemandirian",
        "body": "Hari ini Aisyah berani maju ke depan kelas.",
        "excerpt": "Hari ini Aisyah berani maju…",
        "what": "Catatan buku penghubung",
        "reason": "belum menjawab",
        "whom": "telepon Ibu Sari: 0812-0000-0001",
    },
    "en": {
        "title": "contact book note",
        "domain": "independence",
        "body": "Today Aisyah dared to speak before the class.",
        "excerpt": "Today Aisyah dared to speak…",
        "what": "Contact book note",
        "reason": "no answer yet",
        "whom": "telephone Ibu Sari: 0812-0000-0001",
        "when": "Monday, 14 July 2025 at 09.00 WIB",
    },
}
