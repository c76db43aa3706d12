"""A teacher calls a visit off: what the family is told is shown before they are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.visit import State
from tests.cast import Cast
from tests.dialogue import Chat
from tests.files import photos
from tests.visits import book, listen, visit


@pytest.fixture(autouse=True)
def _shown(chat: Chat, cast: Cast) -> None:
    """The reason was asked for, and the answer is shown back."""
    book(chat, cast)
    chat.taps(cast.ratna, "Batalkan")
    chat.says(cast.ratna, "saya sakit")
    listen(chat, cast)


def test_nobody_is_told_before_the_teacher_has_seen_it(chat: Chat, cast: Cast) -> None:
    assert visit(chat.session).state is State.CONFIRMED
    chat.taps(cast.ratna, "Batalkan", under="dibatalkan?")
    for guardian in (cast.sari, cast.budi):
        assert "dibatalkan: saya sakit." in chat.heard(guardian)[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ganti: ada rapat dinas", "ada rapat dinas"),
        ("eh karena ada rapat dinas bu", "ada rapat dinas"),
        ("tambah: mohon maaf", "saya sakit\nmohon maaf"),
    ],
)
def test_the_reason_is_changed_in_words(chat: Chat, cast: Cast, words: str, told: str) -> None:
    chat.says(cast.ratna, words)
    assert f"disampaikan: {told}." in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Batalkan", under=told)
    assert told in chat.heard(cast.sari)[0]


def test_a_photo_is_no_reason(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "surat dokter", files=photos("letter"))
    assert "belum dikirim ke siapa pun" in "".join(chat.heard(cast.ratna))
    chat.taps(cast.ratna, "Batalkan", under="dibatalkan?")
    assert "saya sakit" in chat.heard(cast.sari)[0]


def test_later_keeps_it(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "nanti dulu")
    assert "Belum ada yang dikirim" in chat.heard(cast.ratna)[0]
    assert visit(chat.session).state is State.CONFIRMED


def test_another_matter_is_no_reason(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Danu: berani maju")
    chat.taps(cast.ratna, "Kirim")
    offer = chat.heard(cast.ratna)[-1]
    assert offer.startswith("Lanjutkan pembatalan kunjungan untuk Aisyah Humaira (1A)?")
    chat.taps(cast.ratna, "Lanjutkan")
    assert "disampaikan: saya sakit." in chat.heard(cast.ratna)[0]
    assert visit(chat.session).state is State.CONFIRMED


def test_what_was_shown_long_ago_is_shown_again(chat: Chat, cast: Cast) -> None:
    chat.wait(timedelta(hours=13))
    chat.taps(cast.ratna, "Batalkan", under="dibatalkan?")
    assert "⏰ sampai" in chat.heard(cast.ratna)[-1]
    assert visit(chat.session).state is State.CONFIRMED
