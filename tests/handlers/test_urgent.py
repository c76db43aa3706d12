"""What is urgent goes to every guardian at once; what is not, to the first who can be told."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast
from tests.dialogue import Chat

BANJIR = "umumkan 1A mendesak karena banjir: mohon jemput sekarang"


def test_both_parents_get_it_and_one_signature_is_enough(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, BANJIR)
    assert "Sampai lewat chat: 1 (Telegram 1, WhatsApp 1)" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "kirim")
    for guardian in (cast.sari, cast.budi):
        (told,) = chat.heard(guardian)
        assert "kabar MENDESAK dari Bu Ratna:\n\nmohon jemput sekarang" in told
    chat.taps(cast.budi, "Paraf ✅")
    chat.heard(cast.budi)
    chat.wait(timedelta(days=2))
    chat.hears(cast.sari)
    chat.hears(cast.budi)


def test_an_ordinary_announcement_goes_to_one(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: besok bawa topi")
    chat.says(cast.ratna, "kirim")
    assert len(chat.heard(cast.sari)) == 1
    chat.hears(cast.budi)
