"""Questions about visits that nobody answers: asked once more, and then somebody knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.visit import State
from tests.cast import Cast
from tests.dialogue import Chat
from tests.visits import SATURDAY, ask, five_days, listen, visit

HOUR = timedelta(hours=1)


@pytest.fixture
def asked(chat: Chat, cast: Cast) -> Chat:
    """Monday morning: Bu Ratna has asked for Saturday at nine."""
    five_days(cast)
    ask(chat, cast)
    return chat


def test_the_family_is_asked_once_more_and_then_the_teacher_knows(asked: Chat, cast: Cast) -> None:
    asked.wait(24 * HOUR)
    again = [asked.heard(person) for person in (cast.sari, cast.budi)]
    assert [len(heard) for heard in again] == [1, 1]
    assert "Mengingatkan pertanyaan kami" in again[0][0]
    asked.hears(cast.ratna)
    asked.wait(48 * HOUR)
    told = asked.heard(cast.ratna)
    assert len(told) == 1
    assert "Belum ada jawaban dari keluarga" in told[0]
    assert told[0].endswith("[Ubah waktu | Batalkan]")
    asked.hears(cast.sari)


def test_the_reminder_is_answered_like_the_question(
    asked: Chat, session: Session, cast: Cast
) -> None:
    asked.wait(24 * HOUR)
    asked.taps(cast.sari, "Bisa", under="Mengingatkan")
    assert visit(session).state is State.AGREED
    listen(asked, cast)
    asked.wait(48 * HOUR)
    assert not any("Belum ada jawaban" in heard for heard in asked.heard(cast.ratna))


def test_soon_means_sooner(chat: Chat, cast: Cast) -> None:
    five_days(cast)
    ask(chat, cast, "kunjungan Aisyah hari ini jam 15.30")
    chat.wait(6 * HOUR)
    assert "Mengingatkan" in chat.heard(cast.sari)[0]
    assert "Belum ada jawaban" in chat.heard(cast.ratna)[0]


@pytest.mark.parametrize("words", ["Aisyah sakit", "takziah Aisyah"])
def test_grief_and_sickness_are_not_asked_twice(chat: Chat, cast: Cast, words: str) -> None:
    five_days(cast)
    chat.says(cast.ratna, f"kunjungan {words} Sabtu jam 9")
    chat.taps(cast.ratna, "Tanyakan")
    listen(chat, cast)
    chat.wait(72 * HOUR)
    chat.hears(cast.sari)
    assert "Belum ada jawaban" in chat.heard(cast.ratna)[0]


def test_a_family_waits_for_the_teacher(asked: Chat, session: Session, cast: Cast) -> None:
    asked.says(cast.sari, "bisanya Minggu jam 10 bu")
    listen(asked, cast)
    asked.wait(24 * HOUR)
    assert "masih menunggu jawaban" in asked.heard(cast.ratna)[0]
    asked.wait(24 * HOUR)
    heard = asked.heard(cast.sari)
    assert len(heard) == 1
    assert "belum sempat menjawab" in heard[0]
    asked.taps(cast.ratna, "Setuju", under="masih menunggu")
    assert visit(session).state is State.AGREED


def test_a_wish_is_brought_back_and_then_the_principal_knows(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu Dewi, bisa kunjungan ke rumah?")
    listen(chat, cast)
    chat.wait(27 * HOUR)
    assert "masih menunggu jawaban" in chat.heard(cast.dewi)[0]
    chat.wait(48 * HOUR)
    heard = chat.heard(cast.hadi)
    assert len(heard) == 1
    assert heard[0].startswith("Tentang Citra Lestari (3B). Permintaan kunjungan rumah")


def test_who_is_at_home_is_asked_once_more(asked: Chat, cast: Cast) -> None:
    asked.taps(cast.sari, "Bisa")
    listen(asked, cast)
    asked.wait(24 * HOUR)
    heard = asked.heard(cast.sari)
    assert len(heard) == 1
    assert heard[0].endswith("siapa yang akan menerima di rumah? [Ibu | Ayah | Keduanya]")
    asked.taps(cast.sari, "Keduanya", under="Satu hal lagi")
    assert any("sudah pasti" in heard for heard in asked.heard(cast.ratna))


def test_a_time_that_passed_without_an_answer_is_planned_anew(asked: Chat, cast: Cast) -> None:
    asked.says(cast.ratna, "rencana kunjungan")
    assert "Aisyah Humaira (1A): menunggu jawaban keluarga" in asked.heard(cast.ratna)[0]
    asked.until(SATURDAY + HOUR)
    asked.heard(cast.ratna)
    asked.says(cast.ratna, "rencana kunjungan")
    plan = asked.heard(cast.ratna)[0]
    assert "Aisyah Humaira (1A): belum pernah dikunjungi" in plan
    assert "Sudah diatur" not in plan
    asked.says(cast.ratna, "kunjungan")
    assert "tidak dijawab sampai waktunya lewat" in asked.heard(cast.ratna)[0]
