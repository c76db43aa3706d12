"""Three questions in the evening, and what the organiser and the principal learn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.meetings.calling import guests
from models.meeting import How, Kind, Meeting, State
from models.minutes import Evaluation
from models.people import Person, Relation
from tests import cast as casting
from tests.cast import WIB, Cast
from tests.dialogue import Chat

STARTS = datetime(2026, 11, 28, 9, 0, tzinfo=WIB).astimezone(UTC)
"""The Saturday after the cast's Monday."""
ENDS = STARTS + timedelta(hours=2)
EVENING = datetime(2026, 11, 28, 19, 30, tzinfo=WIB)
FIRST = (
    "Terima kasih sudah hadir di POMG 1A. Mohon tiga jawaban singkat, ya; jawaban dilaporkan tanpa "
    "nama.\n\n(1/3) Seberapa bermanfaat acaranya? 1 = kurang, 5 = sangat bermanfaat. "
    "[1 | 2 | 3 | 4 | 5 | Lewati]"
)
TOO_FEW = (
    "Evaluasi POMG 1A: {} dari {} tamu menjawab. Supaya tidak ada yang dikenali, hasilnya baru "
    "ditampilkan mulai tiga jawaban."
)


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    """Begins when the meeting is over."""
    return Chat(session, ENDS)


@pytest.fixture
def meeting(session: Session, cast: Cast) -> Meeting:
    """Of both classes, organised by Bu Ratna; Ibu Sari and Ibu Wati came."""
    meeting = Meeting(
        school_id=cast.school.id,
        organiser_id=cast.ratna.id,
        kind=Kind.POMG,
        title="POMG 1A",
        audience={"classes": [cast.class_1a.id, cast.class_3b.id]},
        starts_at=STARTS,
        ends_at=ENDS,
        place="aula",
        agenda="",
        created_at=STARTS - timedelta(days=7),
    )
    session.add(meeting)
    session.flush()
    for person, child in (
        (cast.sari, cast.aisyah),
        (cast.sari, cast.bima),
        (cast.wati, cast.citra),
    ):
        guests.mark(session, meeting, [child.id], person.id, How.QR, STARTS)
    return meeting


def answers(chat: Chat, who: Person, *words: str) -> None:
    for said in words:
        chat.says(who, said)
    chat.heard(who)


def kept(session: Session) -> list[tuple[int | None, int | None, int | None, str]]:
    rows = session.scalars(select(Evaluation).order_by(Evaluation.id))
    return [(row.person_id, row.useful, row.clear, row.words) for row in rows]


