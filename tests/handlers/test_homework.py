"""Homework is set: in one message or step by step, for classes, by days of school."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from models.homework import Homework, Sort
from models.media import Kind
from models.notice import Notice, Urgency
from models.people import Contact, Reach, Wants
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

PREVIEW = (
    "Untuk kelas 1A (2 keluarga): PR Matematika\n📅 Senin 30 November\n\n“hal 45 no 1-10”\n\n"
    "Kirim? [Kirim | Ubah tanggal | Tambah cara membantu | Batal]"
)
REPORT = (
    "Terkirim: PR Matematika untuk kelas 1A, 1 keluarga.\nTidak bisa dijangkau, mohon dihubungi "
    "langsung:\n• Danu Pratama (1A): belum bergabung\nSiapa yang sudah dan belum saya rekap Senin "
    "30 November pukul 07.00 WIB. [Tarik kembali | Perbaiki]"
)
SET = (
    "Ananda Aisyah Humaira (1A). Ada PR Matematika dari Bu Ratna, dikumpulkan Senin 30 November:"
    "\n\nhal 45 no 1-10\n\nKalau sudah selesai, ketuk Sudah dikerjakan atau balas “sudah”. Ada "
    "pertanyaan? Ketuk Tanya guru. [Sudah dikerjakan ✅ | Tanya guru]"
)
DAYS = "[Selasa 24/11 | Rabu 25/11 | Kamis 26/11]"


def photo(name: str = "board") -> list[File]:
    return [File(name, Kind.PHOTO, "image/jpeg")]


def test_homework_in_one_message(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 no 1-10 dikumpul Senin")
    chat.hears(cast.ratna, PREVIEW)
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Kirim")
    chat.hears(cast.ratna, REPORT)
    chat.hears(cast.sari, SET)
    chat.hears(cast.budi)
    chat.hears(cast.wati)
    chat.taps(cast.ratna, "Kirim")
    assert len(session.scalars(select(Notice)).all()) == 1


def test_step_by_step_with_a_photo_of_the_board(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "pr")
    chat.hears(cast.ratna, "Apa PR-nya? Tulis, atau kirim foto papan tulis atau bukunya.")
    chat.says(cast.ratna, files=photo())
    chat.hears(cast.ratna, f"Untuk hari apa? Ketuk, atau tulis tanggalnya. {DAYS}")
    chat.taps(cast.ratna, "Rabu 25/11")
    (preview,) = chat.heard(cast.ratna)
    assert "PR\n📅 Rabu 25 November\n\n📎 dengan lampiran" in preview
    chat.taps(cast.ratna, "Kirim")
    assert "(lihat lampiran)" in chat.heard(cast.sari)[0]
    assert session.scalars(select(Notice)).one().media_id is not None


def test_a_photo_says_pr_in_its_caption(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR", files=photo())
    assert chat.heard(cast.ratna)[0].startswith("Untuk hari apa?")


def test_both_photos_of_the_board_are_sent(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "PR", files=photo("left"))
    chat.says(cast.ratna, files=photo("right"))
    chat.hears(cast.ratna, *[f"Untuk hari apa? Ketuk, atau tulis tanggalnya. {DAYS}"] * 2)
    chat.taps(cast.ratna, "Rabu 25/11")
    chat.says(cast.ratna, files=photo("once more"))
    assert "📎 dengan 3 lampiran" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim")
    assert chat.heard(cast.sari)[1:] == ["📎 Lampiran 2 dari 3", "📎 Lampiran 3 dari 3"]
    assert len(session.scalars(select(Notice)).one().files) == 3


def test_how_to_help_is_shown_to_families(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul Senin")
    chat.taps(cast.ratna, "Tambah cara membantu")
    chat.says(cast.ratna, "hitung bersama dengan kancing")
    assert "💡 Cara membantu: hitung bersama dengan kancing" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim")
    assert "💡 Cara membantu di rumah: hitung bersama" in chat.heard(cast.sari)[0]


@pytest.mark.parametrize("words", ["kemarin", "hari ini"])
def test_a_past_day_is_asked_again(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, "PR mtk hal 45")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, words)
    (again,) = chat.heard(cast.ratna)
    assert "sudah lewat atau terlalu dekat" in again
    assert again.endswith(DAYS)


def test_a_day_that_is_none_is_asked_again(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45")
    chat.says(cast.ratna, "kapan-kapan")
    assert chat.heard(cast.ratna)[-1].startswith("Saya belum mengerti harinya.")
    chat.says(cast.ratna, "jumat")
    assert "📅 Jumat 27 November" in chat.heard(cast.ratna)[0]


def test_a_holiday_is_moved_to_the_next_day_of_school(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul 25 desember")
    chat.hears(
        cast.ratna,
        "Jumat 25 Desember tidak ada sekolah. Pakai hari sekolah berikutnya, Sabtu 26 Desember? "
        "[Pakai Sabtu 26/12 | Tetap Jumat 25/12 | Tanggal lain]",
    )
    chat.taps(cast.ratna, "Pakai Sabtu 26/12")
    assert "📅 Sabtu 26 Desember" in chat.heard(cast.ratna)[0]


def test_the_schools_week_is_respected(chat: Chat, cast: Cast) -> None:
    cast.school.settings = {"school_week": 5}
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul sabtu")
    assert "berikutnya, Senin 30 November?" in chat.heard(cast.ratna)[0]


def test_a_uniform_for_a_holiday_can_be_meant(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "seragam 25 desember: putih")
    chat.taps(cast.ratna, "Tetap Jumat 25/12")
    assert "info seragam\n📅 Jumat 25 Desember\n\n“putih”" in chat.heard(cast.ratna)[-1]


def test_the_date_is_changed_in_the_preview(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul Senin")
    chat.taps(cast.ratna, "Ubah tanggal")
    chat.says(cast.ratna, "jumat")
    assert "📅 Jumat 27 November" in chat.heard(cast.ratna)[-1]


def test_a_cancelled_one_is_not_sent(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul Senin")
    chat.taps(cast.ratna, "Batal")
    assert chat.heard(cast.ratna)[-1] == "Baik, tidak jadi dikirim."
    chat.hears(cast.sari)


def test_quiet_hours_are_told_before_sending(chat: Chat, cast: Cast) -> None:
    chat.until(MONDAY + timedelta(hours=12))
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul Rabu")
    assert "⏰ sampai Selasa 24 November pukul 05.30 WIB" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    chat.hears(cast.sari)
    chat.wait(timedelta(hours=9))
    assert "PR Matematika" in chat.heard(cast.sari)[0]


def test_whoever_has_several_classes_is_asked(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "PR bindo bikin puisi dikumpul besok")
    assert chat.heard(cast.hadi)[0].endswith("[1A | 3B | Semua kelas]")
    chat.says(cast.hadi, "1A, 3B")
    assert chat.heard(cast.hadi)[0].startswith("Untuk kelas 1A, 3B (4 keluarga): PR Bahasa Indo")
    chat.taps(cast.hadi, "Kirim")
    (message,) = chat.heard(cast.sari)
    assert message.startswith("Ananda Aisyah Humaira (1A), Bima Saputra (3B). Ada PR Bahasa")
    assert len(chat.heard(cast.wati)) == 1


@pytest.mark.parametrize("label", ["3B", "Semua kelas"])
def test_a_class_is_tapped(chat: Chat, cast: Cast, label: str) -> None:
    chat.says(cast.hadi, "bawa besok: botol bekas, lem")
    chat.taps(cast.hadi, label)
    chat.taps(cast.hadi, "Kirim")
    assert len(chat.heard(cast.wati)) == 1


def test_some_children_only(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "PR bindo bikin puisi dikumpul besok")
    chat.says(cast.hadi, "Citra")
    assert "Untuk Citra Lestari (3B) (1 keluarga)" in chat.heard(cast.hadi)[-1]
    chat.taps(cast.hadi, "Kirim")
    chat.hears(cast.sari)
    assert len(chat.heard(cast.wati)) == 1


def test_the_class_is_named_at_once(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "PR kelas 3B: IPA hal 12, dikumpul kamis")
    assert chat.heard(cast.hadi)[0].startswith("Untuk kelas 3B (2 keluarga): PR IPA")


def test_a_class_of_a_colleague_is_out_of_reach(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR 3B mtk hal 45 dikumpul besok")
    assert chat.heard(cast.ratna)[0].startswith("Saya tidak menemukan itu di kelas Ibu/Bapak.")
    chat.says(cast.ratna, "3B")
    assert chat.heard(cast.ratna)[0].startswith("Saya tidak menemukan itu di kelas Ibu/Bapak.")
    chat.says(cast.ratna, "1A")
    assert "Untuk kelas 1A (2 keluarga): PR Matematika" in chat.heard(cast.ratna)[0]
    chat.hears(cast.wati)


@pytest.mark.parametrize(
    ("words", "sort", "shown"),
    [
        ("bawa besok: botol bekas, lem", Sort.BRING, "barang bawaan dari Bu Ratna untuk Selasa"),
        ("bawa botol bekas dan lem besok", Sort.BRING, "\n\nbotol bekas dan lem\n\n"),
        ("seragam jumat: batik", Sort.UNIFORM, "info seragam dari Bu Ratna untuk Jumat 27"),
        ("pulang besok jam 10, rapat guru", Sort.HOURS, "\n\nPulang jam 10, rapat guru\n\n"),
        ("pulang hari ini jam 10.00", Sort.HOURS, "untuk Senin 23 November:\n\nPulang jam 10.00"),
    ],
)
def test_its_relatives(
    chat: Chat, cast: Cast, session: Session, words: str, sort: Sort, shown: str
) -> None:
    chat.says(cast.ratna, words)
    chat.taps(cast.ratna, "Kirim")
    assert shown in chat.heard(cast.sari)[0]
    assert session.scalars(select(Homework)).one().sort is sort


def test_other_hours_reach_whoever_wants_only_what_matters(
    chat: Chat, cast: Cast, session: Session
) -> None:
    cast.sari.wants = Wants.IMPORTANT
    chat.says(cast.ratna, "pulang besok jam 10")
    chat.taps(cast.ratna, "Kirim")
    assert "info jam pulang" in chat.heard(cast.sari)[0]
    chat.says(cast.ratna, "bawa besok: lem")
    chat.taps(cast.ratna, "Kirim")
    chat.hears(cast.sari)
    assert session.scalars(select(Notice.urgency).order_by(Notice.id)).all() == [
        Urgency.IMPORTANT,
        Urgency.NORMAL,
    ]


def test_pulang_in_another_sentence_is_not_ours(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "pulang sekolah tadi ramai sekali")
    assert "info jam pulang" not in chat.heard(cast.ratna)[0]


def test_tugas_rumah_is_homework_and_tugas_the_list_of_tasks(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "Tugas rumah Bahasa Jawa: nulis aksara jawa, dikumpul Sabtu")
    assert "PR Bahasa Jawa\n📅 Sabtu 28 November" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "tugas")
    chat.hears(
        cast.ratna,
        "Tidak ada tugas. 👍",
        "Lanjutkan PR Bahasa Jawa untuk kelas 1A? [Lanjutkan | Buang]",
    )


def test_a_preview_that_has_become_too_old(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul besok")
    chat.heard(cast.ratna)
    chat.wait(timedelta(days=2), step=timedelta(hours=12))
    chat.taps(cast.ratna, "Kirim")
    assert "sudah lewat" in chat.heard(cast.ratna)[-1]
    chat.hears(cast.sari)


def test_a_correction_keeps_what_is_done(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul Rabu")
    chat.taps(cast.ratna, "Kirim")
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.heard(cast.sari)
    chat.taps(cast.ratna, "Perbaiki")
    chat.says(cast.ratna, "hal 46")
    chat.taps(cast.ratna, "Kirim")
    (corrected,) = chat.heard(cast.sari)
    assert "RALAT PR Matematika dari Bu Ratna" in corrected
    assert "\n\nhal 46\n\n" in corrected
    assert len(session.scalars(select(Homework)).all()) == 1

    chat.says(cast.sari, "pr")
    chat.hears(cast.sari, "Aisyah Humaira (1A)\n✅ Rabu 25 November, PR Matematika: hal 46")
    chat.until(MONDAY + timedelta(days=1, hours=10))
    chat.hears(cast.sari)


def test_what_was_taken_back_is_gone(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul Rabu")
    chat.taps(cast.ratna, "Kirim")
    chat.taps(cast.ratna, "Tarik kembali")
    chat.heard(cast.sari)
    chat.heard(cast.ratna)
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.hears(cast.sari, "Pesan itu sudah tidak berlaku, Ibu Sari. Terima kasih.")
    chat.wait(timedelta(days=3))
    chat.hears(cast.sari)
    chat.hears(cast.ratna)


def test_the_morning_summary(chat: Chat, cast: Cast) -> None:
    chat.says(cast.dewi, "PR mtk hal 45 dikumpul besok")
    chat.taps(cast.dewi, "Kirim")
    chat.heard(cast.dewi)
    chat.taps(cast.wati, "Sudah dikerjakan ✅")
    chat.until(MONDAY + timedelta(hours=22))
    chat.hears(
        cast.dewi,
        "Kelas 3B, PR Matematika untuk Selasa 24 November: 1 dari 2 anak sudah.\n"
        "✅ Sudah: Citra Lestari\n⬜ Belum: Bima Saputra\n📵 Tidak terjangkau di sini: tidak ada"
        "\n\nYang tidak terjangkau mohon diberi tahu langsung.",
    )
    chat.wait(timedelta(days=2))
    chat.hears(cast.dewi)


def test_who_can_no_longer_be_reached_is_in_the_summary(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.says(cast.dewi, "PR mtk hal 45 dikumpul besok")
    chat.taps(cast.dewi, "Kirim")
    chat.heard(cast.dewi)
    for contact in session.scalars(select(Contact).where(Contact.person_id == cast.wati.id)):
        contact.reach = Reach.BLOCKED
    chat.until(MONDAY + timedelta(hours=22))
    assert "Tidak terjangkau di sini: Citra Lestari" in chat.heard(cast.dewi)[-1]


def test_a_summary_for_each_class(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "bawa besok: lem")
    chat.taps(cast.hadi, "Semua kelas")
    chat.taps(cast.hadi, "Kirim")
    chat.heard(cast.hadi)
    chat.until(MONDAY + timedelta(hours=22))
    first, second = chat.heard(cast.hadi)
    assert first.startswith("Kelas 1A, barang bawaan untuk Selasa 24 November: 0 dari 2")
    assert second.startswith("Kelas 3B, barang bawaan untuk Selasa 24 November: 0 dari 2")


def test_what_is_for_today_has_no_summary(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "pulang hari ini jam 11")
    chat.taps(cast.ratna, "Kirim")
    assert "rekap" not in chat.heard(cast.ratna)[-1]
    chat.wait(timedelta(days=1))
    chat.hears(cast.ratna)


def test_agreeing_to_homework_signs_no_older_note(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.taps(cast.ratna, "Kirim")
    chat.says(cast.ratna, "PR mtk hal 45 no 1-10 dikumpul Kamis")
    chat.taps(cast.ratna, "Kirim")
    chat.heard(cast.sari)
    chat.says(cast.sari, "baik bu")
    chat.hears(
        cast.sari,
        "Baik, Ibu Sari, terima kasih. 🙏 Masih ada 1 pesan yang menunggu paraf: ketik PARAF.",
    )
    chat.says(cast.sari, "paraf")
    assert chat.heard(cast.sari)[0].startswith("Terima kasih, Ibu Sari. Sudah diparaf")


def test_another_day_under_the_preview(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 no 1-10 dikumpul Senin")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "eh kamis aja bu")
    (shown,) = chat.heard(cast.ratna)
    assert "📅 Kamis 26 November\n\n“hal 45 no 1-10”" in shown


@pytest.mark.parametrize(
    ("said", "body"),
    [
        (
            "PR mtk hal 45 dikumpul Senin. Bantu anak menghitung pakai kancing",
            "hal 45. Bantu anak menghitung pakai kancing",
        ),
        ("PR: menulis surat, dikumpulkan tgl 30/11", "menulis surat"),
        ("PR: tulis surat untuk Jumat", "tulis surat"),
        ("tulis PR mtk hal 3 untuk Jumat", "hal 3"),
    ],
)
def test_what_is_set_keeps_its_words(chat: Chat, cast: Cast, said: str, body: str) -> None:
    chat.says(cast.ratna, said)
    assert f"“{body}”" in chat.heard(cast.ratna)[-1]


@pytest.mark.parametrize(
    ("words", "first", "body"),
    [
        ("3B juga bu", "Untuk kelas 1A, 3B (4 keluarga)", "hal 45"),
        ("eh untuk 3B maksudnya", "Untuk kelas 3B (2 keluarga)", "hal 45"),
        ("hapus Danu", "Untuk Aisyah Humaira (1A) (1 keluarga)", "hal 45"),
        (
            "Citra juga",
            "Untuk Aisyah Humaira (1A), Danu Pratama (1A), Citra Lestari (3B)",
            "hal 45",
        ),
        ("tambah: bawa penggaris", "Untuk kelas 1A (2 keluarga)", "hal 45\nbawa penggaris"),
        ("ganti: hal 46", "Untuk kelas 1A (2 keluarga)", "hal 46"),
    ],
)
def test_what_is_shown_is_changed_in_words(
    chat: Chat, cast: Cast, words: str, first: str, body: str
) -> None:
    chat.says(cast.hadi, "PR kelas 1A: mtk hal 45, dikumpul kamis")
    chat.says(cast.hadi, words)
    shown = chat.heard(cast.hadi)[-1]
    assert shown.startswith(first)
    assert f"“{body}”" in shown


@pytest.mark.parametrize(
    "words", ["ganti Jumat", "ubah jadi jumat ya", "jumat aja", "bukan kamis tapi jumat"]
)
def test_the_day_is_changed_in_words(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul kamis")
    chat.says(cast.ratna, words)
    assert "📅 Jumat 27 November\n\n“hal 45”" in chat.heard(cast.ratna)[-1]


def test_homework_that_was_left_is_offered_the_next_day(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul kamis")
    chat.heard(cast.ratna)
    chat.wait(timedelta(days=1))
    assert chat.heard(cast.ratna)[0].startswith(
        "Kemarin ada yang belum selesai: PR Matematika untuk kelas 1A."
    )
    chat.taps(cast.ratna, "Lanjutkan")
    chat.taps(cast.ratna, "Kirim")
    assert "PR Matematika" in chat.heard(cast.sari)[0]


def test_a_class_that_was_lost_gets_nothing(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul kamis")
    for child in (cast.aisyah, cast.danu):
        child.class_group_id = cast.class_3b.id
    session.flush()
    chat.taps(cast.ratna, "Kirim")
    assert chat.heard(cast.ratna)[-1].startswith("Belum ada anak di kelas Ibu/Bapak")
    chat.hears(cast.sari)


def test_there_is_nothing_to_change_yet(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "PR mtk hal 45")
    (asked,) = chat.heard(cast.ratna)
    chat.says(cast.ratna, "ganti")
    chat.hears(cast.ratna, asked)
