"""What people send beside words: changed messages, emoji under ours, places."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.absence import Absence, Kind
from models.notice import Signature
from tests.cast import Cast
from tests.dialogue import Chat


@pytest.fixture
def entry(chat: Chat, cast: Cast) -> Chat:
    chat.says(cast.dewi, "catatan Citra: hari ini ceria")
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.dewi), chat.heard(cast.wati)
    return chat


def signed(session: Session) -> int:
    return len(session.scalars(select(Signature)).all())


def test_a_changed_message_reaches_whoever_read_the_old_words(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu, Citra nanti dijemput kakeknya ya")
    chat.heard(cast.dewi), chat.heard(cast.wati)
    chat.changes(cast.wati, "kakeknya", "bu, Citra nanti dijemput TANTENYA, jangan ke kakeknya")
    (told,) = chat.heard(cast.dewi)
    assert "dijemput TANTENYA, jangan ke kakeknya" in told
    assert "(semula: bu, Citra nanti dijemput kakeknya ya)" in told
    assert "sudah saya teruskan" in chat.heard(cast.wati)[-1]


def test_a_changed_absence_is_the_one_that_counts(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.wati, "Citra sakit hari ini bu")
    chat.changes(cast.wati, "sakit", "Citra izin hari ini bu, ada acara keluarga")
    assert [one.kind for one in session.scalars(select(Absence))] == [Kind.LEAVE]


def test_a_change_answers_nothing_that_was_asked_since(
    entry: Chat, session: Session, cast: Cast
) -> None:
    entry.says(cast.wati, "bu saya titip kue di kelas ya")
    entry.says(cast.dewi, "catatan Citra: besok bawa topi")
    entry.says(cast.dewi, "kirim")
    entry.changes(cast.wati, "titip kue", "bu saya titip kue di kelas ya, sudah ya")
    assert signed(session) == 0


def test_the_same_words_again_are_no_change(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu, Citra nanti dijemput kakeknya ya")
    chat.heard(cast.dewi), chat.heard(cast.wati)
    chat.changes(cast.wati, "kakeknya", "bu, Citra nanti dijemput kakeknya ya")
    chat.hears(cast.dewi)
    chat.hears(cast.wati)


@pytest.mark.parametrize(("emoji", "signatures"), [("👍", 1), ("👍🏽", 1), ("❤", 0), ("😢", 0)])
def test_a_thumb_signs_and_another_emoji_is_only_seen(
    entry: Chat, session: Session, cast: Cast, emoji: str, signatures: int
) -> None:
    entry.reacts(cast.wati, "ceria", emoji)
    assert signed(session) == signatures
    assert len(entry.heard(cast.wati)) == signatures
    entry.hears(cast.dewi)


def test_a_thumb_accepts_no_invitation(chat: Chat, cast: Cast) -> None:
    chat.says(cast.dewi, "umumkan 3B: besok ada lomba. ikut? ya/tidak")
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.wati)
    chat.reacts(cast.wati, "lomba", "👍")
    chat.hears(cast.wati)


def test_a_place_reaches_the_teacher_with_a_link(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, place=(-6.2, 106.8))
    (told,) = chat.heard(cast.dewi)
    assert "https://maps.google.com/?q=-6.2,106.8" in told
