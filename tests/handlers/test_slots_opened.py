"""A day of talks as its teacher opens it, changes the draft in words, moves and cancels it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.notice import Notice
from models.outbox import OutboundMessage
from models.slot import DayState, Slot, SlotDay
from tests.cast import WIB, Cast
from tests.dialogue import Chat
from tests.files import files_of, photos
from tests.handlers.test_slots import INVITATION, OPEN_1A, PREVIEW, SATURDAY, at, two_slots


@pytest.fixture
def day(chat: Chat, session: Session, cast: Cast) -> SlotDay:
    """Bu Ratna's Saturday for 1A."""
    chat.says(cast.ratna, OPEN_1A)
    chat.taps(cast.ratna, "Undang")
    for person in (cast.ratna, cast.sari):
        chat.heard(person)
    return session.scalars(select(SlotDay)).one()


def test_a_window_in_one_message(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, OPEN_1A)
    chat.hears(cast.ratna, PREVIEW)
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Undang")
    chat.hears(
        cast.ratna,
        "Undangan pembagian rapor (Sabtu 28 November pukul 08.00–12.00 WIB) dikirim ke 1 keluarga: "
        "22 slot.\nTidak bisa dijangkau, mohon dihubungi langsung:\n• Danu Pratama (1A): belum "
        "bergabung\nTulis “daftar slot” kapan saja. Bila berhalangan: “slot pindah Senin 8-12” "
        "atau “slot batal karena sakit”.",
    )
    chat.hears(cast.sari, INVITATION)
    chat.hears(cast.wati)
    assert len(session.scalars(select(Slot)).all()) == 22


def test_step_by_step(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "slot")
    chat.hears(cast.ratna, "Hari apa? Tulis, misalnya: Sabtu 19 Desember.")
    chat.says(cast.ratna, "Sabtu 19 Desember")
    chat.hears(cast.ratna, "Dari jam berapa sampai jam berapa? Tulis, misalnya: 8-12.")
    chat.says(cast.ratna, "jam 8 sampai 9")
    chat.hears(cast.ratna, "Berapa menit tiap anak? [10 menit | 15 menit | 20 menit]")
    for nothing in ("0", "²", "0 menit"):
        chat.says(cast.ratna, nothing)
        chat.hears(cast.ratna, "Berapa menit tiap anak? [10 menit | 15 menit | 20 menit]")
    chat.says(cast.ratna, "12")
    chat.hears(
        cast.ratna,
        "temu orang tua dan guru untuk kelas 1A\n📅 Sabtu 19 Desember pukul 08.00–09.00 WIB\n"
        "📍 ruang kelas 1A\n5 slot, 12 menit\n2 anak\n\nUndang? [Undang | Ubah | Batal]",
    )
    chat.taps(cast.ratna, "Ubah")
    chat.says(cast.ratna, "15 menit di aula")
    assert "📍 aula\n4 slot, 15 menit" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Batal")
    chat.hears(cast.ratna, "Baik, tidak jadi dibuka.")
    chat.hears(cast.sari)


def test_a_principal_says_for_which_class(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "buka slot Sabtu 8-12 10 menit")
    chat.hears(cast.hadi, "Untuk kelas mana? Tulis, misalnya: 7A.")
    chat.says(cast.hadi, "3B")
    assert "untuk kelas 3B" in chat.heard(cast.hadi)[0]


def test_another_teachers_class_is_refused(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "slot Sabtu 8-12, 10 menit, untuk 3B")
    chat.hears(cast.ratna, "Kelas 3B bukan kelas Ibu/Bapak. Untuk kelas mana?")


def test_past_and_days_off_are_asked_about(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "slot hari ini 7-8, 10 menit")
    assert "sudah lewat" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "25 Desember")
    chat.hears(
        cast.ratna,
        "Jumat 25 Desember hari libur. Tetap pada hari itu, atau tulis hari lain. [Tetap hari itu]",
    )
    chat.says(cast.ratna, "hari Minggu")
    assert "Minggu 29 November hari libur" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Tetap hari itu", under="Minggu")
    assert "6 slot" in chat.heard(cast.ratna)[0]


