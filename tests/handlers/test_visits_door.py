"""At the door, only somebody is there with whom the rule wants a companion."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.visit import State
from tests.cast import Cast
from tests.dialogue import Chat
from tests.visits import SATURDAY, book, listen, visit

WAIT = (
    "Tentang Aisyah Humaira (1A). Terima kasih sudah mengabari. Menurut aturan sekolah, bila hanya "
    "bapak di rumah, Ibu/Bapak datang bersama seorang rekan. Jadi mohon jangan masuk dulu: silakan "
    "menunggu di luar, atau ketuk Jadwalkan lagi, dan keluarga kami kabari dengan santun. "
    "[Jadwalkan lagi | Sudah tidak sendiri]"
)


@pytest.fixture
def day(chat: Chat, cast: Cast) -> Chat:
    """Saturday at nine; both parents had said that they would be at home."""
    book(chat, cast)
    chat.until(SATURDAY)
    listen(chat, cast)
    return chat


@pytest.mark.parametrize("words", ["cuma ada bapaknya bu", "ternyata ibunya nggak ada"])
@pytest.mark.parametrize("checked_in", [False, True])
def test_put_off_in_kind_words(
    day: Chat, session: Session, cast: Cast, words: str, checked_in: bool
) -> None:
    if checked_in:
        day.says(cast.ratna, "sampai")
        day.heard(cast.ratna)
    day.says(cast.ratna, words)
    day.hears(cast.ratna, WAIT)
    day.taps(cast.ratna, "Jadwalkan lagi")
    assert visit(session).state is State.NO_SHOW
    for guardian in (cast.sari, cast.budi):
        (told,) = day.heard(guardian)
        assert told.startswith("Ananda Aisyah Humaira (1A). Tadi Bu Ratna sudah tiba, tetapi hanya")
        assert told.endswith("[Ubah waktu | Batalkan]")
    day.says(cast.ratna, "sampai")
    assert "Tidak ada kunjungan Ibu/Bapak yang sudah pasti" in day.heard(cast.ratna)[-1]


def test_the_mother_comes_after_all(day: Chat, session: Session, cast: Cast) -> None:
    day.says(cast.ratna, "cuma ada bapaknya")
    day.taps(cast.ratna, "Sudah tidak sendiri")
    assert "Tercatat sampai" in day.heard(cast.ratna)[-1]
    assert visit(session).state is State.UNDER_WAY
    day.hears(cast.sari)


def test_a_guardian_says_it_while_the_teacher_is_there(
    day: Chat, session: Session, cast: Cast
) -> None:
    day.says(cast.ratna, "sampai")
    day.heard(cast.ratna)
    day.says(cast.sari, "maaf bu saya masih di jalan, di rumah cuma ada bapaknya")
    (told,) = day.heard(cast.ratna)
    assert told.startswith("Tentang Aisyah Humaira (1A). Ibu Sari baru mengabari: hanya bapak di")
    assert "sudah kami sampaikan ke Bu Ratna" in day.heard(cast.sari)[-1]


def test_without_the_rule_it_goes_on(day: Chat, cast: Cast) -> None:
    cast.school.settings = {**cast.school.settings, "companion_rule": False}
    day.says(cast.ratna, "cuma ada bapaknya")
    assert "kunjungan bisa diteruskan" in day.heard(cast.ratna)[-1]


def test_on_another_day_it_is_nothing(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast)
    listen(chat, cast)
    chat.says(cast.ratna, "cuma ada bapaknya")
    assert "jangan masuk dulu" not in chat.heard(cast.ratna)[-1]
    assert visit(session).state is State.CONFIRMED
