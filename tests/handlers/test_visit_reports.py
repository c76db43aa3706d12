"""Reports of home visits, what families read of them, and agreements until they are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from handlers.visits.reports import promises, reading
from handlers.visits.reports.reading import Draft
from models.media import Kind as Sort
from models.notice import Notice, SignRule
from models.outbox import OutboundMessage
from models.people import Child, Person
from models.visit import Agreement, Kind, State, Visit, VisitReport
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import Chat

SECRET = "ayah tampak sering marah"
PROMISE = "Ibu akan mendampingi belajar 15 menit tiap malam sampai 20 Des"


def made(session: Session, child: Child, teacher: Person, **more: object) -> Visit:
    visit = Visit(
        school_id=child.school_id,
        child_id=child.id,
        teacher_id=teacher.id,
        asked_by_id=teacher.id,
        **{
            "state": State.DONE,
            "starts_at": MONDAY - timedelta(hours=1),
            "ends_at": MONDAY - timedelta(minutes=15),
            "reason": "",
            "created_at": MONDAY - timedelta(days=3),
            "confirmed_at": MONDAY - timedelta(days=2),
            "checked_in_at": MONDAY - timedelta(hours=1),
            "checked_out_at": MONDAY,
            **more,
        },
    )
    session.add(visit)
    session.flush()
    return visit


@pytest.fixture
def visit(session: Session, cast: Cast) -> Visit:
    return made(session, cast.aisyah, cast.ratna)


def everything_to(session: Session, *people: Person) -> str:
    rows = session.scalars(
        select(OutboundMessage).where(OutboundMessage.person_id.in_([p.id for p in people]))
    )
    return "\n".join(f"{row.body} {row.blanks} {row.memory} {row.choices}" for row in rows)


def agreed(session: Session) -> Agreement:
    return session.scalars(select(Agreement)).one()


def written_in_one(chat: Chat, cast: Cast) -> None:
    chat.says(
        cast.ratna,
        f"laporan kunjungan Aisyah: rumah rapi. Kesepakatan: {PROMISE}. Catatan pribadi: {SECRET}",
    )


def test_step_by_step_to_the_family_who_signs(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.wait(timedelta(minutes=1))
    chat.hears(
        cast.ratna,
        "Tentang Aisyah Humaira (1A). Terima kasih sudah berkunjung. Bagaimana kondisi belajar di "
        "rumah?\n\nJawab di sini, kirim pesan suara, atau tulis seluruh laporannya sekaligus. Tiap "
        "bagian boleh dilewati. [Lewati | Nanti saja]",
    )
    chat.says(cast.ratna, "Belajar di ruang tamu, tenang")
    chat.hears(
        cast.ratna,
        "Aisyah Humaira (1A). Apa yang disampaikan keluarga? [Lewati | Selesai]",
    )
    chat.says(cast.ratna, "Ibu pulang kerja jam 7 malam")
    assert "kesepakatannya" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, f"{PROMISE}\nSekolah meminjamkan buku cerita (Bu Ratna, 1 Des)")
    assert "Kapan kunjungan berikutnya" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "belum tahu")
    assert chat.heard(cast.ratna)[0].startswith("Baik, ditunggu.")
    chat.says(cast.ratna, "20 Februari")
    assert "Catatan pribadi?" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, SECRET)
    shared = (
        "Kondisi belajar: Belajar di ruang tamu, tenang\n"
        "Kata keluarga: Ibu pulang kerja jam 7 malam\n"
        "Kesepakatan:\n"
        "1. Ibu akan mendampingi belajar 15 menit tiap malam (Ibu Sari, Minggu 20 Desember)\n"
        "2. Sekolah meminjamkan buku cerita (Bu Ratna, Selasa 1 Desember)\n"
        "Kunjungan lanjutan: Sabtu 20 Februari"
    )
    chat.hears(
        cast.ratna,
        "Tentang Aisyah Humaira (1A). Laporan kunjungan rutin, Senin 23 November.\n\n"
        f"Untuk keluarga:\n{shared}\n\n🔒 Tidak dikirim ke keluarga:\n{SECRET} "
        "[Kirim ringkasan | Simpan saja | Ubah | Batal]",
    )
    chat.taps(cast.ratna, "Kirim ringkasan")
    assert "ringkasannya dikirim ke keluarga" in chat.heard(cast.ratna)[0]
    chat.hears(
        cast.sari,
        "Ananda Aisyah Humaira (1A). Terima kasih atas sambutan keluarga saat kunjungan Bu Ratna "
        f"(Senin 23 November). Berikut ringkasan kunjungan:\n\n{shared}\n\nMohon dibaca dan "
        "diparaf: ketuk Paraf, atau balas pesan ini dengan kata “paraf”. [Paraf ✅ | Balas]",
    )
    chat.taps(cast.sari, "Paraf ✅")
    assert "Sudah diparaf" in chat.heard(cast.sari)[0]
    report = session.scalars(select(VisitReport)).one()
    assert (report.private, report.next_on) == (SECRET, date(2027, 2, 20))


def test_the_private_remarks_reach_no_family(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.says_in_group(cast.ratna, "-100500", f"/start kelas_{cast.class_1a.id}")
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Kirim ringkasan")
    chat.wait(timedelta(days=6))
    chat.says(cast.sari, "arsip kunjungan Aisyah")
    chat.says(cast.sari, "buku aisyah")
    said = everything_to(session, cast.sari, cast.budi, cast.wati, cast.dewi)
    assert "rumah rapi" in said
    assert SECRET not in said
    assert SECRET not in "".join(chat.group_heard("-100500"))
    notices = session.scalars(select(Notice)).all()
    assert not any(SECRET in f"{notice.body}{notice.details}" for notice in notices)


def test_the_whole_report_in_one_message(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    written_in_one(chat, cast)
    said = chat.heard(cast.ratna)[0]
    assert "Untuk keluarga:\nKondisi belajar: rumah rapi" in said
    assert "1. Ibu akan mendampingi belajar 15 menit tiap malam (Ibu Sari, Minggu 20" in said
    assert f"Tidak dikirim ke keluarga:\n{SECRET}" in said
    chat.taps(cast.ratna, "Simpan saja")
    assert "Keluarga tidak dikirimi apa pun" in chat.heard(cast.ratna)[0]
    chat.wait(timedelta(hours=1))
    assert chat.heard(cast.sari) == chat.heard(cast.ratna) == []


def test_kept_first_and_sent_later(chat: Chat, session: Session, cast: Cast, visit: Visit) -> None:
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Simpan saja")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "laporan kunjungan Aisyah")
    assert "rumah rapi" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim ringkasan")
    assert "rumah rapi" in chat.heard(cast.sari)[0]
    assert agreed(session).due == date(2026, 12, 20)
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "laporan kunjungan Aisyah: tambahan")
    assert "sudah dikirim ke keluarga. [Tarik kembali | Perbaiki]" in chat.heard(cast.ratna)[0]


def test_a_part_can_be_changed(chat: Chat, session: Session, cast: Cast, visit: Visit) -> None:
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Ubah")
    chat.taps(cast.ratna, "Kondisi belajar")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "rumah sempit tetapi rapi")
    assert "Kondisi belajar: rumah sempit tetapi rapi" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Ubah")
    chat.taps(cast.ratna, "Catatan pribadi")
    chat.says(cast.ratna, "-")
    assert "ke keluarga:\n(kosong)" in chat.heard(cast.ratna)[-1]


def test_cancelled_keeps_nothing(chat: Chat, session: Session, cast: Cast, visit: Visit) -> None:
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Batal")
    assert session.scalars(select(VisitReport)).all() == []
    assert session.scalars(select(Agreement)).all() == []


def test_every_part_can_be_skipped(chat: Chat, session: Session, cast: Cast, visit: Visit) -> None:
    chat.says(cast.ratna, "laporan kunjungan")
    for _ in range(5):
        chat.taps(cast.ratna, "Lewati")
    said = chat.heard(cast.ratna)[-1]
    assert "Untuk keluarga:\n(kosong)" in said
    assert said.endswith("[Simpan saja | Ubah | Batal]")


def test_later_means_later(chat: Chat, session: Session, cast: Cast, visit: Visit) -> None:
    chat.wait(timedelta(minutes=1))
    chat.taps(cast.ratna, "Nanti saja")
    assert "tulis: laporan kunjungan Aisyah" in chat.heard(cast.ratna)[-1]
    chat.wait(timedelta(days=2))
    assert not any("Terima kasih sudah berkunjung" in said for said in chat.heard(cast.ratna))


def test_hours_later_other_words_are_not_taken_for_it(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.wait(timedelta(hours=2))
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "catatan Aisyah: berani maju")
    assert "“berani maju”" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "Rumah rapi", quoting="Terima kasih sudah berkunjung")
    assert "Apa yang disampaikan keluarga?" in chat.heard(cast.ratna)[0]


def test_a_voice_note_may_be_all_of_it(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.wait(timedelta(minutes=1))
    chat.heard(cast.ratna)
    chat.says(cast.ratna, files=[File("f1", Sort.VOICE, "audio/ogg")])
    said = chat.heard(cast.ratna)[0]
    assert "ke keluarga:\n📎 dengan lampiran [Simpan saja | Ubah | Batal]" in said
    chat.taps(cast.ratna, "Simpan saja")
    assert len(session.scalars(select(VisitReport)).one().media) == 1
    assert chat.heard(cast.sari) == []


def test_a_photo_goes_with_the_words(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.wait(timedelta(minutes=1))
    chat.says(cast.ratna, files=[File("f1", Sort.PHOTO, "image/jpeg")])
    chat.says(cast.ratna, "Meja belajar ada")
    chat.taps(cast.ratna, "Selesai")
    chat.taps(cast.ratna, "Simpan saja")
    report = session.scalars(select(VisitReport)).one()
    assert report.conditions == "Meja belajar ada"
    assert len(report.media) == 1


@pytest.mark.parametrize(
    ("kind", "first", "comfort"),
    [
        (Kind.SICK, "Bagaimana keadaan Ananda?", "Semoga Ananda lekas sehat."),
        (Kind.CONDOLENCE, "Adakah yang perlu dicatat", "Kami turut berduka cita"),
    ],
)
def test_the_sick_and_the_grieving_are_asked_for_nothing(
    chat: Chat, session: Session, cast: Cast, kind: Kind, first: str, comfort: str
) -> None:
    made(session, cast.aisyah, cast.ratna, kind=kind)
    chat.wait(timedelta(minutes=1))
    assert first in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "Keluarga tabah")
    for _ in range(3):
        said = chat.heard(cast.ratna)[-1]
        assert "esepakatan" not in said
        if "Untuk keluarga" in said:
            break
        chat.taps(cast.ratna, "Lewati")
    chat.taps(cast.ratna, "Kirim ringkasan")
    said = chat.heard(cast.sari)[0]
    assert comfort in said
    assert "paraf" not in said
    assert session.scalars(select(Notice)).one().sign_rule is SignRule.NONE
    chat.wait(timedelta(days=5))
    assert not any("belum diparaf" in said for said in chat.heard(cast.sari))


def test_a_visit_that_nobody_planned_can_be_recorded(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.ratna, "laporan kunjungan Aisyah: rumah rapi, ibu ramah")
    assert "Catat sebagai kunjungan hari ini?" in chat.heard(cast.ratna)[0]
    assert session.scalars(select(Visit)).all() == []
    chat.taps(cast.ratna, "Catat")
    assert "rumah rapi, ibu ramah" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Simpan saja")
    assert session.scalars(select(Visit)).one().state is State.DONE


def test_reporting_ends_a_visit_that_was_never_checked_out(
    chat: Chat, session: Session, cast: Cast
) -> None:
    visit = made(session, cast.aisyah, cast.ratna, state=State.UNDER_WAY, checked_out_at=None)
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Simpan saja")
    assert (visit.state, visit.checked_out_at) == (State.DONE, MONDAY)


def test_another_teacher_cannot_write_it(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.says(cast.dewi, "laporan kunjungan")
    assert "Tidak ada kunjungan" in chat.heard(cast.dewi)[0]
    chat.says(cast.dewi, "laporan kunjungan Aisyah: rumah rapi")
    chat.says(cast.sari, "laporan kunjungan Aisyah: rumah rapi")
    assert session.scalars(select(VisitReport)).all() == []


def test_taken_back_it_can_be_sent_anew(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Kirim ringkasan")
    chat.taps(cast.ratna, "Tarik kembali")
    chat.heard(cast.sari)
    chat.says(cast.ratna, "laporan kunjungan Aisyah")
    chat.taps(cast.ratna, "Kirim ringkasan")
    assert "rumah rapi" in chat.heard(cast.sari)[0]


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=WIB).astimezone(UTC)


def test_a_correction_takes_the_place_of_the_summary(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Kirim ringkasan")
    chat.taps(cast.ratna, "Perbaiki")
    chat.says(cast.ratna, "rumah sangat rapi")
    chat.taps(cast.ratna, "Kirim", under="Ralat untuk")
    said = chat.heard(cast.sari)[-1]
    assert "RALAT" in said
    assert "rumah sangat rapi" in said
    report = session.scalars(select(VisitReport)).one()
    assert session.get_one(Notice, report.notice_id).body == "rumah sangat rapi"
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "laporan kunjungan Aisyah")
    assert "sudah dikirim ke keluarga" in chat.heard(cast.ratna)[0]


def test_in_the_evening_the_question_does_not_wait_for_the_morning(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.wait(timedelta(hours=11, minutes=15))
    made(session, cast.aisyah, cast.ratna, checked_out_at=chat.now)
    chat.wait(timedelta(minutes=5))
    assert "Terima kasih sudah berkunjung" in chat.heard(cast.ratna)[-1]


def test_an_old_button_shows_what_is_written_by_now(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.wait(timedelta(minutes=1))
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Simpan saja")
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Lewati", under="Terima kasih sudah berkunjung")
    assert "rumah rapi" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim ringkasan")
    assert "rumah rapi" in chat.heard(cast.sari)[0]


def until(chat: Chat, moment: datetime) -> None:
    """In long steps: nothing but the clock matters."""
    chat.wait(moment - chat.now, step=timedelta(hours=4))


def test_whoever_promised_is_reminded_and_the_teacher_hears(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Kirim ringkasan")
    chat.taps(cast.sari, "Paraf ✅")
    until(chat, at(date(2026, 12, 19), 7))
    for who in (cast.sari, cast.budi, cast.ratna):
        chat.heard(who)
    chat.wait(timedelta(hours=2))
    chat.hears(
        cast.sari,
        "Ananda Aisyah Humaira (1A). Mengingatkan kesepakatan saat kunjungan Bu Ratna: “Ibu akan "
        "mendampingi belajar 15 menit tiap malam”, sampai Minggu 20 Desember. Apakah sudah "
        "berjalan? [Sudah | Belum]",
    )
    assert chat.heard(cast.budi) == []
    chat.taps(cast.sari, "Belum")
    assert "tidak apa-apa" in chat.heard(cast.sari)[0]
    assert "belum terlaksana, menurut kabar Ibu Sari" in chat.heard(cast.ratna)[0]
    assert agreed(session).done_at is None
    chat.taps(cast.sari, "Sudah")
    assert "Dicatat sudah" in chat.heard(cast.sari)[0]
    assert "sudah terlaksana, menurut kabar Ibu Sari" in chat.heard(cast.ratna)[0]
    assert agreed(session).done_at is not None
    chat.wait(timedelta(days=3))
    assert not any("kesepakatan" in said for said in chat.heard(cast.sari))


def test_a_family_that_was_sent_nothing_is_not_reminded(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Simpan saja")
    until(chat, at(date(2026, 12, 19), 10))
    assert not any("kesepakatan" in said for said in chat.heard(cast.sari))
    reminder = chat.heard(cast.ratna)[-1]
    assert "(Ibu Sari), sampai Minggu 20 Desember" in reminder
    chat.taps(cast.ratna, "Sudah")
    assert agreed(session).done_at is not None


def test_what_the_teacher_promised_is_the_teachers(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.says(cast.ratna, "laporan kunjungan Aisyah: Kesepakatan: saya pinjamkan buku sampai 1 Des")
    chat.taps(cast.ratna, "Kirim ringkasan")
    until(chat, at(date(2026, 11, 30), 9))
    assert any("saya pinjamkan buku” (Bu Ratna)" in said for said in chat.heard(cast.ratna))


def test_somebody_else_cannot_say_it_is_done(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    written_in_one(chat, cast)
    chat.taps(cast.ratna, "Kirim ringkasan")
    until(chat, at(date(2026, 12, 19), 10))
    place = next(p for p in cast.aisyah.guardianships if p.person_id == cast.sari.id)
    place.ended_at = chat.now
    session.flush()
    chat.taps(cast.sari, "Sudah", under="Mengingatkan kesepakatan")
    assert agreed(session).done_at is None


@pytest.mark.parametrize(
    ("written", "who", "due"),
    [
        (PROMISE, "sari", date(2026, 12, 20)),
        ("Ayah antar jemput tepat waktu", "budi", None),
        ("Bapak Budi membatasi gawai paling lambat Jumat", "budi", date(2026, 11, 27)),
        ("Sekolah meminjamkan buku (Bu Ratna, 1 Des)", "ratna", date(2026, 12, 1)),
        ("Guru memberi soal latihan", "ratna", None),
        ("Orang tua hadir di rapat sampai 5 Des", "sari", date(2026, 12, 5)),
        ("Membaca bersama tiap malam", None, None),
        ("Pak Joko memperbaiki lampu", None, None),
    ],
)
def test_agreements_are_read_as_they_are_written(
    session: Session, cast: Cast, visit: Visit, written: str, who: str | None, due: date | None
) -> None:
    of = promises.parties(session, visit, MONDAY)
    one = promises.read(written, of, MONDAY.astimezone(WIB))[0]
    assert one.person == (getattr(cast, who).id if who else None)
    assert one.due == due


def test_headings_divide_a_report() -> None:
    text = (
        "Rumah rapi.\nKata keluarga: ibu sibuk\nKesepakatan:\n1. Ibu membaca 2. Ayah antar\n"
        "Kunjungan berikutnya: kapan-kapan\nRahasia: utang"
    )
    draft = reading.read(Draft(visit=1), text, MONDAY.astimezone(WIB))
    assert draft == Draft(
        visit=1,
        conditions="Rumah rapi.",
        said="ibu sibuk",
        agreements="1. Ibu membaca 2. Ayah antar",
        private="utang\nkapan-kapan",
    )
