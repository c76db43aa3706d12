"""What a teacher says under a visit that is not asked for yet: nothing goes that was not shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.dialogue import Chat
from tests.files import photos
from tests.visits import SATURDAY, five_days, visit


@pytest.fixture(autouse=True)
def _shown(chat: Chat, cast: Cast) -> None:
    five_days(cast)
    chat.says(cast.ratna, "kunjungan Aisyah Sabtu jam 16.00")
    chat.heard(cast.ratna)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("ganti jamnya 17.00", "🕘 Sabtu 28 November pukul 17.00 WIB"),
        ("jadinya hari Rabu", "🕘 Rabu 25 November pukul 16.00 WIB"),
        ("eh jam 10 maksudnya", "🕘 Sabtu 28 November pukul 10.00 WIB"),
        ("di sekolah aja bu", "📍 di sekolah"),
        ("jadinya takziah", "Jenis: kunjungan takziah"),
        ("tambah: sering terlambat", "Alasan (tidak dikirim ke keluarga): sering terlambat"),
        ("bukan Aisyah tapi Danu", "Kunjungan ke keluarga Danu Pratama (1A)"),
    ],
)
def test_words_under_it_change_what_is_shown(
    chat: Chat, cast: Cast, words: str, shown: str
) -> None:
    chat.says(cast.ratna, words)
    assert shown in chat.heard(cast.ratna)[0]
    chat.hears(cast.sari)


def test_an_hour_that_cannot_be_on_the_new_day_is_asked_for(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "jam 9")
    chat.says(cast.ratna, "eh Rabu")
    (asked,) = chat.heard(cast.ratna)[1:]
    assert "Rabu 25 November pukul 09.00 WIB masih jam pelajaran" in asked
    assert "Rab 25/11 13.00" in asked


def test_a_visit_is_to_one_family(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "Danu juga")
    chat.hears(cast.ratna, "Yang mana? [Aisyah Humaira (1A) | Danu Pratama (1A)]")
    chat.says(cast.ratna, "Danu")
    assert "Kunjungan ke keluarga Danu Pratama" in chat.heard(cast.ratna)[0]


def test_what_can_be_changed_is_listed(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "ubah")
    chat.taps(cast.ratna, "Ubah alasan")
    chat.says(cast.ratna, "sering terlambat")
    assert "sering terlambat" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Tanyakan")
    assert "terlambat" not in chat.heard(cast.sari)[0]


def test_a_photo_is_no_part_of_it(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "ini rumahnya", files=photos("house"))
    assert "Alasan" not in "".join(said := chat.heard(cast.ratna))
    assert "📎 1 lampiran sudah saya terima, belum dikirim ke siapa pun" in "".join(said)
    chat.taps(cast.ratna, "Tanyakan")
    assert "Bu Ratna ingin bersilaturahmi" in chat.heard(cast.sari)[0]


def test_later_asks_nobody(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "nanti dulu")
    assert "Belum ada yang dikirim" in chat.heard(cast.ratna)[0]
    chat.hears(cast.sari)
    chat.says(cast.ratna, "gas")
    assert "Bu Ratna ingin bersilaturahmi" in chat.heard(cast.sari)[0]


def test_another_matter_comes_first(chat: Chat, cast: Cast) -> None:
    chat.taps(cast.ratna, "Waktu lain")
    chat.says(cast.ratna, "umumkan 1A: besok pakai topi")
    chat.taps(cast.ratna, "Kirim")
    offer = chat.heard(cast.ratna)[-1]
    assert offer.startswith("Lanjutkan rencana kunjungan untuk Aisyah Humaira (1A)?")
    chat.taps(cast.ratna, "Lanjutkan")
    assert "🕘 Sabtu 28 November pukul 16.00 WIB" in chat.heard(cast.ratna)[0]


def test_what_was_shown_long_ago_is_shown_again(chat: Chat, cast: Cast) -> None:
    chat.wait(timedelta(hours=14))
    chat.taps(cast.ratna, "Tanyakan")
    again = chat.heard(cast.ratna)
    assert "Belum ada yang dikirim" in again[0]
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Tanyakan")
    assert visit(chat.session).starts_at is None


def test_a_time_that_has_passed_since_is_asked_for_anew(chat: Chat, cast: Cast) -> None:
    chat.until(SATURDAY + timedelta(hours=8))
    chat.taps(cast.ratna, "Tanyakan")
    assert "sudah lewat" in chat.heard(cast.ratna)[-1]
    chat.hears(cast.sari)
