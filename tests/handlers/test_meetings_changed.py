"""An invitation to a meeting, its move and its cancellation, changed in words before they go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from models.media import Kind
from models.meeting import Meeting, State
from models.notice import Notice
from tests.cast import Cast
from tests.dialogue import Chat
from tests.handlers.test_meetings import CALL, INVITATION


@pytest.fixture
def called(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, CALL)
    chat.taps(cast.ratna, "Kirim undangan")
    for person in (cast.ratna, cast.sari):
        chat.heard(person)


@pytest.mark.parametrize("words", ["ya", "ok kirim bu", "Siap, undang saja"])
def test_a_preview_hears_yes(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, CALL)
    chat.says(cast.ratna, words)
    assert chat.heard(cast.sari) == [INVITATION]


@pytest.mark.parametrize("words", ["batal", "gak jadi deh", "jangan dikirim dulu bu"])
def test_a_preview_hears_no(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, CALL)
    chat.heard(cast.ratna)
    chat.says(cast.ratna, words)
    chat.hears(cast.ratna, "Baik, undangan tidak dikirim.")
    chat.hears(cast.sari)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("eh jam 10 aja", "🗓 Sabtu 12 Desember pukul 10.00–12.00 WIB\n📍 aula"),
        ("ok tapi jam 8-10", "🗓 Sabtu 12 Desember pukul 08.00–10.00 WIB\n📍 aula"),
        ("jadinya jam 8 sampai 11 ya bu", "pukul 08.00–11.00 WIB"),
        ("ganti jamnya 10.00", "pukul 10.00–12.00 WIB"),
        ("jadinya hari Rabu", "🗓 Rabu 9 Desember pukul 09.00–11.00 WIB\n📍 aula"),
        ("eh salah jam 8 di kelas aja", "pukul 08.00–10.00 WIB\n📍 kelas\n"),
        ("ganti tempatnya di kelas 1A", "📍 kelas 1A\n"),
        ("pindah ke aula lantai 2", "📍 aula lantai 2\n"),
        ("kapasitas 40 aja", "🪑 Kursi: 40"),
        ("tambah: bawa rapor", "📝 perpisahan, bawa rapor\n"),
        ("tambah agenda: iuran", "📝 perpisahan, iuran\n"),
        ("ganti agendanya rapor", "📝 rapor\n"),
        ("ganti: bagi rapor hari Kamis", "🗓 Sabtu 12 Desember pukul 09.00–11.00"),
        ("ganti: bagi rapor hari Kamis", "📝 bagi rapor hari Kamis"),
        ("tanpa agenda", "📝 tanpa agenda\n"),
        ("hapus Danu", "Rapat POMG (kelas 1A tanpa Danu Pratama (1A))\n"),
        ("eh untuk Aisyah saja", "(Aisyah Humaira (1A))\n"),
        ("maaf di kelas aja", "🗓 Sabtu 12 Desember pukul 09.00–11.00 WIB\n📍 kelas\n"),
        ("Sabtu 19 Desember", "🗓 Sabtu 19 Desember pukul 09.00–11.00 WIB\n📍 aula"),
    ],
)
def test_a_change_of_mind_is_heard(chat: Chat, cast: Cast, words: str, shown: str) -> None:
    chat.says(cast.ratna, CALL)
    chat.heard(cast.ratna)
    chat.says(cast.ratna, words)
    assert shown in chat.heard(cast.ratna)[0]
    chat.hears(cast.sari)


def test_a_corrected_hour_is_no_agenda(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat POMG 1A Sabtu 12 Des jam 9 di aula")
    assert "Apa agendanya?" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "eh jam 10 ya")
    assert "Apa agendanya?" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "outing class")
    assert "pukul 10.00–12.00 WIB\n📍 aula\n📝 outing class" in chat.heard(cast.ratna)[0]


def test_a_place_or_an_hour_is_no_agenda(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat POMG 1A Sabtu 12 Des jam 9")
    chat.says(cast.ratna, "di aula jam 10")
    assert "Apa agendanya?" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "di kelas 1A aja")
    chat.says(cast.ratna, "outing class")
    shown = chat.heard(cast.ratna)[-1]
    assert "pukul 10.00–12.00 WIB\n📍 kelas 1A\n📝 outing class" in shown


@pytest.mark.parametrize(
    "first", ["rapat 1A", "rapat 1A Sabtu jam 9", "rapat 1A Rabu jam 9 di aula"]
)
def test_another_matter_is_no_answer(chat: Chat, cast: Cast, first: str) -> None:
    chat.says(cast.ratna, first)
    asked = chat.heard(cast.ratna)
    chat.says(cast.ratna, "siapa yang tidak masuk hari ini?")
    listed, offered = chat.heard(cast.ratna)
    assert "belum ada yang tercatat tidak masuk" in listed
    assert offered == "Lanjutkan undangan rapat untuk kelas 1A? [Lanjutkan | Buang]"
    chat.taps(cast.ratna, "Lanjutkan")
    assert chat.heard(cast.ratna) == asked


def test_what_is_put_off_waits_and_is_shown_again(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, CALL)
    for words in ("nanti dulu ya", "kalau aula bisa dipakai", "sudah berapa yang daftar?"):
        chat.says(cast.ratna, words)
    chat.hears(cast.sari)
    chat.heard(cast.ratna)
    chat.wait(timedelta(hours=23))
    assert "belum selesai: undangan rapat untuk kelas 1A" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim undangan")
    assert "saya tampilkan lagi dulu" in chat.heard(cast.ratna)[0]
    chat.hears(cast.sari)
    chat.says(cast.ratna, "ya")
    chat.hears(cast.sari, INVITATION)


def test_photos_go_with_the_invitation(chat: Chat, session: Session, cast: Cast) -> None:
    """Also with the one that says to when it has moved."""
    chat.says(cast.ratna, CALL, files=[File("poster", Kind.PHOTO, "image/jpeg")])
    assert "\n📎 dengan lampiran\n" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, files=[File("denah", Kind.PHOTO, "image/jpeg")])
    assert "📎 dengan 2 lampiran" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim undangan")
    chat.says(cast.ratna, "rapat pindah ke jam 10")
    chat.says(cast.ratna, "ya")
    first, second = session.scalars(select(Notice).order_by(Notice.id))
    assert len(first.files) == 2
    assert second.files == first.files


def test_a_move_is_changed_in_words(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat pindah ke jam 10")
    for words, then in (
        ("eh jam 11 aja", "Sabtu 12 Desember pukul 11.00–13.00 WIB, di aula"),
        ("ganti tempatnya di kelas 1A", "Sabtu 12 Desember pukul 11.00–13.00 WIB, di kelas 1A"),
        ("jadinya hari Minggu", "Minggu 13 Desember pukul 11.00–13.00 WIB, di kelas 1A"),
    ):
        chat.says(cast.ratna, words)
        assert f"Menjadi: {then}" in chat.heard(cast.ratna)[-1], words
    chat.says(cast.ratna, "nanti dulu")
    chat.says(cast.ratna, "kalau hujan gimana?")
    chat.hears(cast.sari)
    chat.says(cast.ratna, "iya pindahkan")
    moved = chat.heard(cast.sari)[0]
    assert "Minggu 13 Desember pukul 11.00–13.00 WIB\n📍 Tempat: kelas 1A" in moved
    assert session.scalars(select(Meeting.place)).all() == ["kelas 1A"]


def test_another_matter_is_no_new_time_and_no_reason(called: None, chat: Chat, cast: Cast) -> None:
    for begun, asked in (("Pindah", "Pindah ke kapan"), ("Batalkan", "Apa alasan")):
        chat.taps(cast.ratna, begun)
        assert asked in chat.heard(cast.ratna)[-1]
        chat.says(cast.ratna, "siapa yang tidak masuk hari ini?")
        listed, offered = chat.heard(cast.ratna)
        assert "belum ada yang tercatat" in listed
        assert "rapat untuk Rapat POMG kelas 1A? [Lanjutkan | Buang]" in offered
        chat.taps(cast.ratna, "Buang")
        chat.hears(cast.ratna, "Baik, tidak ada yang berubah.")


def test_a_reason_is_changed_before_families_read_it(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.ratna, "rapat batal karena aula bocor")
    assert "Alasan untuk keluarga: “aula bocor”" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "ganti: ada rapat dinas.")
    chat.says(cast.ratna, "tambah: kami kabari lagi")
    reason = "ada rapat dinas, kami kabari lagi"
    assert f"“{reason}”" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "nanti dulu ya")
    chat.hears(cast.sari)
    chat.says(cast.ratna, "ya batalkan")
    assert f"Alasannya: {reason}." in chat.heard(cast.sari)[0]
    assert session.scalars(select(Meeting.state)).all() == [State.CANCELLED]
