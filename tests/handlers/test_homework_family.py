"""Homework at home: done, not done after all, asked about, and the evening before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from models.homework import HomeworkDone
from models.media import Kind
from models.outbox import OutboundMessage
from models.people import Guardianship, Wants
from models.thread import Note
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

EVENING = MONDAY + timedelta(hours=7, minutes=30)
"""Monday, 16.30 in school's zone."""
MARKED = (
    "Terima kasih, Ibu Sari. Sudah dicatat untuk Aisyah Humaira (1A): PR Matematika. ✅\nMau "
    "kirim foto hasilnya ke Bu Ratna? Kirim saja sekarang. [Batal tandai]"
)
REMINDER = (
    "Ananda Aisyah Humaira (1A). Untuk Selasa 24 November masih ada yang belum ditandai selesai:\n"
    "• PR Matematika: hal 45\n\nSudah beres? Ketuk Sudah semua atau balas “sudah”. Ada pertanyaan? "
    "Ketuk Tanya guru. [Sudah semua ✅ | Tanya guru]"
)


def photo(name: str = "work") -> list[File]:
    return [File(name, Kind.PHOTO, "image/jpeg")]


@pytest.fixture
def maths(chat: Chat, cast: Cast) -> None:
    _set(chat, cast.ratna, "PR mtk hal 45 dikumpul besok")
    chat.heard(cast.sari)


def _set(chat: Chat, who: object, words: str, *taps: str) -> None:
    chat.says(who, words)  # type: ignore[arg-type]
    for label in (*taps, "Kirim"):
        chat.taps(who, label)  # type: ignore[arg-type]
    chat.heard(who)  # type: ignore[arg-type]


def _done(session: Session) -> list[int]:
    return sorted(session.scalars(select(HomeworkDone.child_id)))


@pytest.mark.usefixtures("maths")
def test_done_by_tap_twice(chat: Chat, cast: Cast, session: Session) -> None:
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.hears(cast.sari, MARKED)
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.hears(
        cast.sari,
        "Sudah dicatat sebelumnya untuk Aisyah Humaira (1A): PR Matematika. Terima kasih, Ibu "
        "Sari. [Batal tandai]",
    )
    assert _done(session) == [cast.aisyah.id]
    chat.hears(cast.ratna)


@pytest.mark.usefixtures("maths")
@pytest.mark.parametrize(
    "words", ["sudah", "Sudah dikerjakan", "done", "1", "selesai bu", "PR mtk Aisyah sudah selesai"]
)
def test_done_by_words(chat: Chat, cast: Cast, session: Session, words: str) -> None:
    chat.says(cast.sari, words)
    chat.hears(cast.sari, MARKED)
    assert _done(session) == [cast.aisyah.id]
    chat.hears(cast.ratna)


@pytest.mark.usefixtures("maths")
def test_done_but_for_something_is_for_the_teacher(
    chat: Chat, cast: Cast, session: Session
) -> None:
    """ "tapi" may take back what stands before it: nothing is marked by it."""
    chat.says(cast.sari, "udah beres bu tapi Aisyah no 7 gak bisa")
    assert "sudah saya teruskan ke Bu Ratna" in chat.heard(cast.sari)[0]
    assert "“udah beres bu tapi Aisyah no 7 gak bisa”" in chat.heard(cast.ratna)[0]
    assert session.scalars(select(Note)).one().receipt_id is not None


