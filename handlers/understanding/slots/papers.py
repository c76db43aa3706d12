"""What staff have written or sent: notes, announcements, meetings, visits, letters."""

from __future__ import annotations

import re
from typing import Any

from handlers.understanding.domains import domain_of
from handlers.understanding.reading import Reading
from handlers.understanding.slots.whens import when_of

COMMANDS = re.compile(
    r"^\s*(?:(?:@\w+|bot|min|tolong|mohon|minta|dong|bantu|coba|mau|ingin|pak|bu)\b[\s,:]*)*"
    r"(?:(?:di)?(?:umumkan|umumin|broadcast|siarkan|sebar(?:kan|in)?|share|sampaikan|sampein|sampaiin|"
    r"infokan|info(?:in)?|informasikan|beritahu(?:kan)?|kabar(?:i|kan|in)|ingatkan|ingetin|wa|kirim(?:kan|in)?|"
    r"teruskan|bagikan|kasih (?:tau|tahu)|pengumuman|pemberitahuan|edarkan|bilang(?:in)?|forward|blast)\b"
    r"(?:\s+(?:pengumuman|pesan|info(?:rmasi)?|lagi|dong|ya|wa|juga|bahwa)\b)*)"
    r"(?P<to>[\s,]*(?:(?:ke|kepada|untuk|utk|buat|di|dalam|pada|via|lewat|semua|seluruh|segenap|para|"
    r"bapak|ibu|wali|murid|siswa|ortu|orang|tua|orangtua|mama|papa|ayah|bunda|grup|group|kelas|kls|kita|"
    r"saya|sini|kami|se-?sekolah|sekolah|sd|mi|smp|wamur|walimurid|santri|anak|anak-anak|pak|bu|"
    r"\d\s?[a-z]?|lagi|dong|ya|bahwa|soal|tentang|mengenai|yang|nya|kelasnya|bapak/ibu|"
    r"peserta|didik|warga|keluarga|besar|wa|deh|tolong|juga|agar|kalau|kalo|klo)\b[\s,/]*)*)[\s:;,.–-]*",
    re.IGNORECASE,
)
TO_FIRST = re.compile(
    r"^\s*(?:kepada|untuk|utk|info(?:rmasi)?(?: untuk)?|yth\.?)\s[^:,.\n]{0,70}[,:]\s*"
    r"(?:(?:tolong|mohon)?\s*(?:di)?sampaikan(?: bahwa)?|(?:di)?beritahukan(?: bahwa)?|bahwa)?\s*",
    re.IGNORECASE,
)
CLASS = re.compile(r"(?:\b(?:kelas|kls|klas|wali|ortu|mama|papa|murid|siswa)\s+)?\b([1-9]\s?[a-h])\b", re.IGNORECASE)
WHOLE_SCHOOL = re.compile(
    r"(?:seluruh|semua|segenap)\s+(?:\w+[\s/]+){0,4}(?:sekolah|siswa sd|sd\b|kelas\b)|se-?sekolah|satu sekolah"
    r"|kelas\s*1\s*(?:sampai|s/?d|-|sd)\s*(?:kelas\s*)?6|warga sekolah|keluarga besar",
    re.IGNORECASE,
)


def announcement_slots(reading: Reading) -> dict[str, Any]:
    text = reading.text
    slots: dict[str, Any] = {"audience": audience_of(reading)}
    match = COMMANDS.match(text) or TO_FIRST.match(text)
    body = text[match.end() :] if match else text
    body = body.strip(" \n\t")
    if body:
        slots["body"] = body
    return slots


def audience_of(reading: Reading) -> str:
    """The whole school only where a principal says so, or says nothing narrower."""
    named = CLASS.search(reading.text[:160])
    if named:
        return "class:" + re.sub(r"\s", "", named[1]).upper()
    if WHOLE_SCHOOL.search(reading.text):
        return "school"
    everyone = re.search(r"(?:seluruh|semua|segenap)", reading.text[:120], re.IGNORECASE)
    if reading.message.role == "principal":
        return "school" if everyone or not reading.says("kelas") else "class"
    return "class"


MEETINGS = (
    ("rapor", ("rapor", "rapot", "raport")),
    ("komite", ("komite",)),
    ("POMG", ("pomg", "paguyuban")),
)
PURPOSE = {"bahas", "membahas", "persiapan", "parenting", "sosialisasi", "pembahasan", "evaluasi", "terkait",
           "mengenai", "soal", "tentang", "penyuluhan", "workshop", "seminar", "koordinasi", "study",
           "perpisahan", "wisuda", "outing", "halal", "bihalal", "ngobrolin", "bilang", "ttg", "perihal",
           "acara", "agenda"}  # fmt: skip
