"""Files as schools have them, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.roster.columns import Field, find, load_mapping
from bot.roster.problems import Severity
from bot.roster.read import Roster, read
from bot.roster.rows import RosterRow
from bot.roster.table import tables
from models.people import Relation
from tests.bot.roster import sheets
from tests.bot.roster.sheets import HEADER, HP, NISN, ROMBEL, Rows

NEEDED = {
    Field.NAME, Field.NIPD, Field.SEX, Field.NISN, Field.LANDLINE, Field.PHONE, Field.LIVING,
    Field.FATHER, Field.FATHER_WORK, Field.MOTHER, Field.MOTHER_WORK, Field.GUARDIAN,
    Field.GUARDIAN_WORK, Field.CLASS,
}  # fmt: skip


def codes(roster: Roster, severity: Severity = Severity.ERROR) -> list[str]:
    return [p.code for p in roster.problems if p.severity is severity]


def by_nisn(roster: Roster) -> dict[str | None, RosterRow]:
    return {row.nisn: row for row in roster.rows}


def test_a_dapodik_workbook_is_read_like_its_csv(tmp_path: Path) -> None:
    from_csv, from_xlsx = read(sheets.DAPODIK), read(sheets.dapodik(tmp_path / "d.xlsx"))

    assert from_xlsx.rows == from_csv.rows
    assert len(from_xlsx.rows) == 90
    assert from_xlsx.titles.school == "SD Tunas Penghubung (CONTOH - DATA FIKTIF)"
    assert from_xlsx.titles.year == "2026/2027"
    assert {row.class_name for row in from_xlsx.rows} == {"1A", "3B", "5A"}
    assert codes(from_xlsx) == []


def test_only_the_columns_we_need_are_read() -> None:
    [table] = tables(sheets.DAPODIK)
    found = find(table.rows)

    assert set(found.at) == NEEDED
    private = {"nik", "no kk", "bank", "nomor rekening bank", "penghasilan", "alamat"}
    assert not private & {found.heading(field).casefold() for field in found.at}


def test_numbers_that_excel_has_mangled(tmp_path: Path) -> None:
    def mangle(rows: Rows) -> None:
        for row in rows[HEADER + 2 :]:
            row[NISN] = float(str(row[NISN]))
            if str(row[HP]).isdigit():
                row[HP] = float(str(row[HP]))
        rows[HEADER + 2][HP] = "6.2844E+12"
        rows[HEADER + 3][NISN] = "3.1E+01"

    roster, right = read(sheets.dapodik(tmp_path / "d.xlsx", mangle)), read(sheets.DAPODIK)

    assert roster.rows[0].phone is None
    assert roster.rows[1].nisn is None
    assert [row.nisn for row in roster.rows[2:]] == [row.nisn for row in right.rows[2:]]
    assert [row.phone for row in roster.rows[2:]] == [row.phone for row in right.rows[2:]]
    told = [(p.cell, p.column) for p in roster.problems if p.code == "mangled"]
    assert told == [("T7", "HP"), ("E8", "NISN")]


def test_each_doubtful_number_is_named_by_its_cell() -> None:
    cells = {p.cell: p.code for p in read(sheets.PLAIN).problems}

    assert cells == {
        "L29": "phone_many",
        "M30": "phone_remark",
        "K31": "mangled",
        "L49": "phone_wrong",
        "L51": "phone_remark",
        "L58": "phone_remark",
        "L59": "phone_many",
        "L71": "phone_letters",
        "L84": "phone_wrong",
        "L90": "phone_wrong",
    }


def test_guardians_in_the_order_in_which_they_are_told() -> None:
    dapodik = by_nisn(read(sheets.DAPODIK))
    told = {nisn: [(p.relation, p.name) for p in row.places] for nisn, row in dapodik.items()}

    assert told["0000000001"] == [
        (Relation.MOTHER, "Uswatun Hasanah"),
        (Relation.FATHER, "Tri Wibowo"),
    ]
    assert told["0000000029"][0] == (Relation.GUARDIAN, "Mbah Karsih")
    assert told["0000000081"] == [(Relation.MOTHER, "Dewi Anggraini")]
    fitri = dapodik["0000000044"].places
    assert [place.deceased for place in fitri] == [False, False, True]


def test_a_plain_csv_says_more() -> None:
    rows = {row.nipd: row for row in read(sheets.PLAIN).rows}

    assert rows["2600001"].nickname == "Abi"
    assert rows["2600001"].homeroom == "Ratna Kumalasari, S.Pd."
    assert rows["2600001"].places[0].phone == "+6284400000002"
    assert rows["2600037"].primary is Relation.FATHER
    assert rows["2600037"].places[0].relation is Relation.FATHER
    assert rows["2600040"].primary is None
    assert rows["2600044"].places[0].relation is Relation.PROXY


def test_a_flat_workbook_with_other_words(tmp_path: Path) -> None:
    path = sheets.plain(
        tmp_path / "flat.xlsx",
        {"Nama Lengkap": "BUDI", "NIS": 12.0, "Kelas": "VII A", "Nama Ayah": "Joko",
         "Pekerjaan Ayah": "Sudah Meninggal", "Nama Ibu": "SARI", "No. HP Ibu": 84400000003},
    )  # fmt: skip
    [row] = read(path).rows

    assert (row.name, row.nipd, row.class_name) == ("Budi", "12", "7A")
    mother, father = row.places
    assert (mother.name, mother.phone) == ("Sari", "+6284400000003")
    assert father.deceased


def test_somebody_is_invited_where_the_file_names_nobody(tmp_path: Path) -> None:
    path = sheets.plain(tmp_path / "r.xlsx", {"Nama": "Budi", "NIS": "12", "Kelas": "7A"})
    [row] = read(path).rows
    [place] = row.places
    assert (place.relation, place.name, place.nameless) == (Relation.GUARDIAN, "wali Budi", True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("map.json", '{"name": "Siapa", "nipd": "Kode", "class": "Ruang"}'),
        ("map.toml", 'name = "Siapa"\nnipd = "Kode"\nclass = "Ruang"'),
    ],
)
def test_a_mapping_names_other_columns(tmp_path: Path, name: str, words: str) -> None:
    file = sheets.plain(
        tmp_path / "r.xlsx", {"Siapa": "Budi", "Kode": "X-1", "Ruang": "7A", "Kelas": "bukan"}
    )
    (tmp_path / name).write_text(words)

    assert codes(read(file)) == ["no_header"]
    [row] = read(file, load_mapping(tmp_path / name)).rows
    assert (row.name, row.nipd, row.class_name) == ("Budi", "X-1", "7A")


@pytest.mark.parametrize(
    ("mapping", "code"),
    [({"siapa": "Nama"}, "unknown_field"), ({"nickname": "Julukan"}, "unmapped")],
)
def test_a_wrong_mapping_says_what_is_wrong(mapping: dict[str, str], code: str) -> None:
    assert codes(read(sheets.PLAIN, mapping)) == [code]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_as_excel_writes_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = ["Nama;NIS;Kelas;Nama Ibu", "José;01;1A;Sari, S.Pd."]
    if delimiter == ",":
        lines[1] = lines[1].replace("Sari, S.Pd.", '"Sari, S.Pd."')
    text = "\r\n".join(lines).replace(";", delimiter)
    [row] = read(sheets.as_csv(tmp_path / "r.csv", text, encoding)).rows
    assert (row.name, row.nipd, row.class_name) == ("José", "01", "1A")
    assert row.places[0].name == "Sari, S.Pd."


def test_the_pupils_may_be_on_another_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["Petunjuk pengisian"])
    book.create_sheet("Siswa").append(["Nama", "NIS", "Kelas"])
    book.worksheets[1].append(["Budi", "1", "1A"])
    book.save(tmp_path / "r.xlsx")
    assert [row.name for row in read(tmp_path / "r.xlsx").rows] == ["Budi"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<html><table><tr><td>Nama</td></tr></table>", "html"),
        (b"PK\x03\x04 no zip", "not_a_table"),
        (b"\xd0\xcf\x11\xe0 no workbook", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_a_table"),
        (b"apa saja\nbaris kedua", "no_header"),
        (b"Nama,Kelas\nBudi,1A", "no_header"),
        (b"Nama,NISN,Kelas\n", "no_rows"),
    ],
)
def test_what_is_no_roster_is_said_plainly(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "roster.xls"
    path.write_bytes(data)
    roster = read(path)
    assert codes(roster) == [code]
    assert roster.rows == []
    for language in ("id", "en"):
        assert roster.problems[0].worded(language)


def test_a_missing_file_is_a_problem_too(tmp_path: Path) -> None:
    assert codes(read(tmp_path / "none.xlsx")) == ["missing"]


def test_rows_that_cannot_be_used(tmp_path: Path) -> None:
    def spoil(rows: Rows) -> None:
        first, second, third, fourth = rows[HEADER + 2 : HEADER + 6]
        first[1] = ""
        second[1] = "x" * 10_000
        third[1] = "12345"
        fourth[NISN] = fourth[sheets.NIPD] = ""
        rows.append([])
        rows.append(["", "Jumlah", *([""] * 64)])

    roster = read(sheets.dapodik(tmp_path / "d.xlsx", spoil))
    told = [(p.row, p.column, p.code) for p in roster.problems if p.severity is Severity.ERROR]
    assert told == [
        (7, "Nama", "no_name"),
        (8, "Nama", "name_long"),
        (9, "Nama", "name_wrong"),
        (10, "NISN", "no_number"),
    ]


def test_one_number_for_two_children_names_both_rows(tmp_path: Path) -> None:
    def double(rows: Rows) -> None:
        rows[HEADER + 3][NISN] = rows[HEADER + 2][NISN]

    roster = read(sheets.dapodik(tmp_path / "d.xlsx", double))
    [problem] = [p for p in roster.problems if p.severity is Severity.ERROR]
    assert (problem.code, problem.row) == ("twice", 8)
    assert "7, 8" in problem.worded("id")


def test_a_pupil_without_a_class_comes_without_one(tmp_path: Path) -> None:
    def clear(rows: Rows) -> None:
        rows[HEADER + 2][ROMBEL] = ""

    roster = read(sheets.dapodik(tmp_path / "d.xlsx", clear))
    assert roster.rows[0].class_name is None
    assert "no_class" in codes(roster, Severity.WARNING)
