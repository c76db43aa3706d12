"""A teacher's answer to a parent that is shown first: changed, left, gone on with, then sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.dialogue import Chat
from tests.files import files_of, photos

SHOWN = "Kirim ke Ibu Sari (ibu) (Aisyah Humaira (1A))?\n"


@pytest.fixture(autouse=True)
def _shown(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu, Aisyah susah tidur akhir-akhir ini")
    chat.says(cast.ratna, "balas coba tidur jam 8 malam")
    chat.heard(cast.ratna)
    chat.heard(cast.sari)


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("eh jam 9 malam maksudnya", "coba tidur jam 9 malam"),
        ("tambah: dan kurangi gawai", "coba tidur jam 8 malam\ndan kurangi gawai"),
        ("ganti: nanti saya telepon ya bu", "nanti saya telepon ya bu"),
    ],
)
def test_words_under_it_change_it(chat: Chat, cast: Cast, words: str, body: str) -> None:
    chat.says(cast.ratna, words)
    chat.hears(cast.ratna, f"{SHOWN}“{body}” [Kirim | Batal]")
    chat.hears(cast.sari)
    chat.says(cast.ratna, "nggih")
    assert f"“{body}”" in chat.heard(cast.sari)[0]


def test_it_may_be_for_another_family(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "bukan Aisyah tapi Danu")
    assert chat.heard(cast.ratna)[-1].endswith(f"{SHOWN}“coba tidur jam 8 malam” [Kirim | Batal]")
    chat.says(cast.ratna, "batal")
    chat.hears(cast.sari)


def test_a_photo_goes_with_it(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, files=photos("chart"))
    assert "📎 dengan lampiran" in chat.heard(cast.ratna)[0]
    chat.hears(cast.sari)
    chat.says(cast.ratna, "hapus fotonya")
    assert "📎" not in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "ini jadwalnya", files=photos("another chart"))
    assert "malam\nini jadwalnya”\n📎 dengan lampiran" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["another chart"]


def test_a_photo_that_names_another_child_is_shown_first(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR Danu", files=photos("homework"), quoting="susah tidur")
    assert chat.heard(cast.ratna)[-1].startswith(f"{SHOWN}“PR Danu”\n📎 dengan lampiran")
    chat.hears(cast.sari)


def test_later_and_another_matter_send_nothing(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "nanti dulu")
    assert "Belum ada yang dikirim" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "catatan Danu: berani maju")
    chat.taps(cast.ratna, "Kirim", under="berani maju")
    assert chat.heard(cast.ratna)[-1].startswith("Lanjutkan balasan untuk Ibu Sari (ibu)?")
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Lanjutkan")
    chat.says(cast.ratna, "ya")
    assert "coba tidur jam 8 malam" in chat.heard(cast.sari)[0]


def test_what_was_shown_long_ago_is_shown_again(chat: Chat, cast: Cast) -> None:
    chat.wait(timedelta(hours=13))
    chat.taps(cast.ratna, "Kirim")
    again = chat.heard(cast.ratna)[-1]
    assert again.startswith(SHOWN)
    assert "⏰ sampai Selasa 24 November" in again
    chat.hears(cast.sari)
