"""Files of a message: all of them arrive, in order, whatever is said beside them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File, Incoming
from models.media import Kind
from models.notice import Signature
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


def test_an_album_that_comes_one_by_one_joins_the_entry(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hasil karyanya", files=photos("a"))
    for name in ("b", "c"):
        chat.says(cast.ratna, files=photos(name))
    assert "Untuk Aisyah Humaira (1A)" in (shown := chat.heard(cast.ratna)[-1])
    assert "📎 dengan 3 lampiran" in shown
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["a", "b", "c"]


def test_of_an_album_one_preview_is_sent(chat: Chat, cast: Cast) -> None:
    """All of it is taken in before the first reply is on its way."""
    contact = chat.contact(cast.ratna)
    for number, words in enumerate(("catatan Aisyah: hasil karyanya", "", "")):
        what = Incoming(
            contact.channel, contact.address, f"m{number}", text=words, files=tuple(photos("a"))
        )
        chat.router.receive(chat.session, what, chat.now)
    (shown,) = chat.heard(cast.ratna)
    assert "📎 dengan 3 lampiran" in shown


def test_words_with_a_file_under_a_preview_are_shown_too(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hasil karyanya", files=photos("a"))
    chat.says(cast.ratna, "ok kirim", files=photos("b"))
    chat.hears(cast.sari)
    assert "“hasil karyanya\nok kirim”\n📎 dengan 2 lampiran" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["a", "b"]


def test_a_file_goes_to_the_newest_draft(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: besok bawa topi")
    chat.says(cast.ratna, "catatan Aisyah: suaranya merdu")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, files=[File("v", Kind.VOICE, "audio/ogg")])
    assert chat.heard(cast.ratna)[-1].startswith("Untuk Aisyah Humaira (1A)")
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["v"]


@pytest.mark.parametrize("whom", ["Aisyah", "untuk Aisyah dan Danu", "kelas 1A"])
def test_a_name_alone_is_no_entry(chat: Chat, cast: Cast, whom: str) -> None:
    chat.says(cast.ratna, f"catatan {whom}")
    assert chat.heard(cast.ratna)[0].startswith("Apa catatannya untuk ")


def test_a_voice_note_is_the_entry_that_was_asked_for(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah")
    chat.says(cast.ratna, files=[File("v", Kind.VOICE, "audio/ogg")])
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["v"]


COURTESIES = [
    "ini bu fotonya, terima kasih",
    "sudah ya bu",
    "terima kasih bu",
    "assalamualaikum bu",
    "baik bu",
    "siap",
    "paraf ya bu",
    "ini tugas Citra bu",
    "",
]


@pytest.mark.parametrize("words", COURTESIES)
@pytest.mark.parametrize("quoting", [None, "berani maju"])
def test_a_file_is_no_signature_and_reaches_the_teacher(
    chat: Chat, session: Session, cast: Cast, words: str, quoting: str | None
) -> None:
    chat.says(cast.dewi, "catatan Citra: berani maju")
    chat.taps(cast.dewi, "Kirim")
    chat.heard(cast.dewi)
    chat.says(cast.wati, words, files=photos("a", "b"), quoting=quoting)
    assert session.scalars(select(Signature)).all() == []
    assert files_of(chat, cast.dewi) == ["a", "b"]
    assert words in "".join(chat.heard(cast.dewi))
    assert "teruskan ke Bu Dewi" in chat.heard(cast.wati)[-1]


OTHER = ["buku", "menu", "paraf", "ada PR apa?", "berhenti", "izin", "ruang", "batal", "kalender"]


@pytest.mark.parametrize("words", OTHER)
def test_a_file_with_a_command_reaches_the_teacher(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.wati, words, files=photos("a", "b"))
    assert files_of(chat, cast.dewi) == ["a", "b"]
    assert len(chat.heard(cast.wati)) > 1


def test_words_are_heard_and_their_file_passed_on(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.dewi, "umumkan 3B: ikut lomba? ya/tidak")
    chat.taps(cast.dewi, "Kirim")
    chat.heard(cast.wati)
    chat.says(cast.wati, "ya", files=photos("a"))
    assert files_of(chat, cast.dewi) == ["a"]


def test_a_guardian_of_two_says_whose_file_it_is(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "terima kasih bu", files=photos("a"))
    chat.hears(
        cast.sari, "Pesan ini tentang siapa, Ibu Sari? [Aisyah Humaira (1A) | Bima Saputra (3B)]"
    )
    chat.taps(cast.sari, "Aisyah Humaira (1A)")
    assert files_of(chat, cast.ratna) == ["a"]


FOR_WHAT = "📎 1 lampiran sudah saya terima, belum dikirim ke siapa pun."


@pytest.mark.parametrize("words", ["", "terima kasih", "ini ya", "menu", "siapa belum paraf"])
def test_a_teachers_file_for_nothing_waits(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, words, files=photos("a"))
    assert chat.heard(cast.ratna)[-1].startswith(FOR_WHAT)
    chat.says(cast.ratna, "catatan Aisyah: hasil karyanya", files=photos("b"))
    assert "📎 dengan 2 lampiran" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["a", "b"]


def test_a_teacher_says_what_an_album_is_for(chat: Chat, cast: Cast) -> None:
    for name in ("a", "b"):
        chat.says(cast.ratna, files=photos(name))
    assert chat.heard(cast.ratna)[-1].startswith("📎 2 lampiran sudah saya terima")
    chat.taps(cast.ratna, "Tulis catatan buku penghubung")
    chat.says(cast.ratna, "Aisyah")
    assert "📎 dengan 2 lampiran" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["a", "b"]


def test_a_file_is_not_lost_to_what_cannot_begin(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, files=photos("a"))
    chat.taps(cast.ratna, "Tulis notulen rapat")
    assert chat.heard(cast.ratna)[-1].startswith(FOR_WHAT)


def test_files_of_an_hour_ago_are_for_nothing_else(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, files=photos("a"))
    chat.wait(timedelta(hours=2))
    chat.says(cast.ratna, "catatan Aisyah: rajin")
    assert "📎" not in chat.heard(cast.ratna)[-1]


def test_a_file_answers_a_parent(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu, bagaimana karya Aisyah?")
    chat.says(cast.ratna, files=photos("a"))
    chat.heard(cast.sari)
    chat.taps(cast.ratna, "Balas orang tua")
    chat.says(cast.ratna, "ini bu karyanya", files=photos("b"))
    assert "ini bu karyanya" in chat.heard(cast.sari)[0]
    assert files_of(chat, cast.sari) == ["a", "b"]


def test_an_answer_shown_first_keeps_its_files(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu, bagaimana karya Aisyah?")
    chat.says(cast.ratna, "balas Aisyah: ini bu", files=photos("a", "b"))
    assert "📎 dengan 2 lampiran" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["a", "b"]
