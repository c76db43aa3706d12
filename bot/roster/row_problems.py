"""The words for what is wrong with one row or cell of a roster."""

from __future__ import annotations

from handlers.core.talk import Printed

NO_NAME = Printed("roster.no_name", id="Nama kosong.", en="The name is missing.")
NAME_WRONG = Printed("roster.name_wrong", id='"{value}" bukan nama.', en='"{value}" is not a name.')
NAME_LONG = Printed(
    "roster.name_long",
    id="Nama lebih dari {limit} huruf.",
    en="The name has more than {limit} letters.",
)
NO_NUMBER = Printed(
    "roster.no_number",
    id="{name}: NISN dan NIPD kosong, jadi tidak dapat dikenali bila berkas diimpor lagi. "
    "Isi salah satunya.",
    en="{name}: NISN and NIPD are both missing, so the pupil could not be recognised when the "
    "file is imported again. Fill in one of them.",
)
NISN_WRONG = Printed(
    "roster.nisn_wrong",
    id='NISN "{value}" bukan 10 angka; tidak dipakai.',
    en='NISN "{value}" is not 10 digits; left out.',
)
MANGLED = Printed(
    "roster.mangled",
    id='"{value}" sudah dirusak Excel (angka terakhir hilang); tidak dipakai. Ketik ulang '
    "sebagai teks.",
    en='"{value}" was mangled by Excel (its last digits are gone); left out. Type it again '
    "as text.",
)
NO_CLASS = Printed(
    "roster.no_class",
    id="{name} belum punya rombel; diimpor tanpa kelas.",
    en="{name} has no class yet; imported without one.",
)
SEX_WRONG = Printed(
    "roster.sex_wrong",
    id='Jenis kelamin "{value}" tidak dikenal (L atau P); tidak dipakai.',
    en='Sex "{value}" is not known (L or P); left out.',
)
TWICE = Printed(
    "roster.twice",
    id="{which} {value} dipakai di baris {rows}. Perbaiki di Dapodik atau hapus salah satunya.",
    en="{which} {value} is used in rows {rows}. Correct it in Dapodik or remove one of them.",
)
PHONE_MANY = Printed(
    "roster.phone_many",
    id='Ada lebih dari satu nomor di "{value}"; tidak dipakai. Sisakan satu.',
    en='There is more than one number in "{value}"; left out. Keep one.',
)
PHONE_LETTERS = Printed(
    "roster.phone_letters",
    id='Ada huruf sebagai angka di "{value}"; tidak dipakai. Ketik ulang.',
    en='There are letters for digits in "{value}"; left out. Type it again.',
)
PHONE_REMARK = Printed(
    "roster.phone_remark",
    id='"{value}" memuat catatan: mungkin nomor orang lain; tidak dipakai.',
    en='"{value}" has a remark: it may be somebody else\'s number; left out.',
)
PHONE_WRONG = Printed(
    "roster.phone_wrong",
    id='"{value}" bukan nomor telepon yang benar (kurang atau lebih angka?); tidak dipakai.',
    en='"{value}" is not a correct phone number (a digit too few or many?); left out.',
)
PHONE_HOME = Printed(
    "roster.phone_home",
    id='"{value}" nomor rumah, bukan HP; tidak dipakai.',
    en='"{value}" is a fixed line, not a mobile; left out.',
)
OTHER_CHILD = Printed(
    "roster.other_child",
    id="{name}: NISN milik {first} tetapi NIPD milik {second} di basis data.",
    en="{name}: the NISN is {first}'s but the NIPD is {second}'s in the database.",
)
NUMBER_TAKEN = Printed(
    "roster.number_taken",
    id="{name}: NIPD {nipd} di basis data milik {other}, yang NISN-nya berbeda.",
    en="{name}: in the database NIPD {nipd} is {other}'s, whose NISN is another.",
)
NAME_DIFFERS = Printed(
    "roster.name_differs",
    id="NIPD {nipd} di basis data atas nama {other}; di berkas {name}. Pastikan orangnya sama.",
    en="NIPD {nipd} is {other} in the database and {name} in the file. Make sure they are one.",
)
JOINED_OTHER = Printed(
    "roster.joined_other",
    id="{name}: {relation} di berkas {new}, tetapi {old} sudah bergabung; tidak diubah.",
    en="{name}: the {relation} in the file is {new}, but {old} has joined; left as it is.",
)
JOINED_DECEASED = Printed(
    "roster.joined_deceased",
    id="{name}: {relation} ({old}) tercatat sudah meninggal, tetapi sudah bergabung; tidak diubah.",
    en="{name}: the {relation} ({old}) is recorded as deceased but has joined; left as it is.",
)
TWO_HOMEROOM = Printed(
    "roster.two_homeroom",
    id="Kelas {name} punya lebih dari satu wali kelas; dipakai {first}.",
    en="Class {name} has more than one homeroom teacher; {first} is used.",
)
OLD_YEAR = Printed(
    "roster.old_year",
    id="Berkas ini tahun ajaran {year}, sekolah sudah di {now}. Unduh yang baru, atau sebutkan "
    "tahunnya dengan --year.",
    en="This file is of school year {year}; the school is in {now}. Download a new one, or name "
    "the year with --year.",
)
BAD_YEAR = Printed(
    "roster.bad_year",
    id='Tahun ajaran "{value}" harus seperti 2026/2027.',
    en='School year "{value}" should be like 2026/2027.',
)
WHICH_SCHOOL = Printed(
    "roster.which_school",
    id="Untuk sekolah mana berkas ini? Sebutkan dengan --school. Yang ada: {known}.",
    en="Which school is this file for? Name it with --school. Known: {known}.",
)
OTHER_SCHOOL = Printed(
    "roster.other_school",
    id="Berkas ini dari {title}; yang ada di basis data: {known}. Sebutkan sekolahnya dengan "
    "--school (nama baru membuat sekolah baru).",
    en="This file is from {title}; the database has {known}. Name the school with --school "
    "(a new name makes a new school).",
)
MANY_LEAVERS = Printed(
    "roster.many_leavers",
    id="{left} dari {present} anak tidak ada di berkas dan akan dianggap keluar. Bila benar, "
    "ulangi dengan --confirm-leavers; bila berkas ini hanya sebagian, dengan --keep-missing.",
    en="{left} of {present} children are not in the file and would be taken to have left. If that "
    "is right, repeat with --confirm-leavers; if the file is only a part, with --keep-missing.",
)
CLASS_WRONG = Printed(
    "roster.class_wrong",
    id='"{value}" bukan nama kelas (mungkin diubah Excel menjadi tanggal). Ketik ulang '
    "sebagai teks.",
    en='"{value}" is not the name of a class (Excel may have made it a date). Type it again '
    "as text.",
)
