"""Reminders of a meeting: each once, to the right people, and at a decent hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meeting import Meeting, Rsvp
from models.outbox import OutboundMessage, Status
from models.people import Person
from tests.cast import WIB, Cast
from tests.dialogue import Chat

SATURDAY = datetime(2026, 12, 12, 9, 0, tzinfo=WIB).astimezone(UTC)


@pytest.fixture
def called(chat: Chat, cast: Cast) -> None:
    call(chat, cast, "rapat POMG 1A, 3B Sabtu 12 Des jam 9 di aula, agenda x")


def call(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.hadi, words)
    chat.taps(cast.hadi, "Kirim undangan")
    for person in (cast.hadi, cast.sari, cast.wati):
        chat.heard(person)


def reminders(chat: Chat, who: Person) -> list[str]:
    """Of what they heard: asked again, or reminded."""
    return [
        words
        for words in chat.heard(who)
        if "Kami menunggu jawaban" in words or "Mengingatkan" in words
    ]


def pass_by(chat: Chat, until: datetime) -> None:
    chat.wait(until - chat.now, step=timedelta(hours=3))


def test_who_is_silent_is_asked_who_comes_is_reminded(called: None, chat: Chat, cast: Cast) -> None:
    chat.taps(cast.sari, "Hadir")
    chat.heard(cast.sari)
    pass_by(chat, SATURDAY - timedelta(days=7, hours=1))
    assert (reminders(chat, cast.sari), reminders(chat, cast.wati)) == ([], [])
    pass_by(chat, SATURDAY - timedelta(days=6, hours=20))
    assert reminders(chat, cast.sari) == []
    assert reminders(chat, cast.wati) == [
        "Ananda Citra Lestari (3B). Kami menunggu jawaban Ibu/Bapak atas undangan rapat POMG dari "
        "Pak Hadi:\n“Rapat POMG kelas 1A, 3B, Sabtu 12 Desember pukul 09.00–11.00 WIB, aula. "
        "Agenda: x”\n\nApakah Ibu/Bapak bisa datang? [Hadir | Tidak bisa | Diwakilkan | Belum "
        "pasti]"
    ]
    pass_by(chat, SATURDAY - timedelta(days=2, hours=20))
    assert len(reminders(chat, cast.wati)) == 1
    chat.taps(cast.wati, "Belum pasti")
    chat.heard(cast.wati)

    pass_by(chat, SATURDAY - timedelta(hours=20))
    assert reminders(chat, cast.sari) == [
        "Ananda Aisyah Humaira (1A), Bima Saputra (3B). Mengingatkan rapat POMG:\n\n🗓 Waktu: "
        "Sabtu 12 Desember pukul 09.00–11.00 WIB\n📍 Tempat: aula\n\nSampai jumpa di sekolah. Bila "
        "berhalangan, mohon dikabari, ya. [Hadir | Tidak bisa | Diwakilkan | Belum pasti]"
    ]
    (unsure,) = reminders(chat, cast.wati)
    assert "Apakah sekarang sudah tahu bisa datang?" in unsure
    chat.taps(cast.wati, "Tidak bisa")
    chat.heard(cast.wati)

    pass_by(chat, SATURDAY + timedelta(days=1))
    assert len(reminders(chat, cast.sari)) == 1
    assert reminders(chat, cast.wati) == []
    assert reminders(chat, cast.budi) == []


def test_who_has_just_answered_is_not_reminded_at_once(
    called: None, chat: Chat, cast: Cast
) -> None:
    pass_by(chat, SATURDAY - timedelta(hours=12))
    chat.heard(cast.wati)
    chat.taps(cast.wati, "Hadir")
    chat.heard(cast.wati)
    chat.wait(timedelta(hours=9))
    assert reminders(chat, cast.wati) == []
    chat.wait(timedelta(hours=2))
    assert len(reminders(chat, cast.wati)) == 1


def test_a_late_invitation_skips_what_is_past(chat: Chat, cast: Cast) -> None:
    call(chat, cast, "rapat POMG 3B Kamis 26 Nov jam 9 di aula, agenda x")
    chat.wait(timedelta(days=2, hours=18))
    assert reminders(chat, cast.wati) == []


def test_a_moved_meeting_starts_anew(called: None, chat: Chat, cast: Cast) -> None:
    chat.taps(cast.wati, "Hadir")
    pass_by(chat, SATURDAY - timedelta(hours=20))
    assert len(reminders(chat, cast.wati)) == 1
    chat.says(cast.hadi, "rapat pindah ke Sabtu 19 Des jam 9")
    chat.taps(cast.hadi, "Ya, pindahkan")
    chat.heard(cast.wati)
    chat.taps(cast.wati, "Hadir", under="RALAT")
    chat.heard(cast.wati)
    pass_by(chat, SATURDAY + timedelta(hours=2))
    assert reminders(chat, cast.wati) == []
    pass_by(chat, SATURDAY + timedelta(days=7))
    heard = reminders(chat, cast.wati)
    assert len(heard) == 2
    assert all("Sabtu 19 Desember" in words for words in heard)


def test_quiet_hours(chat: Chat, session: Session, cast: Cast) -> None:
    """At half past five for a meeting at half past six; nobody is woken at half past four."""
    call(chat, cast, "rapat POMG 3B Sabtu 12 Des jam 06.30 di aula, agenda x")
    chat.taps(cast.wati, "Hadir")
    start = datetime(2026, 12, 12, 6, 30, tzinfo=WIB).astimezone(UTC)
    pass_by(chat, start - timedelta(hours=3))
    chat.heard(cast.wati)
    chat.wait(timedelta(hours=1, minutes=30))
    assert reminders(chat, cast.wati) == []
    held = session.scalars(
        select(OutboundMessage).where(OutboundMessage.topic.like("meeting:%:2h"))
    ).one()
    assert held.status is Status.HELD
    chat.wait(timedelta(minutes=30), step=timedelta(minutes=10))
    assert len(reminders(chat, cast.wati)) == 1


def test_what_would_come_too_late_does_not_come(chat: Chat, session: Session, cast: Cast) -> None:
    call(chat, cast, "rapat POMG 3B Jumat 25 Des jam 9 di aula, agenda x")  # Christmas
    chat.taps(cast.wati, "Hadir")
    start = datetime(2026, 12, 25, 9, 0, tzinfo=WIB).astimezone(UTC)
    pass_by(chat, start - timedelta(hours=3))
    chat.heard(cast.wati)
    chat.wait(timedelta(days=2))
    assert reminders(chat, cast.wati) == []


def test_no_after_it_was_held(chat: Chat, cast: Cast) -> None:
    call(chat, cast, "rapat POMG 3B Sabtu 12 Des jam 06.30 di aula, agenda x")
    chat.taps(cast.wati, "Hadir")
    pass_by(chat, datetime(2026, 12, 12, 4, 45, tzinfo=WIB).astimezone(UTC))
    chat.heard(cast.wati)
    chat.says(cast.wati, "maaf bu gak jadi hadir, anak sakit", quoting="undangan rapat POMG")
    chat.heard(cast.wati)
    chat.wait(timedelta(hours=2))
    assert reminders(chat, cast.wati) == []


def test_after_a_night_without_us_nobody_gets_two(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.taps(cast.wati, "Hadir")
    chat.heard(cast.wati)
    chat.now = SATURDAY - timedelta(minutes=90)
    chat.wait(timedelta(minutes=60))
    assert len(reminders(chat, cast.wati)) == 1
    assert (
        session.scalars(select(Rsvp)).one().meeting_id == session.scalars(select(Meeting.id)).one()
    )
