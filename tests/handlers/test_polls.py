"""One question to each family: answered by button, number and words, changed, in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.understanding.matters.announcements import named, question_in
from models.absence import Absence
from models.notice import Notice, Receipt, ReceiptState, Signature
from models.response import Response
from models.thread import Note
from tests.cast import Cast
from tests.dialogue import Chat

ASKED = (
    "Ananda Aisyah Humaira (1A). Ada pengumuman dari Bu Ratna:\n\nStudi tur ke museum\n\n"
    "Pertanyaan: Ikut studi tur?\nMohon dijawab salah satu: ikut / tidak ikut. Satu jawaban "
    "untuk tiap anak, dan bisa diubah sampai Jumat 27 November pukul 20.00 WIB nanti. "
    "[ikut | tidak ikut | Balas]"
)
THANKS = (
    "Terima kasih, Ibu Sari. Jawaban atas “Ikut studi tur?” untuk Aisyah Humaira (1A): {}. ✅ "
    "Bisa diubah sampai "
)


@pytest.fixture
def poll(chat: Chat, session: Session, cast: Cast) -> Notice:
    chat.says(cast.ratna, "umumkan 1A: Studi tur ke museum")
    chat.taps(cast.ratna, "Ubah")
    chat.taps(cast.ratna, "Tambah pertanyaan")
    chat.says(cast.ratna, "Ikut studi tur? ikut/tidak ikut, sampai Jumat")
    assert "❓ Ikut studi tur? [ikut / tidak ikut]" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim")
    chat.heard(cast.ratna)
    chat.hears(cast.sari, ASKED)
    return session.scalars(select(Notice)).one()


def _answers(session: Session) -> list[str]:
    return list(session.scalars(select(Response.choice).order_by(Response.id)))


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("1", "ikut"),
        ("2", "tidak ikut"),
        ("ikut", "ikut"),
        ("iya bu, insyaallah ikut", "ikut"),
        ("gak ikut bu", "tidak ikut"),
        ("Maaf bu, Aisyah TIDAK IKUT dulu ya", "tidak ikut"),
        ("maaf bu tidak bisa ikut", "tidak ikut"),
        ("ga bisa ikut bu krn ada acara keluarga di solo", "tidak ikut"),
        ("engga dulu ya bu", "tidak ikut"),
    ],
)
def test_answered_in_their_own_words(
    chat: Chat, session: Session, poll: Notice, cast: Cast, words: str, choice: str
) -> None:
    chat.says(cast.sari, words)
    assert chat.heard(cast.sari)[0].startswith(THANKS.format(choice))
    assert _answers(session) == [choice]
    assert session.scalars(
        select(Receipt.state).where(Receipt.child_id == cast.aisyah.id)
    ).one() is ReceiptState.SIGNED  # fmt: skip


def test_answered_twice_the_newest_counts_whoever_gives_it(
    chat: Chat, session: Session, poll: Notice, cast: Cast
) -> None:
    chat.taps(cast.sari, "ikut")
    chat.taps(cast.sari, "tidak ikut")
    chat.says(cast.budi, f"paraf {poll.word}")
    assert _answers(session) == ["tidak ikut"]
    chat.says(cast.ratna, "laporan")
    report = chat.heard(cast.ratna)[-1]
    assert "• Sudah menjawab: 1 anak" in report
    assert "Jawaban:\n• ikut: 0\n• tidak ikut: 1 (Aisyah Humaira (1A))" in report


def test_agreement_alone_is_no_answer(
    chat: Chat, session: Session, poll: Notice, cast: Cast
) -> None:
    for words in ("paraf", f"paraf {poll.word}"):
        chat.says(cast.sari, words)
        assert chat.heard(cast.sari)[-1] == (
            "Aisyah Humaira (1A): Ikut studi tur?\nMohon dijawab salah satu, Ibu Sari: "
            "[ikut | tidak ikut]"
        )
    assert _answers(session) == []
    chat.says(cast.sari, "ikut")
    assert _answers(session) == ["ikut"]


def test_another_matter_is_heard_as_what_it_is(
    chat: Chat, session: Session, poll: Notice, cast: Cast
) -> None:
    chat.says(cast.sari, "Aisyah bekalnya ketinggalan bu, tolong diberi tahu ya")
    assert _answers(session) == []
    assert "sudah saya teruskan ke Bu Ratna" in chat.heard(cast.sari)[-1]


def test_a_question_about_it_goes_to_the_teacher(
    chat: Chat, session: Session, poll: Notice, cast: Cast
) -> None:
    chat.says(cast.sari, "kalau ikut bayarnya berapa bu?", quoting="Studi tur")
    assert _answers(session) == []
    assert session.scalars(select(Note.text)).one() == "kalau ikut bayarnya berapa bu?"


def test_too_late(chat: Chat, session: Session, poll: Notice, cast: Cast) -> None:
    chat.wait(timedelta(days=5), step=timedelta(hours=6))
    chat.heard(cast.sari)
    chat.taps(cast.sari, "ikut", under="Studi tur")
    assert chat.heard(cast.sari)[-1].startswith("Maaf, Ibu Sari, waktu menjawab sudah lewat")
    assert _answers(session) == []


def test_reminded_until_it_is_answered(chat: Chat, poll: Notice, cast: Cast) -> None:
    chat.wait(timedelta(hours=21))
    (reminder,) = chat.heard(cast.sari)
    assert reminder.startswith("Ananda Aisyah Humaira (1A). Pertanyaan dalam pengumuman dari Bu")
    assert reminder.endswith("[ikut | tidak ikut | Balas]")
    chat.taps(cast.sari, "ikut")
    chat.heard(cast.sari)
    chat.wait(timedelta(days=3))
    chat.hears(cast.sari)


def test_somebody_elses_question(chat: Chat, session: Session, poll: Notice, cast: Cast) -> None:
    chat.says(cast.wati, f"jawab {poll.word} 1")
    assert "bukan untuk putra/putri" in chat.heard(cast.wati)[-1]
    assert _answers(session) == []


def test_siblings_are_answered_together(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.hadi, "umumkan sekolah: Lomba keluarga")
    chat.taps(cast.hadi, "Ubah")
    chat.taps(cast.hadi, "Tambah pertanyaan")
    chat.says(cast.hadi, "Bisa hadir? ya/tidak")
    chat.taps(cast.hadi, "Kirim")
    chat.taps(cast.sari, "ya")
    assert "Aisyah Humaira (1A), Bima Saputra (3B): ya." in chat.heard(cast.sari)[-1]
    assert _answers(session) == ["ya", "ya"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ikut studi tur? ya/tidak", ("Ikut studi tur?", ("ya", "tidak"), "")),
        ("Ikut? ya/tidak sampai besok", ("Ikut?", ("ya", "tidak"), "sampai besok")),
        ("Kapan? sampai jam 3/sampai jam 5", ("Kapan?", ("sampai jam 3", "sampai jam 5"), "")),
        (
            "tanya: Pilih warna? merah / biru / hijau, paling lambat Rabu",
            ("Pilih warna?", ("merah", "biru", "hijau"), "paling lambat Rabu"),
        ),
        ("Ikut?", None),
        ("Ikut? ya", None),
        (
            "Ikut studi tur? ya/tidak sampai Kamis",
            ("Ikut studi tur?", ("ya", "tidak"), "sampai Kamis"),
        ),
        (
            "Ikut? ikut/tidak ikut, dijawab paling lambat Rabu.",
            ("Ikut?", ("ikut", "tidak ikut"), "paling lambat Rabu."),
        ),
        ("ya/tidak", None),
        ("Ikut? ya/ya", None),
    ],
)
def test_questions_as_teachers_write_them(
    words: str, found: tuple[str, tuple[str, ...], str] | None
) -> None:
    assert question_in(words) == found


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("ya", "ya"),
        ("iya bu", "ya"),
        ("nggak", "tidak"),
        ("ya atau tidak?", None),
        ("ya bu, tidak apa-apa", None),
        ("berapa biayanya ya", None),
        ("tidak tahu bu, tanya bapaknya dulu", None),
        ("saya tanya suami dulu ya", None),
        ("anak saya tidak masuk hari ini", None),
        ("tidak bu, maaf", "tidak"),
        ("baik bu, ya", "ya"),
        ("maaf baru dibaca sekarang pesannya tadi di jalan ya", None),
        ("nanti saya kabari", None),
        ("", None),
    ],
)
def test_free_words_name_one_choice_or_none(words: str, choice: str | None) -> None:
    assert named(words, ["ya", "tidak"]) == choice


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("ikut bu", "ya"),
        ("insyaallah ikut ya bu", "ya"),
        ("bisa bu", "ya"),
        ("gak ikut bu", "tidak"),
        ("baik bu", None),
        ("studi tur ke mana bu", None),
        ("ikut bapaknya ke solo", None),
    ],
)
def test_what_was_asked_said_again_is_a_yes(words: str, choice: str | None) -> None:
    assert named(words, ["ya", "tidak"], question="Ikut studi tur?") == choice


@pytest.mark.parametrize("words", ["ya", "ya bu", "gak bisa bu", "tidak"])
def test_a_mere_yes_or_no_is_for_what_was_asked_last(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.ratna, "umumkan 1A: Studi tur ke museum. Ikut? ya/tidak")
    chat.taps(cast.ratna, "Kirim")
    chat.says(cast.ratna, "rapat POMG 1A Sabtu jam 9 di aula agenda dana kelas")
    chat.taps(cast.ratna, "Kirim undangan")
    chat.heard(cast.sari)
    chat.says(cast.sari, words)
    assert "rapat POMG" in chat.heard(cast.sari)[0]
    assert _answers(session) == []
    chat.says(cast.sari, "ikut bu")
    assert "Jawaban atas “Ikut?” untuk Aisyah Humaira (1A): ya. ✅" in chat.heard(cast.sari)[-1]


def test_a_question_at_the_end_of_the_text_is_asked(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: Studi tur tanggal 5. Ikut? ya/tidak, sampai Jumat")
    assert chat.heard(cast.ratna)[-1].startswith(
        "📢 Untuk kelas 1A:\n\n“Studi tur tanggal 5.”\n"
        "❓ Ikut? [ya / tidak], sampai Jumat 27 November pukul 20.00 WIB\n\n"
    )
    chat.says(cast.ratna, "kirim")
    assert chat.heard(cast.sari)[-1].endswith("[ya | tidak | Balas]")


def test_a_question_that_was_not_meant_is_dropped(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: Uang kas lewat apa? tunai/transfer")
    assert "❓" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Ubah")
    chat.taps(cast.ratna, "Hapus pertanyaan")
    assert "❓" not in chat.heard(cast.ratna)[-1]


def test_a_link_is_no_choice(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: Sudah isi? https://s.id/angket/1a")
    assert "❓" not in chat.heard(cast.ratna)[-1]


def test_choices_of_emoji_are_typed_in_any_colour(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: Makan bersama. Ikut? 👍/👎")
    chat.says(cast.ratna, "ya")
    chat.says(cast.sari, "👍🏽")
    assert "untuk Aisyah Humaira (1A): 👍" in chat.heard(cast.sari)[-1]


def test_each_child_has_an_answer_of_its_own(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.hadi, "umumkan sekolah: Lomba keluarga. Ikut? ikut/tidak ikut")
    chat.says(cast.hadi, "kirim")
    chat.heard(cast.sari)
    chat.says(cast.sari, "Aisyah ikut, Bima tidak bu")
    chat.hears(
        cast.sari,
        "Terima kasih, Ibu Sari. Jawaban atas “Ikut?” untuk Aisyah Humaira (1A): ikut; Bima "
        "Saputra (3B): tidak ikut. ✅",
    )
    chat.says(cast.sari, "bima jadi ikut bu")
    assert "untuk Bima Saputra (3B): ikut. ✅" in chat.heard(cast.sari)[-1]
    assert _answers(session) == ["ikut", "ikut"]


def test_an_absence_is_no_answer_to_a_question(
    chat: Chat, session: Session, poll: Notice, cast: Cast
) -> None:
    """Words that quote nothing are heard by the question first; it must let them pass."""
    chat.says(cast.sari, "bu aisyah hari ini tidak masuk ya, demam")
    chat.says(cast.sari, "Aisyah sakit bu tidak ikut olahraga", quoting="Tercatat")
    assert _answers(session) == []
    assert session.scalars(select(Absence.child_id)).one() == cast.aisyah.id


@pytest.mark.parametrize(
    ("words", "choices", "choice"),
    [
        ("selamat pagi bu, aisyah sakit", "pagi/siang", None),
        ("pagi aja bu", "pagi/siang", "pagi"),
        ("tidak bisa jam 3", "jam 3/jam 4", None),
        ("jam 4 aja", "jam 3/jam 4", "jam 4"),
        ("belum bu", "sudah/belum", "belum"),
        ("sudah bu", "sudah/belum", "sudah"),
        ("tidak bisa hadir", "hadir/tidak hadir/diwakilkan", "tidak hadir"),
        ("diwakilkan neneknya", "hadir/tidak hadir/diwakilkan", "diwakilkan"),
        ("kurang setuju", "setuju/tidak setuju", "tidak setuju"),
        ("ikut, tidak masalah", "ikut/tidak ikut", None),
        ("minggu depan saya kabari", "Sabtu/Minggu", None),
    ],
)
def test_words_and_what_they_choose(words: str, choices: str, choice: str | None) -> None:
    assert named(words, choices.split("/")) == choice


def test_an_answer_and_a_question_in_one_message(
    chat: Chat, session: Session, poll: Notice, cast: Cast
) -> None:
    chat.says(cast.sari, "ikut bu, bayarnya kapan")
    thanks, passed = chat.heard(cast.sari)
    assert thanks.startswith(THANKS.format("ikut"))
    assert "sudah saya teruskan ke Bu Ratna" in passed
    assert _answers(session) == ["ikut"]
    assert "“ikut bu, bayarnya kapan”" in chat.heard(cast.ratna)[-1]


@pytest.mark.parametrize("words", ["ya, berapa biayanya?", "ikut, kalau boleh tahu kapan bayarnya"])
def test_a_question_before_any_answer(
    chat: Chat, session: Session, poll: Notice, cast: Cast, words: str
) -> None:
    chat.says(cast.sari, words, quoting="Studi tur")
    assert _answers(session) == []
    assert words in chat.heard(cast.ratna)[-1]


def test_a_question_alone_is_shown_once(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: Ikut studi tur tgl 5 Des? ya/tidak")
    assert chat.heard(cast.ratna)[-1].count("Ikut studi tur tgl 5 Des?") == 1
    chat.taps(cast.ratna, "Kirim")
    (asked,) = chat.heard(cast.sari)
    assert "Bu Ratna:\n\nMohon jawaban Ibu/Bapak.\n\nPertanyaan: Ikut studi tur tgl 5 Des?" in asked
    chat.taps(cast.ratna, "Teks untuk grup WA")
    assert chat.heard(cast.ratna)[-1].count("Ikut studi tur tgl 5 Des?") == 1
    chat.says(cast.ratna, "laporan")
    assert chat.heard(cast.ratna)[-1].startswith("Laporan “Ikut studi tur tgl 5 Des?”")


def test_a_guardian_who_was_not_asked_answers_for_the_family(
    chat: Chat, session: Session, cast: Cast
) -> None:
    """The question went to the mother; the father hears of it at home."""
    chat.says(cast.ratna, "umumkan 1A mendesak: banjir, jemput anak sekarang")
    chat.taps(cast.ratna, "Sesuai isi pesan")
    chat.says(cast.ratna, "ya")
    chat.says(cast.ratna, "umumkan 1A: Ikut studi tur? ya/tidak")
    chat.says(cast.ratna, "ya")
    chat.heard(cast.budi)
    chat.says(cast.budi, "kami ikut bu")
    assert "“Ikut studi tur?” untuk Aisyah Humaira (1A): ya" in chat.heard(cast.budi)[-1]
    chat.says(cast.budi, "Aisyah tidak ikut bu")
    assert _answers(session) == ["tidak"]
    asked = select(Notice.body).join(Receipt).join(Signature).distinct()
    assert session.scalars(asked).all() == ["Ikut studi tur?"]


def test_who_takes_part_has_signed_nothing(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: Jumat kerja bakti")
    chat.says(cast.ratna, "ya")
    chat.says(cast.sari, "kami ikut bu")
    assert session.scalars(select(Signature.text)).all() == []
    chat.says(cast.sari, "yang Aisyah bu")
    assert "“kami ikut bu”" in chat.heard(cast.ratna)[-1]


def test_a_changed_mind_is_an_answer_and_no_note_beside_it(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: Ikut studi tur? ya/tidak, sampai Jumat")
    chat.taps(cast.ratna, "Kirim")
    chat.says(cast.sari, "ya")
    chat.heard(cast.sari), chat.heard(cast.ratna)
    chat.says(cast.sari, "eh tidak jadi bu")
    (said,) = chat.heard(cast.sari)
    assert "untuk Aisyah Humaira (1A): tidak." in said
    chat.hears(cast.ratna)