def test_too_short_a_window_and_too_few_slots(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "slot Sabtu 8-8.05, 10 menit")
    assert "tidak cukup" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "8-12, 1 menit")
    assert "lebih dari 120 slot" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "8-8.10, 10 menit")
    assert "1 slot, 10 menit\n2 anak. ⚠️ 1 anak tidak akan kebagian" in chat.heard(cast.ratna)[0]


def test_two_windows_at_once_are_refused(chat: Chat, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.ratna, "slot Sabtu 11-13, 10 menit")
    assert "sudah punya slot pada Sabtu 28 November" in chat.heard(cast.ratna)[0]


# Changed in words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("15 menit aja", "14 slot, 15 menit"),
        ("ganti jamnya 9-13", "📅 Sabtu 28 November pukul 09.00–13.00 WIB\n📍 ruang 7A\n22 slot"),
        ("jadinya hari Senin", "📅 Senin 30 November pukul 08.00–12.00 WIB"),
        ("di aula aja bu", "📍 aula\n"),
        ("eh salah 12 menit di kelas", "📍 kelas\n18 slot, 12 menit"),
        ("tambah 1 istirahat", "21 slot, 10 menit, istirahat"),
        ("hapus istirahatnya", "24 slot, 10 menit\n"),
        ("hapus Danu", "untuk kelas 1A tanpa Danu Pratama (1A)\n"),
        ("untuk Aisyah aja", "untuk Aisyah Humaira (1A)\n"),
    ],
)
def test_words_under_the_preview_change_it(chat: Chat, cast: Cast, words: str, shown: str) -> None:
    chat.says(cast.ratna, OPEN_1A)
    chat.heard(cast.ratna)
    chat.says(cast.ratna, words)
    assert shown in chat.heard(cast.ratna)[-1]
    chat.hears(cast.sari)


@pytest.mark.parametrize(
    "words", ["Sabtu saya ada acara", "tambah: bawa rapor", "kalau hujan gimana?"]
)
def test_what_is_no_part_of_it_changes_nothing(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, OPEN_1A)
    chat.heard(cast.ratna)
    chat.says(cast.ratna, words)
    assert chat.heard(cast.ratna)[-1].endswith(PREVIEW)
    chat.hears(cast.sari)


def test_each_part_is_changed_by_its_name(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, OPEN_1A)
    for named, words, shown in (
        ("ubah hari", "Senin", "📅 Senin 30 November"),
        ("ganti jam", "9-10", "pukul 09.00–10.00"),
        ("ubah menit", "15", "15 menit"),
        ("ganti tempatnya", "lapangan", "📍 lapangan"),
        ("ubah istirahat", "0", "4 slot, 15 menit\n"),
        ("ubah penerima", "Aisyah", "untuk Aisyah Humaira (1A)"),
    ):
        chat.says(cast.ratna, named)
        assert "?" in chat.heard(cast.ratna)[-1]
        chat.says(cast.ratna, words)
        assert shown in chat.heard(cast.ratna)[-1], named


def test_a_photo_goes_with_the_invitation(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, OPEN_1A)
    chat.says(cast.ratna, files=photos("denah"))
    assert "2 anak\n📎 dengan lampiran\n\nUndang?" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "ya undang")
    assert files_of(chat, cast.sari) == ["denah"]


def test_what_is_put_off_waits_and_is_shown_again(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, OPEN_1A)
    chat.says(cast.ratna, "nanti dulu ya")
    chat.hears(cast.sari)
    chat.heard(cast.ratna)
    chat.wait(timedelta(hours=23))
    assert "belum selesai: slot temu orang tua untuk kelas 1A" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Undang")
    assert "saya tampilkan lagi dulu" in chat.heard(cast.ratna)[0]
    chat.hears(cast.sari)
    chat.says(cast.ratna, "ya")
    chat.hears(cast.sari, INVITATION)


