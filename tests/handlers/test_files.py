"""Files of a message: all of them arrive, in order, whatever is said beside them."""

from __future__ import annotations

from tests.cast import Cast
from tests.dialogue import Chat
from tests.files import files_of, photos


def test_every_photo_of_an_entry_reaches_the_family(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hasil karyanya", files=photos("a", "b", "c"))
    assert "📎 dengan 3 lampiran" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["a", "b", "c"]


def test_every_photo_of_an_entry_reaches_who_approves_it(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hasil karyanya", files=photos("a", "b"))
    chat.taps(cast.ratna, "Minta persetujuan")
    assert files_of(chat, cast.hadi) == ["a", "b"]


def test_every_photo_of_an_absence_reaches_the_teacher(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "Citra sakit bu, ini surat dokternya", files=photos("a", "b"))
    assert files_of(chat, cast.dewi) == ["a", "b"]


def test_every_photo_of_a_reason_reaches_the_teacher(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "sakit")
    chat.taps(cast.wati, "Hari ini")
    chat.says(cast.wati, "demam, ini suratnya", files=photos("a", "b"))
    assert chat.heard(cast.wati)[-1].startswith("Tercatat: Ananda Citra")
    assert files_of(chat, cast.dewi) == ["a", "b"]
