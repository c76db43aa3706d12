"""On the day: the QR at the door, and the teacher's list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents.door_codes import DoorCodes
from bot.storage.database import sessions_on
from handlers.core.talk.post import post
from handlers.meetings.calling import invitation as meeting_invitation
from models.meeting import Answer, How, Kind, Meeting, MeetingAttendance, Rsvp, State
from models.people import Contact, Relation
from tests import cast as casting
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import DOORS, Chat

STARTS = datetime(2026, 11, 28, 9, 0, tzinfo=WIB).astimezone(UTC)
"""The Saturday after the cast's Monday."""
CODE = "K7Q2MXAB"


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    """Begins on the morning of the meeting."""
    return Chat(session, STARTS - timedelta(hours=2))


@pytest.fixture
def meeting(session: Session, cast: Cast) -> Meeting:
    """Of both classes, organised by Bu Ratna."""
    return planned(session, cast, [cast.class_1a.id, cast.class_3b.id])


def planned(session: Session, cast: Cast, classes: list[int], door: str = CODE) -> Meeting:
    meeting = Meeting(
        school_id=cast.school.id,
        organiser_id=cast.ratna.id,
        kind=Kind.POMG,
        title="POMG 1A",
        audience={"classes": classes},
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=2),
        place="aula",
        agenda="",
        door=door,
        created_at=STARTS - timedelta(days=7),
    )
    session.add(meeting)
    session.flush()
    return meeting


def there(session: Session) -> dict[int, tuple[int, How]]:
    rows = session.scalars(select(MeetingAttendance))
    return {row.child_id: (row.person_id, row.how) for row in rows}


def test_the_organiser_gets_the_links_and_a_page_to_print(
    chat: Chat, meeting: Meeting, cast: Cast
) -> None:
    chat.says(cast.ratna, "qr rapat")
    [said] = chat.heard(cast.ratna)
    assert said.startswith("Daftar hadir POMG 1A, Sabtu 28 November pukul 09.00 WIB.")
    assert "https://wa.me/6284400000000?text=hadir%20K7Q2MXAB" in said
    assert "https://t.me/PenghubungBot?start=hadir_K7Q2MXAB" in said

    chat.says(cast.dewi, "qr rapat")
    chat.hears(cast.dewi, "Belum ada rapat Ibu/Bapak yang akan datang.")


def test_which_of_two_meetings(chat: Chat, session: Session, meeting: Meeting, cast: Cast) -> None:
    other = planned(session, cast, [cast.class_1a.id], door="PQRSTU22")
    other.title = "Persiapan lomba"
    other.starts_at += timedelta(days=3)
    other.ends_at += timedelta(days=3)
    chat.says(cast.ratna, "qr rapat")
    assert chat.heard(cast.ratna) == [
        "Acara yang mana? [POMG 1A, Sabtu 28 November pukul 09.00 WIB | Persiapan lomba, Selasa "
        "1 Desember pukul 09.00 WIB]"
    ]
    chat.says(cast.ratna, "2")
    assert "hadir%20PQRSTU22" in chat.heard(cast.ratna)[0]


async def test_the_page_is_made_when_it_is_sent(
    session: Session, engine: Engine, meeting: Meeting, tmp_path: Path
) -> None:
    session.commit()
    codes = DoorCodes(sessions_on(engine), lambda: MONDAY, DOORS)
    made = await codes.fetch(f"{meeting.id}:id", 10**6)
    assert made.content.startswith(b"%PDF")
    for nonsense in ("", "x:id", "999:id"):
        with pytest.raises(FetchError):
            await codes.fetch(nonsense, 10**6)


