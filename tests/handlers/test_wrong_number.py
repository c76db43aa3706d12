"""A stranger has a family's number: no child is named to them, and the school hears of it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from handlers.core.understanding.matters.wrong_number import is_wrong_number
from tests.cast import Cast
from tests.dialogue import Chat


def test_nothing_more_is_sent_there_and_the_teacher_hears_of_it(
    chat: Chat, session: Session, cast: Cast
) -> None:
    number = chat.contact(cast.wati)
    chat.says(cast.dewi, "catatan Citra: hari ini ceria")
    chat.says(cast.dewi, "kirim")
    chat.heard(number), chat.heard(cast.dewi)
    chat.says(number, "maaf salah sambung, saya tidak kenal Citra")
    (answer,) = chat.heard(number)
    assert answer.startswith("Mohon maaf sudah mengganggu.")
    assert "Citra" not in answer
    (told,) = chat.heard(cast.dewi)
    assert told.startswith("Tentang Citra Lestari (3B). Dari WhatsApp berakhiran 0004")
    chat.says(cast.dewi, "catatan Citra: besok bawa topi")
    chat.says(cast.dewi, "kirim")
    chat.hears(number)
    chat.says(number, "menu")
    assert all("Citra" not in said for said in chat.heard(number))


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("salah sambung", True),
        ("mohon nomor saya dihapus saja, saya bukan orang tua Aisyah", True),
        ("saya bukan orang tua yang pelit bu", False),
        ("Maaf, salah nomor ya", True),
        ("saya tidak punya anak yang sekolah di sana", True),
        ("ini bukan nomor orang tua Citra", True),
        ("tadi saya telepon salah sambung bu", False),
        ("maaf salah kirim bu", False),
        ("saya tidak kenal orang yang menjemput Citra", False),
        ("nomor soalnya salah bu", False),
        ("salah sambung ya bu?", False),
    ],
)
def test_only_the_sure_words_are_taken_for_it(words: str, wrong: bool) -> None:
    assert is_wrong_number(words) is wrong


@pytest.mark.parametrize("words", ["halo ini siapa ya", "maaf ini dengan siapa?", "siapa ini"])
def test_who_asks_who_we_are_hears_no_name(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.wati, words)
    (said,) = chat.heard(cast.wati)
    assert said.startswith("Salam, ini Penghubung, nomor chat SD Tunas Harapan untuk orang tua")
    assert "Wati" not in said
    assert "Citra" not in said
    number = chat.contact(cast.wati)
    chat.taps(cast.wati, "Salah sambung")
    assert "salah sambung" in chat.heard(cast.dewi)[0]
    assert number.person_id is None


def test_a_question_about_somebody_is_no_wrong_number(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu, ini siapa yang menjemput Citra tadi?")
    assert "menjemput Citra" in chat.heard(cast.dewi)[0]


def test_to_be_left_out_as_nobodys_parent_is_no_mere_opting_out(chat: Chat, cast: Cast) -> None:
    number = chat.contact(cast.wati)
    chat.says(number, "mohon nomor saya dihapus saja, saya bukan orang tua Citra")
    assert "salah sambung" in chat.heard(cast.dewi)[0]
    assert all("Citra" not in said for said in chat.heard(number))
