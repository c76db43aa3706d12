"""A child of another class, named in full, is nobody of the speaker's who looks alike."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.people import Child, Relation, Role
from tests.cast import MONDAY, Cast, add_child, add_class, add_place, add_staff
from tests.dialogue import Chat

NOT_YOURS = (
    "Adelia Nur Khasanah bukan murid kelas Ibu/Bapak, jadi mohon lewat wali kelasnya. Bila "
    "maksudnya anak lain, mohon tulis lagi namanya, atau BATAL."
)


@pytest.fixture(autouse=True)
def adelia(session: Session, cast: Cast) -> Child:
    """Of 1A; in Bu Dewi's 3B are Adelia Putri and Nur Khasanah Amalia, who share names with her."""
    for name in ("Adelia Putri", "Nur Khasanah Amalia", "Dwi Putri Lestari"):
        child = add_child(session, cast.class_3b, name)
        add_place(session, child, cast.wati, Relation.MOTHER, 1, MONDAY)
    add_child(session, cast.class_1a, "Dwi Putri")
    session.flush()
    return add_child(session, cast.class_1a, "Adelia Nur Khasanah")


@pytest.mark.parametrize(
    "words",
    [
        "catatan Adelia Nur Khasanah: rajin",
        "catatan adelia  nur khasanah, Citra: rajin",
        "kunjungan Adelia Nur Khasanah Minggu jam 9",
        "dahulukan Adelia Nur Khasanah karena sering alpa",
        "laporan kunjungan Adelia Nur Khasanah: keluarga menerima dengan baik",
        "umumkan Adelia Nur Khasanah: besok bawa topi",
        "buku Adelia Nur Khasanah",
        "pdf Adelia Nur Khasanah",
        "rekap absen Adelia Nur Khasanah",
        "balas Adelia Nur Khasanah terima kasih",
        "Adelia Nur Khasanah sakit, yang lain hadir semua",
    ],
)
def test_it_is_said_that_the_child_is_not_theirs(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.dewi, words)
    chat.hears(cast.dewi, NOT_YOURS)


@pytest.mark.parametrize(
    "words", ["rapat Sabtu jam 9 di aula, agenda nilai", "slot", "bawa besok: botol bekas"]
)
def test_it_is_said_where_it_is_asked_for_whom(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    other = add_class(session, cast.school, "2B")
    add_child(session, other, "Rafi Maulana")
    add_staff(session, cast.dewi, Role.SUBJECT, other)
    session.flush()
    chat.says(cast.dewi, words)
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "Adelia Nur Khasanah")
    chat.hears(cast.dewi, NOT_YOURS)


def test_a_list_that_is_open_gets_nobody_who_looks_alike(chat: Chat, cast: Cast) -> None:
    chat.says(cast.dewi, "Citra sakit, yang lain hadir semua")
    for said in ("Adelia Nur Khasanah juga", "Adelia Nur Khasanah izin"):
        chat.heard(cast.dewi)
        chat.says(cast.dewi, said)
        heard = "\n".join(chat.heard(cast.dewi))
        assert "Adelia Putri" not in heard
        assert "Amalia" not in heard


def test_the_name_of_one_of_theirs_may_follow(chat: Chat, cast: Cast) -> None:
    chat.says(cast.dewi, "catatan Adelia Nur Khasanah: rajin")
    chat.says(cast.dewi, "Adelia")
    assert "Untuk Adelia Putri (3B)" in chat.heard(cast.dewi)[-1]


def test_words_about_both_are_for_the_one_who_is_theirs(chat: Chat, cast: Cast) -> None:
    chat.says(cast.dewi, "catatan Citra: bermain dengan Adelia Nur Khasanah")
    assert "Untuk Citra Lestari (3B)" in chat.heard(cast.dewi)[-1]
    chat.taps(cast.dewi, "Batal")
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "Citra hari ini memukul Adelia Nur Khasanah saat istirahat")
    assert "Untuk Citra Lestari (3B)" in chat.heard(cast.dewi)[-1]


@pytest.mark.parametrize("said", ["Dwi Putri", "dwi", "Adelia"])
def test_a_short_form_is_for_who_is_called_so(chat: Chat, cast: Cast, said: str) -> None:
    chat.says(cast.dewi, f"catatan {said}: rajin")
    (heard,) = chat.heard(cast.dewi)
    assert "bukan murid" not in heard
    assert "(3B)" in heard


def test_nobody_is_named_by_free_words_about_a_child_of_another_class(
    chat: Chat, cast: Cast
) -> None:
    chat.says(cast.dewi, "Adelia Nur Khasanah hari ini berani maju ke depan kelas")
    heard = "\n".join(chat.heard(cast.dewi))
    assert "Adelia Putri" not in heard
    assert "Amalia" not in heard


def test_who_leads_the_school_has_them_all(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "catatan Adelia Nur Khasanah: rajin")
    assert "Untuk Adelia Nur Khasanah (1A)" in chat.heard(cast.hadi)[-1]


def test_an_own_child_is_no_stranger(
    chat: Chat, session: Session, cast: Cast, adelia: Child
) -> None:
    add_place(session, adelia, cast.dewi, Relation.MOTHER, 1, MONDAY)
    session.flush()
    chat.says(cast.dewi, "buku Adelia Nur Khasanah")
    assert "Adelia Nur Khasanah (1A)" in chat.heard(cast.dewi)[-1]


def test_a_second_role_makes_them_theirs(chat: Chat, session: Session, cast: Cast) -> None:
    add_staff(session, cast.dewi, Role.SUBJECT, cast.class_1a)
    session.flush()
    chat.says(cast.dewi, "catatan Adelia Nur Khasanah: rajin")
    assert "Untuk Adelia Nur Khasanah (1A)" in chat.heard(cast.dewi)[-1]
