"""Which child a name means, and when one must ask."""

from __future__ import annotations

import pytest

from handlers.core.understanding import find_children

CLASS = (
    "Muhammad Fikri Haikal", "Muhammad Fikri Ardan", "Dzakiya Larasati", "Arjuna Mahesa",
    "Bagus Prakosa", "Ni Luh Sekarini", "Dwi Lestari", "Noval Dwi Cahyo", "Jonathan Sitorus",
    "Keysha Amalia", "Rizqi Maulana", "Adelina Putri",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("fikri ardan sakit", "Muhammad Fikri Ardan"),
        ("fikri haikal izin", "Muhammad Fikri Haikal"),
        ("ortu Juna", "Arjuna Mahesa"),
        ("catatan untuk Kiya: rajin", "Dzakiya Larasati"),
        ("Dwi alpa", "Dwi Lestari"),
        ("Jojo absen", "Jonathan Sitorus"),
        ("Keisha demam", "Keysha Amalia"),
        ("rizki belum bayar", "Rizqi Maulana"),
        ("Adel menangis", "Adelina Putri"),
        ("Bagus sakit", "Bagus Prakosa"),
        ("ananda ni luh sekarini", "Ni Luh Sekarini"),
    ],
)
def test_found(text: str, name: str) -> None:
    assert find_children(text, CLASS).found == (name,)


def test_two_alike_must_be_asked() -> None:
    who = find_children("Fikri sakit", CLASS)
    assert who.found == ()
    assert set(who.ambiguous) == {"Muhammad Fikri Haikal", "Muhammad Fikri Ardan"}


@pytest.mark.parametrize(
    "text",
    [
        "nilainya bagus sekali",
        "I: -",
        "hari ini semua hadir",
        "besok batas akhir",
        "anak putri baris",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    who = find_children(text, CLASS)
    assert (who.found, who.ambiguous) == ((), ())


def test_several_are_found_in_order() -> None:
    assert find_children("Juna, Keysha dan Adel", CLASS).found == (
        "Arjuna Mahesa", "Keysha Amalia", "Adelina Putri",
    )  # fmt: skip
