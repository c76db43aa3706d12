"""A family tells that a child stays away; the teacher knows before the first lesson."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from models import media
from models.absence import Absence, Kind
from models.people import Child, Relation, StaffRole
from models.task import Task
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

PHOTO = File("file-1", media.Kind.PHOTO, "image/jpeg")
TODAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
RECORDED = (
    "Tercatat: Ananda Aisyah Humaira (1A) sakit (demam), Senin 23 November. Sudah saya sampaikan "
    "ke Bu Ratna. Semoga lekas sembuh. 🙏 [Batalkan | Ubah hari]"
)
TOLD = (
    "Tentang Aisyah Humaira (1A). Kabar dari Ibu Sari: sakit, Senin 23 November.\n"
    "Keterangan: “Aisyah sakit hari ini bu, demam”.\n\n"
    "Sudah dicatat di daftar hadir. Ketuk Balas untuk menjawab. [Balas]"
)
WHOM = "Untuk siapa, Ibu Sari? [Aisyah Humaira (1A) | Bima Saputra (3B) | Semuanya]"


def days(session: Session, child: Child) -> list[tuple[date, Kind]]:
    rows = session.scalars(
        select(Absence).where(Absence.child_id == child.id).order_by(Absence.day)
    )
    return [(row.day, row.kind) for row in rows]


def test_a_report_in_one_message(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.hears(cast.sari, RECORDED)
    chat.hears(cast.ratna, TOLD)
    chat.hears(cast.dewi)
    assert days(session, cast.aisyah) == [(TODAY, Kind.SICK)]


def test_the_teacher_answers_under_it(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.heard(cast.sari)
    chat.taps(cast.ratna, "Balas")
    chat.says(cast.ratna, "semoga lekas sembuh bu")
    assert "“semoga lekas sembuh bu”" in chat.heard(cast.sari)[0]


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("bima izin dari jumat sampai selasa ada acara keluarga", Kind.LEAVE,
         [date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 1)]),
        ("Bima sakit panas bu, mohon izin 2 hari nggih", Kind.SICK, [TODAY, TUESDAY]),
        ("bu besok bima ijin ya ada acara aqiqah", Kind.LEAVE, [TUESDAY]),
    ],
)  # fmt: skip
def test_days_of_school_are_counted(
    chat: Chat, cast: Cast, session: Session, words: str, kind: Kind, expected: list[date]
) -> None:
    chat.says(cast.sari, words)
    assert "Tercatat: Ananda Bima Saputra (3B)" in chat.heard(cast.sari)[0]
    assert days(session, cast.bima) == [(day, kind) for day in expected]


def test_a_school_of_five_days(chat: Chat, cast: Cast, session: Session) -> None:
    cast.school.settings = {"school_week": 5}
    chat.says(cast.sari, "bima izin dari jumat sampai senin ada acara keluarga")
    assert "Jumat 27 November s.d. Senin 30 November (2 hari sekolah)" in chat.heard(cast.sari)[0]
    assert len(days(session, cast.bima)) == 2


def test_several_children_none_named(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "bu anak saya sakit hari ini")
    chat.hears(cast.sari, WHOM)
    chat.hears(cast.ratna)
    chat.says(cast.sari, "yang kakak, Bima")
    assert "Ananda Bima Saputra (3B) sakit, Senin 23 November" in chat.heard(cast.sari)[0]
    assert "“bu anak saya sakit hari ini\nyang kakak, Bima”" in chat.heard(cast.dewi)[0]
    chat.wait(timedelta(hours=1))
    chat.hears(cast.ratna)
    chat.hears(cast.dewi)
    assert days(session, cast.aisyah) == []


@pytest.mark.parametrize("answer", ["3", "dua duanya", "Semuanya"])
def test_both_children(chat: Chat, cast: Cast, session: Session, answer: str) -> None:
    chat.says(cast.sari, "bu anak saya sakit hari ini")
    chat.says(cast.sari, answer)
    assert "ke Bu Ratna & Bu Dewi" in chat.heard(cast.sari)[1]
    assert days(session, cast.aisyah) == days(session, cast.bima) == [(TODAY, Kind.SICK)]


def test_a_question_nobody_answers_is_passed_on(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu anak saya sakit hari ini")
    chat.wait(timedelta(minutes=30))
    assert "“bu anak saya sakit hari ini”" in chat.heard(cast.ratna)[0]
    assert "“bu anak saya sakit hari ini”" in chat.heard(cast.dewi)[0]


def test_words_beside_the_question_are_their_own_message(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.says(cast.sari, "bu anak saya sakit hari ini")
    chat.heard(cast.sari)
    chat.says(cast.sari, "bu, uang kas sudah saya titipkan ke satpam")
    assert chat.heard(cast.sari)[0].startswith("Pesan ini tentang siapa, Ibu Sari?")
    assert days(session, cast.aisyah) == days(session, cast.bima) == []


def test_an_answer_that_may_say_something_else_is_shown_first(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.says(cast.sari, "bu anak saya sakit hari ini")
    chat.says(cast.sari, "bu tas bima ketinggalan di kelas")
    assert "Saya catat: Ananda Bima" in chat.heard(cast.sari)[1]
    chat.taps(cast.sari, "Bukan")
    assert "tas bima ketinggalan" in chat.heard(cast.dewi)[0]
    assert days(session, cast.bima) == []


def test_the_same_report_twice(chat: Chat, cast: Cast, session: Session) -> None:
    for _ in range(2):
        chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.hears(
        cast.sari,
        RECORDED,
        "Sudah tercatat: Ananda Aisyah Humaira (1A) sakit (demam), Senin 23 November. "
        "Terima kasih, Ibu Sari.",
    )
    chat.hears(cast.ratna, TOLD)
    assert len(days(session, cast.aisyah)) == 1


def test_more_words_about_a_known_absence_still_reach_the_teacher(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.says(cast.sari, "Aisyah sakit demam bu, hari ini tidak masuk. Tolong tugasnya dikirim")
    assert "Tolong tugasnya dikirim" in chat.heard(cast.ratna)[1]


def test_the_second_guardian_changes_it(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.heard(cast.sari)
    chat.says(cast.budi, "Aisyah izin hari ini bu, ada acara keluarga")
    assert "izin" in chat.heard(cast.budi)[0]
    chat.hears(
        cast.sari,
        "Ananda Aisyah Humaira (1A). Bapak Budi baru saja mengabarkan: izin, Senin 23 November. "
        "Catatan di sekolah sudah diperbarui.",
    )
    assert "Ralat dari Bapak Budi: izin" in chat.heard(cast.ratna)[1]
    assert days(session, cast.aisyah) == [(TODAY, Kind.LEAVE)]


def test_another_parents_child_cannot_be_reported(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Citra sakit hari ini bu, demam")
    chat.hears(cast.sari, WHOM)
    chat.says(cast.sari, "citra bu")
    chat.wait(timedelta(hours=1))
    assert "Citra Lestari" not in "".join(chat.heard(cast.sari) + chat.heard(cast.dewi))
    assert days(session, cast.citra) == []


def test_a_photo_of_the_letter(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "Citra sakit bu, ini surat dokternya", files=[PHOTO])
    chat.heard(cast.wati)
    row = chat._message(cast.dewi, "Citra")
    assert row.media_id is not None


def test_taken_back_by_tap(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.heard(cast.sari), chat.heard(cast.ratna)
    chat.taps(cast.sari, "Batalkan")
    chat.hears(
        cast.sari,
        "Baik, Ibu Sari. Kabar untuk Ananda Aisyah Humaira (1A) sudah dibatalkan. Sudah saya "
        "sampaikan ke Bu Ratna.",
    )
    assert "Ibu Sari membatalkan" in chat.heard(cast.ratna)[0]
    assert days(session, cast.aisyah) == []
    chat.taps(cast.sari, "Batalkan")
    chat.hears(cast.sari, "Itu sudah terjawab tadi. Ketik MENU untuk hal lain.")
    chat.hears(cast.ratna)


def test_taking_a_change_back_restores_what_was(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.says(cast.budi, "Aisyah izin hari ini bu, ada acara keluarga")
    chat.taps(cast.budi, "Batalkan")
    assert days(session, cast.aisyah) == [(TODAY, Kind.SICK)]


def test_taken_back_too_late(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah sakit hari ini bu, demam")
    chat.says(cast.budi, "Aisyah izin hari ini bu, ada acara keluarga")
    chat.heard(cast.sari)
    chat.taps(cast.sari, "Batalkan")
    chat.hears(
        cast.sari,
        "Catatan itu sudah berubah sejak tadi, Ibu Sari, jadi tidak ada yang dibatalkan.",
    )
    assert days(session, cast.aisyah) == [(TODAY, Kind.LEAVE)]


def test_days_gone_by_are_not_taken_back(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.wati, "Citra sakit bu, mohon izin 3 hari")
    chat.wait(timedelta(days=1))
    chat.taps(cast.wati, "Batalkan")
    assert days(session, cast.citra) == [(TODAY, Kind.SICK)]


def test_other_days(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.wati, "Citra sakit hari ini bu, diare")
    chat.taps(cast.wati, "Ubah hari")
    chat.says(cast.wati, "sampai rabu")
    assert "Senin 23 November s.d. Rabu 25 November (3 hari" in chat.heard(cast.wati)[-1]
    assert "Ralat dari Ibu Wati" in chat.heard(cast.dewi)[1]
    chat.taps(cast.wati, "Ubah hari")
    chat.taps(cast.wati, "Besok")
    assert days(session, cast.citra) == [(TUESDAY, Kind.SICK)]


def test_a_bare_no_asks_what_to_change(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "Citra sakit hari ini bu, diare")
    chat.heard(cast.wati)
    chat.says(cast.wati, "bukan bu")
    chat.hears(cast.wati, "Baik, Ibu Wati. Apa yang perlu diubah? [Batalkan | Ubah hari]")


def test_taken_back_in_words(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah sama Bima izin hari ini sampai rabu, ada acara keluarga")
    chat.wait(timedelta(days=1))
    for person in (cast.sari, cast.ratna, cast.dewi):
        chat.heard(person)
    chat.says(cast.sari, "bu Aisyah hari ini jadi masuk ya")
    chat.hears(
        cast.sari,
        "Baik, Ibu Sari. Kabar tidak masuk dibatalkan: Ananda Aisyah Humaira (1A), Selasa 24 "
        "November s.d. Rabu 25 November (2 hari sekolah). Sudah saya sampaikan ke Bu Ratna.",
    )
    assert "“bu Aisyah hari ini jadi masuk ya”" in chat.heard(cast.ratna)[0]
    assert days(session, cast.aisyah) == [(TODAY, Kind.LEAVE)]
    assert len(days(session, cast.bima)) == 3


def test_taken_back_for_a_child_to_be_named(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah sama Bima izin besok")
    chat.heard(cast.sari)
    chat.says(cast.sari, "bu besok ga jadi izin ya, acaranya diundur")
    chat.hears(cast.sari, WHOM)
    chat.taps(cast.sari, "Bima Saputra (3B)", under="Untuk siapa")
    assert "Ananda Bima Saputra (3B), Selasa" in chat.heard(cast.sari)[0]
    assert days(session, cast.bima) == []
    assert days(session, cast.aisyah) == [(TUESDAY, Kind.LEAVE)]


def test_the_other_parent_hears_that_it_is_taken_back(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "Aisyah izin besok bu")
    chat.heard(cast.sari)
    chat.says(cast.budi, "bu Aisyah besok ga jadi izin ya")
    assert "Bapak Budi membatalkan kabar tidak masuk" in chat.heard(cast.sari)[0]


def test_nothing_to_take_back_is_a_message(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "Citra sudah sehat bu, hari ini masuk")
    assert "“Citra sudah sehat bu, hari ini masuk”" in chat.heard(cast.dewi)[0]


UNSURE = "tidak masuk"


def test_what_is_not_sure_is_asked_back(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.wati, UNSURE)
    chat.hears(
        cast.wati,
        "Saya catat: Ananda Citra Lestari (3B) izin, Senin 23 November. Benar? [Ya, benar | Bukan]",
    )
    assert days(session, cast.citra) == []
    chat.says(cast.wati, "ya betul")
    assert "Tercatat" in chat.heard(cast.wati)[0]
    assert days(session, cast.citra) == [(TODAY, Kind.LEAVE)]
    assert len(chat.heard(cast.dewi)) == 1


@pytest.mark.parametrize("answer", ["Bukan", "bukan bu, maksudnya besok upacara"])
def test_what_was_misunderstood_goes_to_the_teacher(
    chat: Chat, cast: Cast, session: Session, answer: str
) -> None:
    chat.says(cast.wati, UNSURE)
    chat.heard(cast.wati)
    chat.says(cast.wati, answer)
    chat.hears(
        cast.wati,
        "Baik, Ibu Wati. Pesan tentang Citra Lestari (3B) sudah saya teruskan ke Bu Dewi.",
    )
    (told,) = chat.heard(cast.dewi)
    assert UNSURE in told
    assert answer == "Bukan" or answer in told
    chat.wait(timedelta(hours=1))
    chat.hears(cast.dewi)
    assert days(session, cast.citra) == []


def test_days_gone_by_are_recorded(chat: Chat, cast: Cast, session: Session) -> None:
    chat.now = MONDAY + timedelta(days=1)
    chat.says(cast.sari, "kemarin Aisyah tidak masuk karena demam")
    assert "sakit (demam), Senin 23 November" in chat.heard(cast.sari)[0]
    assert "lekas sembuh" not in chat.heard(cast.ratna)[0]
    assert days(session, cast.aisyah) == [(TODAY, Kind.SICK)]


def test_a_day_without_school(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "kemarin bima tidak masuk karena demam")
    chat.hears(
        cast.sari,
        "Minggu 22 November bukan hari sekolah. Hari apa Bima Saputra (3B) tidak masuk? "
        "[Sabtu 21 November | Hari ini | Besok]",
    )
    chat.taps(cast.sari, "Sabtu 21 November")
    assert days(session, cast.bima) == [(date(2026, 11, 21), Kind.SICK)]


def test_months_are_asked_back(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.wati, "Citra izin dari besok sampai 30 Januari, umroh")
    assert "Paling lama 30 hari untuk satu kabar" in chat.heard(cast.wati)[0]
    assert days(session, cast.citra) == []
    chat.says(cast.wati, "besok sampai rabu")
    assert [day for day, _ in days(session, cast.citra)] == [TUESDAY, WEDNESDAY]


def test_at_night_the_teacher_is_told_in_the_morning_before_school(chat: Chat, cast: Cast) -> None:
    chat.now = MONDAY + timedelta(hours=12)
    chat.says(cast.wati, "bu besok citra izin ya, ada acara keluarga")
    (recorded,) = chat.heard(cast.wati)
    assert "Saya sampaikan ke Bu Dewi Selasa 24 November pukul 05.30 WIB." in recorded
    chat.hears(cast.dewi)
    chat.wait(timedelta(hours=9))
    assert "Citra" in chat.heard(cast.dewi)[0]


def test_step_by_step(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "izin")
    chat.hears(cast.sari, WHOM)
    chat.says(cast.sari, "2")
    chat.hears(cast.sari, "Ananda Bima Saputra (3B) sakit atau izin? [Sakit | Izin]")
    chat.taps(cast.sari, "Izin")
    assert "Hari apa Bima Saputra (3B) tidak masuk?" in chat.heard(cast.sari)[0]
    chat.says(cast.sari, "besok sampai rabu")
    chat.hears(cast.sari, "Apa alasannya? Tulis singkat, atau kirim foto suratnya. [Lewati]")
    chat.says(cast.sari, "menengok nenek")
    assert "izin (menengok nenek), Selasa 24 November s.d. Rabu 25" in chat.heard(cast.sari)[0]
    assert "menengok nenek" in chat.heard(cast.dewi)[0]
    assert days(session, cast.bima) == [(TUESDAY, Kind.LEAVE), (WEDNESDAY, Kind.LEAVE)]


def test_step_by_step_without_a_reason(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.wati, "sakit")
    chat.taps(cast.wati, "Hari ini")
    chat.taps(cast.wati, "Lewati")
    assert "Tercatat: Ananda Citra Lestari (3B) sakit, Senin" in chat.heard(cast.wati)[-1]
    assert "Keterangan: tidak ada." in chat.heard(cast.dewi)[0]


def test_without_a_teacher_the_school_hears(chat: Chat, cast: Cast, session: Session) -> None:
    _no_more(session, cast.dewi.id)
    chat.says(cast.wati, "Citra sakit hari ini bu, diare")
    assert "ke Pak Hadi" in chat.heard(cast.wati)[0]
    assert "Citra" in chat.heard(cast.hadi)[0]


def test_without_anybody_it_is_kept(chat: Chat, cast: Cast, session: Session) -> None:
    _no_more(session, cast.dewi.id, cast.hadi.id)
    chat.says(cast.wati, "Citra sakit hari ini bu, diare")
    assert "mohon telepon sekolah juga" in chat.heard(cast.wati)[0]
    assert days(session, cast.citra) == [(TODAY, Kind.SICK)]
    assert session.scalars(select(Task)).one().child_id == cast.citra.id


def _no_more(session: Session, *people: int) -> None:
    for role in session.scalars(select(StaffRole).where(StaffRole.person_id.in_(people))):
        role.ended_at = MONDAY


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("bu bima agak telat ya, ban motor bocor", "Bima Saputra (3B) datang terlambat."),
        ("Bima nanti sy jemput jam 10 mau kontrol gigi",
         "Bima Saputra (3B) dijemput lebih awal, Senin 23 November pukul 10.00 WIB."),
        ("bu jemput bima agak telat ya, titip dulu di kelas",
         "Bima Saputra (3B) terlambat dijemput."),
    ],
)  # fmt: skip
def test_late_and_early(
    chat: Chat, cast: Cast, session: Session, words: str, understood: str
) -> None:
    chat.says(cast.sari, words)
    chat.hears(cast.sari, f"Baik, Ibu Sari: {understood} Sudah saya sampaikan ke Bu Dewi.")
    (told,) = chat.heard(cast.dewi)
    assert told.startswith("Tentang Bima Saputra (3B): ")
    assert f"“{words}”" in told
    chat.hears(cast.ratna)
    assert days(session, cast.bima) == []


def test_late_before_office_hours(chat: Chat, cast: Cast) -> None:
    chat.now = MONDAY - timedelta(hours=2, minutes=20)
    chat.says(cast.wati, "bu citra telat dikit, macet")
    assert "terlambat" in chat.heard(cast.dewi)[0]


def test_a_late_pickup_passes_friday_prayer(chat: Chat, cast: Cast) -> None:
    chat.now = MONDAY + timedelta(days=4, hours=3)
    chat.says(cast.wati, "bu jemput citra agak telat ya, titip dulu di kelas")
    assert "terlambat dijemput" in chat.heard(cast.dewi)[0]


def test_late_which_child(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bu agak telat ya, ban motor bocor")
    chat.hears(cast.sari, WHOM)
    chat.says(cast.sari, "aisyah")
    assert "Aisyah Humaira (1A) datang terlambat" in chat.heard(cast.sari)[0]
    assert "ban motor bocor" in chat.heard(cast.ratna)[0]
    chat.wait(timedelta(minutes=40))
    chat.hears(cast.ratna)
    chat.hears(cast.dewi)


def test_in_english(chat: Chat, cast: Cast, session: Session) -> None:
    cast.wati.language = "en"
    session.flush()
    chat.says(cast.wati, "Citra sakit hari ini bu, diare")
    assert chat.heard(cast.wati)[0].startswith(
        "Noted: Citra Lestari (3B), ill (diare), Monday 23 November. I have told Bu Dewi."
    )


def test_an_unanswered_question_swallows_nothing(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "Aisyah muntah sejak subuh")
    assert "Saya catat: Ananda Aisyah" in chat.heard(cast.sari)[0]
    chat.says(cast.sari, "pdf Aisyah")
    chat.wait(timedelta(minutes=30))
    assert "“Aisyah muntah sejak subuh”" in "".join(chat.heard(cast.ratna))
    chat.hears(cast.dewi)
    assert days(session, cast.aisyah) == []


def test_a_teacher_is_a_parent_of_their_own_child(chat: Chat, cast: Cast, session: Session) -> None:
    """Bu Ratna teaches 1A; her Fajar is in 3B. Her pupils stay a teacher's matter."""
    fajar = casting.add_child(session, cast.class_3b, "Fajar Nugroho")
    casting.add_place(session, fajar, cast.ratna, Relation.MOTHER, 1, MONDAY)
    chat.says(cast.ratna, "Fajar sakit hari ini bu, demam")
    assert "Tercatat: Ananda Fajar Nugroho (3B) sakit" in chat.heard(cast.ratna)[-1]
    assert days(session, fajar) == [(TODAY, Kind.SICK)]
    chat.says(cast.ratna, "Aisyah sakit, Danu alpa")
    assert "Aisyah Humaira" in chat.heard(cast.ratna)[-1]
    assert days(session, cast.aisyah) == []


