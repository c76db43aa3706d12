"""Stopping at two levels, honoured everywhere, and coming back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from models.people import Wants
from tests.cast import Cast
from tests.dialogue import Chat


def stop(chat: Chat, cast: Cast, label: str) -> None:
    chat.says(cast.wati, "berhenti")
    (asked,) = chat.heard(cast.wati)
    assert "Hanya yang penting" in asked
    assert "Hentikan semua" in asked
    chat.taps(cast.wati, label)


def write(chat: Chat, cast: Cast) -> list[str]:
    chat.says(cast.dewi, "catatan Citra: rajin sekali")
    chat.taps(cast.dewi, "Kirim")
    return chat.heard(cast.dewi)


def test_only_the_important(chat: Chat, session: Session, cast: Cast) -> None:
    stop(chat, cast, "Hanya yang penting")
    chat.hears(
        cast.wati,
        "Baik, Ibu Wati. Mulai sekarang hanya yang penting yang kami kirim. Ketik MULAI untuk "
        "menerima semuanya lagi.",
    )
    report = write(chat, cast)
    assert "• Citra Lestari (3B): minta tidak dikirimi" in report[-1]
    chat.wait(timedelta(days=5))
    chat.hears(cast.wati)


def test_nothing_at_all_but_answers_to_their_own_questions(
    chat: Chat, session: Session, cast: Cast
) -> None:
    stop(chat, cast, "Hentikan semua")
    assert cast.wati.wants is Wants.NOTHING
    chat.heard(cast.wati)
    chat.says(cast.wati, "bu, buku citra dibayar berapa?")
    assert "Bu Dewi" in chat.heard(cast.wati)[0]
    chat.says(cast.dewi, "gratis bu", quoting="dibayar berapa")
    assert "gratis bu" in chat.heard(cast.wati)[0]


def test_what_was_queued_before_is_not_sent(chat: Chat, cast: Cast) -> None:
    chat.wait(timedelta(hours=12))
    write(chat, cast)
    chat.hears(cast.wati)
    stop(chat, cast, "Hentikan semua")
    chat.heard(cast.wati)
    chat.wait(timedelta(hours=12))
    chat.hears(cast.wati)


def test_never_mind(chat: Chat, cast: Cast) -> None:
    stop(chat, cast, "Tidak jadi")
    chat.hears(cast.wati, "Baik, tidak ada yang berubah.")
    assert cast.wati.wants is Wants.EVERYTHING


def test_coming_back(chat: Chat, cast: Cast) -> None:
    stop(chat, cast, "Hentikan semua")
    chat.heard(cast.wati)
    chat.says(cast.wati, "MULAI")
    chat.hears(
        cast.wati, "Selamat datang kembali, Ibu Wati. Semua pesan sekolah akan kami kirim lagi."
    )
    write(chat, cast)
    assert "rajin sekali" in chat.heard(cast.wati)[0]
