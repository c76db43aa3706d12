"""Whatever a parent writes reaches a teacher, and the answer comes back to that parent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from models.media import Kind
from models.outbox import OutboundMessage
from models.people import StaffRole
from models.task import Reason, Task
from models.thread import Note
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

FROM_WATI = (
    "Tentang Citra Lestari (3B). Pesan dari Ibu Wati (ibu):\n“bu tas citra ketinggalan di "
    "kelas”\n\nBalas dengan mengutip pesan ini. [Balas]"
)


def test_a_note_and_its_answer(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu tas citra ketinggalan di kelas")
    chat.hears(
        cast.wati,
        "Baik, Ibu Wati. Pesan tentang Citra Lestari (3B) sudah saya teruskan ke Bu Dewi.",
    )
    chat.hears(cast.dewi, FROM_WATI)
    chat.hears(cast.ratna)

    chat.says(cast.dewi, "baik bu, saya simpankan", quoting="tas citra")
    chat.hears(cast.dewi, "Balasan untuk Ibu Wati (ibu) (Citra Lestari (3B)) sudah dikirim.")
    chat.hears(
        cast.wati,
        "Tentang Citra Lestari (3B). Pesan dari Bu Dewi:\n“baik bu, saya simpankan”\n\n"
        "Balas pesan ini bila perlu.",
    )


def test_a_teacher_answers_by_tap(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu tas citra ketinggalan di kelas")
    chat.heard(cast.dewi)
    chat.taps(cast.dewi, "Balas")
    chat.hears(cast.dewi, "Silakan tulis balasan untuk Ibu Wati (ibu) tentang Citra Lestari (3B).")
    chat.says(cast.dewi, "ada di meja saya")
    assert "“ada di meja saya”" in chat.heard(cast.wati)[-1]


def test_the_command_asks_before_it_sends(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu tas citra ketinggalan di kelas")
    chat.heard(cast.wati)
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "balas ada di meja saya bu")
    chat.hears(
        cast.dewi,
        "Kirim ke Ibu Wati (ibu) (Citra Lestari (3B))?\n“ada di meja saya bu” [Kirim | Batal]",
    )
    chat.hears(cast.wati)
    chat.taps(cast.dewi, "Kirim")
    assert "“ada di meja saya bu”" in chat.heard(cast.wati)[0]


def test_a_parent_of_two_is_asked_whom_it_is_about(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu dia agak batuk dari semalam")
    chat.hears(
        cast.sari,
        "Pesan ini tentang siapa, Ibu Sari? [Aisyah Humaira (1A) | Bima Saputra (3B)]",
    )
    chat.hears(cast.dewi)
    chat.says(cast.sari, "2")
    assert "Bu Dewi" in chat.heard(cast.sari)[0]
    assert "agak batuk" in chat.heard(cast.dewi)[0]
    chat.hears(cast.ratna)


def test_saying_whom_it_is_about_is_answered_each_time(chat: Chat, cast: Cast) -> None:
    for words in ("bu dia agak batuk dari semalam", "makannya juga sedikit bu"):
        chat.says(cast.sari, words)
        assert "tentang siapa" in chat.heard(cast.sari)[0]
        chat.taps(cast.sari, "Bima Saputra (3B)")
        assert "Bu Dewi" in chat.heard(cast.sari)[0]
        assert words in chat.heard(cast.dewi)[0]


def test_the_name_says_whom_it_is_about(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu bima agak batuk dari semalam")
    assert "Bu Dewi" in chat.heard(cast.sari)[0]


def test_who_says_nothing_is_passed_on_to_all_it_may_concern(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu dia agak batuk dari semalam")
    chat.wait(timedelta(hours=1))
    assert "agak batuk" in chat.heard(cast.dewi)[0]
    assert "agak batuk" in chat.heard(cast.ratna)[0]
    chat.wait(timedelta(days=1))
    chat.hears(cast.ratna)


@pytest.mark.parametrize("words", ["ya", "boleh bu", "nggih, nanti saya sampaikan ke satpam"])
def test_words_after_a_note_are_shown_as_the_answer(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.wati, "bu, Citra boleh pulang jam 10?")
    chat.heard(cast.dewi)
    chat.says(cast.dewi, words)
    chat.hears(
        cast.dewi, f"Kirim ke Ibu Wati (ibu) (Citra Lestari (3B))?\n“{words}” [Kirim | Batal]"
    )
    chat.heard(cast.wati)
    chat.says(cast.dewi, "ya")
    assert f"“{words}”" in chat.heard(cast.wati)[0]


def test_what_is_no_answer_goes_nowhere(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu, Citra boleh pulang jam 10?")
    chat.heard(cast.wati)
    chat.says(cast.dewi, "boleh bu")
    chat.says(cast.dewi, "gak jadi")
    assert chat.heard(cast.dewi)[-1] == "Baik, tidak jadi dikirim."
    chat.says(cast.dewi, "gimana cara kirim pengumuman?")
    assert "Ada yang bisa dibantu?" in chat.heard(cast.dewi)[-1]
    chat.wait(timedelta(hours=13))
    chat.says(cast.dewi, "boleh bu")
    assert "Kirim ke" not in chat.heard(cast.dewi)[-1]
    chat.hears(cast.wati)


def test_each_guardian_has_their_own_thread(chat: Chat, cast: Cast) -> None:
    chat.says(cast.budi, "bu, aisyah tinggal dengan saya minggu ini")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "baik pak", quoting="minggu ini")
    assert "baik pak" in chat.heard(cast.budi)[-1]
    chat.hears(cast.sari)


def test_at_night_it_is_held_and_the_parent_is_told(chat: Chat, cast: Cast) -> None:
    chat.until(MONDAY + timedelta(hours=11))
    chat.says(cast.wati, "bu tas citra ketinggalan di kelas")
    chat.hears(
        cast.wati,
        "Baik, Ibu Wati. Pesan tentang Citra Lestari (3B) sudah saya teruskan ke Bu Dewi. Di "
        "luar jam kerja, jadi akan dibaca mulai Selasa 24 November pukul 07.00 WIB.",
    )
    chat.hears(cast.dewi)
    chat.until(MONDAY + timedelta(hours=22))
    chat.hears(cast.dewi, FROM_WATI)


def test_a_burst_is_acknowledged_once(chat: Chat, cast: Cast) -> None:
    for line in ("bu", "maaf mengganggu", "tas citra ketinggalan"):
        chat.says(cast.wati, line)
    assert len(chat.heard(cast.wati)) == 1
    assert len(chat.heard(cast.dewi)) == 3


def test_without_a_teacher_it_is_a_task_until_one_joins(
    chat: Chat, session: Session, cast: Cast
) -> None:
    for role in session.scalars(select(StaffRole)):
        role.ended_at = MONDAY
    session.flush()
    chat.says(cast.wati, "bu tas citra ketinggalan di kelas")
    assert "Pesan sudah disimpan untuk sekolah" in chat.heard(cast.wati)[0]
    (task,) = session.scalars(select(Task)).all()
    assert task.reason is Reason.NOT_ANSWERED
    assert session.scalars(select(Note.text)).all() == ["bu tas citra ketinggalan di kelas"]


@pytest.mark.parametrize(
    "text",
    ["🙏🙏", "‮كيف حال عائشة‬", "<b>tebal</b> & {tanda}", "=1+1", "x" * 10_000, "   spasi   "],
)
def test_odd_words_are_words(chat: Chat, session: Session, cast: Cast, text: str) -> None:
    chat.says(cast.wati, text)
    chat.heard(cast.wati)
    assert chat.heard(cast.dewi) or session.scalars(select(Note)).all() == []


def test_every_photo_of_a_message_goes_along(chat: Chat, session: Session, cast: Cast) -> None:
    photos = tuple(File(f"p{n}", Kind.PHOTO, "image/jpeg") for n in (1, 2, 3))
    chat.says(cast.wati, "bu ini PR Citra", files=photos)
    chat.hears(
        cast.dewi,
        "Tentang Citra Lestari (3B). Pesan dari Ibu Wati (ibu):\n“bu ini PR Citra”\n\n"
        "Balas dengan mengutip pesan ini. [Balas]",
        "📎 Lampiran 2 dari 3",
        "📎 Lampiran 3 dari 3",
    )
    sent = session.scalars(
        select(OutboundMessage.media_id)
        .where(OutboundMessage.person_id == cast.dewi.id)
        .order_by(OutboundMessage.id)
    ).all()
    assert len(set(sent)) == 3
    assert None not in sent


def test_an_empty_message_is_no_crash(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "")
    chat.hears(cast.wati, "Maaf, saya belum mengerti. Ketik MENU untuk melihat pilihan.")


def test_one_answer_closes_the_request_for_one(chat: Chat, cast: Cast) -> None:
    """What the teacher writes afterwards is about somebody else, and must not go to that family."""
    chat.says(cast.sari, "bu, Aisyah susah tidur akhir-akhir ini")
    chat.taps(cast.ratna, "Balas")
    chat.says(cast.ratna, "coba tidur lebih awal ya bu")
    chat.heard(cast.sari)
    chat.says(cast.ratna, "Danu hari ini memukul temannya sampai menangis")
    chat.says(cast.ratna, "Danu sakit hari ini")
    chat.says(cast.ratna, "umumkan 1A: besok bawa topi")
    assert chat.heard(cast.sari) == []


def test_an_answer_that_names_another_child_is_shown_first(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu, Aisyah susah tidur akhir-akhir ini")
    chat.heard(cast.sari)
    chat.says(cast.ratna, "Danu belum bayar SPP tiga bulan", quoting="susah tidur")
    chat.hears(cast.sari)
    assert chat.heard(cast.ratna)[-1].startswith("Kirim ke Ibu Sari (ibu) (Aisyah Humaira (1A))?")
    chat.says(cast.ratna, "tidak")
    chat.hears(cast.sari)


@pytest.mark.parametrize("answer", ["Aisyah", "yang Aisyah bu", "yang pertama", "1"])
def test_whom_a_message_is_about_is_said_in_any_words(chat: Chat, cast: Cast, answer: str) -> None:
    chat.says(cast.sari, "besok boleh pulang jam berapa")
    chat.says(cast.sari, answer)
    assert "“besok boleh pulang jam berapa”" in chat.heard(cast.ratna)[-1]


def test_a_teachers_words_that_nobody_understood_are_asked_about(chat: Chat, cast: Cast) -> None:
    """What is meant is offered, with the words kept; the second time somebody at school, too."""
    chat.says(cast.ratna, "wkwk zonk flurb")
    first = chat.heard(cast.ratna)[-1]
    assert "belum menangkap maksud “wkwk zonk flurb”" in first
    assert first.count("|") == 1
    chat.says(cast.ratna, "zonk flurb lagi")
    assert "| Tanya operator]" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Tanya operator")
    chat.hears(cast.ratna, "Sudah saya teruskan ke Pak Hadi.")
    assert "“zonk flurb lagi”" in chat.heard(cast.hadi)[-1]


def test_words_that_were_not_understood_are_not_lost(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "zonk flurb lagi")
    chat.taps(cast.ratna, "Beri PR atau keperluan")
    assert "“zonk flurb lagi”" in "".join(chat.heard(cast.ratna))


def test_an_answer_goes_to_the_guardian_it_names(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu, Citra alergi kacang")
    chat.says(cast.sari, "bu Bima nanti dijemput jam berapa?")
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "balas Bu Wati: baik bu, saya catat")
    (shown,) = chat.heard(cast.dewi)
    assert shown.startswith("Kirim ke Ibu Wati (ibu) (Citra Lestari (3B))?\n“baik bu, saya catat”")


@pytest.mark.parametrize("words", ["oke bu", "siap bu"])
def test_a_yes_right_after_a_teachers_answer_is_for_the_teacher(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hari ini tertib")
    chat.taps(cast.ratna, "Kirim")
    chat.says(cast.sari, "bu, besok jadi bertemu jam berapa, Aisyah")
    chat.taps(cast.ratna, "Balas")
    chat.says(cast.ratna, "besok jam 1 bun")
    chat.heard(cast.ratna), chat.heard(cast.sari)
    chat.says(cast.sari, words)
    assert f"“{words}”" in chat.heard(cast.ratna)[0]
    assert not any("diparaf" in said for said in chat.heard(cast.sari))