@pytest.mark.usefixtures("maths")
def test_a_photo_after_marking_goes_to_the_teacher(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.heard(cast.sari)
    chat.says(cast.sari, files=photo())
    chat.hears(cast.sari, "Terima kasih, Ibu Sari. Fotonya saya teruskan ke Bu Ratna. 📷")
    chat.hears(
        cast.ratna,
        "Tentang Aisyah Humaira (1A). Ada foto hasil PR Matematika dari Ibu Sari (tanpa pesan).\n\n"
        "Balas pesan ini bila perlu. [Balas]",
    )
    chat.says(cast.sari, "ini fotonya bu", files=photo("second"))
    assert "(“ini fotonya bu”)" in chat.heard(cast.ratna)[0]
    assert len(session.scalars(select(HomeworkDone)).one().media) == 2
    chat.taps(cast.ratna, "Balas")
    chat.says(cast.ratna, "rapi sekali")
    assert "“rapi sekali”" in chat.heard(cast.sari)[-1]


@pytest.mark.usefixtures("maths")
def test_a_quoted_photo_marks_it(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, quoting="PR Matematika", files=photo())
    chat.hears(
        cast.sari,
        "Terima kasih, Ibu Sari. Sudah dicatat untuk Aisyah Humaira (1A): PR Matematika. ✅\n"
        "Fotonya saya teruskan ke Bu Ratna. 📷 [Batal tandai]",
    )
    assert len(chat.heard(cast.ratna)) == 1
    assert len(session.scalars(select(HomeworkDone)).one().media) == 1


@pytest.mark.usefixtures("maths")
def test_a_photo_in_the_evening_waits_for_office_hours(chat: Chat, cast: Cast) -> None:
    chat.until(EVENING + timedelta(hours=3))
    chat.heard(cast.sari)
    chat.says(cast.sari, quoting="hal 45", files=photo())
    chat.hears(cast.ratna)
    chat.wait(timedelta(hours=12))
    assert any("foto hasil PR Matematika" in message for message in chat.heard(cast.ratna))


@pytest.mark.usefixtures("maths")
def test_a_photo_of_something_else_later_is_a_note(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.wait(timedelta(hours=2))
    chat.says(cast.sari, files=photo())
    assert session.scalars(select(HomeworkDone)).one().media == []
    assert session.scalars(select(Note)).one().media


@pytest.mark.usefixtures("maths")
def test_other_words_after_marking_go_their_own_way(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.heard(cast.sari)
    chat.says(cast.sari, "Bu, tas Aisyah ketinggalan di kelas")
    assert "Pesan dari Ibu Sari" in chat.heard(cast.ratna)[0]
    assert _done(session) == [cast.aisyah.id]


@pytest.mark.usefixtures("maths")
@pytest.mark.parametrize("words", ["", "belum bu, maaf"])
def test_not_done_after_all(chat: Chat, cast: Cast, session: Session, words: str) -> None:
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.heard(cast.sari)
    if words:
        chat.says(cast.sari, words)
    else:
        chat.taps(cast.sari, "Batal tandai")
    chat.hears(
        cast.sari,
        "Baik, Ibu Sari. Dicatat belum selesai untuk Aisyah Humaira (1A): PR Matematika.",
    )
    assert _done(session) == []
    chat.until(EVENING)
    chat.hears(cast.sari, REMINDER)


@pytest.mark.usefixtures("maths")
def test_belum_under_the_notice(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "belum bu", quoting="PR Matematika")
    chat.hears(cast.sari, "Baik, Ibu Sari. Tandai saja nanti kalau sudah selesai.")
    chat.says(cast.sari, "baik bu", quoting="PR Matematika")
    chat.hears(cast.sari, "Terima kasih, Ibu Sari. Kalau sudah selesai, balas “sudah”, ya.")
    assert _done(session) == []
    chat.hears(cast.ratna)


@pytest.mark.usefixtures("maths")
def test_belum_after_the_reminder(chat: Chat, cast: Cast, session: Session) -> None:
    chat.until(EVENING)
    chat.hears(cast.sari, REMINDER)
    chat.says(cast.sari, "blm bu")
    chat.hears(cast.sari, "Baik, Ibu Sari. Tandai saja nanti kalau sudah selesai.")
    chat.hears(cast.ratna)


def test_belum_to_nothing_goes_to_the_teacher(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "belum bu, Aisyah masih tidur")
    assert "sudah saya teruskan ke Bu Ratna" in chat.heard(cast.sari)[-1]


@pytest.mark.usefixtures("maths")
def test_a_question_beside_the_notice(chat: Chat, cast: Cast, session: Session) -> None:
    chat.taps(cast.sari, "Tanya guru")
    chat.hears(
        cast.sari,
        "Silakan tulis pertanyaannya, Ibu Sari, atau kirim foto atau pesan suara.",
    )
    chat.says(cast.sari, "semua nomor, bu?")
    chat.hears(
        cast.sari,
        "Baik, Ibu Sari. Pesan tentang Aisyah Humaira (1A) sudah saya teruskan ke Bu Ratna.",
    )
    assert "“semua nomor, bu?”" in chat.heard(cast.ratna)[0]
    chat.says(cast.sari, "dikerjain di buku paket apa tulis?", quoting="PR Matematika")
    chat.hears(cast.sari, "Baik, Ibu Sari. Sudah saya teruskan ke guru.")
    assert "buku paket" in chat.heard(cast.ratna)[0]
    notes = session.scalars(select(Note)).all()
    assert all(note.receipt_id is not None for note in notes)
    assert _done(session) == []


def test_a_question_goes_to_whoever_set_it(chat: Chat, cast: Cast) -> None:
    _set(chat, cast.hadi, "PR ipa hal 3 dikumpul besok", "1A")
    chat.heard(cast.sari)
    chat.says(cast.sari, "hal 3 yang mana ya bu?", quoting="PR IPA")
    assert "ke Pak Hadi." in chat.heard(cast.sari)[0]
    assert "hal 3 yang mana" in chat.heard(cast.hadi)[0]
    chat.hears(cast.ratna)


def test_siblings_are_marked_together_or_by_name(chat: Chat, cast: Cast, session: Session) -> None:
    _set(chat, cast.hadi, "PR bindo bikin puisi dikumpul besok", "Semua kelas")
    chat.heard(cast.sari)
    chat.says(cast.sari, "Bima sudah bu", quoting="bikin puisi")
    assert "untuk Bima Saputra (3B): PR Bahasa" in chat.heard(cast.sari)[0]
    assert _done(session) == [cast.bima.id]
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    assert "untuk Aisyah Humaira (1A), Bima Saputra (3B)" in chat.heard(cast.sari)[0]
    assert _done(session) == [cast.aisyah.id, cast.bima.id]


def test_one_of_several_is_asked_for(chat: Chat, cast: Cast, session: Session) -> None:
    _set(chat, cast.ratna, "PR mtk hal 45 dikumpul besok")
    _set(chat, cast.ratna, "bawa besok: lem")
    chat.heard(cast.sari)
    chat.says(cast.sari, "sudah bu")
    chat.hears(
        cast.sari,
        "Yang mana yang sudah, Ibu Sari?\n1. Aisyah Humaira (1A): PR Matematika, hal 45\n"
        "2. Aisyah Humaira (1A): barang bawaan, lem [1. PR Matematika | 2. barang bawaan | Semua]",
    )
    chat.says(cast.sari, "2")
    assert "untuk Aisyah Humaira (1A): barang bawaan. ✅ [Batal" in chat.heard(cast.sari)[0]
    chat.says(cast.sari, "PR mtk sudah semua")
    assert "PR Matematika. ✅" in chat.heard(cast.sari)[0]
    assert _done(session) == [cast.aisyah.id, cast.aisyah.id]


def test_all_of_several(chat: Chat, cast: Cast, session: Session) -> None:
    _set(chat, cast.ratna, "PR mtk hal 45 dikumpul besok")
    _set(chat, cast.ratna, "bawa besok: lem")
    chat.says(cast.sari, "sudah")
    chat.taps(cast.sari, "Semua")
    assert "PR Matematika, barang bawaan. ✅" in chat.heard(cast.sari)[-1]
    assert len(_done(session)) == 2


def test_words_that_fit_nothing_reach_the_teacher(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "PR mtk Citra sudah selesai bu")
    assert "“PR mtk Citra sudah selesai bu”" in chat.heard(cast.dewi)[0]
    assert "teruskan ke Bu Dewi" in chat.heard(cast.wati)[0]


@pytest.mark.usefixtures("maths")
def test_another_classs_family_sees_and_marks_nothing(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.says(cast.wati, "ada pr apa")
    chat.hears(
        cast.wati,
        "Belum ada PR atau keperluan yang dicatat guru untuk Citra Lestari (3B). 👍",
    )
    chat.says(cast.wati, "PR mtk Aisyah sudah")
    assert _done(session) == []
    assert "Aisyah Humaira (1A)" not in "".join(chat.heard(cast.wati))


@pytest.mark.usefixtures("maths")
def test_the_other_guardian_may_mark_it(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.budi, "PR Aisyah sudah dikerjakan")
    assert "Sudah dicatat untuk Aisyah Humaira (1A)" in chat.heard(cast.budi)[0]
    chat.until(EVENING)
    chat.hears(cast.sari)


@pytest.mark.usefixtures("maths")
def test_a_guardian_who_may_not_see_homework(chat: Chat, cast: Cast, session: Session) -> None:
    for place in session.scalars(
        select(Guardianship).where(Guardianship.person_id == cast.budi.id)
    ):
        place.scope = "contact_book"
    chat.says(cast.budi, "pr")
    assert "Matematika" not in chat.heard(cast.budi)[0]


def test_what_is_there_to_do(chat: Chat, cast: Cast) -> None:
    _set(chat, cast.ratna, "PR mtk hal 45 dikumpul jumat")
    _set(chat, cast.hadi, "PR bindo bikin puisi dikumpul rabu", "Semua kelas")
    chat.taps(cast.sari, "Sudah dikerjakan ✅", under="hal 45")
    chat.heard(cast.sari)
    chat.says(cast.sari, "ada pr apa?")
    chat.hears(
        cast.sari,
        "Aisyah Humaira (1A)\n⬜ Rabu 25 November, PR Bahasa Indonesia: bikin puisi\n"
        "✅ Jumat 27 November, PR Matematika: hal 45\n\n"
        "Bima Saputra (3B)\n⬜ Rabu 25 November, PR Bahasa Indonesia: bikin puisi",
    )
    chat.says(cast.sari, "PR mtk halaman berapa ya bu, Aisyah lupa nyatet")
    chat.hears(
        cast.sari,
        "Aisyah Humaira (1A)\n✅ Jumat 27 November, PR Matematika: hal 45 [Tanyakan ke guru]",
    )


@pytest.mark.usefixtures("maths")
def test_a_question_the_list_does_not_answer(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "pr mtk Aisyah dikerjain di buku paket apa buku tulis?")
    assert chat.heard(cast.sari)[0].endswith("PR Matematika: hal 45 [Tanyakan ke guru]")
    chat.hears(cast.ratna)
    chat.taps(cast.sari, "Tanyakan ke guru")
    assert "“pr mtk Aisyah dikerjain di buku paket apa buku tulis?”" in chat.heard(cast.ratna)[0]
    assert "teruskan ke Bu Ratna" in chat.heard(cast.sari)[0]


def test_a_question_that_nothing_fits_reaches_the_teacher_at_once(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "hafalan suratnya sampai ayat berapa ustadzah?")
    assert "sampai ayat berapa" in chat.heard(cast.dewi)[0]
    assert "teruskan ke Bu Dewi" in chat.heard(cast.wati)[0]
    chat.says(cast.wati, "bu hari ini ada PR gak?")
    chat.hears(
        cast.wati,
        "Belum ada PR atau keperluan yang dicatat guru untuk Citra Lestari (3B). 👍 "
        "[Tanyakan ke guru]",
    )
    chat.taps(cast.wati, "Tanyakan ke guru")
    assert "“bu hari ini ada PR gak?”" in chat.heard(cast.dewi)[0]


def test_what_is_set_for_a_day(chat: Chat, cast: Cast) -> None:
    _set(chat, cast.ratna, "seragam besok: batik")
    chat.heard(cast.sari)
    chat.says(cast.sari, "besok pakai seragam apa bu?")
    chat.hears(
        cast.sari,
        "Aisyah Humaira (1A)\n⬜ Selasa 24 November, info seragam: batik [Tanyakan ke guru]",
    )
    chat.says(cast.wati, "besok pakai seragam apa bu?")
    assert "“besok pakai seragam apa bu?”" in chat.heard(cast.dewi)[0]


@pytest.mark.usefixtures("maths")
def test_the_evening_before_to_those_who_have_not_marked_it(chat: Chat, cast: Cast) -> None:
    chat.until(EVENING - timedelta(minutes=1))
    chat.hears(cast.sari)
    chat.until(EVENING)
    chat.hears(cast.sari, REMINDER)
    chat.hears(cast.budi)
    chat.wait(timedelta(hours=2))
    chat.hears(cast.sari)
    chat.taps(cast.sari, "Sudah semua ✅")
    chat.hears(cast.sari, MARKED)


def test_those_who_have_marked_it_are_left_alone(chat: Chat, cast: Cast) -> None:
    _set(chat, cast.dewi, "PR mtk hal 45 dikumpul besok")
    chat.taps(cast.sari, "Sudah dikerjakan ✅")
    chat.heard(cast.sari)
    chat.heard(cast.wati)
    chat.until(EVENING)
    chat.hears(cast.sari)
    assert len(chat.heard(cast.wati)) == 1


def test_one_reminder_for_all_children_and_all_homework(
    chat: Chat, cast: Cast, session: Session
) -> None:
    _set(chat, cast.ratna, "PR mtk hal 45 dikumpul besok")
    _set(chat, cast.hadi, "PR bindo bikin puisi dikumpul besok", "Semua kelas")
    chat.heard(cast.sari)
    chat.until(EVENING)
    (reminder,) = chat.heard(cast.sari)
    assert reminder.startswith("Ananda Aisyah Humaira (1A), Bima Saputra (3B). Untuk Selasa")
    assert "• Aisyah Humaira: PR Matematika, hal 45\n" in reminder
    assert "• Bima Saputra: PR Bahasa Indonesia, bikin puisi\n" in reminder
    chat.says(cast.sari, "sudah mtk bu", quoting="belum ditandai")
    assert _done(session) == [cast.aisyah.id]
    chat.taps(cast.sari, "Sudah semua ✅")
    assert len(_done(session)) == 3


def test_the_evening_of_the_last_day_of_school(chat: Chat, cast: Cast) -> None:
    _set(chat, cast.ratna, "PR mtk hal 45 dikumpul senin")
    chat.heard(cast.sari)
    chat.until(EVENING + timedelta(days=5) - timedelta(minutes=1))
    chat.hears(cast.sari)
    chat.until(EVENING + timedelta(days=5))
    assert "Untuk Senin 30 November" in chat.heard(cast.sari)[0]


def test_who_has_only_just_heard_is_not_reminded(chat: Chat, cast: Cast) -> None:
    chat.until(EVENING - timedelta(hours=1))
    _set(chat, cast.ratna, "PR mtk hal 45 dikumpul besok")
    chat.heard(cast.sari)
    chat.wait(timedelta(hours=12))
    chat.hears(cast.sari)


@pytest.mark.usefixtures("maths")
def test_who_wants_only_what_matters_is_not_reminded(chat: Chat, cast: Cast) -> None:
    cast.sari.wants = cast.budi.wants = Wants.IMPORTANT
    chat.until(EVENING)
    chat.hears(cast.sari)
    chat.hears(cast.budi)


@pytest.mark.usefixtures("maths")
def test_a_child_who_has_left_is_not_spoken_of(chat: Chat, cast: Cast) -> None:
    cast.aisyah.left_at = MONDAY
    chat.until(EVENING)
    chat.hears(cast.sari)
    chat.until(EVENING + timedelta(hours=15))
    assert "Aisyah" not in "".join(chat.heard(cast.ratna))


@pytest.mark.usefixtures("maths")
def test_done_long_after(chat: Chat, cast: Cast, session: Session) -> None:
    chat.until(MONDAY + timedelta(days=4))
    chat.heard(cast.sari)
    chat.says(cast.sari, "PR mtk Aisyah sudah dikerjakan")
    assert "PR Matematika. ✅" in chat.heard(cast.sari)[0]
    chat.says(cast.sari, "pr")
    assert chat.heard(cast.sari)[0].startswith("Belum ada PR")
    kept = session.scalars(select(OutboundMessage.topic)).all()
    assert sum(topic == "homework:2026-11-24" for topic in kept) == 1


def test_one_of_several_is_named_in_words(chat: Chat, cast: Cast, session: Session) -> None:
    _set(chat, cast.ratna, "PR mtk hal 45 dikumpul besok")
    _set(chat, cast.ratna, "PR ipa bab 3 dikumpul besok")
    chat.says(cast.sari, "sudah bu")
    chat.heard(cast.sari)
    chat.says(cast.sari, "yg mtk belum")
    assert _done(session) == []
    chat.says(cast.sari, "sudah bu")
    chat.heard(cast.sari)
    chat.says(cast.sari, "yg mtk aisyah")
    assert "untuk Aisyah Humaira (1A): PR Matematika. ✅" in chat.heard(cast.sari)[0]
    assert _done(session) == [cast.aisyah.id]
