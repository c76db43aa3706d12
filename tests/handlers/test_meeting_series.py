"""Meetings that come back: proposed in time, and each confirmed by its organiser."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.meetings.calling.series import occurrence
from models.hours import Hours
from models.meeting import Kind, Meeting, MeetingSeries, State
from tests.cast import WIB, Cast
from tests.dialogue import Chat

CALL = "rapat POMG 1A tiap 2 bulan mulai Sabtu 12 Des jam 9 di aula, agenda kabar kelas"
PROPOSAL = (
    "Sudah waktunya Rapat POMG kelas 1A yang berikutnya.\n\n🗓 Waktu: Sabtu 13 Februari pukul "
    "09.00–11.00 WIB\n📍 Tempat: aula\n\nUndangannya dikirim sekarang, ganti hari, dilewati, atau "
    "serinya diakhiri? [Kirim undangan | Ganti hari | Lewati | Akhiri seri]"
)
FEBRUARY = datetime(2027, 2, 13, 9, 0, tzinfo=WIB).astimezone(UTC)


@pytest.fixture
def proposed(chat: Chat, cast: Cast) -> None:
    """Two months later: the second meeting has just been proposed."""
    chat.says(cast.ratna, CALL)
    assert "Tiap 2 bulan" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim undangan")
    chat.heard(cast.ratna)
    chat.taps(cast.sari, "Hadir")
    chat.wait(FEBRUARY - timedelta(days=14, hours=1) - chat.now, step=timedelta(days=1))
    assert not [words for words in chat.heard(cast.ratna) if "Sudah waktunya" in words]
    chat.wait(timedelta(days=2), step=timedelta(hours=6))
    chat.heard(cast.sari)


def proposals(chat: Chat, cast: Cast) -> list[str]:
    return [words for words in chat.heard(cast.ratna) if "Sudah waktunya" in words]


def states(session: Session) -> list[tuple[int | None, State]]:
    session.expire_all()
    rows = session.scalars(select(Meeting).order_by(Meeting.id))
    return [(row.occurrence, row.state) for row in rows]


def test_it_is_proposed_and_sent(proposed: None, chat: Chat, session: Session, cast: Cast) -> None:
    assert proposals(chat, cast) == [PROPOSAL]
    assert states(session)[1] == (1, State.PROPOSED)
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Kirim undangan", under="Sudah waktunya")
    assert "dikirim ke 1 keluarga" in chat.heard(cast.ratna)[0]
    assert "Sabtu 13 Februari pukul 09.00–11.00" in chat.heard(cast.sari)[0]
    assert states(session)[1] == (1, State.PLANNED)
    chat.taps(cast.ratna, "Lewati")
    assert chat.heard(cast.ratna) == ["Itu sudah terjawab tadi. Ketik MENU untuk hal lain."]


def test_another_day(proposed: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Ganti hari")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "Sabtu 20 Februari jam 10")
    assert "Sabtu 20 Februari pukul 10.00–12.00" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim undangan")
    assert "Sabtu 20 Februari" in chat.heard(cast.sari)[0]
    series = session.scalars(select(MeetingSeries)).one()
    assert occurrence(series, 2, Hours()).date() == date(2027, 4, 10)


def test_skipped(proposed: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Lewati")
    assert "kali ini dilewati" in chat.heard(cast.ratna)[0]
    chat.wait(timedelta(days=58), step=timedelta(days=1))
    chat.hears(cast.sari)
    assert len(proposals(chat, cast)) == 1
    assert states(session)[1:] == [(1, State.CANCELLED), (2, State.PROPOSED)]


def test_ended(proposed: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Akhiri seri")
    assert "diakhiri" in chat.heard(cast.ratna)[0]
    chat.wait(timedelta(days=90), step=timedelta(days=1))
    assert proposals(chat, cast) == []
    assert len(states(session)) == 2


def test_an_organiser_who_says_nothing_is_asked_once_more(
    proposed: None, chat: Chat, session: Session, cast: Cast
) -> None:
    assert len(proposals(chat, cast)) == 1
    chat.wait(FEBRUARY - chat.now, step=timedelta(hours=12))
    assert len(proposals(chat, cast)) == 1
    chat.wait(timedelta(hours=1))
    chat.taps(cast.ratna, "Kirim undangan", under="Sudah waktunya")
    assert "waktunya sudah lewat" in chat.heard(cast.ratna)[0]
    chat.hears(cast.sari)


@pytest.mark.parametrize(
    ("first", "number", "expected"),
    [
        (date(2026, 12, 12), 1, date(2027, 2, 13)),  # the second Saturday stays one
        (date(2026, 8, 29), 1, date(2026, 10, 31)),  # a fifth Saturday
        (date(2026, 8, 29), 3, date(2027, 2, 27)),  # where there are only four: the last
        (date(2026, 6, 17), 1, date(2026, 8, 19)),  # the third Wednesday
        (date(2026, 10, 25), 1, date(2026, 12, 27)),
        (date(2026, 10, 23), 1, date(2027, 1, 8)),  # the fourth Friday is Christmas, then New Year
    ],
)
def test_when_the_next_one_is(first: date, number: int, expected: date) -> None:
    series = MeetingSeries(
        kind=Kind.POMG,
        every_months=2,
        first_at=datetime.combine(first, datetime.min.time().replace(hour=9), tzinfo=WIB),
    )
    found = occurrence(series, number, Hours())
    assert (found.date(), found.hour) == (expected, 9)


def test_the_schools_own_days_off_are_passed_over() -> None:
    series = MeetingSeries(
        kind=Kind.POMG, every_months=2, first_at=datetime(2026, 12, 12, 9, 0, tzinfo=WIB)
    )
    hours = Hours(days_off=frozenset({date(2027, 2, 13), date(2027, 2, 20)}))
    assert occurrence(series, 1, hours).date() == date(2027, 2, 27)


def test_in_words(proposed: None, chat: Chat, session: Session, cast: Cast) -> None:
    """A bare yes to four choices is none of them; a word that names one is."""
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Ganti hari")
    chat.says(cast.ratna, "Sabtu 20 Februari jam 10")
    chat.says(cast.ratna, "ya")
    assert states(session)[1] == (1, State.PROPOSED)
    chat.taps(cast.ratna, "Ganti hari")
    chat.says(cast.ratna, "Sabtu 27 Februari jam 10")
    chat.says(cast.ratna, "kirim aja bu")
    assert states(session)[1] == (1, State.PLANNED)
    assert "Sabtu 27 Februari" in chat.heard(cast.sari)[0]


def test_another_day_says_what_speaks_against_it(
    proposed: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.hadi, "rapat komite 1A Sabtu 20 Feb jam 9 di aula, agenda anggaran")
    chat.taps(cast.hadi, "Kirim undangan")
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Ganti hari")
    chat.says(cast.ratna, "Sabtu 20 Februari jam 10")
    assert "⚠️ Tempat itu sudah dipakai Rapat komite kelas 1A" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim undangan")
    assert states(session)[1] == (1, State.PLANNED)


def test_a_clash_is_said_before_it_is_sent(
    proposed: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.hadi, "rapat komite 1A Sabtu 13 Feb jam 9 di aula, agenda anggaran")
    chat.taps(cast.hadi, "Kirim undangan")
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Kirim undangan")
    assert "⚠️ Tempat itu sudah dipakai Rapat komite kelas 1A" in chat.heard(cast.ratna)[-1]
    assert states(session)[1] == (1, State.PROPOSED)
    chat.taps(cast.ratna, "Kirim undangan")
    assert states(session)[1] == (1, State.PLANNED)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("mundur seminggu ya", "🗓 Sabtu 20 Februari pukul 09.00–11.00 WIB\n📍 aula"),
        ("jam 10 saja", "🗓 Sabtu 13 Februari pukul 10.00–12.00 WIB\n📍 aula"),
        ("di musala saja", "🗓 Sabtu 13 Februari pukul 09.00–11.00 WIB\n📍 musala"),
    ],
)
def test_another_time_or_place_in_words_is_shown_first(
    proposed: None, chat: Chat, session: Session, cast: Cast, words: str, shown: str
) -> None:
    chat.heard(cast.ratna)
    chat.says(cast.ratna, words, quoting="Sudah waktunya")
    assert shown in chat.heard(cast.ratna)[-1]
    assert states(session)[1] == (1, State.PROPOSED)
    chat.hears(cast.sari)


def test_what_is_about_something_else_moves_no_meeting(
    proposed: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "besok anak-anak membawa topi ya")
    assert "Sudah waktunya" not in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "catatan Aisyah: Senin 22 Februari jam 10 ikut lomba")
    chat.taps(cast.ratna, "Kirim undangan", under="Sudah waktunya")
    assert "Sabtu 13 Februari" in chat.heard(cast.sari)[0]
