"""Visits as both sides speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from handlers.core.understanding import beside_times
from handlers.core.understanding.words.tables import words_in
from models.people import Sex
from models.visit import AtHome, Kind, Place

CLAUSES = re.compile(r"[,.;\n]|\b(?:tapi|tp|kalau|kalo|but)\b")


ABOUT = re.compile(r"^\s*(?:kunjungan|visits?|home\s*visits?)\b\s*", re.IGNORECASE)


TERM = re.compile(
    r"\bsemester\s*(?P<term>1|2|ganjil|genap|ini)\b|\b(?P<bare>ganjil|genap)\b|"
    r"\b(?P<year>20\d\d)\s*/\s*(?:20)?\d\d\b",
    re.IGNORECASE,
)
FILLERS = re.compile(r"\b(?:kelas|kls|class|term|tahun|ajaran|tentang)\b", re.IGNORECASE)


OF_VISIT = re.compile(
    r"\b(\w*kunjung\w*|home ?visit|visit|silaturr?ah(mi|im)|datang(nya)?|mampir|ke rumah)\b"
)
INSTEAD = re.compile(r"\b(saja|aja|instead)\b")


OPENS = re.compile(r"^\W*(kunjungan|kunjungi|home ?visit|visit)\b\W*", re.IGNORECASE)


_LEAD = re.compile(
    r"^(?:(?:maaf|mohon|assalamu'?alaikum|bu|ibu|pak|bapak|guru|ini|berikut|untuk|kunjungan|ya|al?amat"
    r"(?:nya|ku)?|rumah(?:nya)?|kami|kita|saya|tinggal(?:nya)?|baru|pindah|sekarang|ganti|ubah|ke|di|ada"
    r"|adalah|yaitu|our|my|home|address|is)\b[\s:,.]*)*",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|rt|rw|blok|block|perum\w*|komplek\w*|kp|kpg|kampung|dusun|dsn|desa|"
    r"kelurahan|kel|kec|nomor|asrama|apartemen|rusun\w*|griya|villa|cluster|street|road)\b",
    re.IGNORECASE,
)
PLAIN = re.compile(
    r"(?:jl|jln|jalan|gg|gang|perum\w*|komplek\w*|kp|kpg|kampung|dusun|dsn|desa|asrama|apartemen"
    r"|rusun\w*|griya|villa|cluster|blok)\b\.?\s*"
    r"(?!(?:ke|kaki|dari|di|dulu|terus|macet|rusak|banjir)\b)[^\W\d].*(?:\d|\brt\b|\brw\b)",
    re.IGNORECASE | re.DOTALL,
)
"""A street, its name and a number."""


def reads_like_one(words: str) -> bool:
    """Whether words are an address rather than news that happens to follow our question."""
    return bool(_STREET.search(words)) and "?" not in words


def bare(words: str) -> str:
    """Without what leads up to an address: "alamat rumah kami di …"."""
    return _LEAD.sub("", words.strip(), count=1).strip()


SUBJECT = re.compile(
    r"^(?P<who>(?:ibu|bu|bunda|mama|umi|ayah|bapak|pak|papa|abi)\b\.?(?:\s+(?:guru|(?-i:[A-Z]\w+)))?"
    r"|saya|kami|sekolah|guru|wali\s+(?:kelas|murid)|orang\s*tua|keluarga|ananda|anak)\b",
    re.IGNORECASE,
)


_SAID = (
    r"^\W*(?:(?:alhamdulillah|assalamu'?alaikum|bu|ibu|pak|bapak|saya|kami|ini|baru|aja|saja"
    r"|sudah|sdh|udah|udh|dah)\b\W*)*"
)
SAID_ARRIVED = re.compile(
    _SAID + r"(?:sampai|sampe|nyampe|nyampai|tiba|arrived)\b"
    r"(?!\W*(?:jumpa|bertemu|ketemu|nanti|kapan|besok|lusa|jam|pukul|tanggal|tgl|hari|\d))"
    r"(?:\W+\w+){0,6}\W*$"
)
GONE = re.compile(
    _SAID + r"(?:selesai|pulang|pamit|beres|keluar|i have left|left)\b(?:\W+\w+){0,4}\W*$"
)
YES = re.compile(r"^\W*(?:ya|iya|yes|sudah|sdh|udah|udh|dah|selesai|lancar)\b")
NOT_YET = re.compile(r"^\W*(?:belum|blm|masih|still|not yet)\b")


_PLACES = {
    Place.ONLINE: re.compile(
        r"\b(online|daring|video\s?call|vc|zoom|g?meet"
        r"|(?<!jawab )(?<!angkat )(?<!no )(?<!nomor )(?:telepon|telpon|telp)|call)\b"
    ),
    Place.TEACHER: re.compile(
        r"\brumah\s+((ibu|bu|pak|bapak)\s*)?(guru|wali kelas)\b"
        r"|\brumah(nya)?\s+(ibu|bu|pak|bapak)\s+(saja|aja)\b|\btempat\s+(ibu|bu|pak|bapak)\b"
    ),
    Place.SCHOOL: re.compile(r"\b(di|ke)\s*sekolah(an)?\b|\bat school\b|\bto (the )?school\b"),
    Place.HOME: re.compile(r"\b(di|ke)\s+rumah\s+(kami|saya|aja|saja)\b"),
}
_KINDS = {
    Kind.CONDOLENCE: re.compile(
        r"\b(ta'?ziah|takziah|melayat|layat|(ber)?duka|belasungkawa|meninggal|condolence)\b"
    ),
    Kind.SICK: re.compile(r"\b(sakit|jenguk|menjenguk|besuk|membesuk|dirawat|opname|sick)\b"),
    Kind.GOOD_NEWS: re.compile(
        r"\b(kabar (baik|gembira)|prestasi|berprestasi|juara|lomba|good news)\b"
    ),
}
_BESIDE_TIME = words_in(
    """
    eh jadi jadinya ganti diganti ubah diubah pindah pindahkan dipindah undur diundur mundur
    maju dimajukan tunda ditunda aja saja ya deh dong lah kok nya bu pak ibu bapak tolong mohon
    maaf usul coba untuk pada di ke dari itu ini hari jam tanggal waktu harinya jamnya tanggalnya
    waktunya tempatnya bisa bisanya boleh oke setuju
    gimana bagaimana kalau tidak belum jangan bukan sebaiknya baiknya lebih baik enak cocok
    kosong longgar luang sempat mungkin atau dan sama sekitar kira lain besoknya pagi siang
    sore malam dulu terus lalu nanti baru kunjungan kunjungannya visit sekolah rumah guru
    online daring zoom video call telepon at on please instead rather only just not can the
    """
)
_REASON = re.compile(r"\b(?:karena|krn|sebab|alasan(?:nya)?|because)\b[\s:,]*(.+)", re.S | re.I)
_OFF = re.compile(
    r"\b(?:(?:di)?batal(?:kan)?|cancel|berhalangan|(?:tidak|tdk|nggak|ngga|gak|ga|ndak) "
    r"(?:jadi|bisa|usah|dulu))\b"
)
_CAN = re.compile(
    r"(?<!tidak )(?<!tdk )(?<!nggak )(?<!ngga )(?<!gak )(?<!ga )(?<!ndak )(?<!belum )"
    r"\b(?:bisa(?:nya)?|boleh|oke|ok|kosong|longgar)\b(?!\s*(?:jadi|lain|ga|gak|nggak))"
)
_MOVE = re.compile(
    r"\b(?:(?:di)?(?:pindah|geser|undur|mundur|maju|ganti|tunda|jadwal ulang)(?:kan|in)?"
    r"|reschedule|move)\b"
)
_HERE = r"(?:di rumah|ada|menerima|yang terima|nerima|at home|standby)"
_ONLY = r"(?:cuma|cuman|hanya|tinggal|paling|only|just)"
_SAJA = r"(?:saja|aja|doang|sendiri(?:an)?|only|alone)"
_MAN = (
    r"(?:bapak(?:nya)?|ayah(?:nya)?|papah?(?:nya)?|abi(?:nya)?|suami|kakek(?:nya)?|paman(?:nya)?"
    r"|father|dad)"
)
_WOMAN = (
    r"(?:ibunya|mamah?(?:nya)?|bunda(?:nya)?|umi(?:nya)?|istri|nenek(?:nya)?|tante(?:nya)?"
    r"|mother|mom)"
)
_BOTH = re.compile(
    rf"\b(?:keduanya|dua-?duanya|kami berdua|berdua|lengkap|both)\b"
    rf"|\b{_MAN} (?:dan|sama|sm|&) (?:{_WOMAN}|ibu|saya)\b"
    rf"|\b(?:{_WOMAN}|ibu|saya) (?:dan|sama|sm|&) {_MAN}\b"
    rf"|\b(?:{_MAN}|{_WOMAN}|ibu|saya) juga (?:ada|di rumah|ikut|bisa)\b"
)
_JOINS = re.compile(
    r"\bsaya (?:jadi(?:nya)?|akhirnya|ternyata|bisa|ikut)(?: (?:ada|ikut|bisa|ternyata))*"
    r" (?:di rumah|menemani|menerima|nemenin|ada)\b"
)
_AWAY = r"(?:tidak|tdk|nggak|ngga|gak|ga|ndak|bukan|lagi|sedang|belum)"
_GONE = r"(?:ada|di rumah|bisa|pulang|kerja|dinas|lembur|luar kota|keluar)"


def place_in(words: str) -> Place | None:
    """Where they want to meet, if they say so; a mere "ke rumah" says nothing new."""
    said = _plain(words)
    return next((place for place, pattern in _PLACES.items() if pattern.search(said)), None)


def about_when(words: str, now: datetime, names: Iterable[str] = ()) -> bool:
    """Whether they are about time and place, and nothing else: "gak bisa, jam 5 aja gimana"."""
    theirs = {part for name in names for part in _plain(name).split()}
    return _BESIDE_TIME.union(theirs).issuperset(beside_times(words, now))


def kind_in(words: str) -> Kind:
    """What for. "karena anaknya sakit" is a sick child; any other reason is a concern."""
    said = _plain(words)
    for kind, pattern in _KINDS.items():
        if pattern.search(said):
            return kind
    return Kind.CONCERN if reason_in(words) else Kind.REGULAR


def reason_in(words: str) -> str:
    """What stands behind "karena"; empty where no reason is given."""
    found = _REASON.search(words)
    return found[1].strip(" .,!\n") if found else ""


def calls_off(words: str) -> bool:
    """Whether something is not to be, or cannot be."""
    return bool(_OFF.search(_plain(words)))


def suits(words: str) -> bool:
    """Whether they say that something can be, whatever else cannot: "Sabtu pagi bisa"."""
    return bool(_CAN.search(_plain(words)))


def moves(words: str) -> bool:
    """Whether something is to be at another time."""
    return bool(_MOVE.search(_plain(words)))


def joins(words: str) -> bool:
    """ "saya jadi di rumah bu": whoever speaks will be there too, beside those who were named."""
    return bool(_JOINS.search(_plain(words)))


def home_in(words: str, speaker: Sex | None) -> AtHome | None:
    """Who will be at home, where the words say so without doubt.

    `speaker` tells whom "saya saja" means. "bu" and "ibu" are how teachers are addressed, so
    they never count as the mother here: "ibunya" does.
    """
    said = _plain(words)
    if _BOTH.search(said):
        return AtHome.BOTH
    alone = {AtHome.MEN: _alone(said, _MAN, _WOMAN), AtHome.WOMEN: _alone(said, _WOMAN, _MAN)}
    if found := [home for home, is_so in alone.items() if is_so]:
        return found[0] if len(found) == 1 else None
    myself = rf"\b{_ONLY} saya\b.*\b{_HERE}\b|\bsaya {_SAJA}\b.*\b{_HERE}\b"
    if speaker is not None and re.search(myself, said):
        return AtHome.MEN if speaker is Sex.MALE else AtHome.WOMEN
    return None


def _alone(said: str, here: str, other: str) -> bool:
    """ "cuma bapaknya yang di rumah", "bapaknya saja yang ada", "ibunya tidak ada"."""
    return bool(
        re.search(rf"\b{_ONLY}\b[^.,]*?\b{here}\b", said)
        or re.search(rf"\b{here} {_SAJA}\b", said)
        or re.search(rf"\b{here} yang {_HERE}\b", said)
        or re.search(rf"\b{other} (?:{_AWAY} )+(?:{_GONE})\b", said)
    )


_OF_HOME = words_in(
    """
    saya aku kami kita ibu ibunya ibuk bu bapak bapaknya bpk pak ayah ayahnya papa papanya mama
    mamanya bunda bundanya umi umminya abi abinya suami istri nenek neneknya kakek kakeknya om tante
    omnya tantenya pakde bude paman bibi simbah mbah eyang ambu bapa mamah di rumah yang ada nanti
    menerima terima nerima insyaallah insya allah aja saja kok ya iya nggih dan sama juga ikut
    berdua semua sekeluarga ini itu anak anaknya beserta dengan mas mbak wali walinya akan siap
    me mother father home at my husband wife
    """
)


def home_answered(words: str, speaker: Sex | None) -> AtHome | None:
    """The answer to "who will be at home?", where a bare "ibu" is the mother.

    None for words that deny, ask, or say something else besides: a visit hangs on it, and whether
    somebody comes along.
    """
    said = re.sub(r"[^\w\s]", " ", _plain(words))
    if home := home_in(words, speaker):
        return home
    if "?" in words or not _OF_HOME.issuperset(said.split()):
        return None
    man = bool(re.search(rf"\b{_MAN}\b", said))
    woman = bool(re.search(rf"^(?:ibu|nenek|tante)\b|\b{_WOMAN}\b", said))
    if man and woman:
        return AtHome.BOTH
    if man or woman:
        return AtHome.MEN if man else AtHome.WOMEN
    if speaker is not None and re.search(r"\bsaya\b", said):
        return AtHome.MEN if speaker is Sex.MALE else AtHome.WOMEN
    return None


_HONORIFICS = {
    Sex.FEMALE: re.compile(r"^(bu|ibu|bunda|ustadzah|ustazah|miss|mrs|ms|bu\.)\b"),
    Sex.MALE: re.compile(r"^(pak|bapak|ustadz|ustaz|mr|om)\b"),
}


def sex_by_name(name: str) -> Sex | None:
    """By the honorific people use: "Bu Ratna", "Pak Hadi"."""
    said = name.casefold().strip()
    return next((sex for sex, pattern in _HONORIFICS.items() if pattern.search(said)), None)


_SHORT = {
    "yg": "yang",
    "cm": "cuma",
    "cmn": "cuma",
    "bpk": "bapak",
    "bpknya": "bapaknya",
    "dua2nya": "dua-duanya",
    "dua2": "dua-duanya",
    "sy": "saya",
    "aj": "aja",
    "jg": "juga",
    "gk": "ga",
    "g": "ga",
    "d": "di",
    "rmh": "rumah",
    "drmh": "di rumah",
    "dirmh": "di rumah",
    "dirumah": "di rumah",
    "drumah": "di rumah",
    "disekolah": "di sekolah",
}


def _plain(words: str) -> str:
    """Without what people write short."""
    return re.sub(
        r"\w+", lambda one: _SHORT.get(one[0], one[0]), " ".join(words.casefold().split())
    )


VISIT = re.compile(
    r"\b(kunjung\w*|berkunjung|home ?visit|silaturr?ah(mi|im)|dikunjungi"
    r"|(datang|mampir|main|berkenan) ke rumah)\b"
)
SAID_WISH = re.compile(
    r"\b(bisa|bisakah|boleh|bolehkah|minta|mohon|kapan|tolong|ingin|pengen|harap|berharap|please)\b"
)
NO_WISH = re.compile(
    r"\b(tidak|tdk|gak|ga|nggak|ngga)\b(?!\s*(ya|bu|pak|kak)?\s*([?.,!]|$))"
    r"|\b(batal|jangan|sudah|kemarin|tadi|terima kasih|makasih|jenguk nenek)\b"
)


def number_in(words: str) -> int | None:
    """A number of one or two digits."""
    found = re.search(r"\b(\d{1,2})\b", words)
    return int(found[1]) if found else None


def child_put_off(words: str) -> str:
    """Whom "tunda Aisyah sampai Januari karena sakit" names, and until when: without command and
    reason."""
    return re.sub(r"^\w+\s*", "", words).partition(" karena ")[0]


class Part(StrEnum):
    """Of the report of a visit."""

    CONDITIONS = "conditions"
    SAID = "said"
    AGREEMENTS = "agreements"
    NEXT = "next"
    PRIVATE = "private"


_HEADINGS = {
    Part.CONDITIONS: r"kondisi|keadaan|conditions?",
    Part.SAID: r"kata|ucapan|pesan|harapan|disampaikan|keluarga|orang tua|said",
    Part.AGREEMENTS: r"kesepakatan|keputusan|agreements?|agreed",
    Part.NEXT: r"kunjungan (?:berikut|lanjut)|berikutnya|next",
    Part.PRIVATE: r"(?:catatan |khusus )?(?:pribadi|rahasia|internal)|private",
}
_HEADING = re.compile(
    r"(?:^|(?<=[\n.;!?]))\s*(?:"
    + "|".join(f"(?P<{part}>{words})" for part, words in _HEADINGS.items())
    + r")(?P<rest>[^\n:.;]{0,40}):",
    re.IGNORECASE,
)


def has_headings(text: str) -> bool:
    """Whether a report has headings of its own."""
    return _HEADING.search(text) is not None


def part_called(words: str) -> Part | None:
    """The part that the words are the heading of: "catatan pribadi"."""
    found = _HEADING.fullmatch(f"{words.strip()}:")
    return next(part for part in Part if found[part.value]) if found else None


def is_private(text: str) -> bool:
    """Whether it begins as remarks that no family reads: "Catatan pribadi: …"."""
    head, colon, _ = text.partition(":")
    return bool(colon) and part_called(head) is Part.PRIVATE


def parts_in(text: str) -> dict[Part, str]:
    """Each part from under its headings; what stands before the first is how things are there."""
    found = list(_HEADING.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    pieces: dict[Part, list[str]] = {}
    if before := text[: found[0].start()].strip() if found else text.strip():
        pieces[Part.CONDITIONS] = [before]
    for one, end in zip(found, ends, strict=False):
        part = next(part for part in Part if one[part.value])
        pieces.setdefault(part, []).append(text[one.end() : end].strip())
    return {part: "\n".join(filter(None, some)) for part, some in pieces.items()}
