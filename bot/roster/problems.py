"""What is wrong with a roster, said by row and column, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.core.talk import Printed, Text, Value, worded


class Severity(StrEnum):
    ERROR = "error"
    """Nothing is imported while there is one."""
    WARNING = "warning"
    """The row is imported; the cell it names is left out or left as it was."""


@dataclass(frozen=True)
class Problem:
    """One thing somebody has to look at, where the spreadsheet shows it."""

    severity: Severity
    text: Text
    values: Mapping[str, Value] = field(default_factory=dict)
    row: int | None = None
    """As the spreadsheet counts: the first is 1."""
    column: str = ""
    """The heading."""
    cell: str = ""
    """"T12"."""

    def worded(self, language: str) -> str:
        words = {name: worded(value, language) for name, value in self.values.items()}
        return self.text.fill(language, words)

    @property
    def code(self) -> str:
        return self.text.key.removeprefix("roster.")


class Unreadable(Exception):
    """The file as a whole cannot be used; `problem` says what to do about it."""

    def __init__(self, text: Text, **values: str) -> None:
        super().__init__(text.key)
        self.problem = Problem(Severity.ERROR, text, values)


MISSING = Printed(
    "roster.missing",
    id="Berkas {file} tidak ditemukan.",
    en="There is no file {file}.",
)
EMPTY = Printed(
    "roster.empty",
    id="Berkas kosong. Unduh ulang Daftar Peserta Didik dari Dapodik (Unduh > Daftar PD).",
    en="The file is empty. Download the Daftar Peserta Didik from Dapodik again.",
)
TOO_LARGE = Printed(
    "roster.too_large",
    id="Berkas lebih dari {limit} MB: bukan daftar peserta didik.",
    en="The file is larger than {limit} MB: not a roster.",
)
PDF = Printed(
    "roster.pdf",
    id="Ini PDF, yang tidak dapat dibaca sebagai tabel. Pakai berkas Excel dari Dapodik "
    "(Peserta Didik > Unduh > Daftar PD), atau CSV.",
    en="This is a PDF, which cannot be read as a table. Use the Excel file from Dapodik "
    "(Peserta Didik > Unduh > Daftar PD), or a CSV.",
)
HTML = Printed(
    "roster.html",
    id="Ini halaman web yang diberi nama Excel. Buka dengan Excel atau LibreOffice, lalu "
    "simpan sebagai .xlsx.",
    en="This is a web page named like an Excel file. Open it in Excel or LibreOffice and "
    "save it as .xlsx.",
)
LOCKED = Printed(
    "roster.locked",
    id="Berkas dilindungi kata sandi. Simpan salinan tanpa kata sandi.",
    en="The file is protected by a password. Save a copy without one.",
)
NOT_A_TABLE = Printed(
    "roster.not_a_table",
    id="Berkas ini bukan Excel (.xlsx, .xls), OpenDocument (.ods), atau CSV yang dapat dibaca. "
    "Buka dengan Excel atau LibreOffice, lalu simpan sebagai .xlsx.",
    en="This is no readable Excel (.xlsx, .xls), OpenDocument (.ods) or CSV file. Open it in "
    "Excel or LibreOffice and save it as .xlsx.",
)
NO_HEADER = Printed(
    "roster.no_header",
    id="Judul kolom tidak ditemukan di {rows} baris pertama. Yang belum ada: {missing}. "
    "Kolom yang terbaca: {found}. Bila namanya lain, tulis padanannya dengan --mapping.",
    en="The column headings were not found in the first {rows} rows. Missing: {missing}. "
    "Headings read: {found}. If they have other names, give those with --mapping.",
)
NO_ROWS = Printed(
    "roster.no_rows",
    id="Tidak ada peserta didik di bawah judul kolom.",
    en="There are no pupils below the headings.",
)
BAD_MAPPING = Printed(
    "roster.bad_mapping",
    id='Berkas --mapping tidak dapat dibaca ({why}). Contoh JSON: {{"name": "Nama Siswa"}}.',
    en='The --mapping file cannot be read ({why}). JSON example: {{"name": "Nama Siswa"}}.',
)
UNKNOWN_FIELD = Printed(
    "roster.unknown_field",
    id='"{field}" di --mapping tidak dikenal. Yang ada: {known}.',
    en='"{field}" in --mapping is not known. Known: {known}.',
)
UNMAPPED = Printed(
    "roster.unmapped",
    id='Kolom "{heading}" dari --mapping tidak ada di berkas. Kolom yang terbaca: {found}.',
    en='The column "{heading}" of --mapping is not in the file. Headings read: {found}.',
)
