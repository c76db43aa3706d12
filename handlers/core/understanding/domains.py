"""Which side of a child a teacher's note is about."""

from __future__ import annotations

from handlers.core.understanding.reading import Reading
from handlers.core.understanding.words.domains import DOMAINS
from handlers.core.understanding.words.tables import table

WEIGHTS = {
    "other": 0.9,
    "psychomotor": 1.15,
    "worship": 1.6,
    "health": 1.3,
    "behaviour": 1.0,
    "cognitive": 1.1,
}
SETS = {domain: frozenset(words) for domain, words in table(DOMAINS).items()}
NAMED = {
    "kognitif": "cognitive", "afektif": "affective", "psikomotor": "psychomotor",
    "psikomotorik": "psychomotor", "ibadah": "worship", "perilaku": "behaviour",
    "kesehatan": "health", "sikap": "behaviour", "keagamaan": "worship", "akademik": "cognitive",
    "emosi": "affective", "kedisiplinan": "behaviour", "spiritual": "worship",
}  # fmt: skip
STRONG = {
    "kuku": "health", "kutu": "health", "uks": "health", "berkelahi": "behaviour",
    "mengumpulkan": "behaviour", "kumpul": "behaviour", "mimisan": "health", "murung": "affective",
    "sholat": "worship", "hafalan": "worship", "ulangan": "cognitive", "pede": "affective",
    "mewarnai": "psychomotor", "menggunting": "psychomotor", "menangis": "affective",
    "lari": "psychomotor", "ketinggalan": "other",
}  # fmt: skip


def domain_of(reading: Reading) -> str:
    """The domain with most words for it; "other" where nothing speaks for any."""
    head = [word.text for word in reading.words[:6]]
    for place, text in enumerate(head):
        if text in NAMED and ":" in head[place : place + 4]:
            return NAMED[text]
    points = dict.fromkeys(SETS, 0.0)
    for word in reading.words:
        for domain, known in SETS.items():
            if word.text in known or word.root in known:
                points[domain] += WEIGHTS.get(domain, 1.0)
        strong = STRONG.get(word.text) or STRONG.get(word.root)
        if strong:
            points[strong] += 1.5
    best = max(points, key=lambda domain: points[domain])
    return best if points[best] else "other"