@pytest.mark.parametrize(
    "words",
    [
        "aisyah hari ini gak masuk bu demam, bima masuk kok",
        "Aisyah demam bu, Bima tetap masuk",
        "bima tetap masuk ya bu, aisyah tidak masuk krn demam",
    ],
)
def test_who_comes_to_school_is_not_away(
    chat: Chat, cast: Cast, session: Session, words: str
) -> None:
    chat.says(cast.sari, words)
    (heard,) = chat.heard(cast.sari)
    assert "Ananda Aisyah Humaira (1A) sakit (demam), Senin 23 November" in heard
    assert "Bima" not in heard
    if heard.startswith("Saya catat"):
        chat.taps(cast.sari, "Ya, benar")
    assert session.scalars(select(Absence.child_id)).all() == [cast.aisyah.id]
    chat.hears(cast.dewi)


def test_each_of_two_has_a_reason_of_their_own(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.sari, "aisyah sakit demam, bima izin ke nikahan tantenya")
    first, second = chat.heard(cast.sari)
    assert "Tercatat: Ananda Aisyah Humaira (1A) sakit" in first
    assert "Tercatat: Ananda Bima Saputra (3B) izin" in second
    found = {row.child_id: row.kind for row in session.scalars(select(Absence))}
    assert found == {cast.aisyah.id: Kind.SICK, cast.bima.id: Kind.LEAVE}


