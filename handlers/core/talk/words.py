"""Labels and short lines that several capabilities say: each of them stands here once."""

from __future__ import annotations

from handlers.core.talk.texts import Text

# Buttons.
ALL = Text("words.all", id="Semua", en="All of them")
ALL_OF_THEM = Text("words.all_of_them", id="Semuanya", en="All of them")
CANCEL = Text("words.cancel", id="Batal", en="Cancel")
CANCEL_IT = Text("words.cancel_it", id="Batalkan", en="Cancel it")
CHANGE = Text("words.change", id="Ubah", en="Change")
CHANGE_BODY = Text("words.change_body", id="Ubah isi", en="Change the text")
CHANGE_REASON = Text("words.change_reason", id="Ubah alasan", en="Change the reason")
CHANGE_TIME = Text("words.change_time", id="Ubah waktu", en="Change the time")
FINISHED = Text("words.finished", id="Selesai ✅", en="Done ✅")
GO_ON = Text("words.go_on", id="Lanjutkan", en="Go on")
KEEP_DAY = Text("words.keep_day", id="Tetap hari itu", en="Keep that day")
LATER = Text("words.later", id="Nanti saja", en="Later")
LEAVE_IT = Text("words.leave_it", id="Tidak jadi", en="Leave it")
NO_THANKS = Text("words.no_thanks", id="Tidak usah", en="No, thank you")
OPEN = Text("words.open", id="Buka", en="Open")
OTHER_TIME = Text("words.other_time", id="Waktu lain", en="Another time")
PDF = Text("words.pdf", id="Unduh PDF", en="As a PDF")
PLACE = Text("words.place", id="Tempat", en="Place")
RECEIVERS = Text("words.receivers", id="Penerima", en="Receivers")
REPLY = Text("words.reply", id="Balas", en="Answer")
SAVE = Text("words.save", id="Simpan", en="Save")
SEND = Text("words.send", id="Kirim", en="Send")
SEND_INVITATION = Text("words.send_invitation", id="Kirim undangan", en="Send invitation")
SKIP = Text("words.skip", id="Lewati", en="Skip")
TAKE_BACK = Text("words.take_back", id="Tarik kembali", en="Take back")

# Questions.
DAY_OFF = Text(
    "words.day_off",
    id="{day} hari libur. Tetap pada hari itu, atau tulis hari lain.",
    en="{day} is a day off. Keep it, or write another day.",
)
NO_DAY = Text(
    "words.no_day",
    id="Saya belum mengerti harinya. Tulis misalnya “Jumat” atau “30 November”.",
    en="I did not understand the day. Write for example “Friday” or “30 November”.",
)
NO_SUCH_NAME = Text(
    "words.no_such_name",
    id="Saya tidak menemukan nama itu di kelas Ibu/Bapak. Mohon tulis lagi namanya, atau BATAL.",
    en="I cannot find that name in your classes. Please write it again, or BATAL to cancel.",
)
WHAT_CHANGES = Text("words.what_changes", id="Apa yang diubah?", en="What do you change?")
WHICH = Text("words.which", id="Yang mana?", en="Which one?")
WHICH_MEETING = Text("words.which_meeting", id="Acara yang mana?", en="Which meeting?")

# Answers.
ALL_RIGHT = Text("words.all_right", id="Baik, {who}.", en="All right, {who}.")
GONE = Text(
    "words.gone", id="Pesan itu sudah tidak berlaku.", en="That message is no longer valid."
)
NO_CHILD = Text(
    "words.no_child",
    id="Belum ada anak yang terhubung dengan {who}.",
    en="No child is linked with {who} yet.",
)
NOT_SENT = Text("words.not_sent", id="Baik, tidak jadi dikirim.", en="All right, it is not sent.")
NOTHING_CHANGES = Text(
    "words.nothing_changes", id="Baik, tidak ada yang berubah.", en="All right, nothing changes."
)

# Who somebody is.
FATHER = Text("words.father", id="ayah", en="father")
GUARDIAN = Text("words.guardian", id="wali", en="guardian")
HOMEROOM = Text("words.homeroom", id="wali kelas", en="homeroom teacher")
MOTHER = Text("words.mother", id="ibu", en="mother")
PROXY = Text("words.proxy", id="wali asuh", en="proxy guardian")

# Parts of others.
AND_MORE = Text("words.and_more", id="… dan {count} lagi", en="… and {count} more")
AND_OTHERS = Text("words.and_others", id="dan {count} lagi", en="and {count} more")
BY = Text("words.by", id=" ({by})", en=" ({by})")
CHILD_LINE = Text("words.child_line", id="• {child}: {reason}", en="• {child}: {reason}")
CHILD = Text("words.child", id="Anak", en="Child")
CLASSES = Text("words.classes", id="kelas {classes}", en="class {classes}")
COLON = Text("words.colon", id=": {words}", en=": {words}")
EMPTY = Text("words.empty", id="(kosong)", en="(nothing)")
HELD_UNTIL = Text("words.held_until", id="\n⏰ sampai {when}", en="\n⏰ arrives {when}")
ITEM = Text("words.item", id="{number}. {words}{by}", en="{number}. {words}{by}")
LISTED = Text("words.listed", id=" ({list})", en=" ({list})")
NOBODY = Text("words.nobody", id="tidak ada", en="nobody")
NONE = Text("words.none", id="tidak ada", en="none")
TITLED = Text("words.titled", id="{title}, {when}", en="{title}, {when}")
TIMED = Text("words.timed", id="{what}, {when}", en="{what}, {when}")
UNREACHED = Text(
    "words.unreached",
    id="\nTidak bisa dijangkau, mohon dihubungi langsung:\n{list}",
    en="\nCannot be reached here, please contact them yourself:\n{list}",
)
WHO = Text("words.who", id="{name} ({relation})", en="{name} ({relation})")
