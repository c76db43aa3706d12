"""How often somebody was away, and what else is said of it."""

from __future__ import annotations

import re

ATTENDANCE = re.compile(
    r"\b(?:absen(?:si|nya)?|kehadiran|hadir|presensi|masuk|attendance|absences?|s\W*i\W*a)\b", re.I
)
HOW_OFTEN = re.compile(r"\b(?:rekap\w*|recap|berapa (?:kali|hari)|sebulan)\b", re.I)
MONTH = re.compile(r"\b(?:bulan|bln|month)\b", re.I)
BEFORE = re.compile(r"\b(?:bulan|bln)\s+(?:lalu|kemarin|kmrn|sebelumnya)\b|\blast month\b", re.I)
WEEK = re.compile(r"\b(?:se)?minggu ini\b|\bthis week\b", re.I)
FILLER = re.compile(
    r"\b(?:rekap\w*|recap|laporan|absen\w*|kehadiran|hadir|presensi|tidak|masuk|attendance|bulan|"
    r"bln|minggu|ini|lalu|kemarin|berapa|kali|hari|dong|ya|bu|pak|tolong|minta|of|month|last)\b",
    re.I,
)


LEFT = re.compile(r"\b(su?dah|sdh|ud[ah]h?|dah)\b.{0,20}\b(be?rangkat|jalan|di ?antar|masuk)\b")
NOT = re.compile(r"\b(sakit|izin|ijin|tidak|tdk|belum|blm|nggak|gak|ga|enggak)\b")
