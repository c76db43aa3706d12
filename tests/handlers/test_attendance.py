"""A teacher marks who is missing; the families of those nobody explained are asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.absence import Absence, Kind
from models.people import Child, Role, StaffRole
from tests.cast import MONDAY, Cast, add_child, add_class
from tests.dialogue import Chat

TODAY = date(2026, 11, 23)
DAY = "Senin 23 November"
ASK = (
    "Ananda Aisyah Humaira (1A) hari ini belum hadir di sekolah. Mohon kabarnya, ya. "
    "[Sakit | Izin | Sudah berangkat]"
)


def kinds(session: Session, child: Child) -> list[Kind]:
    rows = session.scalars(select(Absence).where(Absence.child_id == child.id))
    return [row.kind for row in rows]


@pytest.fixture
def missing(chat: Chat, cast: Cast) -> None:
    """Aisyah is marked as missing without a word."""
    chat.says(cast.ratna, "aisyah alpa")
    chat.taps(cast.ratna, "Simpan")
    chat.heard(cast.ratna)


def test_a_list_is_shown_and_saved(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "absen hari ini: aisyah sakit, danu alpa")
    chat.hears(
        cast.ratna,
        f"{DAY}:\n• Aisyah Humaira (1A): sakit\n• Danu Pratama (1A): tanpa keterangan\n\n"
        "Anak lain tidak diubah. Simpan? [Simpan | Batal]",
    )
    assert kinds(session, cast.aisyah) == []
    chat.says(cast.ratna, "ok lanjut")
    chat.hears(
        cast.ratna,
        f"Tersimpan, {DAY}: 2 anak tidak masuk.\n"
        "Tidak bisa saya tanyai, mohon ditelepon: Danu Pratama (1A).",
    )
    assert kinds(session, cast.aisyah) == [Kind.SICK]
    assert kinds(session, cast.danu) == [Kind.UNEXPLAINED]
    chat.hears(cast.sari)


def test_the_command_asks(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "absen")
    chat.hears(
        cast.ratna,
        f"{DAY}. Siapa yang tidak masuk? Tulis misalnya “Aisyah sakit, Danu izin, Bima alpa”, "
        "atau “nihil” bila hadir semua. [Hadir semua]",
    )
    chat.says(cast.ratna, "semua masuk kecuali aisyah (izin)")
    chat.taps(cast.ratna, "Simpan")
    assert kinds(session, cast.aisyah) == [Kind.LEAVE]
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "absen")
    assert "Sudah tercatat:\n• Aisyah Humaira (1A): izin" in chat.heard(cast.ratna)[0]


def test_not_saved(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "aisyah alpa")
    chat.taps(cast.ratna, "Batal")
    assert chat.heard(cast.ratna)[1] == "Baik, tidak ada yang disimpan."
    chat.hears(cast.sari)
    assert kinds(session, cast.aisyah) == []


def test_a_correction_instead_of_yes(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "aisyah alpa")
    chat.says(cast.ratna, "aisyah sakit, danu izin")
    chat.taps(cast.ratna, "Simpan")
    assert kinds(session, cast.aisyah) == [Kind.SICK]
    assert kinds(session, cast.danu) == [Kind.LEAVE]
    chat.hears(cast.sari)


@pytest.mark.parametrize("words", ["nihil", "semua hadir"])
def test_everybody_is_here(chat: Chat, cast: Cast, session: Session, words: str) -> None:
    chat.says(cast.ratna, "danu alpa")
    chat.taps(cast.ratna, "Simpan")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, words)
    chat.hears(
        cast.ratna,
        f"{DAY}: kelas 1A hadir semua.\n\nYang ini diubah menjadi hadir:\n"
        "• Danu Pratama (1A): hadir\n\nSimpan? [Simpan | Batal]",
    )
    chat.taps(cast.ratna, "Simpan")
    chat.hears(cast.ratna, f"Tersimpan, {DAY}: 0 anak tidak masuk.")
    assert kinds(session, cast.danu) == []


def test_a_principal_says_which_class_is_complete(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "semua hadir")
    chat.hears(cast.hadi, "Kelas mana yang hadir semua? [1A | 3B]")
    chat.taps(cast.hadi, "3B")
    chat.hears(cast.hadi, f"{DAY}: kelas 3B hadir semua.\n\nSimpan? [Simpan | Batal]")


def test_what_the_family_said_is_not_overwritten_unseen(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.heard(cast.sari), chat.heard(cast.ratna)
    chat.says(cast.ratna, "aisyah alpa, danu izin")
    assert (
        "• Aisyah Humaira (1A): tanpa keterangan ⚠️ sudah dikabarkan orang tua: sakit (demam)"
        in chat.heard(cast.ratna)[0]
    )
    chat.taps(cast.ratna, "Ikut kabar ortu")
    chat.hears(cast.ratna, f"Tersimpan, {DAY}: 2 anak tidak masuk.")
    assert kinds(session, cast.aisyah) == [Kind.SICK]
    chat.hears(cast.sari)


def test_the_family_s_reason_stays(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.says(cast.ratna, "aisyah sakit")
    assert "⚠️" not in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Simpan")
    assert session.scalars(select(Absence)).one().reason == "demam"


def test_a_teacher_marks_only_their_own_pupils(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "citra alpa")
    assert "Citra" not in "".join(chat.heard(cast.ratna))
    chat.hears(cast.wati)
    assert kinds(session, cast.citra) == []


@pytest.mark.parametrize("twin", ["Danu Wijaya", "Danu Pratama"])
def test_a_name_of_two_is_asked_about(chat: Chat, cast: Cast, session: Session, twin: str) -> None:
    other = Child(school_id=cast.school.id, class_group_id=cast.class_3b.id, name=twin)
    session.add(other)
    session.flush()
    chat.says(cast.hadi, "danu sakit, aisyah izin")
    (which,) = chat.heard(cast.hadi)
    assert which == f"Yang mana yang dimaksud? [Danu Pratama (1A) | {twin} (3B)]"
    chat.taps(cast.hadi, f"{twin} (3B)")
    (shown,) = chat.heard(cast.hadi)
    assert f"{twin} (3B): sakit" in shown
    assert "Aisyah Humaira (1A): izin" in shown
    chat.taps(cast.hadi, "Simpan")
    assert kinds(session, other) == [Kind.SICK]
    assert kinds(session, cast.danu) == []


def test_of_yesterday_nobody_is_asked(chat: Chat, cast: Cast, session: Session) -> None:
    chat.now = MONDAY + timedelta(days=1)
    chat.says(cast.ratna, "kemarin aisyah alpa")
    chat.taps(cast.ratna, "Simpan")
    assert chat.heard(cast.ratna)[-1] == f"Tersimpan, {DAY}: 1 anak tidak masuk."
    chat.hears(cast.sari)
    chat.says(cast.ratna, "kemarin aisyah bukan alpa tapi sakit ya, tolong dibetulkan")
    chat.taps(cast.ratna, "Simpan")
    assert kinds(session, cast.aisyah) == [Kind.SICK]


def test_who_is_away(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "siapa tidak masuk hari ini?")
    chat.hears(cast.ratna, f"{DAY}: belum ada yang tercatat tidak masuk.")
    chat.says(cast.sari, "Aisyah sama Bima izin hari ini, ada acara keluarga")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "siapa tidak masuk hari ini?")
    (told,) = chat.heard(cast.ratna)
    assert told.startswith(f"Tidak masuk {DAY}:\n• Aisyah Humaira (1A): izin")
    assert "Bima" not in told
    chat.says(cast.hadi, "Laporan kehadiran seluruh kelas hari ini")
    assert "Bima Saputra (3B): izin" in chat.heard(cast.hadi)[0]


@pytest.mark.usefixtures("missing")
def test_the_family_is_asked_once(chat: Chat, cast: Cast) -> None:
    chat.hears(cast.sari, ASK)
    chat.hears(cast.budi, ASK)
    chat.says(cast.ratna, "aisyah alpa")
    chat.taps(cast.ratna, "Simpan")
    chat.hears(cast.sari)


@pytest.mark.usefixtures("missing")
def test_ill_by_tap(chat: Chat, cast: Cast, session: Session) -> None:
    chat.taps(cast.sari, "Sakit")
    assert "Tercatat: Ananda Aisyah Humaira (1A) sakit" in chat.heard(cast.sari)[1]
    assert "Kabar dari Ibu Sari: sakit" in chat.heard(cast.ratna)[0]
    assert "Ibu Sari baru saja mengabarkan: sakit" in chat.heard(cast.budi)[1]
    assert kinds(session, cast.aisyah) == [Kind.SICK]
    chat.taps(cast.budi, "Sakit")
    assert chat.heard(cast.budi)[0].startswith("Sudah tercatat")
    chat.hears(cast.ratna)


@pytest.mark.usefixtures("missing")
def test_ill_in_words(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.budi, "iya bu maaf demam, sampai rabu")
    assert "sakit (demam), Senin 23 November s.d. Rabu 25 November" in chat.heard(cast.budi)[1]
    assert len(kinds(session, cast.aisyah)) == 3


@pytest.mark.parametrize("answer", ["Sudah berangkat", "sudah berangkat kok bu dari jam 6"])
@pytest.mark.usefixtures("missing")
def test_a_child_who_left_home_is_an_alarm(
    chat: Chat, cast: Cast, session: Session, answer: str
) -> None:
    chat.heard(cast.sari)
    chat.now = MONDAY + timedelta(hours=9)  # maghrib: only what is urgent passes
    chat.says(cast.sari, answer)
    chat.hears(
        cast.sari,
        "Baik, Ibu Sari. Sekarang juga saya beri tahu Bu Ratna bahwa Ananda Aisyah Humaira (1A) "
        "sudah berangkat. Mohon telepon sekolah juga, ya.",
    )
    (alarm,) = chat.heard(cast.ratna)
    assert alarm.startswith("⚠️ PENTING. Aisyah Humaira (1A): menurut Ibu Sari sudah berangkat")
    assert kinds(session, cast.aisyah) == [Kind.UNEXPLAINED]


@pytest.mark.usefixtures("missing")
def test_the_child_came_after_all(chat: Chat, cast: Cast, session: Session) -> None:
    chat.heard(cast.sari), chat.heard(cast.budi)
    chat.says(cast.ratna, "aisyah sudah datang, ubah jadi hadir")
    chat.taps(cast.ratna, "Simpan")
    told = "Ananda Aisyah Humaira (1A) sudah tercatat hadir di sekolah hari ini. Terima kasih."
    chat.hears(cast.sari, told)
    chat.hears(cast.budi, told)
    chat.taps(cast.sari, "Sudah berangkat")
    chat.hears(
        cast.sari, "Terima kasih, Ibu Sari. Ananda Aisyah Humaira (1A) sudah tercatat hadir."
    )
    assert kinds(session, cast.aisyah) == []


@pytest.mark.usefixtures("missing")
def test_other_words_are_a_message_of_their_own(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu tas bima ketinggalan di kelas")
    assert "tas bima" in chat.heard(cast.dewi)[0]


def test_whoever_marked_it_hears_the_alarm(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.hadi, "aisyah alpa")
    chat.taps(cast.hadi, "Simpan")
    chat.heard(cast.hadi)
    chat.taps(cast.sari, "Sudah berangkat")
    assert "PENTING" in chat.heard(cast.hadi)[0]
    assert "PENTING" in chat.heard(cast.ratna)[0]


def test_a_homeroom_teacher_who_left_marks_nobody(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "aisyah alpa")
    role = session.scalars(select(StaffRole).where(StaffRole.role == Role.HOMEROOM)).first()
    assert role is not None
    role.ended_at = MONDAY
    session.add(
        StaffRole(
            school_id=cast.school.id,
            person_id=cast.ratna.id,
            role=Role.SUBJECT,
            class_group_id=cast.class_3b.id,
        )
    )
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Simpan")
    (told,) = chat.heard(cast.ratna)
    assert "Aisyah Humaira" in told
    assert "Tersimpan" not in told
    assert kinds(session, cast.aisyah) == []


def test_a_list_that_is_not_saved_yet_is_added_to(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "aisyah sakit danu alpa")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "siapa yg gak masuk hari ini")
    answer, again = chat.heard(cast.ratna)
    assert answer == f"{DAY}: belum ada yang tercatat tidak masuk."
    assert again == f"Lanjutkan absensi {DAY}? [Lanjutkan | Buang]"
    chat.says(cast.ratna, "eh danu izin")
    chat.hears(
        cast.ratna,
        f"{DAY}:\n• Aisyah Humaira (1A): sakit\n• Danu Pratama (1A): izin\n\nAnak lain tidak "
        "diubah. Simpan? [Simpan | Batal]",
    )
    chat.taps(cast.ratna, "Simpan")
    assert (kinds(session, cast.aisyah), kinds(session, cast.danu)) == ([Kind.SICK], [Kind.LEAVE])


@pytest.fixture
def month(chat: Chat, cast: Cast, session: Session) -> None:
    """Aisyah was ill for two days of November and one of October, Bima once in November."""
    for child, day, kind in (
        (cast.aisyah, date(2026, 10, 30), Kind.LEAVE),
        (cast.aisyah, date(2026, 11, 3), Kind.SICK),
        (cast.aisyah, date(2026, 11, 4), Kind.SICK),
        (cast.bima, date(2026, 11, 16), Kind.UNEXPLAINED),
    ):
        reason = "demam" if day.day == 3 else ""
        session.add(
            Absence(school_id=cast.school.id, child_id=child.id, day=day, kind=kind, reason=reason,
                    person_id=cast.ratna.id, at=MONDAY)
        )  # fmt: skip
    session.flush()


RECAP = "Rekap kehadiran {}, November 2026 (sampai Senin 23 November, 19 hari sekolah)"
LEGEND = "\n\nS sakit, I izin, A tanpa keterangan, menurut yang dicatat di sini."
OF_AISYAH = f"{RECAP.format('Aisyah Humaira (1A)')}:\n• Selasa 3 November: sakit (demam)\n" + (
    "• Rabu 4 November: sakit"
)


@pytest.mark.parametrize(
    "words", ["rekap absen", "rekap absensi bulan ini", "Rekap S I A november dong"]
)
def test_a_month_of_a_class_by_child(chat: Chat, cast: Cast, month: None, words: str) -> None:
    chat.says(cast.ratna, words)
    chat.hears(
        cast.ratna,
        f"{RECAP.format('kelas 1A')}:\n• Aisyah Humaira (1A): S 2, I 0, A 0\n• 1 anak lain: tidak "
        f"ada catatan{LEGEND}",
    )


@pytest.mark.parametrize(
    "words", ["rekap kehadiran aisyah", "berapa kali aisyah tidak masuk bulan ini?"]
)
def test_a_month_of_a_child_by_day(chat: Chat, cast: Cast, month: None, words: str) -> None:
    chat.says(cast.ratna, words)
    chat.hears(cast.ratna, OF_AISYAH)


def test_another_month(chat: Chat, cast: Cast, month: None) -> None:
    chat.says(cast.ratna, "rekap absen bulan lalu")
    (october,) = chat.heard(cast.ratna)
    assert "Oktober 2026 (sampai Sabtu 31 Oktober" in october
    assert "• Aisyah Humaira (1A): S 0, I 1, A 0" in october
    chat.says(cast.ratna, "rekap absen september")
    assert "September 2026" in (september := chat.heard(cast.ratna)[0])
    assert september.endswith("tidak ada yang tercatat tidak masuk.")


@pytest.mark.parametrize("words", ["rekap absen kemarin", "rekap absen 3 november"])
def test_a_day_is_no_month(chat: Chat, cast: Cast, month: None, words: str) -> None:
    chat.says(cast.ratna, words)
    assert chat.heard(cast.ratna)[0].startswith(("Minggu 22 November", "Tidak masuk Selasa 3"))


def test_a_week(chat: Chat, cast: Cast, month: None) -> None:
    chat.says(cast.dewi, "rekap absen minggu ini")
    assert "minggu ini (sampai Senin 23 November, 1 hari" in chat.heard(cast.dewi)[0]


def test_a_guardian_sees_their_own_children_only(chat: Chat, cast: Cast, month: None) -> None:
    chat.says(cast.sari, "rekap absen aisyah")
    chat.hears(cast.sari, OF_AISYAH)
    chat.says(cast.sari, "rekap absen")
    (both,) = chat.heard(cast.sari)
    assert "• Aisyah Humaira (1A): S 2, I 0, A 0\n• Bima Saputra (3B): S 0, I 0, A 1" in both
    chat.says(cast.wati, "rekap absen aisyah")
    (other,) = chat.heard(cast.wati)
    assert "Citra" in other
    assert "Aisyah" not in other
    chat.says(cast.wati, "rekap nilai citra dong bu")
    assert "Rekap kehadiran" not in chat.heard(cast.wati)[0]


def test_a_school_by_class(chat: Chat, cast: Cast, session: Session, month: None) -> None:
    add_child(session, add_class(session, cast.school, "5C"), "Gilang Ramadhan")
    chat.says(cast.hadi, "rekap absen")
    (school,) = chat.heard(cast.hadi)
    assert "• 1A: S 2, I 0, A 0\n• 3B: S 0, I 0, A 1\n• 5C: S 0, I 0, A 0" in school
    assert school.endswith("Untuk nama-namanya tulis misalnya REKAP ABSEN 1A.")
    chat.says(cast.hadi, "rekap absen 3b")
    assert "• Bima Saputra (3B): S 0, I 0, A 1" in chat.heard(cast.hadi)[0]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Danu juga ya", ["Aisyah Humaira (1A): sakit", "Danu Pratama (1A): sakit"]),
        ("danu juga izin", ["Aisyah Humaira (1A): sakit", "Danu Pratama (1A): izin"]),
        ("eh aisyah izin", ["Aisyah Humaira (1A): izin"]),
    ],
)
def test_the_list_is_changed_in_words(
    chat: Chat, cast: Cast, session: Session, words: str, shown: list[str]
) -> None:
    chat.says(cast.ratna, "aisyah sakit")
    chat.says(cast.ratna, words)
    assert [line[2:] for line in chat.heard(cast.ratna)[-1].split("\n") if line[:1] == "•"] == shown
    assert kinds(session, cast.aisyah) == []


def test_a_child_is_taken_off_the_list(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "aisyah sakit, danu izin")
    chat.says(cast.ratna, "hapus danu")
    assert "Danu" not in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "ok simpan bu")
    assert (kinds(session, cast.aisyah), kinds(session, cast.danu)) == ([Kind.SICK], [])


def test_a_list_of_yesterday_is_not_saved_by_an_old_button(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.says(cast.ratna, "aisyah alpa")
    chat.now += timedelta(days=1)
    chat.taps(cast.ratna, "Simpan")
    assert kinds(session, cast.aisyah) == []
    assert f"{DAY}:\n• Aisyah" in chat.heard(cast.ratna)[-1]
    chat.hears(cast.sari)