def test_the_code_notes_a_guardian_for_all_invited_children(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(STARTS - timedelta(minutes=30))
    chat.says(cast.sari, "hadir K7Q2MXAB")
    chat.hears(
        cast.sari,
        "Terima kasih sudah hadir, Ibu Sari. Kehadiran untuk Aisyah Humaira (1A), Bima Saputra "
        "(3B) tercatat di POMG 1A. ✅",
    )
    chat.says(cast.sari, "hadir k7q2mxab")
    chat.says(cast.budi, "/start hadir_K7Q2MXAB")
    already = "Kehadiran untuk Aisyah Humaira (1A), Bima Saputra (3B) sudah tercatat di POMG 1A."
    assert chat.heard(cast.sari) == [f"{already} Terima kasih, Ibu Sari. ✅"]
    assert chat.heard(cast.budi) == [f"{already} Terima kasih, Bapak Budi. ✅"]
    assert there(session) == {
        cast.aisyah.id: (cast.sari.id, How.QR),
        cast.bima.id: (cast.sari.id, How.QR),
    }


def test_an_answer_before_and_the_code_on_the_day(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.now = MONDAY
    sent = meeting_invitation.send(session, meeting, chat.now)
    post(session, sent.says, chat.now)
    chat.says(cast.wati, "hadir")
    chat.says(cast.budi, "hadir")
    answers = session.scalars(select(Rsvp)).all()
    assert {(one.person_id, one.answer) for one in answers} >= {(cast.wati.id, Answer.YES)}
    late = casting.add_child(session, cast.class_3b, "Eka Baru")
    casting.add_place(session, late, cast.wati, Relation.MOTHER, 1, chat.now)
    chat.now = STARTS
    chat.says(cast.wati, "hadir K7Q2MXAB")
    assert there(session) == {cast.citra.id: (cast.wati.id, How.QR)}


def test_a_proxy_is_noted(chat: Chat, session: Session, meeting: Meeting, cast: Cast) -> None:
    om = casting.add_person(session, cast.school, "Om Tono", "telegram", "1009", chat.now)
    casting.add_place(session, cast.aisyah, om, Relation.PROXY, 3, chat.now)
    chat.until(STARTS)
    chat.says(om, "hadir K7Q2MXAB")
    assert there(session) == {cast.aisyah.id: (om.id, How.QR)}


def test_only_from_an_hour_before_until_the_end(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(STARTS - timedelta(minutes=61))
    chat.heard(cast.sari)
    chat.says(cast.sari, "hadir K7Q2MXAB")
    chat.hears(
        cast.sari,
        "POMG 1A baru mulai Sabtu 28 November pukul 09.00 WIB, Ibu Sari. Kehadiran bisa dicatat "
        "mulai satu jam sebelumnya.",
    )
    chat.until(meeting.ends_at + timedelta(minutes=1))
    chat.says(cast.sari, "hadir K7Q2MXAB")
    chat.hears(
        cast.sari,
        "POMG 1A sudah selesai, Ibu Sari. Bila tadi hadir, mohon sampaikan kepada Bu Ratna supaya "
        "dicatat.",
    )
    assert there(session) == {}


def test_a_cancelled_meeting_notes_nobody(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    meeting.state = State.CANCELLED
    chat.until(STARTS)
    chat.says(cast.sari, "hadir K7Q2MXAB")
    chat.hears(cast.sari, "POMG 1A dibatalkan, Ibu Sari. Tidak ada kehadiran yang dicatat.")
    assert there(session) == {}


def test_who_is_not_invited_is_told_kindly_and_learns_nothing(
    chat: Chat, session: Session, cast: Cast
) -> None:
    planned(session, cast, [cast.class_1a.id])
    chat.until(STARTS)
    refusal = "Mohon maaf, {0}, acara itu bukan untuk orang tua dari putra/putri {0}."
    for person in (cast.wati, cast.dewi):
        chat.says(person, "hadir K7Q2MXAB")
        [said] = chat.heard(person)
        assert said.startswith(refusal.format(person.name))
    chat.says(cast.wati, "hadir K7Q2MXA3")
    assert chat.heard(cast.wati)[0].startswith("Kode hadir itu tidak dikenal, Ibu Wati.")
    assert there(session) == {}


def test_a_stranger_is_told_how_to_join(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    stranger = Contact(channel="telegram", address="7777", created_at=chat.now)
    session.add(stranger)
    session.flush()
    chat.until(STARTS)
    chat.says(stranger, "/start hadir_K7Q2MXAB")
    [said] = chat.heard(stranger)
    assert "GABUNG" in said
    assert there(session) == {}


def test_plain_words_are_no_code(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(STARTS)
    for words in ("hadir", "hadir ya bu", "hadir semuanya", "hadir terlambat"):
        chat.says(cast.sari, words)
    assert not any("QR" in said for said in chat.heard(cast.sari))
    assert there(session) == {}


LIST = (
    "Daftar hadir POMG 1A (0 dari 4 hadir):\n1. Aisyah Humaira (1A)\n2. Danu Pratama (1A)\n"
    "3. Bima Saputra (3B)\n4. Citra Lestari (3B)\n\nTulis nomor yang hadir, misalnya: 1 3 5-9. "
    "Nama anaknya juga boleh. Salah catat? Tulis misalnya: batal 3. [Selesai]"
)


def test_the_list_by_numbers_names_and_back(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(STARTS)
    chat.says(cast.ratna, "absen rapat")
    chat.hears(cast.ratna, LIST)
    chat.says(cast.ratna, "1 3-4")
    chat.hears(
        cast.ratna,
        "Hadir: Aisyah Humaira (1A), Bima Saputra (3B), Citra Lestari (3B). Sekarang 3 dari 4 "
        "keluarga. [Batalkan | Lihat daftar | Selesai]",
    )
    chat.says(cast.ratna, "batal 3")
    assert chat.heard(cast.ratna)[0].startswith("Tidak jadi dicatat hadir: Bima Saputra (3B).")
    chat.says(cast.ratna, "danu")
    assert chat.heard(cast.ratna)[0].startswith("Hadir: Danu Pratama (1A). Sekarang 3 dari 4")
    chat.taps(cast.ratna, "Batalkan")
    assert chat.heard(cast.ratna)[0].startswith("Tidak jadi dicatat hadir: Danu Pratama (1A).")
    assert there(session) == {
        cast.aisyah.id: (cast.ratna.id, How.LIST),
        cast.citra.id: (cast.ratna.id, How.LIST),
    }
    chat.says(cast.ratna, "2")
    assert chat.heard(cast.ratna)[0].startswith("Hadir: Danu Pratama (1A).")
    chat.says(cast.ratna, "1, 4")
    assert chat.heard(cast.ratna)[0].startswith("Tidak ada yang berubah: 3 dari 4")
    chat.says(cast.ratna, "1 9")
    assert chat.heard(cast.ratna)[0].startswith("Nomor 9 tidak ada di daftar; yang ada 1 sampai 4.")
    chat.taps(cast.ratna, "Selesai")
    assert chat.heard(cast.ratna) == [
        "Baik. 3 dari 4 keluarga hadir. Bisa diubah lagi: ketik ABSEN RAPAT."
    ]


def test_one_number_is_a_family_and_not_a_button_of_an_older_message(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(STARTS)
    chat.says(cast.ratna, "catatan Aisyah: hebat")
    chat.taps(cast.ratna, "Kirim")
    chat.says(cast.ratna, "absen rapat")
    chat.says(cast.ratna, "1")
    assert set(there(session)) == {cast.aisyah.id}
    chat.says(cast.ratna, "2")
    assert set(there(session)) == {cast.aisyah.id, cast.danu.id}


def test_another_command_while_the_list_is_open(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(STARTS)
    chat.says(cast.ratna, "absen rapat")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "catatan Aisyah: hebat")
    assert chat.heard(cast.ratna)[0].startswith("Untuk Aisyah Humaira (1A)")
    assert there(session) == {}


def test_a_colleague_ticks_off_only_their_own_class(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(STARTS)
    chat.says(cast.dewi, "absen rapat")
    [said] = chat.heard(cast.dewi)
    assert "Bima Saputra (3B)" in said
    assert "1A)" not in said
    chat.says(cast.dewi, "1 2")
    assert set(there(session)) == {cast.bima.id, cast.citra.id}
    chat.says(cast.hadi, "absen rapat")
    assert "2 dari 4 hadir" in chat.heard(cast.hadi)[0]


def test_there_is_no_list_days_before_or_weeks_after(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.now = MONDAY
    chat.says(cast.ratna, "absen rapat")
    assert chat.heard(cast.ratna)[0].startswith("Tidak ada rapat yang bisa diabsen sekarang.")
    chat.now = STARTS + timedelta(days=20)
    chat.says(cast.ratna, "absen rapat")
    assert chat.heard(cast.ratna)[0].startswith("Tidak ada rapat yang bisa diabsen sekarang.")


def test_a_large_meeting_goes_class_by_class(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    for number in range(40):
        casting.add_child(session, cast.class_1a, f"Anak {number:02}")
    chat.until(STARTS)
    chat.says(cast.ratna, "absen rapat")
    chat.hears(cast.ratna, "POMG 1A untuk 44 keluarga. Kelas yang mana? [1A | 3B]")
    chat.taps(cast.ratna, "3B")
    assert "0 dari 2 hadir" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "1-2")
    assert set(there(session)) == {cast.bima.id, cast.citra.id}
