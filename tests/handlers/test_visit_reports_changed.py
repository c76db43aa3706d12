"""What a teacher says under a report that is shown: nothing private gets to the family by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.notice import Notice
from models.visit import Visit, VisitReport
from tests.cast import Cast
from tests.dialogue import Chat
from tests.files import photos
from tests.handlers.test_visit_reports import SECRET, made, written_in_one

PRIVATE = "🔒 Tidak dikirim ke keluarga:"


@pytest.fixture(autouse=True)
def visit(chat: Chat, cast: Cast) -> Visit:
    visit = made(chat.session, cast.aisyah, cast.ratna)
    written_in_one(chat, cast)
    chat.heard(cast.ratna)
    return visit


def sides(chat: Chat, cast: Cast) -> tuple[str, str]:
    """The family's part and the other of what is shown."""
    family, private = chat.heard(cast.ratna)[-1].split(PRIVATE)
    return family, private


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("tambah kesepakatan: Ayah antar jemput", "2. Ayah antar jemput (Bapak Budi)"),
        ("ganti kondisi: rumah sempit", "Kondisi belajar: rumah sempit\n"),
        ("Kata keluarga: ibu sibuk", "Kata keluarga: ibu sibuk"),
        ("kunjungan berikutnya: 20 Februari", "Kunjungan lanjutan: Sabtu 20 Februari"),
    ],
)
def test_words_go_to_the_part_they_name(chat: Chat, cast: Cast, words: str, shown: str) -> None:
    chat.says(cast.ratna, words)
    family, private = sides(chat, cast)
    assert shown in family
    assert SECRET in private


@pytest.mark.parametrize("words", ["tambah catatan pribadi: ", "Catatan pribadi: "])
def test_private_words_stay_private(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, f"{words}banyak utang")
    family, private = sides(chat, cast)
    assert "utang" not in family
    assert f"{SECRET}\nbanyak utang" in private
    chat.says(cast.ratna, "hapus catatan pribadi")
    assert "(kosong)" in sides(chat, cast)[1]


def test_words_of_no_part_are_asked_about(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "tambah: banyak utang")
    (asked,) = chat.heard(cast.ratna)
    assert asked.endswith("[Kondisi belajar | Kata keluarga | Kesepakatan | Catatan pribadi]")
    chat.says(cast.ratna, "umumkan 1A: besok pakai topi")
    chat.taps(cast.ratna, "Kirim")
    chat.taps(cast.ratna, "Lanjutkan")
    assert "“banyak utang”" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "catatan pribadi")
    family, private = sides(chat, cast)
    assert "utang" not in family
    assert "banyak utang" in private


def test_a_day_and_an_hour_are_changed_in_words(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "ganti kondisi: belajar jam 7 malam")
    chat.says(cast.ratna, "eh jam 8 malam maksudnya")
    assert "belajar jam 8 malam" in sides(chat, cast)[0]
    chat.says(cast.ratna, "kunjungan berikutnya: 20 Februari")
    chat.says(cast.ratna, "jadinya 21 Februari")
    assert "Minggu 21 Februari" in sides(chat, cast)[0]


def test_a_photo_goes_with_what_the_family_does_not_get(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, files=photos("desk"))
    assert "📎 dengan lampiran" in sides(chat, cast)[1]
    chat.says(cast.ratna, "meja belajarnya", files=photos("desk again"))
    assert "Masuk ke bagian mana?" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Catatan pribadi")
    family, private = sides(chat, cast)
    assert "meja" not in family
    assert "📎 dengan 2 lampiran" in private
    chat.taps(cast.ratna, "Kirim ringkasan")
    assert "meja" not in chat.heard(cast.sari)[0]
    assert len(chat.session.scalars(select(VisitReport)).one().media) == 2


def test_another_childs_visit_may_be_meant(chat: Chat, cast: Cast) -> None:
    made(chat.session, cast.danu, cast.ratna)
    chat.says(cast.ratna, "bukan Aisyah tapi Danu")
    assert "Tentang Danu Pratama" in chat.heard(cast.ratna)[0]


def test_later_sends_nothing(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "nanti dulu")
    assert "Belum ada yang dikirim" in chat.heard(cast.ratna)[0]
    assert chat.session.scalars(select(Notice)).all() == []


def test_a_question_that_is_left_is_offered_again(chat: Chat, cast: Cast) -> None:
    chat.taps(cast.ratna, "Ubah")
    chat.taps(cast.ratna, "Kata keluarga")
    chat.says(cast.ratna, "catatan Danu: berani maju")
    chat.taps(cast.ratna, "Kirim")
    offer = chat.heard(cast.ratna)[-1]
    assert offer.startswith("Lanjutkan laporan kunjungan untuk Aisyah Humaira (1A)?")
    chat.taps(cast.ratna, "Lanjutkan")
    assert "rumah rapi" in sides(chat, cast)[0]


def test_what_was_shown_long_ago_is_shown_again(chat: Chat, cast: Cast) -> None:
    chat.wait(timedelta(hours=13))
    chat.taps(cast.ratna, "Kirim ringkasan")
    assert "⏰ sampai Selasa 24 November" in sides(chat, cast)[0]
    assert chat.session.scalars(select(Notice)).all() == []
