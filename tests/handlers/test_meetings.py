"""Calling a meeting, moving it, cancelling it, and seeing who comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.media import Media
from models.meeting import Answer, How, Kind, Meeting, MeetingAttendance, Rsvp, State
from models.minutes import Decision
from models.notice import Notice, NoticeState, Receipt, ReceiptState, Urgency
from models.people import Relation
from tests import cast as casting
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import Chat

CALL = "rapat POMG 1A Sabtu 12 Des jam 9 di aula, agenda perpisahan, kapasitas 30"
SATURDAY = datetime(2026, 12, 12, 9, 0, tzinfo=WIB).astimezone(UTC)
INVITATION = (
    "Ananda Aisyah Humaira (1A). Ada undangan rapat POMG dari Bu Ratna.\n\n🗓 Waktu: Sabtu 12 "
    "Desember pukul 09.00–11.00 WIB\n📍 Tempat: aula\n📝 Agenda: perpisahan\n\nApakah Ibu/Bapak "
    "bisa datang? Mohon dijawab lewat tombol, atau balas dengan kata-kata. Jawaban bisa diubah "
    "sampai rapat mulai. [Hadir | Tidak bisa | Diwakilkan | Belum pasti]"
)


def the(session: Session) -> Meeting:
    return session.scalars(select(Meeting)).one()


@pytest.fixture
def called(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, CALL)
    chat.taps(cast.ratna, "Kirim undangan")
    chat.heard(cast.ratna)
    chat.hears(cast.sari, INVITATION)


def test_in_one_message(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, CALL)
    chat.hears(
        cast.ratna,
        "Rapat POMG (kelas 1A)\n🗓 Sabtu 12 Desember pukul 09.00–11.00 WIB\n📍 aula\n"
        "📝 perpisahan\n🪑 Kursi: 30\n\n• Keluarga: 2 (2 anak)\n• Sampai lewat chat: 1 (WhatsApp 1)"
        "\n• Tidak terjangkau: 1 (belum bergabung 1)\n\nKirim undangan? "
        "[Kirim undangan | Ubah | Batal]",
    )
    chat.hears(cast.sari)
    assert session.scalars(select(Meeting)).all() == []

    chat.taps(cast.ratna, "Kirim undangan")
    chat.hears(
        cast.ratna,
        "Undangan Rapat POMG kelas 1A dikirim: 1 keluarga.\nTidak bisa dijangkau, mohon "
        "dihubungi langsung:\n• Danu Pratama (1A): belum bergabung\nTulis RAPAT kapan saja untuk "
        "melihat siapa hadir, memindahkan, atau membatalkan. [Siapa hadir? | Pindah | Batalkan | "
        "Teks untuk grup WA]",
    )
    chat.hears(cast.sari, INVITATION)
    chat.hears(cast.wati)
    meeting = the(session)
    assert (meeting.kind, meeting.place, meeting.capacity) == (Kind.POMG, "aula", 30)
    assert meeting.starts_at == SATURDAY
    assert session.get_one(Notice, meeting.notice_id).expires_at == SATURDAY


def test_step_by_step(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.hadi, "rapat")
    assert "Rapat untuk siapa?" in chat.heard(cast.hadi)[0]
    chat.says(cast.hadi, "1A, 3B")
    assert "Kapan rapatnya?" in chat.heard(cast.hadi)[0]
    chat.says(cast.hadi, "Sabtu 12 Desember")
    assert "Jam berapa?" in chat.heard(cast.hadi)[0]
    chat.says(cast.hadi, "09.00-10.30")
    assert "Di mana tempatnya?" in chat.heard(cast.hadi)[0]
    chat.says(cast.hadi, "di aula lantai 2")
    assert "Apa agendanya?" in chat.heard(cast.hadi)[0]
    chat.taps(cast.hadi, "Tanpa agenda")
    shown = chat.heard(cast.hadi)[0]
    assert "Sabtu 12 Desember pukul 09.00–10.30 WIB\n📍 aula lantai 2\n📝 tanpa agenda" in shown
    chat.taps(cast.hadi, "Kirim undangan")
    chat.heard(cast.hadi)
    invitation = chat.heard(cast.sari)
    assert len(invitation) == 1
    assert "Aisyah Humaira (1A), Bima Saputra (3B)" in invitation[0]
    assert "Agenda" not in invitation[0]


def test_everything_can_be_changed_before_it_is_sent(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, CALL)
    for button, words, shown in (
        ("Hari dan jam", "Sabtu 19 Des jam 10", "Sabtu 19 Desember pukul 10.00–12.00"),
        ("Tempat", "ruang 1A", "📍 ruang 1A"),
        ("Agenda", "rapor", "📝 rapor"),
        ("Jumlah kursi", "2", "🪑 Kursi: 2"),
        ("Jumlah kursi", "0", "📝 rapor\n\n•"),
        ("Penerima", "Aisyah", "(Aisyah Humaira (1A))"),
    ):
        chat.taps(cast.ratna, "Ubah")
        chat.taps(cast.ratna, button)
        chat.heard(cast.ratna)
        chat.says(cast.ratna, words)
        assert shown in chat.heard(cast.ratna)[-1], button
    chat.taps(cast.ratna, "Batal")
    chat.hears(cast.ratna, "Baik, undangan tidak dikirim.")
    chat.hears(cast.sari)


def test_as_one_speaks(chat: Chat, cast: Cast) -> None:
    chat.says(
        cast.ratna, "tolong undang ortu rapat POMG sabtu depan jam 9 di ruang kelas, bahas outing"
    )
    shown = chat.heard(cast.ratna)[0]
    assert shown.startswith("Rapat POMG (kelas 1A)\n🗓 Sabtu 5 Desember pukul 09.00–11.00 WIB")
    assert "📍 ruang kelas" in shown
    assert "📝 outing" in shown


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("rapat komite Sabtu 12 Des jam 9 di aula, agenda iuran", "Rapat untuk siapa?"),
        ("rapat tahun ajaran Sabtu 12 Des jam 9 di aula, agenda x", "(seluruh sekolah)"),
        ("rapat sosialisasi seluruh sekolah Sabtu 12 Des jam 9 di aula, agenda x", "seluruh"),
        ("rapat POMG 3B Sabtu 12 Des jam 9 di aula, agenda x", "(kelas 3B)"),
    ],
)
def test_each_kind_has_its_audience(chat: Chat, cast: Cast, words: str, first: str) -> None:
    chat.says(cast.hadi, words)
    assert first in chat.heard(cast.hadi)[0]


def test_exams_are_for_the_last_grade(chat: Chat, session: Session, cast: Cast) -> None:
    cast.class_3b.name = "6B"
    session.flush()
    chat.says(cast.hadi, "rapat persiapan ujian Sabtu 12 Des jam 9 di aula, agenda x")
    assert "Rapat persiapan ujian (kelas 6B)" in chat.heard(cast.hadi)[0]


def test_a_teacher_does_not_invite_another_class(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat POMG 3B Sabtu 12 Des jam 9 di aula, agenda x")
    assert "Untuk 3B Ibu/Bapak belum bisa mengundang" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "1A")
    assert "Rapat POMG (kelas 1A)" in chat.heard(cast.ratna)[0]


def test_a_past_time_is_asked_again(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat POMG hari ini jam 7 pagi di aula, agenda x")
    assert "sudah lewat" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "besok jam 8")
    assert "Selasa 24 November pukul 08.00" in chat.heard(cast.ratna)[0]


def test_at_short_notice_it_says_so(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat POMG besok jam 8 di aula, agenda banjir")
    assert "Kurang dari 24 jam" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim undangan")
    chat.heard(cast.ratna)
    assert "Ada undangan MENDADAK untuk rapat POMG dari Bu Ratna." in chat.heard(cast.sari)[0]
    assert session.scalars(select(Notice)).one().urgency is Urgency.IMPORTANT


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        ("Jumat 25 Des jam 9", "⚠️ Jumat 25 Desember hari libur."),
        ("Minggu 13 Des jam 9", "⚠️ Minggu 13 Desember bukan hari sekolah."),
        ("Jumat 11 Des jam 12 siang", "⚠️ Jamnya di waktu tenang"),
    ],
)
def test_an_odd_time_is_said(chat: Chat, cast: Cast, day: str, warning: str) -> None:
    chat.says(cast.ratna, f"rapat POMG {day} di aula, agenda x")
    assert warning in chat.heard(cast.ratna)[0]


def test_a_clash_is_said(called: None, chat: Chat, cast: Cast) -> None:
    chat.says(cast.dewi, "rapat POMG 3B Sabtu 12 Des jam 10 di Aula, agenda x")
    assert (
        "⚠️ Tempat itu sudah dipakai Rapat POMG kelas 1A, Sabtu 12 Desember pukul 09.00–11.00"
        in chat.heard(cast.dewi)[0]
    )
    chat.says(cast.hadi, "rapat lainnya 1A Sabtu 12 Des jam 10 di masjid, agenda x")
    assert "⚠️ Sebagian keluarga juga diundang ke Rapat POMG kelas 1A" in chat.heard(cast.hadi)[0]
    chat.says(cast.dewi, "rapat POMG 3B Sabtu 12 Des jam 11 di Aula, agenda x")
    assert "⚠️" not in chat.heard(cast.dewi)[0]


def test_open_decisions_come_back(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.until(the(session).ends_at + timedelta(hours=1))
    chat.says(cast.ratna, "notulen: Keputusan: 1. Cat ulang pagar (Pak Budi, 20 Des) 2. Beli sapu")
    chat.taps(cast.ratna, "Kirim")
    session.scalars(select(Decision).where(Decision.words == "Beli sapu")).one().done_at = chat.now
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "rapat POMG Sabtu 19 Des jam 9 di aula, agenda rapor")
    shown = chat.heard(cast.ratna)[-1]
    assert "Belum selesai dari rapat lalu:\n• Cat ulang pagar (Pak Budi)" in shown
    assert "Beli sapu" not in shown


def test_moved(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.taps(cast.sari, "Hadir")
    chat.heard(cast.sari)
    before = the(session).uid
    chat.says(cast.ratna, "rapat pindah ke Sabtu 19 Des jam 10")
    chat.hears(
        cast.ratna,
        "Rapat POMG kelas 1A\nSemula: Sabtu 12 Desember pukul 09.00–11.00 WIB, di aula\nMenjadi: "
        "Sabtu 19 Desember pukul 10.00–12.00 WIB, di aula\n\nSemua keluarga diberi tahu dan "
        "ditanya lagi. Pindahkan? [Ya, pindahkan | Tidak jadi]",
    )
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Ya, pindahkan")
    assert "1 keluarga diberi tahu" in chat.heard(cast.ratna)[0]
    again, file = chat.heard(cast.sari)
    assert again == (
        "Ananda Aisyah Humaira (1A). ✏️ RALAT untuk undangan rapat POMG dari Bu Ratna.\n\nSemula: "
        "Sabtu 12 Desember pukul 09.00–11.00 WIB, di aula\n🗓 Sekarang: Sabtu 19 Desember pukul "
        "10.00–12.00 WIB\n📍 Tempat: aula\n\nMohon maaf atas perubahannya. Apakah Ibu/Bapak bisa "
        "datang? Mohon dijawab sekali lagi, ya. [Hadir | Tidak bisa | Diwakilkan | Belum pasti]"
    )
    assert "berkas kalender yang baru" in file
    meeting = the(session)
    assert (meeting.uid, meeting.sequence) == (before, 1)
    assert session.scalars(select(Rsvp)).all() == []
    references = session.scalars(select(Media.reference).order_by(Media.id)).all()
    assert references == [f"meeting:{meeting.id}:0", f"meeting:{meeting.id}:1"]
    old, new = session.scalars(select(Notice).order_by(Notice.id)).all()
    assert (old.state, new.corrects_id) == (NoticeState.WITHDRAWN, old.id)

    chat.taps(cast.sari, "Hadir", under="Ada undangan rapat POMG")  # the old invitation
    assert "Sabtu 19 Desember" in chat.heard(cast.sari)[0]
    assert session.scalars(select(Rsvp)).all() == []


def test_another_room(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.taps(cast.ratna, "Pindah")
    assert "Pindah ke kapan atau ke mana?" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "di ruang 1A")
    assert (
        "Menjadi: Sabtu 12 Desember pukul 09.00–11.00 WIB, di ruang 1A" in chat.heard(cast.ratna)[0]
    )
    chat.taps(cast.ratna, "Tidak jadi")
    chat.hears(cast.ratna, "Baik, tidak ada yang berubah.")
    assert the(session).place == "aula"


def test_cancelled(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.taps(cast.sari, "Hadir")
    chat.heard(cast.sari)
    chat.says(cast.ratna, "rapat batal")
    chat.hears(
        cast.ratna,
        "Rapat POMG kelas 1A, Sabtu 12 Desember pukul 09.00–11.00 WIB. Apa alasan pembatalannya? "
        "Keluarga akan membacanya.",
    )
    chat.says(cast.ratna, "aula dipakai vaksinasi.")
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Ya, batalkan")
    assert "Sudah dibatalkan" in chat.heard(cast.ratna)[-1]
    told, file = chat.heard(cast.sari)
    assert told == (
        "Ananda Aisyah Humaira (1A). Mohon maaf, rapat POMG pada Sabtu 12 Desember pukul "
        "09.00–11.00 WIB DIBATALKAN oleh Bu Ratna. Alasannya: aula dipakai vaksinasi. Tidak perlu "
        "dijawab lagi."
    )
    assert "supaya rapat POMG hilang dari kalender" in file
    assert (the(session).state, the(session).sequence) == (State.CANCELLED, 1)
    chat.hears(cast.budi)

    chat.taps(cast.sari, "Tidak bisa")
    chat.hears(
        cast.sari, "Undangan rapat POMG itu sudah dibatalkan, Ibu Sari. Tidak perlu dijawab."
    )
    chat.taps(cast.ratna, "Batalkan")
    chat.hears(cast.ratna, "Rapat itu sudah dimulai atau sudah dibatalkan.")
    chat.wait(timedelta(days=20), step=timedelta(hours=12))
    chat.hears(cast.sari)


def test_only_the_organiser_and_the_principal_change_it(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.dewi, "rapat batal")
    chat.hears(
        cast.dewi, "Belum ada rapat Ibu/Bapak yang akan datang. Tulis RAPAT BARU untuk membuatnya."
    )
    chat.says(cast.dewi, "rapat baru")
    assert "Kapan rapatnya?" in chat.heard(cast.dewi)[0]
    chat.says(cast.hadi, "rapat")
    assert "Rapat POMG kelas 1A, Sabtu 12 Desember" in chat.heard(cast.hadi)[0]
    assert the(session).state is State.PLANNED


def test_several_meetings_are_listed(called: None, chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat rapor Sabtu 19 Des jam 8 di ruang 1A, agenda rapor")
    chat.taps(cast.ratna, "Kirim undangan")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "rapat")
    assert (
        "1. Rapat POMG kelas 1A, 12/12 09.00\n2. Pembagian rapor kelas 1A"
        in chat.heard(cast.ratna)[0]
    )
    chat.says(cast.ratna, "2")
    assert "Pembagian rapor kelas 1A, Sabtu 19 Desember" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "siapa hadir?")
    assert "belum dijawab: 2" in chat.heard(cast.ratna)[-1]


def test_who_comes(called: None, chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "diwakilkan om nya")
    chat.says(cast.ratna, "siapa hadir?")
    chat.hears(
        cast.ratna,
        "Rapat POMG kelas 1A, Sabtu 12 Desember pukul 09.00–11.00 WIB, di aula\n• hadir: 0\n"
        "• tidak bisa hadir: 0\n• diwakilkan: 1 (Aisyah Humaira (1A): om nya)\n• belum pasti: 0\n"
        "• belum dijawab: 1 (Danu Pratama (1A))\n\n🪑 Kursi yang pasti perlu: 1. Untuk "
        "memperkirakan yang ragu dan yang diam belum ada rapat sebelumnya dengan daftar hadir. "
        "[Pindah | Batalkan]",
    )


def test_seats_are_guessed_from_what_happened(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    earlier = Meeting(
        school_id=cast.school.id, organiser_id=cast.ratna.id, kind=Kind.POMG, title="Rapat",
        audience={"classes": [cast.class_1a.id]}, starts_at=MONDAY - timedelta(days=60),
        ends_at=MONDAY - timedelta(days=60), place="aula", agenda="", state=State.HELD,
        created_at=MONDAY,
    )  # fmt: skip
    session.add(earlier)
    session.flush()
    here = {"school_id": cast.school.id, "meeting_id": earlier.id, "at": MONDAY}
    session.add(
        Rsvp(**here, child_id=cast.aisyah.id, person_id=cast.sari.id, answer=Answer.MAYBE,
             delegate="")
    )  # fmt: skip
    for child in (cast.aisyah, cast.danu):
        session.add(
            MeetingAttendance(**here, child_id=child.id, person_id=cast.ratna.id, how=How.LIST)
        )
    session.flush()
    chat.says(cast.sari, "belum tahu bu, saya usahakan")
    chat.says(cast.ratna, "siapa hadir?")
    assert (
        "Perkiraan kursi: 2. Yang pasti 0; di rapat sebelumnya datang 1 dari 1 yang ragu dan 1 "
        "dari 1 yang tidak menjawab." in chat.heard(cast.ratna)[-1]
    )


def test_a_silent_family_becomes_a_task(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.wait(timedelta(hours=45))
    assert "Ada undangan rapat POMG" in chat.heard(cast.budi)[0]
    assert len(chat.heard(cast.sari)) == 0
    chat.wait(timedelta(hours=55))
    receipt = session.scalars(select(Receipt).where(Receipt.child_id == cast.aisyah.id)).one()
    assert receipt.state is ReceiptState.ESCALATED


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("rapat sabtu diundur ke tgl 19 ya", "Sabtu 19 Desember pukul 09.00–11.00 WIB, di aula\n"),
        ("rapat diundur sejam", "Sabtu 12 Desember pukul 10.00–12.00 WIB, di aula\n"),
        ("rapat mundur seminggu bu", "Sabtu 19 Desember pukul 09.00–11.00 WIB, di aula\n"),
        ("rapat pindah ke minggu jam 10", "Minggu 13 Desember pukul 10.00–12.00 WIB, di aula\n"),
        ("rapatnya dimajukan ke jumat", "Jumat 11 Desember pukul 09.00–11.00 WIB, di aula\n"),
        ("rapat jam 9 pindah ke musola", "Sabtu 12 Desember pukul 09.00–11.00 WIB, di musola\n"),
        (
            "rapat digeser ke tgl 19 di ruang guru krn aula dipakai",
            "Sabtu 19 Desember pukul 09.00–11.00 WIB, di ruang guru\n",
        ),
    ],
)
def test_moved_as_one_speaks(called: None, chat: Chat, cast: Cast, words: str, then: str) -> None:
    chat.says(cast.ratna, words)
    assert f"Menjadi: {then}" in chat.heard(cast.ratna)[0]


def test_moved_and_cancelled_without_a_tap(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.ratna, "rapat")
    assert "Mau apa?" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "pindah ke Senin jam 10")
    assert "Menjadi: Senin 14 Desember pukul 10.00" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "ya pindahkan")
    assert "RALAT" in chat.heard(cast.sari)[0]
    chat.says(cast.ratna, "rapatnya dibatalkan")
    chat.says(cast.ratna, "aula bocor")
    chat.says(cast.ratna, "jangan dulu")
    assert chat.heard(cast.ratna)[-1] == "Baik, tidak ada yang berubah."
    chat.says(cast.ratna, "rapatnya dibatalkan")
    chat.says(cast.ratna, "aula bocor")
    chat.says(cast.ratna, "batalkan")
    assert "aula bocor" in chat.heard(cast.sari)[0]
    assert the(session).state is State.CANCELLED


def test_two_of_one_name_are_told_apart(chat: Chat, session: Session, cast: Cast) -> None:
    other = casting.add_child(session, cast.class_1a, "Aisyah Humaira")
    casting.add_empty_place(session, other, "Wulan", Relation.MOTHER, 1, None)
    chat.says(cast.hadi, "rapat baru")
    chat.says(cast.hadi, "Aisyah")
    assert chat.heard(cast.hadi)[-1] == (
        "Yang mana? [Aisyah Humaira (1A), wali Sari | Aisyah Humaira (1A), wali Wulan]"
    )
    chat.taps(cast.hadi, "Aisyah Humaira (1A), wali Sari")
    assert "Kapan rapatnya?" in chat.heard(cast.hadi)[0]


def test_words_nobody_understands_bring_no_second_report(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat POMG 1A Sabtu 12 Des jam 9 di aula, agenda: iuran")
    chat.taps(cast.ratna, "Kirim undangan")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "rangkuman")
    (answer,) = chat.heard(cast.ratna)
    assert "dikirim:" not in answer
    assert "rangkuman" in answer


def test_another_whole_command_is_no_place(chat: Chat, cast: Cast) -> None:
    for _ in range(2):
        chat.says(cast.ratna, "rapat 1A Sabtu 28 November jam 9")
        chat.hears(cast.ratna, "Di mana tempatnya? Misalnya: aula sekolah.")


@pytest.mark.parametrize(
    "words",
    [
        "kunjungan batal Aisyah karena hujan",
        "laporan kunjungan Aisyah: rumahnya ramai",
        "absen 1A nihil",
    ],
)
def test_another_command_is_no_agenda(chat: Chat, session: Session, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, "rapat 1A Sabtu 28 November jam 9 di aula")
    chat.hears(cast.ratna, "Apa agendanya? Tulis singkat, atau pilih tanpa agenda. [Tanpa agenda]")
    chat.says(cast.ratna, words)
    assert words not in " ".join(said for said in chat.heard(cast.ratna) if "📝" in said)


def test_a_child_in_the_agenda_costs_one_more_question(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat 1A Sabtu 28 November jam 9 di aula, agenda Danu dan bukunya")
    chat.taps(cast.ratna, "Kirim undangan")
    assert "⚠️ Isinya menyebut Danu Pratama (1A)" in chat.heard(cast.ratna)[-1]
    chat.hears(cast.sari)
    chat.says(cast.ratna, "ya")
    assert "Danu dan bukunya" in chat.heard(cast.sari)[0]
