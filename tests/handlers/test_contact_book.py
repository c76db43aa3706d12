"""The contact book: written, read, signed, answered, corrected, chased up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from models.media import Kind
from models.notice import Notice, Receipt, ReceiptState, Signature
from models.outbox import OutboundMessage
from models.task import Task
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

ENTRY = (
    "Ananda Aisyah Humaira (1A). Ada catatan buku penghubung (sikap) dari Bu Ratna:\n\n"
    "hari ini berani maju\n\nMohon dibaca dan diparaf: ketuk Paraf, atau balas pesan ini dengan "
    "kata “paraf”. [Paraf ✅ | Balas]"
)
NUDGE = (
    "Ananda Aisyah Humaira (1A). Ada catatan buku penghubung dari Bu Ratna yang belum diparaf:\n"
    "“hari ini berani maju”\n\nMohon diparaf, ya. [Paraf ✅ | Balas]"
)
TASK = (
    "Mohon keluarga ini dihubungi langsung:\n1. Aisyah Humaira (1A): “hari ini berani maju” (belum "
    "menjawab). telepon Ibu Sari: +6284400000002\n\nKetuk yang sudah. [✅ 1. Aisyah Humaira]"
)
THANKS = "Terima kasih, Ibu Sari. Sudah diparaf untuk Aisyah Humaira (1A). ✅"


@pytest.fixture
def entry(chat: Chat, session: Session, cast: Cast) -> Notice:
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.taps(cast.ratna, "Kirim")
    chat.heard(cast.ratna)
    chat.hears(cast.sari, ENTRY)
    return session.scalars(select(Notice)).one()


def test_parents_who_live_apart_are_both_told_and_either_signs(
    chat: Chat, session: Session, cast: Cast
) -> None:
    cast.aisyah.tell_both = True
    session.flush()
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.taps(cast.ratna, "Kirim")
    for parent in (cast.sari, cast.budi):
        assert "berani maju" in chat.heard(parent)[0]
    chat.taps(cast.budi, "Paraf ✅")
    chat.heard(cast.budi)
    chat.wait(timedelta(days=3), step=timedelta(hours=6))
    chat.hears(cast.sari)
    chat.hears(cast.budi)


def test_an_entry_is_shown_back_before_it_is_sent(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.hears(
        cast.ratna,
        "Untuk Aisyah Humaira (1A)\nRanah: sikap\n\n“hari ini berani maju”\n\nKirim? "
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


def test_step_by_step(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan")
    chat.hears(
        cast.ratna,
        "Catatan untuk siapa? Tulis nama anak (boleh beberapa, dipisah koma) atau kelasnya.",
    )
    chat.says(cast.ratna, "Aisyah")
    chat.hears(
        cast.ratna,
        "Apa catatannya untuk Aisyah Humaira (1A)? Tulis, atau kirim foto, pesan suara, atau "
        "dokumen.",
    )
    chat.says(cast.ratna, "lancar membaca")
    chat.taps(cast.ratna, "Ganti ranah")
    chat.taps(cast.ratna, "pengetahuan")
    chat.taps(cast.ratna, "Kirim")
    assert "(pengetahuan) dari Bu Ratna:\n\nlancar membaca" in chat.heard(cast.sari)[0]


def test_cancel_leaves_at_any_step(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan")
    chat.says(cast.ratna, "batal")
    assert chat.heard(cast.ratna)[-1].startswith("Baik, tidak jadi: “Catatan untuk siapa?")
    chat.says(cast.ratna, "Aisyah")
    assert "Apa catatannya" not in chat.heard(cast.ratna)[0]


def test_a_name_of_another_class_is_not_found(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Citra: rajin")
    assert chat.heard(cast.ratna)[0].startswith("Saya tidak menemukan nama itu")
    chat.hears(cast.wati)


def test_siblings_make_one_message(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.hadi, "catatan Aisyah, Bima: libur besok")
    chat.taps(cast.hadi, "Kirim")
    (message,) = chat.heard(cast.sari)
    assert message.startswith("Ananda Aisyah Humaira (1A), Bima Saputra (3B). ")
    chat.taps(cast.sari, "Paraf ✅")
    states = session.scalars(select(Receipt.state)).all()
    assert states == [ReceiptState.SIGNED, ReceiptState.SIGNED]


def test_a_whole_class_and_who_was_not_reached(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan kelas 1A: besok bawa kartu")
    chat.taps(cast.ratna, "Kirim")
    assert chat.heard(cast.ratna)[-1].startswith(
        "Terkirim untuk Aisyah Humaira (1A), Danu Pratama (1A): 1 keluarga.\nTidak bisa "
        "dijangkau, mohon dihubungi langsung:\n• Danu Pratama (1A): belum bergabung\n"
    )


@pytest.mark.parametrize("words", ["paraf", "Paraf", "PARAF", "sudah", "ok bu"])
def test_a_guardian_signs_by_word(chat: Chat, entry: Notice, cast: Cast, words: str) -> None:
    chat.says(cast.sari, words)
    chat.hears(cast.sari, THANKS)


def test_a_guardian_signs_by_tap_and_again(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.taps(cast.sari, "Paraf ✅")
    chat.hears(cast.sari, THANKS)
    chat.taps(cast.sari, "Paraf ✅")
    chat.hears(cast.sari, "Itu sudah diparaf sebelumnya. Terima kasih, Ibu Sari.")


def test_a_guardian_signs_by_quoting(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.says(cast.sari, "sudah bu", quoting="berani maju")
    chat.hears(cast.sari, THANKS)


def test_a_guardian_signs_by_number(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.says(cast.sari, "1")
    chat.hears(cast.sari, THANKS)


def test_a_deep_link_signs(chat: Chat, session: Session, entry: Notice, cast: Cast) -> None:
    chat.says(cast.budi, f"/start paraf_{entry.word}")
    chat.hears(cast.budi, "Terima kasih, Bapak Budi. Sudah diparaf untuk Aisyah Humaira (1A). ✅")
    (signature,) = session.scalars(select(Signature)).all()
    assert (signature.person_id, signature.channel) == (cast.budi.id, "telegram")


def test_the_word_of_a_notice_is_useless_to_others(
    chat: Chat, session: Session, entry: Notice, cast: Cast
) -> None:
    chat.says(cast.wati, f"paraf {entry.word}")
    chat.hears(
        cast.wati,
        "Kode paraf itu bukan untuk putra/putri Ibu Wati. Mohon periksa lagi pesannya.",
    )
    assert session.scalars(select(Signature)).all() == []


def test_several_unsigned_are_asked_about(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.says(cast.dewi, "catatan Bima: rajin")
    chat.taps(cast.dewi, "Kirim")
    chat.heard(cast.sari)
    chat.says(cast.sari, "paraf")
    chat.hears(
        cast.sari,
        "Ada 2 yang menunggu paraf:\n1. Aisyah Humaira (1A): hari ini berani maju\n"
        "2. Bima Saputra (3B): rajin\n\nMana yang diparaf? "
        "[1. Aisyah Humaira | 2. Bima Saputra (3B) | Semua]",
    )
    chat.says(cast.sari, "semua")
    chat.hears(
        cast.sari,
        "Terima kasih, Ibu Sari. Sudah diparaf untuk Aisyah Humaira (1A), Bima Saputra (3B). ✅",
    )


def test_an_answer_is_no_signature(chat: Chat, session: Session, entry: Notice, cast: Cast) -> None:
    chat.says(cast.sari, "kok bisa bu? di rumah dia pemalu", quoting="berani maju")
    assert "sudah saya teruskan ke Bu Ratna" in chat.heard(cast.sari)[0]
    assert "di rumah dia pemalu" in chat.heard(cast.ratna)[0]
    assert session.scalars(select(Signature)).all() == []


def test_answering_by_the_button(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.taps(cast.sari, "Balas")
    assert chat.heard(cast.sari)[0].startswith("Silakan tulis balasan untuk wali kelas")
    chat.says(cast.sari, "terima kasih infonya, di rumah juga begitu")
    assert "di rumah juga begitu" in chat.heard(cast.ratna)[0]


def test_a_photo_goes_along(chat: Chat, cast: Cast) -> None:
    photo = File("file-1", Kind.PHOTO, "image/jpeg")
    chat.says(cast.ratna, "catatan Aisyah: hasil karyanya", files=[photo])
    assert "📎 dengan lampiran" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    row = chat._message(cast.sari, "hasil karyanya")
    assert row.media_id is not None


def test_a_week_without_a_signature(
    chat: Chat, session: Session, entry: Notice, cast: Cast
) -> None:
    chat.wait(timedelta(hours=21))
    chat.hears(cast.sari, NUDGE)
    chat.hears(cast.budi)
    chat.wait(timedelta(hours=24))
    chat.hears(cast.budi, ENTRY)
    chat.wait(timedelta(days=5))
    chat.hears(cast.sari)
    chat.hears(cast.budi)
    chat.hears(cast.ratna, TASK)
    (task,) = session.scalars(select(Task)).all()
    assert task.assignee_id == cast.ratna.id


@pytest.mark.parametrize("later", range(0, 7 * 24, 23))
def test_whenever_it_is_written_each_rung_comes_once_and_never_in_quiet_hours(
    chat: Chat, session: Session, cast: Cast, later: int
) -> None:
    chat.now += timedelta(hours=later)
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.taps(cast.ratna, "Kirim")
    chat.wait(timedelta(days=9))
    sent = session.scalars(
        select(OutboundMessage).where(OutboundMessage.notice_id.is_not(None))
    ).all()
    told = [(row.person_id, row.text_key) for row in sent]
    assert len(told) == len(set(told)) == 3
    assert all(
        row.sent_at and cast.school.quiet.release(row.sent_at) == row.sent_at for row in sent
    )
    (task,) = session.scalars(select(Task)).all()
    assert task.assignee_id == cast.ratna.id


def test_a_signature_stops_the_ladder(
    chat: Chat, session: Session, entry: Notice, cast: Cast
) -> None:
    chat.wait(timedelta(hours=46))
    chat.heard(cast.sari)
    chat.hears(cast.budi, ENTRY)
    chat.taps(cast.budi, "Paraf ✅")
    chat.heard(cast.budi)
    chat.wait(timedelta(days=7))
    chat.hears(cast.sari)
    chat.hears(cast.budi)
    chat.hears(cast.ratna)


def test_a_late_signature_closes_the_task(
    chat: Chat, session: Session, entry: Notice, cast: Cast
) -> None:
    chat.wait(timedelta(days=7))
    chat.taps(cast.sari, "Paraf ✅")
    (task,) = session.scalars(select(Task)).all()
    assert task.done_at == chat.now


def test_at_night_an_entry_waits_for_the_morning(chat: Chat, cast: Cast) -> None:
    chat.until(MONDAY + timedelta(hours=12))
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    assert "⏰ sampai Selasa 24 November pukul 05.30 WIB" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    assert "⏰ sampai Selasa 24 November pukul 05.30 WIB" in chat.heard(cast.ratna)[0]
    chat.hears(cast.sari)
    chat.until(MONDAY + timedelta(hours=21))
    chat.hears(cast.sari, ENTRY)


def test_taking_back(chat: Chat, session: Session, entry: Notice, cast: Cast) -> None:
    chat.taps(cast.ratna, "Tarik kembali")
    chat.hears(cast.ratna, "Sudah ditarik. 1 orang tua yang telanjur menerima kami beri tahu.")
    assert "ditarik kembali oleh pengirimnya" in chat.heard(cast.sari)[0]
    chat.says(cast.sari, "paraf")
    assert "Tidak ada yang menunggu paraf" in chat.heard(cast.sari)[0]
    chat.wait(timedelta(days=7))
    chat.hears(cast.sari)


def test_taking_back_before_anybody_read_it(chat: Chat, cast: Cast) -> None:
    chat.until(MONDAY + timedelta(hours=12))
    chat.says(cast.ratna, "catatan Aisyah: salah orang")
    chat.taps(cast.ratna, "Kirim")
    chat.taps(cast.ratna, "Tarik kembali")
    chat.wait(timedelta(days=1))
    chat.hears(cast.sari)


def test_too_late_to_take_back_but_not_to_correct(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.wait(timedelta(hours=1))
    chat.taps(cast.ratna, "Tarik kembali")
    assert chat.heard(cast.ratna)[0].startswith("Sudah lewat batas waktu")
    chat.taps(cast.ratna, "Perbaiki")
    chat.says(cast.ratna, "hari ini berani bernyanyi")
    chat.hears(
        cast.ratna,
        "Tulis isi yang benar. Keluarga akan menerimanya sebagai ralat.",
        "Ralat untuk Aisyah Humaira (1A), menggantikan “hari ini berani maju”:\n\n"
        "“hari ini berani bernyanyi”\n\nKirim ralat ini? [Kirim | Ubah isi | Batal]",
    )
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Kirim")
    assert chat.heard(cast.ratna)[-1].startswith("Ralat dikirim ke 1 keluarga.")
    (message,) = chat.heard(cast.sari)
    assert "✏️ RALAT catatan buku penghubung" in message
    assert "hari ini berani bernyanyi" in message
    chat.wait(timedelta(hours=23))
    assert "berani bernyanyi" in chat.heard(cast.sari)[0]


def test_approval_first(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: sering mengganggu teman")
    chat.taps(cast.ratna, "Minta persetujuan")
    assert chat.heard(cast.ratna)[-1].startswith("Diajukan ke Pak Hadi.")
    chat.hears(cast.sari)
    assert "meminta persetujuan" in chat.heard(cast.hadi)[0]
    chat.taps(cast.hadi, "Ubah kata-kata")
    chat.says(cast.hadi, "sedang belajar bergaul")
    assert chat.heard(cast.hadi)[-1] == (
        "Untuk Aisyah Humaira (1A)\nRanah: perilaku\n\n“sedang belajar bergaul”\n\nSetujui dengan "
        "kata-kata ini? [Setujui | Ubah kata-kata | Batal]"
    )
    chat.hears(cast.sari)
    chat.says(cast.hadi, "tambah: dengan teman")
    chat.taps(cast.hadi, "Setujui")
    assert "sedang belajar bergaul\ndengan teman" in chat.heard(cast.sari)[0]
    (told,) = chat.heard(cast.ratna)
    assert "disetujui Pak Hadi" in told
    assert "dengan kata-kata ini:\n“sedang belajar bergaul\ndengan teman”" in told


def test_a_photo_alone_is_given_for_approval(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah", files=[File("photo", Kind.PHOTO, "image/jpeg")])
    chat.taps(cast.ratna, "Minta persetujuan")
    assert ":\n“(lihat lampiran)”\n\nMohon pilih" in chat.heard(cast.hadi)[0]


def test_whoever_does_not_reword_after_all_still_decides(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: sering mengganggu teman")
    chat.taps(cast.ratna, "Minta persetujuan")
    chat.taps(cast.hadi, "Ubah kata-kata")
    chat.says(cast.hadi, "sedang belajar bergaul")
    chat.taps(cast.hadi, "Batal")
    assert chat.heard(cast.hadi)[-1].startswith("Baik, belum diputuskan.")
    chat.hears(cast.sari)
    chat.taps(cast.hadi, "Setujui", under="meminta persetujuan")
    assert "sering mengganggu teman" in chat.heard(cast.sari)[0]
    chat.taps(cast.hadi, "Tolak", under="meminta persetujuan")
    assert chat.heard(cast.hadi)[-1] == "Pesan itu sudah tidak berlaku."


def test_refused(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: sering mengganggu teman")
    chat.taps(cast.ratna, "Minta persetujuan")
    chat.taps(cast.hadi, "Tolak")
    assert "tidak disetujui Pak Hadi" in chat.heard(cast.ratna)[-1]
    chat.hears(cast.sari)


def test_who_has_not_signed(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Danu: rapi")
    chat.taps(cast.ratna, "Kirim")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "siapa belum paraf?")
    chat.hears(
        cast.ratna,
        "Belum paraf: 2 keluarga, 2 pesan.\n\n"
        "“rapi” (23/11 09.00), 0 dari 1 keluarga sudah\n"
        "• Danu Pratama (1A): belum bergabung\n\n"
        "“hari ini berani maju” (23/11 09.00), 0 dari 1 keluarga sudah\n"
        "• Aisyah Humaira (1A): belum sampai [Ingatkan 1 keluarga | Per keluarga]",
    )
    chat.taps(cast.ratna, "Ingatkan 1 keluarga")
    chat.hears(cast.sari, NUDGE)
    chat.says(cast.dewi, "siapa belum paraf")
    chat.hears(cast.dewi, "Tidak ada yang menunggu paraf saat ini.")


def test_reading_the_book(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.taps(cast.sari, "Paraf ✅")
    chat.heard(cast.sari)
    chat.says(cast.sari, "buku aisyah")
    chat.hears(
        cast.sari,
        "Aisyah Humaira (1A). Catatan terakhir:\n\n23/11 09.00 · sikap\nhari ini berani "
        "maju\n✅ Ibu Sari, 23/11 09.00 [Unduh PDF]",
    )
    chat.says(cast.wati, "buku")
    chat.hears(cast.wati, "Citra Lestari (3B). Belum ada catatan.")


def test_another_familys_book_stays_closed(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.says(cast.wati, "buku aisyah")
    assert "berani maju" not in "".join(chat.heard(cast.wati))


def test_the_task_list(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.wait(timedelta(days=7))
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "tugas")
    chat.hears(
        cast.ratna,
        "Yang perlu Ibu/Bapak lakukan:\n1. Aisyah Humaira (1A): “hari ini berani maju” (belum "
        "menjawab). telepon Ibu Sari: +6284400000002 [✅ 1. Aisyah Humaira]",
    )
    chat.says(cast.ratna, "1")
    chat.hears(cast.ratna, "Dicatat selesai: Aisyah Humaira (1A). Terima kasih.")
    chat.says(cast.ratna, "tugas")
    chat.hears(cast.ratna, "Tidak ada tugas. 👍")


@pytest.mark.parametrize("word", ["menu", "MENU", "bantuan", "/menu"])
def test_the_menu(chat: Chat, cast: Cast, word: str) -> None:
    chat.says(cast.wati, word)
    (menu,) = chat.heard(cast.wati)
    assert "Lihat buku penghubung" in menu
    assert "Tulis catatan" not in menu


def test_the_menu_is_tapped(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "menu")
    chat.taps(cast.wati, "Lihat buku penghubung")
    assert chat.heard(cast.wati)[-1] == "Citra Lestari (3B). Belum ada catatan."


def test_a_code_from_a_link_is_no_answer_to_an_open_question(
    chat: Chat, entry: Notice, cast: Cast
) -> None:
    chat.taps(cast.sari, "Balas")
    chat.heard(cast.sari)
    chat.says(cast.sari, f"/start paraf_{entry.word}")
    chat.hears(cast.sari, THANKS)
    chat.hears(cast.ratna)


def test_a_correction_that_is_left_changes_nothing(
    chat: Chat, session: Session, entry: Notice, cast: Cast
) -> None:
    chat.taps(cast.ratna, "Perbaiki")
    chat.says(cast.ratna, "Danu memukul temannya sampai menangis")
    chat.says(cast.ratna, "tidak")
    assert chat.heard(cast.ratna)[-1] == "Baik, ralat tidak jadi. Pesan semula tetap berlaku."
    chat.hears(cast.sari)
    assert session.scalars(select(Notice.body)).all() == ["hari ini berani maju"]


@pytest.mark.parametrize("figure", ["²", "1²", "9" * 5000, "٣", "m:1:0"])
def test_an_odd_figure_is_no_choice_and_no_fault(chat: Chat, cast: Cast, figure: str) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, figure)
    assert chat.heard(cast.ratna)
    chat.hears(cast.sari)


def test_a_note_on_behaviour_needs_approval_by_either_door(
    chat: Chat, session: Session, cast: Cast
) -> None:
    cast.school.settings = {"approval_domains": ["behaviour"]}
    session.flush()
    for words in ("catatan Aisyah: hari ini memukul temannya", "Aisyah hari ini memukul temannya"):
        chat.says(cast.ratna, words)
        (shown,) = chat.heard(cast.ratna)
        assert "Ranah: perilaku" in shown
        assert "[Ganti ranah | Minta persetujuan | Batal]" in shown


def test_what_was_not_understood_is_said_once_with_the_preview_itself(
    chat: Chat, cast: Cast
) -> None:
    chat.says(cast.ratna, "catatan Aisyah: rapi")
    (shown,) = chat.heard(cast.ratna)
    for _ in range(2):
        chat.says(cast.ratna, "tapi jangan lupa ditambah sesuatu")
        (again,) = chat.heard(cast.ratna)
        assert again.startswith("Saya belum menangkap maksud “tapi jangan")
        assert again.endswith(shown)
        assert again.count("Saya belum menangkap") == 1


def test_a_correction_in_one_message(chat: Chat, entry: Notice, cast: Cast) -> None:
    chat.says(cast.ratna, "ralat: hari ini berani bernyanyi")
    (shown,) = chat.heard(cast.ratna)
    assert "“hari ini berani bernyanyi”\n\nKirim ralat ini?" in shown
    chat.hears(cast.sari)


def test_a_correction_is_changed_in_words_before_it_goes(
    chat: Chat, session: Session, entry: Notice, cast: Cast
) -> None:
    chat.says(cast.ratna, "ralat: hari ini berani bernyanyi")
    chat.says(cast.ratna, "tambah: di depan kelas")
    assert "“hari ini berani bernyanyi\ndi depan kelas”" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "ganti: hari ini berani bercerita")
    chat.says(cast.ratna, files=[File("photo", Kind.PHOTO, "image/jpeg")])
    assert "“hari ini berani bercerita”\n📎 dengan lampiran" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "hapus fotonya")
    (shown,) = chat.heard(cast.ratna)
    assert "“hari ini berani bercerita”\n\nKirim ralat ini?" in shown
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Kirim")
    assert "hari ini berani bercerita" in chat.heard(cast.sari)[0]


def test_a_correction_that_is_left_is_offered_the_next_day(
    chat: Chat, entry: Notice, cast: Cast
) -> None:
    chat.says(cast.ratna, "ralat: hari ini berani bernyanyi")
    chat.heard(cast.ratna)
    chat.wait(timedelta(hours=24))
    assert "Kemarin ada yang belum selesai: ralat" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Lanjutkan")
    assert "“hari ini berani bernyanyi”\n\nKirim ralat ini?" in chat.heard(cast.ratna)[-1]


def test_what_was_taken_back_meanwhile_is_corrected_no_more(
    chat: Chat, entry: Notice, cast: Cast
) -> None:
    chat.says(cast.ratna, "ralat: hari ini berani bernyanyi")
    chat.taps(cast.ratna, "Tarik kembali")
    chat.heard(cast.sari)
    chat.taps(cast.ratna, "Kirim")
    assert chat.heard(cast.ratna)[-1] == "Pesan itu sudah tidak berlaku."
    chat.hears(cast.sari)


@pytest.mark.parametrize("answer", ["yang Citra bu", "4", "Citra Lestari (3B)"])
def test_whose_book_is_said_in_any_words(chat: Chat, cast: Cast, answer: str) -> None:
    chat.says(cast.hadi, "buku")
    chat.says(cast.hadi, answer)
    assert chat.heard(cast.hadi)[-1] == "Citra Lestari (3B). Belum ada catatan."


def test_whose_book_is_tapped(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "buku")
    chat.taps(cast.hadi, "Citra Lestari (3B)")
    assert chat.heard(cast.hadi)[-1] == "Citra Lestari (3B). Belum ada catatan."


@pytest.mark.parametrize("words", ["paraf K7Q2MX", "Paraf k7q2mx 1"])
def test_a_code_that_there_is_not_signs_nothing(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.dewi, "catatan Citra: hari ini ceria")
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.wati)
    chat.says(cast.wati, words)
    assert chat.heard(cast.wati)[0].startswith("Kode itu tidak ada")
    assert session.scalars(select(Signature)).all() == []


@pytest.mark.parametrize(
    "words", ["Y" * 5000, "y" * 12, "Stop. Terima kasih", "tolong berhenti ya bu"]
)
def test_a_held_key_or_a_polite_stop_signs_nothing(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.dewi, "catatan Citra: hari ini ceria")
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.wati)
    chat.says(cast.wati, words)
    assert session.scalars(select(Signature)).all() == []
    stops = words[0] not in "Yy"
    assert ("Hentikan semua" in chat.heard(cast.wati)[0]) is stops


@pytest.mark.parametrize("words", ["ubah: ada salah paham", "ganti: ada salah paham"])
def test_new_words_behind_the_choice_are_shown_before_they_go(
    chat: Chat, cast: Cast, words: str
) -> None:
    chat.says(cast.dewi, "catatan Citra: hari ini memukul teman")
    chat.taps(cast.dewi, "Minta persetujuan")
    chat.heard(cast.hadi)
    chat.says(cast.hadi, words)
    assert "“ada salah paham”" in chat.heard(cast.hadi)[0]
    chat.hears(cast.wati)
    chat.says(cast.hadi, "setuju")
    assert "ada salah paham" in chat.heard(cast.wati)[0]


def test_words_that_decide_nothing_reach_the_author_and_the_question_stays(
    chat: Chat, cast: Cast
) -> None:
    chat.says(cast.dewi, "catatan Citra: hari ini memukul teman")
    chat.taps(cast.dewi, "Minta persetujuan")
    chat.heard(cast.hadi), chat.heard(cast.dewi)
    chat.says(cast.hadi, "ini kejadian yang mana ya bu")
    assert "ini kejadian yang mana ya bu" in chat.heard(cast.dewi)[0]
    chat.says(cast.hadi, "setuju")
    assert "hari ini memukul teman" in chat.heard(cast.wati)[0]