@pytest.mark.parametrize(
    "words", ["Aisyah dan Bima sakit bu, demam semua", "sakit dua2nya bu aisyah sama bima"]
)
def test_both_are_away(chat: Chat, cast: Cast, session: Session, words: str) -> None:
    chat.says(cast.sari, words)
    assert {row.child_id for row in session.scalars(select(Absence))} == {
        cast.aisyah.id,
        cast.bima.id,
    }


@pytest.mark.parametrize(
    "words",
    [
        "Danu demam bu, besok tidak masuk",
        "bu, danu izin besok ya",
        "Danu telat bu, masih di jalan",
    ],
)
def test_of_somebody_elses_child_nothing_is_noted(
    chat: Chat, cast: Cast, session: Session, words: str
) -> None:
    chat.says(cast.wati, words)
    told, asked = chat.heard(cast.wati)
    assert told.startswith("Baik, Ibu Wati. Pesan tentang Citra Lestari (3B) sudah saya teruskan")
    assert asked.startswith("Belum ada yang dicatat, Ibu Wati, karena nama di pesan itu bukan nama")
    assert f"“{words}”" in chat.heard(cast.dewi)[0]
    assert not session.scalars(select(Absence)).all()


@pytest.mark.parametrize(
    "words",
    [
        "Aisyah tertular Danu, demam, izin hari ini",
        "Aisyah sakit bu, ini saya tulis lewat bu Citra",
    ],
)
def test_another_name_beside_their_own_childs(
    chat: Chat, cast: Cast, session: Session, words: str
) -> None:
    chat.says(cast.sari, words)
    assert "Aisyah Humaira" in chat.heard(cast.sari)[0]
    assert days(session, cast.danu) == []