@pytest.mark.parametrize("first", ["slot", "slot Sabtu", "slot Sabtu 8-12"])
def test_another_matter_is_no_answer(chat: Chat, cast: Cast, first: str) -> None:
    chat.says(cast.ratna, first)
    asked = chat.heard(cast.ratna)
    chat.says(cast.ratna, "siapa yang tidak masuk hari ini?")
    listed, offered = chat.heard(cast.ratna)
    assert "belum ada yang tercatat" in listed
    assert offered == "Lanjutkan slot temu orang tua untuk kelas 1A? [Lanjutkan | Buang]"
    chat.taps(cast.ratna, "Lanjutkan")
    assert chat.heard(cast.ratna) == asked


# The teacher falls ill


def test_one_command_moves_all(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "jam 9")
    chat.heard(cast.sari)
    chat.says(cast.ratna, "slot pindah Senin 9-13")
    chat.hears(
        cast.ratna,
        "Pindahkan pembagian rapor dari Sabtu 28 November pukul 08.00–12.00 WIB menjadi Senin 30 "
        "November pukul 09.00–13.00 WIB, di ruang 7A? 1 keluarga sudah memilih jam; urutan dan "
        "istirahat tetap, dan keluarga kelas 1A kami kabari. [Pindahkan | Tidak jadi]",
    )
    chat.taps(cast.ratna, "Pindahkan")
    chat.hears(
        cast.sari,
        "Ananda Aisyah Humaira (1A). Jadwal pembagian rapor dengan Bu Ratna dipindah. Jam "
        "Ibu/Bapak sekarang Senin 30 November pukul 10.00 WIB, di ruang 7A. Bila tidak cocok, "
        "mohon ketuk salah satu tombol ini. [Ganti jam | Batalkan jam]",
    )
    assert at(session, cast.aisyah) == "10.00"
    session.refresh(day)
    assert [datetime.fromisoformat(b).astimezone(WIB).hour for b in day.breaks] == [10, 11]
    chat.until(SATURDAY + timedelta(days=2))
    assert len(chat.heard(cast.sari)) == 2  # both reminders, for Monday


def test_moving_tells_those_without_a_time_once(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.ratna, "slot pindah Senin")
    chat.taps(cast.ratna, "Pindahkan")
    (told,) = chat.heard(cast.sari)
    assert "pindah menjadi Senin 30 November pukul 08.00–12.00 WIB" in told
    chat.taps(cast.sari, "Pilih jam", under="pindah menjadi")
    assert "Senin 30 November" in chat.heard(cast.sari)[0]


def test_moving_a_little_later(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "jam 9")
    chat.says(cast.ratna, "slot pindah 8.10-12.10")
    chat.taps(cast.ratna, "Pindahkan")
    assert at(session, cast.aisyah) == "09.10"


def test_moving_to_a_day_off_or_nowhere(chat: Chat, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.ratna, "slot pindah")
    chat.hears(cast.ratna, "Dipindah ke kapan? Tulis, misalnya: Senin 8-12.")
    chat.says(cast.ratna, "25 Desember")
    assert "hari libur" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "28 Desember")
    assert "menjadi Senin 28 Desember" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Tidak jadi")
    chat.hears(cast.ratna, "Baik, tidak ada yang diubah.")
    chat.hears(cast.sari)


def test_one_command_cancels_all(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "jam 9")
    chat.heard(cast.sari)
    chat.says(cast.ratna, "slot batal karena sakit")
    chat.taps(cast.ratna, "Batalkan semua")
    assert "dibatalkan. 1 keluarga dikabari." in chat.heard(cast.ratna)[-1]
    chat.hears(
        cast.sari,
        "Ananda Aisyah Humaira (1A). Mohon maaf, pembagian rapor dengan Bu Ratna, Sabtu 28 "
        "November pukul 09.00 WIB, dibatalkan karena sakit. Jadwal penggantinya "
        "akan kami kabarkan kepada Ibu/Bapak.",
    )
    session.refresh(day)
    assert day.state is DayState.CANCELLED
    chat.taps(cast.sari, "Pilih jam")
    assert "sudah lewat atau dibatalkan" in chat.heard(cast.sari)[0]
    chat.until(SATURDAY + timedelta(days=1))
    chat.hears(cast.sari)


