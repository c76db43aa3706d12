"""Why a child stays away, in the parent's words."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.core.understanding.reading import NAME, Reading
from handlers.core.understanding.slots.spans import TRIMMED, Clause, clauses, in_a_date, trimmed
from handlers.core.understanding.words.tables import words_in

SPLITS = frozenset({"jadi", "makanya", "sehingga", "terus", "trs"})
CLOSING = frozenset({"terima", "demikian", "atas", "hormat", "wassalam", "mohon", "maka"})
EMPTY = TRIMMED | words_in(
    """
    sampai sejak tidak bisa masuk sekolah hari ini izin absen hadir libur dulu anak bu pak guru saya kami
    dari assalamualaikum selamat pagi siang sore malam wr wb mengikuti pelajaran seperti biasa
    off dapat atas nama keterangan ket alasan sehubungan dikarenakan orang tua kelas
    memberitahukan bahwa permisi waalaikumsalam masih sekarang om swastiastu shalom belum
    istirahat di rumah aja saja minta mulai suruh disuruh kata seminggu surat dokter tadi baru
    info skip mohon ikut belajar kegiatan berhalangan miss kembali wali
    """
)
BARE = frozenset(
    {"sakit", "izin", "ada", "sedang", "tidak", "masuk", "yang", "karena", "keterangan"}
)


def reason_of(reading: Reading) -> str | None:
    """The clause that says why; None if there is no more to it than "sakit" or "izin"."""
    marked = _after_because(reading)
    best = marked or _most_telling(reading)
    if not best:
        return None
    start, end = trimmed(reading, *best, drop=lambda place: _empty(reading, place))
    end = _with_since(reading, end, best[1])
    telling = [t for t in reading.texts[start:end] if t not in BARE and t.isalnum()]
    return reading.span(start, end) if telling else None


def _with_since(reading: Reading, end: int, limit: int) -> int:
    """Go on over "dari semalam": since when belongs to the reason."""
    if reading.texts[end : end + 1] not in (["dari"], ["sejak"]):
        return end
    upto = end + 1
    times = {
        "semalam",
        "tadi",
        "malam",
        "pagi",
        "subuh",
        "kemarin",
        "sore",
        "siang",
        "hari",
        "minggu",
    }
    while upto < limit and (reading.texts[upto] in times or in_a_date(reading, upto)):
        upto += 1
    return upto if upto > end + 1 else end


def _after_because(reading: Reading) -> Clause | None:
    for place, text in enumerate(reading.texts):
        if text not in {"karena", "ket", "keterangan", "alasan", "sehubungan", "berhubung"}:
            continue
        end = _until_close(reading, place + 1)
        if end > place + 1:
            return place + 1, end
    return None


def _until_close(reading: Reading, start: int) -> int:
    """Where the sentence that begins at `start` ends; a comma before more illness goes on."""
    for place in range(start, len(reading.words)):
        word = reading.words[place]
        if word.text in {".", "\n", ";", "!", ")"} and place > start:
            return place
        if word.text in SPLITS or (word.text in CLOSING and place > start):
            return place
        if word.text == "," and place > start and not _goes_on(reading, place):
            return place
        if word.is_emoji or (place > start + 1 and _ahead(reading, place)):
            return place
    return len(reading.words)


def _ahead(reading: Reading, place: int) -> bool:
    """Whether a day yet to come begins here: "sunat besok jumat"."""
    today = reading.message.now.date()
    return any(
        day.start == place
        and day.first >= today
        and reading.texts[place - 1] not in {"dari", "sejak"}
        for day in reading.days
    )


def _goes_on(reading: Reading, place: int) -> bool:
    return bool(frozenset().union(*reading.groups[place + 1 : place + 4]) & {"SICK"})


def _most_telling(reading: Reading) -> Clause | None:
    """The clause with most to say: illness first, then an event, then whatever is left over."""
    best: tuple[int, Clause] | None = None
    for clause in _pieces(reading):
        worth = _worth(reading, clause)
        if worth > 0 and (best is None or worth > best[0]):
            best = worth, clause
    if best is None:
        return None
    start, end = best[1]
    return start, _cut_short(reading, start, _extended(reading, end))


def _pieces(reading: Reading) -> Iterator[Clause]:
    """Clauses, cut again at days to come: "mulai besok izin seminggu mau umroh"."""
    for start, end in clauses(reading, SPLITS):
        for day in reading.days:
            if start <= day.start < end and _ahead(reading, day.start):
                yield start, day.start
                start = min(end, day.end)
        yield start, end


def _extended(reading: Reading, end: int) -> int:
    """Go on over a comma to further symptoms ("Sakit gigi, pipinya bengkak")."""
    while end < len(reading.words) and reading.texts[end] == "," and _goes_on(reading, end):
        nexts = [c for c in clauses(reading, SPLITS) if c[0] == end + 1]
        if not nexts:
            break
        end = nexts[0][1]
    return end


def _cut_short(reading: Reading, start: int, end: int) -> int:
    """Where an emoji ends the clause."""
    for place in range(start, end):
        if reading.words[place].is_emoji:
            return place
    return end


def _worth(reading: Reading, clause: Clause) -> int:
    start, end = trimmed(reading, *clause, drop=lambda place: _empty(reading, place))
    if start >= end or reading.texts[start] in CLOSING:
        return 0
    groups = frozenset().union(*reading.groups[start:end])
    told = [t for t in reading.texts[start:end] if t not in EMPTY and t.isalpha() and t != NAME]
    if not told or set(told) <= BARE:
        return 0
    if "BACK" in groups and not groups & {"SICK"}:
        return 0
    points = 6 * ("SICK" in groups) + 4 * ("EVENT" in groups) + 2 * ("CARE" in groups)
    if "?" in reading.texts[end : end + 1] or "kabari" in told or "tugas" in told:
        points -= 3
    return points * 4 + min(len(told), 6)


def _empty(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    return (
        word.text in EMPTY
        or word.root in {"dokter", "surat"}
        or word.kind in {"name", "medium"}
        or (word.kind == "mark" and word.text not in "()")
        or in_a_date(reading, place)
    )
