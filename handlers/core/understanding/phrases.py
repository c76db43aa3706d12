"""Phrases that would mislead word by word: English ones, outcries, "insya Allah"."""

from __future__ import annotations

import re

SHADES = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
"""The colours of a hand's skin."""
_PHRASES = tuple(
    (re.compile(phrase, re.IGNORECASE), ours)
    for phrase, ours in (
        (r"\bin[\s-]?s(?:y|h)a+[\s-]?all?ah?\b", "insyaallah"),
        (r"\b(?:lain (?:kali|waktu)|next time)\b", "tidak dulu"),
        (r"\blet (?:me (?:check|ask|see|think)|you know)\b", "nanti saya kabari"),
        (r"\bwait a (?:minute|moment|second)\b", "sebentar"),
        (r"\bnot yet\b", "belum"),
        (
            r"\b(?:no problem|sounds good|(?:works|suits|fine)(?: (?:for|with|by))? (?:us|me))\b",
            "bisa",
        ),
        (
            r"\b(?:can ?not|can['’]?t|won['’]?t be able to|unable to) (?:make it|attend)\b",
            "tidak bisa",
        ),
        (r"^\W*(?:no|nope)\b(?!\W*\d)", "tidak"),
        (r"\bh[eo]+[\s'’-]*[eo]h\b", "ya"),
        (r"\b(?:(?:su|u)?dah|sdh|udh) pas\b(?! \w)", "benar"),
        (
            r"(?<!mohon )(?<!tolong )(?<!harap )(?<!minta )"
            r"\b(?:di|(?:saya|sy|kami) )tunggu(?:(?: ya)?(?: bu| pak)?\W*$"
            r"|(?: \w+)? (?:kedatangan\w*|(?:di ?)?rumah\w*|rawuh\w*))",
            "silakan",
        ),
        (r"\bya+ (?:ampun|allah|tuhan|salam)\b", "eh"),
    )
)


def as_ours(text: str) -> str:
    """With such phrases in the words that say what they mean."""
    said = SHADES.sub("", text)
    for phrase, ours in _PHRASES:
        said = phrase.sub(ours, said)
    return said
