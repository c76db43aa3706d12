"""When a weekly digest is wished for."""

from __future__ import annotations

import re

_TIME_WORD = re.compile(
    "setiap|tiap|hari|jam|jm|pukul|pkl|pagi|siang|sore|malam|setengah|besok|lusa|ini|itu|nanti|"
    "di|pada|ke|ganti|jadi|dong|ya|yah|saja|aja|bu|ibu|pak|bapak|tolong|mohon|"
    "senin|selasa|rabu|kamis|jumat|jum|at|sabtu|minggu|ahad|wib|wita|wit|every|on|am|pm|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas"
)
"""All that the wish for a day and hour is made of; with other words it is another message."""


def only_time(words: str) -> bool:
    said = re.findall(r"[^\W\d]+", words.casefold())
    return all(_TIME_WORD.fullmatch(word) for word in said)
