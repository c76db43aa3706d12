"""The contact book: written, read, signed, answered."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast
from tests.dialogue import Chat

ENTRY = (
    "Ananda Aisyah Humaira (1A). Ada catatan buku penghubung (lain-lain) dari Bu Ratna:\n\n"
    "hari ini berani maju\n\nMohon dibaca dan diparaf: ketuk Paraf, atau balas pesan ini dengan "
    "kata “paraf”. [Paraf ✅ | Balas]"
)


def write(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.taps(cast.ratna, "Kirim")


def test_an_entry_is_shown_back_before_it_is_sent(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.hears(
        cast.ratna,
        "Untuk Aisyah Humaira (1A)\nRanah: lain-lain\n\n“hari ini berani maju”\n\nKirim? "
        "[Kirim | Ganti ranah | Minta persetujuan | Batal]",
    )
    chat.hears(cast.sari)

    chat.taps(cast.ratna, "Kirim")
    chat.hears(
        cast.ratna,
        "Terkirim untuk Aisyah Humaira (1A): 1 keluarga.\nTulis “siapa belum paraf?” kapan saja. "
        "[Tarik kembali | Perbaiki]",
    )
    chat.hears(cast.sari, ENTRY)
    chat.hears(cast.budi)
    chat.hears(cast.wati)


def test_a_guardian_signs_by_tap(chat: Chat, cast: Cast) -> None:
    write(chat, cast)
    chat.hears(cast.sari, ENTRY)
    chat.taps(cast.sari, "Paraf ✅")
    chat.hears(cast.sari, "Terima kasih, Ibu Sari. Sudah diparaf untuk Aisyah Humaira (1A). ✅")
    chat.taps(cast.sari, "Paraf ✅")
    chat.hears(cast.sari, "Sudah diparaf. Terima kasih, Ibu Sari.")


def test_a_week_without_a_signature_climbs_the_ladder(chat: Chat, cast: Cast) -> None:
    write(chat, cast)
    chat.heard(cast.sari)
    chat.heard(cast.ratna)
    chat.wait(timedelta(days=7))
    print(chat.heard(cast.sari))
    print(chat.heard(cast.budi))
    print(chat.heard(cast.ratna))
