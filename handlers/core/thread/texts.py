"""What both sides of the thread read."""

from __future__ import annotations

from handlers.core.talk import Text
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import FATHER, GUARDIAN, MOTHER, PROXY, REPLY
from models.people import Relation

NOTE = Text(
    "thread.note",
    id="Tentang {child}. Pesan dari {guardian}:\n“{body}”\n\nBalas dengan mengutip pesan ini.",
    en="About {child}. A message from {guardian}:\n“{body}”\n\nQuote this message to answer.",
    template=True,
    buttons=(REPLY,),
)
ANSWER = Text(
    "thread.answer",
    id="Tentang {child}. Pesan dari {author}:\n“{body}”\n\nBalas pesan ini bila perlu.",
    en="About {child}. A message from {author}:\n“{body}”\n\nAnswer this message if you like.",
    template=True,
)
PASSED = Text(
    "thread.passed",
    id="Baik, {who}. Pesan tentang {child} sudah saya teruskan ke {teacher}.{held}",
    en="Thank you, {who}. I have passed your message about {child} to {teacher}.{held}",
    claims=Claim.SENT,
)
PASSED_BEFORE = Text(
    "thread.passed_before",
    id="Baik, {who}. Tidak ada yang dicatat; pesan tentang {child} sudah saya teruskan sebelumnya.",
    en="All right, {who}. Nothing is noted. The school has had your message about {child} before.",
)
HELD = Text(
    "thread.held",
    id=" Di luar jam kerja, jadi akan dibaca mulai {when}.",
    en=" It is outside office hours, so it will be read from {when}.",
)
KEPT = Text(
    "thread.kept",
    id="Baik, {who}. Pesan sudah disimpan untuk sekolah. Wali kelas belum bergabung di sini; "
    "bila mendesak, mohon telepon sekolah.",
    en="Thank you, {who}. Your message is kept for the school. The teacher has not joined yet; "
    "if it is urgent, please telephone the school.",
    claims=Claim.NOTED,
)
WHOM = Text(
    "thread.whom",
    id="Pesan ini tentang siapa, {who}?",
    en="Whom is this message about, {who}?",
)
WRITE = Text(
    "thread.write",
    id="Silakan tulis balasan untuk {guardian} tentang {child}.",
    en="Please write your answer to {guardian} about {child}.",
)
SENT = Text(
    "thread.sent",
    id="Balasan untuk {guardian} ({child}) sudah dikirim.{held}",
    en="Your answer to {guardian} ({child}) is on its way.{held}",
    claims=Claim.SENT,
)
SENT_HELD = Text(
    "thread.sent_held",
    id=" Karena jam tenang, akan sampai {when}.",
    en=" Because of quiet hours it will arrive {when}.",
)
UNREACHED = Text(
    "thread.unreached",
    id="Belum sampai: {guardian} ({child}) tidak bisa dikirimi pesan saat ini. Balasannya saya "
    "simpan; mohon keluarga dihubungi langsung. {phone}",
    en="Not delivered: {guardian} ({child}) cannot be written to at present. I keep your answer; "
    "please contact the family yourself. {phone}",
)
CONFIRM = Text(
    "thread.confirm",
    id="Kirim ke {guardian} ({child})?\n“{body}”{below}",
    en="Send to {guardian} ({child})?\n“{body}”{below}",
)
NO_NOTE = Text(
    "thread.no_note",
    id="Belum ada pesan orang tua yang bisa dibalas.",
    en="There is no parent's message to answer yet.",
)
MEDIA = Text("thread.media", id="[kiriman]", en="[attachment]")
WORDS = {
    Relation.MOTHER: MOTHER,
    Relation.FATHER: FATHER,
    Relation.GUARDIAN: GUARDIAN,
    Relation.PROXY: PROXY,
}
