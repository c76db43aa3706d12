"""What the erasure says."""

from __future__ import annotations

from handlers.core.talk import Printed

TITLE = Printed("erase.title", id="Menghapus: {who}", en="Erasing: {who}")
KINDS = {
    "names": Printed("erase.names", id="nama dan nomor induk", en="names and pupil numbers"),
    "places": Printed(
        "erase.places", id="tempat wali (nama, HP)", en="guardians' places (name, phone)"
    ),
    "contacts": Printed("erase.contacts", id="alamat chat", en="chat addresses"),
    "messages_in": Printed("erase.messages_in", id="pesan masuk", en="messages received"),
    "messages_out": Printed("erase.messages_out", id="pesan keluar", en="messages sent"),
    "cancelled": Printed(
        "erase.cancelled", id="belum terkirim, dibatalkan", en="unsent, cancelled"
    ),
    "notes": Printed("erase.notes", id="pesan di utas pribadi", en="notes in private threads"),
    "notices": Printed(
        "erase.notices", id="catatan khusus anak ini", en="entries of this child alone"
    ),
    "signatures": Printed("erase.signatures", id="kata-kata paraf", en="words of signatures"),
    "consents": Printed("erase.consents", id="persetujuan dicabut", en="consents withdrawn"),
    "invitations": Printed("erase.invitations", id="undangan", en="invitations"),
    "roles": Printed("erase.roles", id="peran di sekolah", en="roles at school"),
    "promises": Printed(
        "erase.promises",
        id="janji di rapat dan kunjungan, kini tanpa nama",
        en="promises at meetings and visits, now by no name",
    ),
    "feeds": Printed("erase.feeds", id="kalender pribadi", en="calendar addresses"),
    "ahead": Printed(
        "erase.ahead",
        id="kunjungan, janji temu, dan kesepakatan yang dibatalkan",
        en="visits, appointments and agreements called off",
    ),
    "meetings": Printed(
        "erase.meetings",
        id="rapat yang kini dipegang pimpinan sekolah",
        en="meetings now in the hands of who leads the school",
    ),
    "tasks": Printed("erase.tasks", id="tugas", en="tasks"),
    "mentions": Printed(
        "erase.mentions",
        id="sebutan nama dalam catatan orang lain",
        en="mentions in other people's records",
    ),
    "other": Printed("erase.other", id="catatan lain", en="other records"),
    "files": Printed("erase.files", id="berkas", en="files"),
}
STAYS = Printed(
    "erase.stays",
    id="Tetap ada, tanpa nama: jumlah, waktu, tanda sudah diparaf, dan jejak audit.",
    en="What stays, without names: counts, times, that something was signed, the audit trail.",
)
ROSTER = Printed(
    "erase.roster",
    id="Hapus juga dari daftar Dapodik: impor berikutnya membawa nama itu kembali. Cadangan "
    "basis data tidak ikut terhapus.",
    en="Take them out of the Dapodik list too: the next import would bring the name back. "
    "Backups of the database are not touched.",
)
GUARDIANS = Printed(
    "erase.guardians",
    id="Wali yang tidak punya anak lain di sini; hapus dengan --person dan id-nya:\n{list}",
    en="Guardians without another child here; erase them by --person and id:\n{list}",
)
DRY = Printed(
    "erase.dry", id="Uji coba: belum ada yang dihapus.", en="Dry run: nothing has been erased."
)
SURE = Printed(
    "erase.sure",
    id="Ini tidak bisa dibatalkan. Hapus sekarang?",
    en="This cannot be undone. Erase now?",
)
KEPT = Printed("erase.kept", id="Tidak ada yang dihapus.", en="Nothing has been erased.")
DONE = Printed("erase.done", id="Selesai: sudah dihapus.", en="Done: erased.")
ALREADY = Printed(
    "erase.already",
    id="{who} sudah dihapus sebelumnya. Tidak ada yang berubah.",
    en="{who} was erased before. Nothing has changed.",
)
