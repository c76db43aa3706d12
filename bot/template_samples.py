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
    "class_name": "1A",
    "count": "3",
    "when": "Senin, 14 Juli 2025 pukul 09.00 WIB",
}
SAMPLES_BY_LANGUAGE = {
    "id": {
        "role": "orang tua murid",
        "posts": "• Ibu Sari: “Besok membawa apa, ya?”",
        "until": "sampai Senin 14 Juli pukul 09.00 WIB",
        "title": "catatan buku penghubung",
        "domain": "kemandirian",
        "body": "Hari ini Aisyah berani maju ke depan kelas.",
        "excerpt": "Hari ini Aisyah berani maju…",
        "headlines": "• pengumuman dari Bu Ratna: “Besok memakai batik”",
        "what": "Catatan buku penghubung",
        "reason": "belum menjawab",
        "kind": "sakit",
        "days": "Senin 14 Juli",
        "news": "datang terlambat",
        "whom": "telepon Ibu Sari: 0812-0000-0001",
    },
    "en": {
        "role": "parent",
        "posts": "• Ibu Sari: “What do they bring tomorrow?”",
        "until": "until Monday 14 July at 09.00 WIB",
        "title": "contact book note",
        "domain": "independence",
        "body": "Today Aisyah dared to speak before the class.",
        "excerpt": "Today Aisyah dared to speak…",
        "headlines": "• announcement from Bu Ratna: “Batik is worn tomorrow”",
        "what": "Contact book note",
        "reason": "no answer yet",
        "kind": "ill",
        "days": "Monday 14 July",
        "news": "comes late",
        "whom": "telephone Ibu Sari: 0812-0000-0001",
        "when": "Monday, 14 July 2025 at 09.00 WIB",
    },
}
