"""Cells as people fill them and as Excel leaves them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.roster import row_problems as why
from bot.roster import values
from bot.roster.phones import phone
from bot.roster.table import Cell
from handlers.core.talk import Text
from models.people import Sex

CELLS = st.one_of(
    st.none(), st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.dates()
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("KELAS 3 B", "3B"),
        ("Kelas 1A", "1A"),
        ("kelas iii-b", "3B"),
        ("VII A", "7A"),
        ("VIIA", "7A"),
        ("VII-1", "71"),
        ("XII IPA 1", "12IPA1"),
        ("XIIPA1", "XIIPA1"),
        ("Kelompok B", "B"),
        ("7a", "7A"),
        ("IPA 1", "IPA1"),
    ],
)
def test_classes_are_called_as_people_type_them(typed: str, name: str) -> None:
    assert values.class_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ADINDA LARASATI", "Adinda Larasati"),
        ("M. IQBAL FAUZI", "M. Iqbal Fauzi"),
        ("Muh. Rizki Pratama", "Muh. Rizki Pratama"),
        ("AMINATUS SA'DIYAH", "Aminatus Sa'diyah"),
        ("AHMAD AL-FATIH III", "Ahmad Al-Fatih III"),
        ("I PUTU GEDE", "I Putu Gede"),
        ("siti aminah", "Siti Aminah"),
        ("Evelyn McArthur", "Evelyn McArthur"),
        ("RATNA KUMALASARI, S.Pd.", "Ratna Kumalasari, S.Pd."),
    ],
)
def test_names_in_one_case_are_written_as_names(typed: str, name: str) -> None:
    assert values.name(typed) == name


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (84400000003.0, "84400000003"),
        (2600001, "2600001"),
        ("  Budi\u00a0 \n Santoso\u200b ", "Budi Santoso"),
        ("\u202eidub", "idub"),
        ("'0844", "0844"),
        (None, ""),
        ("=HYPERLINK()", "=HYPERLINK()"),
    ],
)
def test_a_cell_is_one_line_of_text(cell: Cell, shown: str) -> None:
    assert values.text(cell) == shown


@pytest.mark.parametrize("words", ["-", "Tidak ada", "tidak punya HP", "0", " ", "(-)"])
def test_words_for_nothing_are_nothing(words: str) -> None:
    assert values.filled(words) == ""


def test_the_zeros_excel_drops_from_an_nisn_are_put_back() -> None:
    assert values.nisn(values.text(31.0)) == "0000000031"
    assert values.nisn("12345678901") is None
    assert values.nisn("12A") is None


def test_sexes_are_read_as_dapodik_and_emis_write_them() -> None:
    read = [values.sex(words) for words in ("L", "p", "1", "Perempuan", "X")]
    assert read == [Sex.MALE, Sex.FEMALE, Sex.MALE, Sex.FEMALE, None]


@pytest.mark.parametrize(
    "cell",
    [
        "0844-0000-0003", "6284400000003", "84400000003", 84400000003.0, 6284400000003,
        "WA 084400000003", "'084400000003", "0844.0000.0003", "(0844) 00000003",
        "+62 844-0000-0003", "0844‑0000‑0003", " 084400000003 ", "Telp. 0844 0000 0003",
        "+62 0844 0000 0003",
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(cell: Cell) -> None:
    assert phone(cell).number == "+6284400000003"


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("084400000906, 084400000907", why.PHONE_MANY),
        ("0844-0000-0901 / 0844-0000-0902", why.PHONE_MANY),
        ("o844oooo1234", why.PHONE_LETTERS),
        ("0844 0000 0156 (tetangga, Bu Yati)", why.PHONE_REMARK),
        ("62844-0000-0904 hp kakak", why.PHONE_REMARK),
        ("08440000905", why.PHONE_WRONG),
        ("(000) 000-0908", why.PHONE_WRONG),
        ("nanti menyusul", why.PHONE_WRONG),
        ("8.44E+10", why.MANGLED),
        ("8,44E+10", why.MANGLED),
        ("6.2844E+12", why.MANGLED),
        (84400000000.0, why.MANGLED),
    ],
)
def test_a_doubtful_number_is_not_used(cell: Cell, wrong: Text) -> None:
    found = phone(cell)
    assert found.number is None
    assert found.wrong == wrong


@pytest.mark.parametrize("cell", [None, "", "-", "0", "Tidak punya HP", "tidak ada"])
def test_no_number_is_no_problem(cell: Cell) -> None:
    assert phone(cell).number is None
    assert phone(cell).wrong is None


def test_only_sample_numbers_pass_without_an_operator() -> None:
    assert phone("084400000003", samples=False).wrong == why.PHONE_WRONG
    assert phone("084411112222").wrong == why.PHONE_WRONG
    assert phone("081234567890").mobile
    assert not phone("(021) 5550123").mobile
    assert phone("+60 12-345 6789").number == "+60123456789"


@given(CELLS)
def test_no_cell_is_too_strange(cell: Cell) -> None:
    words = values.text(cell)
    assert "\n" not in words
    assert values.text(words) in (words, words.lstrip("'"))
    found = phone(cell)
    assert found.number is None or found.number.startswith("+")
    assert found.number is None or found.wrong is None
    values.name(words)
    values.class_name(words)


@given(st.integers(0, 9999), st.sampled_from(["0", "62", "+62", ""]), st.sampled_from(" -."))
def test_any_spelling_of_a_number_is_that_number(last: int, prefix: str, mark: str) -> None:
    number = f"8440000{last:04}"
    shown = f"{prefix}{number[:3]}{mark}{number[3:7]}{mark}{number[7:]}"
    assert phone(shown).number in (f"+62{number}", None)
    assert phone(shown).number is not None or last == 0
