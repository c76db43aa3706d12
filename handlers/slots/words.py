"""What a family reads while it chooses a time for a talk, and about the time it has."""

from __future__ import annotations

from handlers.core.talk import Text
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import NO_THANKS

FREE = Text(
    "slot_words.free",
    id="{child}. Jam yang masih kosong untuk {title}, {day}, di {place}. Silakan pilih, atau tulis "
    "jam yang diinginkan.",
    en="{child}. Free times for the {title}, {day}, at {place}. Choose one, or write the time you "
    "would like.",
)
NEAREST = Text(
    "slot_words.nearest",
    id="{child}. Yang paling dekat dengan keinginan {who}, {day}:",
    en="{child}. Nearest to what you wish, {who}, {day}:",
)
GONE = Text(
    "slot_words.gone",
    id="{child}. Maaf, {who}, jam {clock} baru saja diambil keluarga lain. Yang terdekat masih "
    "kosong, {day}:",
    en="{child}. Sorry, {who}, {clock} was taken by another family a moment ago. The nearest free "
    "times, {day}:",
)
MORE = Text("slot_words.more", id="Jam lain…", en="Other times…")
CHANGE = Text("slot_words.change", id="Ganti jam", en="Change the time")
CANCEL = Text("slot_words.cancel", id="Batalkan jam", en="Cancel")
BOOKED = Text(
    "slot_words.booked",
    id="{child}. Tercatat: {when}, di {place}, dengan {teacher} ({minutes} menit). Berkas kalender "
    "kami lampirkan. Sampai jumpa, {who}. ✅",
    en="{child}. Noted: {when}, at {place}, with {teacher} ({minutes} minutes). A calendar file is "
    "attached. See you then, {who}. ✅",
    claims=Claim.NOTED,
)
STILL = Text(
    "slot_words.still",
    id="{child}. Jam {who}: {when}, di {place}, dengan {teacher}.",
    en="{child}. Your time, {who}: {when}, at {place}, with {teacher}.",
)
FULL = Text(
    "slot_words.full",
    id="{child}. Maaf, {who}, semua jam untuk {title}, {day}, sudah terisi. Ananda kami masukkan "
    "daftar tunggu, urutan ke-{number}. Begitu ada jam kosong, {who} kami kabari.",
    en="{child}. Sorry, {who}, all times for the {title}, {day}, are taken. Your child is number "
    "{number} on the waiting list. We tell you as soon as a time is free.",
)
ONLY = Text(
    "slot_words.only",
    id="{child}. Belum ada jam lain yang kosong, {who}. Jam {clock} tetap tersimpan.",
    en="{child}. No other time is free at present, {who}. You keep {clock}.",
)
DECLINED = Text(
    "slot_words.declined",
    id="{children}. Baik, {who}, dicatat tidak bisa datang ({day}). {teacher} akan melihatnya di "
    "daftar. Bila berubah, ketuk Pilih jam.",
    en="{children}. All right, {who}, noted that you cannot come ({day}). {teacher} sees it in the "
    "list. If that changes, tap Choose a time.",
    claims=Claim.NOTED,
)
SURE = Text(
    "slot_words.sure",
    id="{child}. Batalkan jam {when}? Jam itu lalu ditawarkan ke keluarga lain.",
    en="{child}. Cancel {when}? It is then offered to another family.",
)
YES = Text("slot_words.yes", id="Ya, batalkan", en="Yes, cancel")
NO = Text("slot_words.no", id="Tidak jadi", en="No, keep it")
GIVEN_BACK = Text(
    "slot_words.given_back",
    id="{child}. Jam {when} sudah dibatalkan. Terima kasih sudah mengabari, {who}.",
    en="{child}. {when} is cancelled. Thank you for telling us, {who}.",
    claims=Claim.CANCELLED,
)
TAKE = Text("slot_words.take", id="Ambil", en="Take it")
OFFER = Text(
    "slot_words.offer",
    id="Ananda {child}. Ada jam kosong untuk {title}: {when}, di {place}. Ketuk Ambil bila {who} "
    "mau. Kami simpankan sampai {until}; sesudah itu giliran keluarga berikutnya.",
    en="About {child}. A time is free for the {title}: {when}, at {place}. Tap Take it if you want "
    "it, {who}. It is kept for you until {until}; after that it is the next family's turn.",
    template=True,
    buttons=(TAKE, NO_THANKS),
)
LEFT = Text(
    "slot_words.left",
    id="{child}. Baik, {who}, sudah keluar dari daftar tunggu.",
    en="{child}. All right, {who}, you are off the waiting list.",
)
SIBLING = Text(
    "slot_words.sibling",
    id="{child} sekalian? {when}, di {place}, dengan {teacher}.{moved}",
    en="{child} as well? {when}, at {place}, with {teacher}.{moved}",
)
SIBLING_MOVED = Text(
    "slot_words.sibling_moved",
    id="\nSupaya berurutan, jam {child} menjadi {clock}.",
    en="\nSo that one follows the other, {child} moves to {clock}.",
)
BOTH = Text("slot_words.both", id="Ya, sekalian", en="Yes, please")
OTHER = Text("slot_words.other", id="Pilih jam lain", en="Another time")
OVER = Text(
    "slot_words.over",
    id="Maaf, {who}, {title} itu sudah lewat atau dibatalkan.",
    en="Sorry, {who}, that {title} is over or cancelled.",
)
NOTHING = Text(
    "slot_words.nothing",
    id="Belum ada undangan untuk memilih jam, {who}.",
    en="There is no invitation to choose a time for, {who}.",
)
WHICH = Text("slot_words.which", id="Untuk siapa, {who}?", en="For which child, {who}?")
EVE = Text(
    "slot_words.eve",
    id="Ananda {child}. Mengingatkan: {title} dengan {teacher}, {when}, di {place}. "
    "Bila berhalangan, mohon ketuk salah satu tombol ini.",
    en="About {child}. A reminder: {title} with {teacher}, {when}, at {place}. If you "
    "cannot come, please tap one of these buttons.",
    template=True,
    buttons=(CHANGE, CANCEL),
)
SOON = Text(
    "slot_words.soon",
    id="Ananda {child}. Sebentar lagi: {title} dengan {teacher}, {when}, di {place}. Mohon hadir "
    "tepat waktu. Sampai jumpa, Ibu/Bapak.",
    en="About {child}. It is soon: {title} with {teacher}, {when}, at {place}. Please be on time. "
    "See you there.",
    template=True,
)


def topic(day: int) -> str:
    """What the topics of all that is told about one day's times begin with."""
    return f"slots:{day}:"
