"""The words of an import's report."""

from __future__ import annotations

from handlers.core.talk import Printed
from handlers.core.talk.words import FATHER, GUARDIAN, HOMEROOM, MOTHER, PROXY

WORDS = {
    "added": Printed("roster.added", id="Baru", en="Added"),
    "returned": Printed("roster.returned", id="Kembali", en="Returned"),
    "moved": Printed("roster.moved", id="Pindah/naik kelas", en="Moved"),
    "changed": Printed("roster.changed", id="Berubah", en="Changed"),
    "left": Printed("roster.left", id="Keluar", en="Left"),
    "unchanged": Printed("roster.unchanged", id="Tetap", en="Unchanged"),
    "classes_added": Printed("roster.classes_added", id="Kelas baru", en="New classes"),
    "classes_changed": Printed(
        "roster.classes_changed", id="Wali kelas berubah", en="Homeroom teachers changed"
    ),
    "warnings": Printed("roster.warnings", id="Peringatan", en="Warnings"),
    "errors": Printed("roster.errors", id="Kesalahan", en="Errors"),
}
TITLE = Printed(
    "roster.title", id="{school}, tahun ajaran {year}", en="{school}, school year {year}"
)
NEW_SCHOOL = Printed("roster.new_school", id=" (sekolah baru)", en=" (new school)")
DRY = Printed(
    "roster.dry",
    id="Uji coba: belum ada yang disimpan.",
    en="Dry run: nothing has been stored.",
)
DONE = Printed("roster.done", id="Selesai: roster tersimpan.", en="Done: the roster is stored.")
REFUSED = Printed(
    "roster.refused",
    id="Tidak ada yang disimpan: perbaiki dulu yang bertanda kesalahan.",
    en="Nothing has been stored: first correct what is marked as an error.",
)
MORE = Printed("roster.more", id="… dan {count} lagi (--json)", en="… and {count} more (--json)")

FIELDS = {
    "name": Printed("roster.field_name", id="nama", en="name"),
    "nickname": Printed("roster.field_nickname", id="panggilan", en="nickname"),
    "sex": Printed("roster.field_sex", id="jenis kelamin", en="sex"),
    "nisn": Printed("roster.field_nisn", id="NISN", en="NISN"),
    "nipd": Printed("roster.field_nipd", id="NIPD", en="NIPD"),
    "phone": Printed("roster.field_phone", id="HP", en="phone"),
    "mother": MOTHER,
    "father": FATHER,
    "guardian": GUARDIAN,
    "proxy": PROXY,
    "phone_mother": Printed("roster.field_phone_mother", id="HP ibu", en="mother's phone"),
    "phone_father": Printed("roster.field_phone_father", id="HP ayah", en="father's phone"),
    "phone_guardian": Printed("roster.field_phone_guardian", id="HP wali", en="guardian's phone"),
    "phone_proxy": Printed("roster.field_phone_proxy", id="HP wali asuh", en="proxy's phone"),
    "relation": Printed("roster.field_relation", id="hubungan", en="relation"),
    "primary": Printed("roster.field_primary", id="kontak utama", en="primary contact"),
    "tell_both": Printed(
        "roster.field_tell_both", id="orang tua yang diberi tahu", en="parents told"
    ),
    "homeroom": HOMEROOM,
}
"""What a change is of, by the name it has in JSON."""