def test_a_report_that_comes_in_pieces_is_one(chat: Chat, cast: Cast) -> None:
    for words in ("sakit", "demam", "hari ini ga masuk ya"):
        chat.says(cast.wati, words)
    (told,) = chat.heard(cast.dewi)
    assert "sakit, Senin 23 November.\nKeterangan: “sakit\ndemam\nhari ini ga masuk ya”." in told
    assert "Tercatat: Ananda Citra Lestari (3B) sakit (demam)" in chat.heard(cast.wati)[-1]


@pytest.mark.parametrize(
    "words", ["Citra tidak masuk les", "Citra ga masuk ngaji ya bu", "bu Citra libur kursus dulu"]
)
def test_a_lesson_outside_school_is_no_absence(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.wati, words)
    assert f"“{words}”" in chat.heard(cast.dewi)[0]
    assert "sudah saya teruskan" in chat.heard(cast.wati)[0]


@pytest.mark.parametrize("words", ["batal", "ga jadi bu"])
def test_batal_takes_back_what_was_just_reported(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.wati, "Citra sakit bu, hari ini tidak masuk")
    chat.heard(cast.wati), chat.heard(cast.dewi)
    chat.says(cast.wati, words)
    assert "sudah dibatalkan" in chat.heard(cast.wati)[0]
    assert "membatalkan kabar tidak masuk" in chat.heard(cast.dewi)[0]
