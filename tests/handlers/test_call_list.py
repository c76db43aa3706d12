"""Whom somebody at school has to telephone: one list a day, and at once for what is urgent."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.notice import Notice
from models.people import Reach
from models.task import Task
from tests.cast import Cast
from tests.dialogue import Chat

MINUTES = timedelta(minutes=5)


def urgent(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A mendesak karena banjir: jemput anak sekarang")
    chat.says(cast.ratna, "kirim")
    assert "Terkirim" in chat.heard(cast.ratna)[-1]


def lists(said: list[str]) -> list[str]:
    return [words for words in said if words.startswith(("Mohon keluarga ini", "MENDESAK, belum"))]


def test_what_is_urgent_is_on_a_list_within_half_an_hour(
    chat: Chat, session: Session, cast: Cast
) -> None:
    urgent(chat, cast)
    chat.wait(MINUTES, MINUTES)
    (first,) = lists(chat.heard(cast.ratna))
    assert "1. Danu Pratama (1A): “jemput anak sekarang” (belum bergabung)" in first
    assert "telepon Jumiati: +6284400000005" in first
    chat.wait(timedelta(minutes=30), MINUTES)
    (second,) = lists(chat.heard(cast.ratna))
    assert "Aisyah Humaira (1A)" in second
    assert "Danu" not in second
    chat.wait(timedelta(days=3))
    assert not [words for words in lists(chat.heard(cast.ratna)) if "MENDESAK" in words]


def test_it_goes_on_at_night(chat: Chat, cast: Cast) -> None:
    chat.wait(timedelta(hours=12))
    urgent(chat, cast)
    chat.wait(timedelta(minutes=30), MINUTES)
    assert len(lists(chat.heard(cast.ratna))) == 2


def test_whoever_signs_is_on_no_list(chat: Chat, session: Session, cast: Cast) -> None:
    urgent(chat, cast)
    chat.says(cast.sari, "siap bu")
    chat.wait(timedelta(hours=1), MINUTES)
    assert not any("Aisyah" in words for words in lists(chat.heard(cast.ratna)))


def test_one_list_a_day_with_a_line_for_each_family(
    chat: Chat, session: Session, cast: Cast
) -> None:
    for words in ("catatan Aisyah: berani maju", "catatan Danu: rapi", "catatan 1A: bawa topi"):
        chat.says(cast.ratna, words)
        chat.says(cast.ratna, "kirim")
    chat.heard(cast.ratna)
    days: list[list[str]] = []
    for _ in range(8):
        chat.wait(timedelta(days=1), timedelta(hours=1))
        days.append(lists(chat.heard(cast.ratna)))
    assert max(len(of_day) for of_day in days) == 1
    everything = [words for of_day in days for words in of_day]
    last = everything[-1]
    assert last.count("Aisyah Humaira (1A)") == 1
    assert "“bawa topi” (belum" in last
    assert len(everything) <= 3


def test_a_list_ends_what_was_done_and_what_was_taken_back(
    chat: Chat, session: Session, cast: Cast
) -> None:
    for words in ("catatan Danu: rapi", "catatan Danu: rajin"):
        chat.says(cast.ratna, words)
        chat.says(cast.ratna, "kirim")
    chat.wait(timedelta(hours=1))
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "✅ 1. Danu Pratama")
    assert all(task.done_at for task in session.scalars(select(Task)))
    chat.says(cast.ratna, "catatan Danu: ramah")
    chat.says(cast.ratna, "kirim")
    chat.taps(cast.ratna, "Tarik kembali")
    assert all(task.done_at for task in session.scalars(select(Task)))
    assert len(session.scalars(select(Notice)).all()) == 3


def test_whom_the_teacher_cannot_be_told_of_the_principal_is(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.ratna, "catatan Danu: rapi")
    chat.says(cast.ratna, "kirim")
    chat.contact(cast.ratna).reach = Reach.BLOCKED
    session.flush()
    chat.wait(timedelta(hours=1))
    assert any("Danu Pratama (1A)" in words for words in lists(chat.heard(cast.hadi)))
    (task,) = session.scalars(select(Task))
    assert task.assignee_id == cast.hadi.id


def test_an_urgent_list_does_not_put_off_the_daily_one(chat: Chat, cast: Cast) -> None:
    urgent(chat, cast)
    chat.wait(MINUTES, MINUTES)
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "catatan Danu: rapi")
    chat.says(cast.ratna, "kirim")
    chat.wait(timedelta(hours=1), timedelta(minutes=30))
    assert any("“rapi”" in words for words in lists(chat.heard(cast.ratna)))
