"""A text that names one child is not sent to many without a question."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.people import Role
from tests.cast import Cast, add_staff
from tests.dialogue import Chat


@pytest.mark.parametrize(
    "words",
    [
        "catatan Citra, Bima: Citra dan Bima bertengkar",
        "umumkan 3B: Citra sakit cacar",
    ],
)
def test_whom_it_names_is_asked_about(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.dewi, words)
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "kirim")
    (asked,) = chat.heard(cast.dewi)
    assert asked.startswith("⚠️ Isinya menyebut")
    assert "Citra Lestari (3B)" in asked
    chat.hears(cast.sari)
    chat.says(cast.dewi, "ya tetap kirim")
    assert "Citra" in chat.heard(cast.sari)[0]


def test_a_command_with_a_name_is_no_text_of_what_is_being_written(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bu, Citra tadi menangis kenapa ya")
    chat.says(cast.dewi, "umumkan 3B")
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "balas Citra sudah saya tenangkan bu")
    assert chat.heard(cast.dewi)[0].startswith("Kirim ke Ibu Wati")


def test_homework_that_is_set_in_steps_is_asked_about_too(chat: Chat, cast: Cast) -> None:
    for words in ("PR 3B", "Citra demam, kerjakan hal 45 di rumah", "besok", "kirim"):
        chat.says(cast.dewi, words)
    assert chat.heard(cast.dewi)[-1].startswith("⚠️ Isinya menyebut Citra Lestari (3B)")
    chat.hears(cast.sari)


@pytest.mark.parametrize(
    "words", ["PR 3B: hal 45, dikumpul besok", "catatan Citra: Citra rajin", "catatan 3B: rapi"]
)
def test_nothing_is_asked_where_it_names_nobody_else(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.dewi, words)
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "kirim")
    assert "Terkirim" in chat.heard(cast.dewi)[0]


def test_a_child_of_another_class_of_theirs_is_asked_about(
    chat: Chat, session: Session, cast: Cast
) -> None:
    add_staff(session, cast.dewi, Role.HOMEROOM, cast.class_1a)
    for words in ("PR 1A", "Citra demam, kerjakan hal 45 di rumah", "besok", "kirim"):
        chat.says(cast.dewi, words)
    assert chat.heard(cast.dewi)[-1].startswith("⚠️ Isinya menyebut Citra Lestari (3B)")
    chat.hears(cast.sari)
