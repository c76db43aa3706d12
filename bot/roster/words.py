"""The words of an import's report."""

from __future__ import annotations

from handlers.core.talk import Text
from handlers.core.talk.words import FATHER, GUARDIAN, HOMEROOM, MOTHER, PROXY

WORDS = {
    "added": Text("roster.added", id="Baru", en="Added"),
    "returned": Text("roster.returned", id="Kembali", en="Returned"),
    "moved": Text("roster.moved", id="Pindah/naik kelas", en="Moved"),
    "changed": Text("roster.changed", id="Berubah", en="Changed"),
    "left": Text("roster.left", id="Keluar", en="Left"),
    "unchanged": Text("roster.unchanged", id="Tetap", en="Unchanged"),
    "classes_added": Text("roster.classes_added", id="Kelas baru", en="New classes"),
    "classes_changed": Text(
        "roster.classes_changed", id="Wali kelas berubah", en="Homeroom teachers changed"
    ),
    "warnings": Text("roster.warnings", id="Peringatan", en="Warnings"),
    "errors": Text("roster.errors", id="Kesalahan", en="Errors"),
}
TITLE = Text("roster.title", id="{school}, tahun ajaran {year}", en="{school}, school year {year}")
NEW_SCHOOL = Text("roster.new_school", id=" (sekolah baru)", en=" (new school)")
DRY = Text(
    "roster.dry",
    id="Uji coba: belum ada yang disimpan.",
    en="Dry run: nothing has been stored.",
)
DONE = Text("roster.done", id="Selesai: roster tersimpan.", en="Done: the roster is stored.")
REFUSED = Text(
    "roster.refused",
    id="Tidak ada yang disimpan: perbaiki dulu yang bertanda kesalahan.",
    en="Nothing has been stored: first correct what is marked as an error.",
)
MORE = Text("roster.more", id="… dan {count} lagi (--json)", en="… and {count} more (--json)")

FIELDS = {
    "name": Text("roster.field_name", id="nama", en="name"),
    "nickname": Text("roster.field_nickname", id="panggilan", en="nickname"),
    "sex": Text("roster.field_sex", id="jenis kelamin", en="sex"),
    "nisn": Text("roster.field_nisn", id="NISN", en="NISN"),
    "nipd": Text("roster.field_nipd", id="NIPD", en="NIPD"),
    "phone": Text("roster.field_phone", id="HP", en="phone"),
    "mother": MOTHER,
    "father": FATHER,
    "guardian": GUARDIAN,
    "proxy": PROXY,
    "phone_mother": Text("roster.field_phone_mother", id="HP ibu", en="mother's phone"),
    "phone_father": Text("roster.field_phone_father", id="HP ayah", en="father's phone"),
    "phone_guardian": Text("roster.field_phone_guardian", id="HP wali", en="guardian's phone"),
    "phone_proxy": Text("roster.field_phone_proxy", id="HP wali asuh", en="proxy's phone"),
    "relation": Text("roster.field_relation", id="hubungan", en="relation"),
    "primary": Text("roster.field_primary", id="kontak utama", en="primary contact"),
    "homeroom": HOMEROOM,
}
"""What a change is of, by the name it has in JSON."""