def test_the_principal_cancels_for_an_ill_teacher(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.dewi, "slot batal")
    assert "Belum ada slot" in chat.heard(cast.dewi)[0]
    two_slots(chat, cast)
    chat.says(cast.hadi, "slot batal")
    assert "Slot yang mana?" in chat.heard(cast.hadi)[0]
    chat.says(cast.hadi, "1")
    chat.taps(cast.hadi, "Batalkan semua")
    assert "dibatalkan karena ada halangan" in chat.heard(cast.sari)[-1]
    states = {d.teacher_id: d.state for d in session.scalars(select(SlotDay))}
    assert states == {cast.ratna.id: DayState.CANCELLED, cast.dewi.id: DayState.OPEN}


def test_nothing_is_said_at_night(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "jam 9")
    chat.until(SATURDAY - timedelta(hours=11))
    chat.says(cast.ratna, "slot pindah Senin")
    chat.taps(cast.ratna, "Pindahkan")
    chat.wait(timedelta(days=3))
    sent = session.scalars(select(OutboundMessage).where(OutboundMessage.topic.is_not(None))).all()
    assert all(
        row.sent_at is None or cast.school.quiet.release(row.sent_at) == row.sent_at for row in sent
    )
    moved = [row for row in sent if row.text_key == "slot_moving.moved"]
    assert len(moved) == 1
    assert session.scalars(select(Notice)).one().details["moved"] is True


def test_opened_and_cancelled_in_words(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "slot rapor 1A Sabtu 19 Desember 8-9, 10 menit")
    chat.says(cast.ratna, "ya undang bu")
    assert "Pilih jam" in chat.heard(cast.sari)[0]
    chat.says(cast.ratna, "slot batal karena sakit")
    chat.says(cast.ratna, "ga jadi")
    assert chat.heard(cast.ratna)[-1] == "Baik, tidak ada yang diubah."
    chat.says(cast.ratna, "slot batal karena sakit")
    chat.says(cast.ratna, "ya batalkan")
    assert "karena sakit" in chat.heard(cast.sari)[0]
    assert session.scalars(select(SlotDay)).one().state is DayState.CANCELLED


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("eh Selasa aja", "menjadi Selasa 8 Desember pukul 09.00–13.00 WIB, di ruang 7A?"),
        ("ganti jamnya 10-14", "menjadi Senin 7 Desember pukul 10.00–14.00 WIB, di ruang 7A?"),
        ("di aula aja bu", "menjadi Senin 7 Desember pukul 09.00–13.00 WIB, di aula?"),
    ],
)
def test_a_move_is_changed_in_words(
    chat: Chat, day: SlotDay, cast: Cast, words: str, shown: str
) -> None:
    chat.says(cast.ratna, "slot pindah Senin 7 Des, 9-13")
    chat.says(cast.ratna, words)
    assert shown in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "nanti dulu ya")
    chat.hears(cast.sari)
    chat.heard(cast.ratna)
    chat.wait(timedelta(hours=13))
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Pindahkan")
    assert "saya tampilkan lagi dulu" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "iya pindahkan")
    assert "sekarang" in chat.heard(cast.ratna)[-1]


def test_a_reason_is_changed_before_families_read_it(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.ratna, "slot batal")
    for words, reason in (
        ("karena sakit", "karena sakit?"),
        ("ganti: ada rapat dinas.", "karena ada rapat dinas?"),
        ("tambah: mohon maaf", "karena ada rapat dinas, mohon maaf?"),
    ):
        chat.says(cast.ratna, words)
        assert reason in chat.heard(cast.ratna)[-1], words
    chat.says(cast.ratna, "siapa yang tidak masuk hari ini?")
    assert "Lanjutkan pembatalan slot" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Lanjutkan")
    chat.hears(cast.sari)
    chat.says(cast.ratna, "ya batalkan")
    assert "dibatalkan karena ada rapat dinas, mohon maaf." in chat.heard(cast.sari)[0]


def test_another_matter_is_no_new_time(chat: Chat, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.ratna, "slot pindah")
    asked = chat.heard(cast.ratna)
    chat.says(cast.ratna, "siapa yang tidak masuk hari ini?")
    assert "Lanjutkan pemindahan slot" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Lanjutkan")
    assert chat.heard(cast.ratna) == asked