def test_guests_are_asked_once_in_the_evening_one_question_at_a_time(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(EVENING - timedelta(minutes=30))
    chat.hears(cast.sari)
    chat.until(EVENING)
    chat.hears(cast.sari, FIRST)
    chat.hears(cast.wati, FIRST)
    chat.hears(cast.budi)
    chat.taps(cast.sari, "5")
    chat.hears(
        cast.sari,
        "(2/3) Seberapa jelas penyampaiannya? 1 = kurang, 5 = sangat jelas. "
        "[1 | 2 | 3 | 4 | 5 | Lewati]",
    )
    chat.says(cast.sari, "4")
    chat.hears(
        cast.sari, "(3/3) Ada saran atau kesan? Silakan ditulis, atau ketuk Lewati. [Lewati]"
    )
    chat.says(cast.sari, "Semoga mulai tepat waktu")
    chat.hears(cast.sari, "Terima kasih, Ibu Sari. Masukan ini membantu sekolah. 🙏")
    assert kept(session) == [(None, 5, 4, "Semoga mulai tepat waktu")]
    chat.wait(timedelta(days=2), step=timedelta(hours=6))
    chat.hears(cast.sari)
    chat.hears(cast.wati)


def test_what_was_skipped_is_empty_and_what_was_answered_stays(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(EVENING)
    answers(chat, cast.sari, "lewati", "3")
    answers(chat, cast.wati, "lewati", "lewati", "lewati")
    assert kept(session) == [(None, None, 3, "")]
    chat.taps(cast.sari, "5", under="(1/3)")
    assert chat.heard(cast.sari)[0].startswith("Itu sudah terjawab")
    assert kept(session) == [(None, None, 3, "")]


def test_news_of_a_child_is_not_taken_for_a_suggestion(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(EVENING)
    answers(chat, cast.sari, "5", "5")
    chat.says(cast.sari, "Bu, Aisyah demam besok tidak masuk")
    assert "Masukan" not in chat.heard(cast.sari)[0]
    answers(chat, cast.wati, "2", "2")
    chat.wait(timedelta(hours=1))
    chat.says(cast.wati, "parkirnya penuh")
    assert "Masukan" not in chat.heard(cast.wati)[0]
    chat.says(cast.wati, "parkirnya penuh", quoting="(3/3)")
    assert "Masukan" in chat.heard(cast.wati)[0]
    assert kept(session) == [(None, 5, 5, ""), (None, 2, 2, "parkirnya penuh")]


def test_a_family_on_the_teachers_list_is_asked_through_its_first_guardian(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    guests.unmark(session, meeting, [cast.aisyah.id, cast.bima.id, cast.citra.id])
    guests.mark(session, meeting, [cast.aisyah.id, cast.danu.id], cast.ratna.id, How.LIST, ENDS)
    chat.until(EVENING)
    chat.hears(cast.sari, FIRST)
    chat.hears(cast.wati)


def test_nobody_is_asked_about_a_cancelled_meeting(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    meeting.state = State.CANCELLED
    chat.until(EVENING + timedelta(days=1))
    chat.hears(cast.sari)


def test_late_in_the_evening_they_are_asked_in_the_morning(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    meeting.starts_at, meeting.ends_at = (at + timedelta(hours=10) for at in (STARTS, ENDS))
    chat.until(datetime(2026, 11, 29, 5, 0, tzinfo=WIB))
    chat.hears(cast.sari)
    chat.until(datetime(2026, 11, 29, 6, 0, tzinfo=WIB))
    chat.hears(cast.sari, FIRST)


def third(session: Session, meeting: Meeting, cast: Cast, now: datetime) -> Person:
    wali = casting.add_person(session, cast.school, "Ibu Jumiati", "telegram", "1010", now)
    casting.add_place(session, cast.danu, wali, Relation.GUARDIAN, 4, now)
    guests.mark(session, meeting, [cast.danu.id], wali.id, How.QR, STARTS)
    return wali


def test_results_without_names_come_from_three_answers_on(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    wali = third(session, meeting, cast, chat.now)
    chat.until(EVENING)
    answers(chat, cast.sari, "5", "4", "Semoga mulai tepat waktu")
    answers(chat, cast.wati, "4", "4", "lewati")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "hasil evaluasi")
    chat.hears(cast.ratna, TOO_FEW.format(2, 3))
    answers(chat, wali, "4", "lewati", "Bagus")
    chat.says(cast.ratna, "hasil evaluasi")
    result = (
        "Hasil evaluasi POMG 1A: 3 dari 3 tamu menjawab.\n\nBermanfaat (1–5): rata-rata 4,3 (1× "
        "nilai 5, 2× nilai 4)\nJelas (1–5): rata-rata 4,0 (2× nilai 4)\n\nSaran dan kesan:\n"
        "• Bagus\n• Semoga mulai tepat waktu\n\nTerima kasih sudah menyelenggarakannya."
    )
    chat.hears(cast.ratna, result)
    chat.says(cast.hadi, "evaluasi")
    assert chat.heard(cast.hadi)[-1] == result
    chat.says(cast.dewi, "hasil evaluasi")
    assert chat.heard(cast.dewi)[-1].startswith("Belum ada evaluasi rapat.")
    chat.until(ENDS + timedelta(days=3))
    assert chat.heard(cast.ratna).count(result) == 1
    assert chat.heard(cast.hadi).count(result) == 1
    chat.wait(timedelta(days=8), step=timedelta(hours=6))
    assert not any("Hasil evaluasi" in said for said in chat.heard(cast.ratna))


def test_three_days_later_too_few_are_told_as_such(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(EVENING)
    answers(chat, cast.sari, "1", "1", "Terlalu lama")
    chat.until(ENDS + timedelta(days=3))
    assert TOO_FEW.format(1, 2) in chat.heard(cast.hadi)


def test_a_school_may_want_names(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    cast.school.settings = {"anonymous_evaluations": False}
    session.flush()
    chat.until(EVENING)
    assert "dibaca penyelenggara dan kepala sekolah" in chat.heard(cast.sari)[0]
    answers(chat, cast.sari, "5", "4", "Bagus")
    assert kept(session) == [(cast.sari.id, 5, 4, "Bagus")]
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "hasil evaluasi")
    assert "1 dari 2 tamu menjawab" in (said := chat.heard(cast.ratna)[0])
    assert "• Bagus (Ibu Sari)" in said


def test_words_in_the_place_of_a_number_are_kept_without_a_name(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(EVENING)
    chat.heard(cast.sari)
    chat.heard(cast.ratna)
    chat.says(cast.sari, "lumayan bu")
    chat.hears(
        cast.sari,
        "Terima kasih, kata-kata itu saya simpan bersama jawabannya. Untuk pertanyaan ini mohon "
        "pilih angkanya, ya: 1 = kurang, 5 = sangat baik. [1 | 2 | 3 | 4 | 5 | Lewati]",
    )
    chat.says(cast.sari, "4 bu")
    assert chat.heard(cast.sari)[0].startswith("(2/3)")
    chat.says(cast.sari, "jelas")
    chat.says(cast.sari, "5")
    chat.says(cast.sari, "kalau bisa jangan hari Sabtu")
    assert kept(session) == [(None, 4, 5, "lumayan bu\njelas\nkalau bisa jangan hari Sabtu")]
    chat.hears(cast.ratna)


def test_what_follows_the_end_bears_no_name_unless_they_ask_for_it(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(EVENING)
    answers(chat, cast.wati, "5", "4", "Bagus")
    chat.heard(cast.dewi)
    chat.says(cast.wati, "oh iya, kursinya kurang banyak")
    chat.hears(
        cast.wati,
        "Saya tambahkan ke saran tadi: “oh iya, kursinya kurang banyak” [Kirim ke wali kelas juga]",
    )
    assert kept(session) == [(None, 5, 4, "Bagus\noh iya, kursinya kurang banyak")]
    chat.hears(cast.dewi)
    chat.taps(cast.wati, "Kirim ke wali kelas juga")
    chat.until(ENDS + timedelta(days=2))
    assert "kursinya kurang banyak" in chat.heard(cast.dewi)[0]


def test_a_question_or_news_right_after_the_end_goes_to_the_teacher(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(EVENING)
    answers(chat, cast.wati, "5", "4", "lewati")
    chat.says(cast.wati, "bu, besok pakai seragam apa ya?")
    chat.says(cast.wati, "Citra demam bu, besok izin")
    assert kept(session) == [(None, 5, 4, "")]
    assert not any("saran" in said for said in chat.heard(cast.wati))