PLACE = re.compile(
    r"(?:\b(?:di|bertempat di|tempat(?:nya)?(?: di)?|lokasi(?:nya)?(?: di)?|via|lewat|ruang(?=\s))\s*:?\s*)"
    r"(?P<place>[^,.;\n?!(]+)",
    re.IGNORECASE,
)
AFTER_PLACE = re.compile(
    r"\s+(?:ya|yah|jam|pukul|pkl|utk|untuk|hari|tgl|tanggal|bahas|membahas|senin|selasa|rabu|kamis|jumat|sabtu"
    r"|besok|lusa|mohon|tolong|pak|bu|bot|dong|mulai|setelah|habis|abis|ba'?da|agenda|acara|pagi|siang|sore"
    r"|malam|nanti|narasumber|undang|terkait|minggu|ahad|wajib|dengan|dan)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


def meeting_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {"kind": meeting_kind(reading)}
    if when := when_of(reading):
        slots["when"] = when
    if place := place_of(reading):
        slots["place"] = place
    return slots


def meeting_kind(reading: Reading) -> str:
    for kind, words in MEETINGS:
        if reading.says(*words):
            return kind
    return "lainnya" if reading.says(*PURPOSE) else "POMG"


def place_of(reading: Reading) -> str | None:
    for match in PLACE.finditer(reading.text):
        place = AFTER_PLACE.sub("", " " + match["place"]).strip()
        if place.casefold().startswith("sekolah ") and len(place.split()) > 4:
            continue
        if match.group().casefold().startswith("ruang") and place:
            return match.group().strip()[: len("ruang") + 1 + len(place)].strip()
        if place and not place.isdigit():
            return place
    return None


def only_child(reading: Reading) -> str | None:
    """The one pupil named; None if none, several, or a name that fits several."""
    names = dict.fromkeys(mention.name for mention in reading.mentions)
    certain = [name for name in names if name]
    if len(certain) == 1:
        unclear = [m for m in reading.mentions if not m.name and certain[0] not in m.names]
        return None if unclear and unclear[0] is reading.mentions[0] else certain[0]
    if len(certain) > 1:
        return certain[0]
    return None


def visit_request_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if child := only_child(reading):
        slots["child"] = child
    if when := when_of(reading):
        slots["when"] = when
    return slots


NOTE_LEAD = re.compile(
    r"^\s*(?:(?:tolong|mohon|bot|@\w+|catat(?:an|kan)?|tulis(?:kan)?|buku penghubung|di|untuk|utk|buat|ortu|"
    r"wali|murid|orang tua|orangtua|mama|ibu|bunda|ayah|bapak|bu|pak|sampaikan|kasih (?:tau|tahu)|kabari|ke|"
    r"kepada|ananda|anak|ank|nanda|input|buat|perilaku|sikap|kognitif|afektif|psikomotor(?:ik)?|ibadah|kesehatan|"
    r"info(?:kan)?|laporan|bagi|note|an|a\.n\.?|mamanya|papanya|ibunya|bapaknya|ortunya|walinya|beritahu|bilang|"
    r"dari|bahwa|si|masuk(?:kan)?|entri|penghubung|buku|pada|dlm|dalam|yth|assalamualaikum|hari ini)\b[\s:,.–-]*)*",
    re.IGNORECASE,
)


def entry_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {"domain": domain_of(reading)}
    if child := only_child(reading):
        slots["child"] = child
    if body := note_body(reading):
        slots["body"] = body
    return slots


def note_body(reading: Reading) -> str:
    """The note without command and name. A name in the middle stays where it is."""
    text = reading.text
    lead = NOTE_LEAD.match(text)
    begin = lead.end() if lead else 0
    first = reading.mentions[0] if reading.mentions else None
    if first and first.start <= begin + 2:
        begin = max(begin, first.end)
        again = NOTE_LEAD.match(text[begin:])
        rest = re.match(r"(?:nya\b)?[\s:,;.–-]*(?:ananda\b|bahwa\b|itu\b)?[\s:,]*", text[begin:])
        begin += rest.end() if rest else 0
        del again
    return text[begin:].strip(" \n\t:,-–")


REPORT_LEAD = re.compile(
    r"^\s*(?:(?:tolong|input|masukkan|catat(?:an)?|laporan|lapor(?:kan)?|hasil|dari|home ?visit|hv|hvisit|visit|"
    r"kunjungan|kunjung|berita acara|ke|rumah(?:nya)?|ananda|anak|sudah|sdh|udah|selesai|terlaksana|beres|saya|"
    r"kunjungi|dikunjungi|tadi|malam|sore|siang|pagi|kemarin|sowan|berkunjung|mengunjungi|silaturahmi|alhamdulillah|"
    r"habis|abis|baru|pulang|dan|bu|pak|orang tua|ortu|wali|di|resume|ringkasan|keluarga)\b[\s:,.–-]*)*",
    re.IGNORECASE,
)


def report_slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if child := only_child(reading):
        slots["child"] = child
    if body := _report_body(reading):
        slots["body"] = body
    return slots


def _report_body(reading: Reading) -> str:
    text = reading.text
    lead = REPORT_LEAD.match(text)
    begin = lead.end() if lead else 0
    first = reading.mentions[0] if reading.mentions else None
    if first and first.start <= begin + 2:
        begin = max(begin, first.end)
        after = re.match(
            r"(?:nya\b)?[\s:,;.–-]*(?:\d{1,2}/\d{1,2}[\s:,]*)?"
            r"(?:(?:sudah|sdh|udah)\s+(?:saya\s+)?(?:di)?kunjungi|terlaksana|beres|selesai|kelar|done|sukses)?"
            r"[\s:,;.–-]*",
            text[begin:],
            re.IGNORECASE,
        )
        begin += after.end() if after else 0
    return text[begin:].strip(" \n\t:,-–")


WHY = re.compile(
    r"(?:\b(?:karena|krn|karna|krna|soalnya|sebab|terkait|perihal|masalah|soal|mengenai|tentang|ttg|alasan(?:nya)?|"
    r"dikarenakan|gara-gara|sehubungan dengan|berkaitan dengan|hal|untuk membahas|utk membahas|akibat|kasus)\b[\s:]*)"
    r"(?P<why>[^\n]+)",
    re.IGNORECASE,
)


def summons_slots(reading: Reading) -> dict[str, Any]:
    slots = visit_request_slots(reading)
    if reason := summons_reason(reading):
        slots["reason"] = reason
    return slots


def summons_reason(reading: Reading) -> str | None:
    """Behind "karena" and the like; else the part that says neither who nor when."""
    marked = WHY.search(reading.text)
    if marked:
        return _until_the_day(reading, marked.start("why"), marked["why"])
    parts = re.split(r"(?<!\d)[.,;:](?!\d)|(?<=\d)[.,](?=\s)|\n", reading.text)
    best = ""
    for part in parts:
        groups = _groups_in(reading, part)
        if groups & {"SUMMON", "NAME", "WHEN"} or not part.strip():
            continue
        best = part if len(part.split()) > len(best.split()) else best
    return best.strip(" .!🙏") or None


def _until_the_day(reading: Reading, start: int, why: str) -> str:
    end = start + len(why)
    for day in reading.days:
        at = reading.words[day.start].start
        if at > start + 3:
            end = min(end, at)
    stop = re.search(r"[.;](?!\d)|,(?=\s*(?:tolong|mohon|waktu|ortu|harap|hari|jam|tgl))", why)
    if stop:
        end = min(end, start + stop.start())
    reason = reading.text[start:end]
    return re.sub(r"[\s,]+(?:hari|pada|tgl|tanggal|besok|jam|ya|bu|pak|untuk)?[\s,.]*$", "", reason).strip(" ,.")


def _groups_in(reading: Reading, part: str) -> set[str]:
    at = reading.text.find(part)
    inside = [p for p, w in enumerate(reading.words) if at <= w.start < at + len(part)]
    found: set[str] = set().union(*(reading.groups[p] for p in inside)) if inside else set()
    if any(reading.words[p].kind == "name" for p in inside):
        found.add("NAME")
    if any(day.start in inside for day in reading.days) or any(c.start in inside for c in reading.clocks):
        found.add("WHEN")
    return found


ABOUTS = (
    ("summon", ("panggilan", "pemanggilan", "sp")),
    ("visit", ("visit", "kunjungan", "hv", "homevisit")),
    ("meeting", ("rapat", "pomg", "undangan", "komite", "pertemuan", "parenting", "rapor", "rapot", "kehadiran")),
    ("homework", ("pr", "tugas", "homework", "kumpul")),
    ("contact_book", ("penghubung",)),
    ("announcement", ("pengumuman", "info", "informasi", "edaran", "broadcast", "pemberitahuan", "surat")),
)


def unread_slots(reading: Reading) -> dict[str, Any]:
    for about, words in ABOUTS:
        if reading.says(*words):
            return {"about": about}
    return {}
