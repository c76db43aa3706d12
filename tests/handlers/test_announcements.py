"""Announcements to thirty families on two channels: forecast, sent, reported, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.channels.base import File, Incoming
from bot.outbound import claiming, results
from models.audit import AuditEvent
from models.media import Fetched, Kind, Media
from models.notice import Notice, NoticeState, Receipt, ReceiptState, Urgency
from models.outbox import OutboundMessage, Status
from models.people import Guardianship, Person, Reach, Relation
from models.task import Task
from tests import cast
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat
from tests.thirty import BLOCKED, NOT_JOINED, OPTED_OUT, REACHED, SIBLINGS, Thirty

NIGHT = MONDAY.replace(hour=14)
"""21.00 in Jakarta."""


@pytest.fixture
def school(thirty: Thirty) -> Thirty:
    return thirty


@pytest.fixture
def sent(chat: Chat, session: Session, school: Thirty) -> Notice:
    chat.says(school.ratna, "umumkan 7A: besok pulang jam 10")
    chat.taps(school.ratna, "Kirim")
    chat.heard(school.ratna)
    return session.scalars(select(Notice)).one()


def test_the_preview_counts_families_channels_and_the_unreached(chat: Chat, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan 7A, 8B: besok pulang jam 10")
    chat.hears(
        school.hadi,
        "📢 Untuk kelas 7A, 8B:\n\n“besok pulang jam 10”\n\n"
        "• Keluarga: 30 (35 anak)\n"
        "• Sampai lewat chat: 24 (Telegram 12, WhatsApp 12)\n"
        "• Tidak terjangkau: 6 (belum bergabung 3, minta tidak dikirimi 2, tidak terkirim 1)\n"
        "• 1 pesan di luar jendela WhatsApp (berbayar; harganya belum diatur sekolah)\n"
        "• Perlu paraf\n\nKirim? Atau ketuk Ingatkan H-1, bila keluarga perlu diingatkan lagi "
        "malam sebelumnya. [Kirim | Ingatkan H-1 | Ubah | Batal]",
    )


def test_each_family_gets_one_message_and_each_child_a_receipt(
    chat: Chat, session: Session, school: Thirty
) -> None:
    chat.says(school.hadi, "umumkan 7A, 8B: besok pulang jam 10")
    chat.taps(school.hadi, "Kirim")
    assert chat.heard(school.hadi)[-1] == (
        "Terkirim untuk kelas 7A, 8B: 24 keluarga.\nTidak terjangkau lewat chat: 6 keluarga, ada "
        "di LAPORAN.\nTulis LAPORAN kapan saja untuk melihat siapa yang sudah. "
        "[Tarik kembali | Perbaiki | Teks untuk grup WA]"
    )
    for number, mother in school.mothers.items():
        heard = chat.heard(mother)
        if number in (BLOCKED, *OPTED_OUT):
            assert heard == []
            continue
        (message,) = heard
        children = [school.children[number].name + " (7A)"]
        if number in SIBLINGS:
            children.append(school.younger[number].name + " (8B)")
        assert message.startswith(f"Ananda {', '.join(children)}. Ada pengumuman dari Pak Hadi:")
    states = dict(
        session.execute(select(Receipt.state, func.count()).group_by(Receipt.state)).all()
    )
    assert states == {ReceiptState.OPEN: 29, ReceiptState.ESCALATED: 6}
    reasons = session.scalars(select(Task.reason).order_by(Task.reason)).all()
    assert reasons == ["not_joined"] * 3 + ["opted_out"] * 2 + ["undeliverable"]


def test_the_report_names_who_signed_and_who_was_not_reached(
    chat: Chat, school: Thirty, sent: Notice
) -> None:
    for number in (1, 2, 3):
        chat.says(school.mothers[number], "paraf")
    chat.says(school.ratna, "laporan")
    (report,) = chat.heard(school.ratna)
    assert report.startswith(
        "Laporan “besok pulang jam 10” (23/11 09.00), untuk kelas 7A:\n• Sudah paraf: 3 anak\n"
        "• Terkirim: 21 anak\n• Tidak terjangkau: 6 anak\n\nBelum paraf:\n"
    )
    unsigned, unreached = report.partition("Belum paraf:\n")[2].split("\n\nTidak terjangkau:\n")
    assert len(unsigned.splitlines()) == 21
    assert school.children[1].name not in unsigned
    assert f"• {school.children[BLOCKED].name} (7A): tidak terkirim" in unreached
    assert f"• {school.children[OPTED_OUT[0]].name} (7A): minta tidak dikirimi" in unreached
    assert f"• {school.children[NOT_JOINED[0]].name} (7A): belum bergabung" in unreached
    assert report.endswith("[Ingatkan yang belum | Kirim ke yang baru | Teks untuk grup WA]")


def test_a_reminder_goes_to_those_who_have_not_signed(
    chat: Chat, school: Thirty, sent: Notice
) -> None:
    chat.says(school.mothers[1], "paraf")
    chat.heard(school.mothers[1])
    chat.heard(school.mothers[2])
    chat.says(school.ratna, "laporan")
    chat.taps(school.ratna, "Ingatkan yang belum")
    assert chat.heard(school.ratna)[-1] == f"Pengingat dikirim ke {REACHED - 1} orang tua."
    chat.hears(school.mothers[1])
    assert "yang belum diparaf" in chat.heard(school.mothers[2])[0]


def test_the_author_is_told_later_whom_it_did_not_reach(
    chat: Chat, school: Thirty, sent: Notice
) -> None:
    chat.wait(timedelta(minutes=20), step=timedelta(minutes=5))
    (told,) = [said for said in chat.heard(school.ratna) if "tidak sampai" in said]
    assert told.startswith("Pengumuman “besok pulang jam 10” tidak sampai ke keluarga ini:\n")
    assert told.count("•") == 6
    chat.wait(timedelta(minutes=20), step=timedelta(minutes=5))
    assert not [said for said in chat.heard(school.ratna) if "tidak sampai" in said]


def test_scheduled_then_held_then_sent_once(chat: Chat, session: Session, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A, besok jam 5 pagi, tanpa paraf: bawa topi")
    preview = chat.heard(school.ratna)[0]
    assert "• Ditahan (jam tenang) sampai Selasa 24 November pukul 05.30 WIB" in preview
    assert "• Tanpa paraf" in preview
    chat.taps(school.ratna, "Jadwalkan")
    chat.hears(
        school.ratna,
        "Dijadwalkan Selasa 24 November pukul 05.30 WIB untuk kelas 7A. Sebelum itu bisa ditarik "
        "kembali atau diperbaiki. [Tarik kembali | Perbaiki]",
    )
    chat.until(MONDAY.replace(day=23, hour=22, minute=20))
    chat.hears(school.mothers[1])
    chat.until(MONDAY.replace(day=23, hour=22, minute=45))
    (message,) = chat.heard(school.mothers[1])
    assert message.endswith("bawa topi\n\nIni sekadar pemberitahuan, tidak perlu dibalas.")
    chat.wait(timedelta(hours=2))
    chat.hears(school.mothers[1])


def test_what_is_scheduled_can_be_corrected_or_cancelled_unseen(
    chat: Chat, session: Session, school: Thirty
) -> None:
    chat.says(school.ratna, "umumkan 7A, besok jam 8 pagi: bawa topi")
    chat.taps(school.ratna, "Jadwalkan")
    chat.taps(school.ratna, "Perbaiki")
    chat.says(school.ratna, "bawa topi dan air minum")
    assert "belum terkirim:\n\n“bawa topi dan air minum”" in chat.heard(school.ratna)[-1]
    chat.taps(school.ratna, "Pakai")
    assert chat.heard(school.ratna)[-1].startswith("Isinya sudah diganti. Waktu kirimnya tetap.")
    chat.taps(school.ratna, "Tarik kembali")
    chat.hears(school.ratna, "Dibatalkan. Belum ada yang menerimanya.")
    chat.wait(timedelta(days=1))
    chat.hears(school.mothers[1])
    assert session.scalars(select(Notice.state)).one() is NoticeState.WITHDRAWN


def test_who_joins_the_class_before_the_hour_gets_it_too(
    chat: Chat, session: Session, school: Thirty
) -> None:
    chat.says(school.ratna, "umumkan 7A, besok jam 8 pagi: bawa topi")
    chat.taps(school.ratna, "Jadwalkan")
    new = cast.add_child(session, school.class_7a, "Kirana Baru")
    cast.add_place(session, new, school.mothers[9], Relation.MOTHER, 1, MONDAY)
    chat.wait(timedelta(days=1))
    assert "Kirana Baru (7A)" in chat.heard(school.mothers[9])[0]


def test_held_in_the_night_and_taken_back_before_anybody_saw_it(
    chat: Chat, session: Session, school: Thirty
) -> None:
    chat.now = NIGHT
    chat.says(school.ratna, "umumkan 7A: besok libur")
    chat.taps(school.ratna, "Kirim")
    assert "⏰ sampai Selasa 24 November pukul 05.30 WIB" in chat.heard(school.ratna)[-1]
    chat.taps(school.ratna, "Tarik kembali")
    assert chat.heard(school.ratna) == ["Dibatalkan. Belum ada yang menerimanya."]
    chat.wait(timedelta(hours=12))
    chat.hears(school.mothers[1])
    about = select(OutboundMessage.status).where(OutboundMessage.notice_id.is_not(None))
    states = set(session.scalars(about))
    assert states == {Status.CANCELLED}


def test_a_correction_reaches_everybody_once(chat: Chat, school: Thirty, sent: Notice) -> None:
    chat.heard(school.mothers[1])
    chat.taps(school.ratna, "Perbaiki")
    chat.says(school.ratna, "besok pulang jam 11")
    chat.says(school.ratna, "ya kirim")
    assert chat.heard(school.ratna)[-1].startswith(f"Ralat dikirim ke {REACHED} keluarga.")
    (message,) = chat.heard(school.mothers[1])
    assert "✏️ RALAT pengumuman dari Bu Ratna:\n\nbesok pulang jam 11" in message


def test_urgent_passes_quiet_hours_and_its_reason_is_kept(
    chat: Chat, session: Session, school: Thirty
) -> None:
    chat.now = NIGHT
    chat.says(school.ratna, "umumkan 7A: besok libur, banjir")
    chat.taps(school.ratna, "Ubah")
    chat.taps(school.ratna, "Tandai mendesak")
    chat.says(school.ratna, "jalan ke sekolah terendam")
    assert (
        "MENDESAK: menembus jam tenang (jalan ke sekolah terendam)" in chat.heard(school.ratna)[-1]
    )
    chat.taps(school.ratna, "Kirim")
    assert "Ada kabar MENDESAK dari Bu Ratna" in chat.heard(school.mothers[1])[0]
    notice = session.scalars(select(Notice)).one()
    assert (notice.urgency, notice.urgent_reason) == (Urgency.URGENT, "jalan ke sekolah terendam")
    assert session.scalars(select(AuditEvent.action)).all() == ["urgent"]


def test_only_newcomers_get_it_when_it_is_sent_again(
    chat: Chat, session: Session, school: Thirty, sent: Notice
) -> None:
    for mother in school.mothers.values():
        chat.heard(mother)
    blocked = chat.contact(school.mothers[BLOCKED])
    blocked.reach = Reach.OPEN
    new = cast.add_child(session, school.class_7a, "Kirana Baru")
    cast.add_place(session, new, school.mothers[9], Relation.MOTHER, 1, MONDAY)
    chat.says(school.ratna, "laporan")
    chat.taps(school.ratna, "Kirim ke yang baru")
    assert chat.heard(school.ratna)[-1] == (
        f"Dikirim ke yang baru bergabung saja: {school.children[BLOCKED].name} (7A), "
        "Kirana Baru (7A)."
    )
    assert len(chat.heard(school.mothers[BLOCKED])) == 1
    assert "Kirana Baru (7A)" in chat.heard(school.mothers[9])[0]
    assert sum(len(chat.heard(mother)) for mother in school.mothers.values()) == 0


def test_somebody_who_joins_later_gets_what_is_open(
    chat: Chat, session: Session, school: Thirty, sent: Notice
) -> None:
    child = school.children[NOT_JOINED[0]]
    place = session.scalars(
        select(Guardianship).where(Guardianship.child_id == child.id, Guardianship.rank == 1)
    ).one()
    late = cast.add_person(session, school.school, "Ibu Baru", "telegram", "7999", chat.now)
    place.person_id, late.consented_at = late.id, chat.now
    chat.says(school.ratna, "laporan")
    chat.taps(school.ratna, "Kirim ke yang baru")
    assert f"{child.name} (7A)" in chat.heard(late)[0]


def test_audiences(chat: Chat, school: Thirty) -> None:
    for words, whom, counts in (
        ("7A", "kelas 7A", "30 (30 anak)"),
        ("kelas 7", "kelas 7A", "30 (30 anak)"),
        ("kelas VII A", "kelas 7A", "30 (30 anak)"),
        ("7a & 8b", "kelas 7A, 8B", "30 (35 anak)"),
        ("sekolah", "seluruh sekolah", "30 (35 anak)"),
        ("semua orang tua", "seluruh sekolah", "30 (35 anak)"),
        ("ibu kelas 8B", "ibu, kelas 8B", "5 (5 anak)"),
        ("bapak 8B", "ayah, kelas 8B", "5 (5 anak)"),
    ):
        chat.says(school.hadi, f"umumkan {words}: halo")
        preview = chat.heard(school.hadi)[-1]
        assert preview.startswith(f"📢 Untuk {whom}:"), words
        assert f"• Keluarga: {counts}" in preview, words


def test_fathers_alone_reach_nobody_here(chat: Chat, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan bapak 8B: kerja bakti")
    assert "• Tidak terjangkau: 5 (belum bergabung 5)" in chat.heard(school.hadi)[-1]


def test_picked_by_hand_and_those_who_have_not_signed(
    chat: Chat, school: Thirty, sent: Notice
) -> None:
    for number in school.mothers:
        if number > 2:
            chat.says(school.mothers[number], "paraf")
    chat.says(school.ratna, "umumkan belum paraf: mohon dibaca pengumuman tadi")
    preview = chat.heard(school.ratna)[-1]
    assert preview.startswith("📢 Untuk yang belum paraf “besok pulang jam 10”:")
    assert "• Keluarga: 5 (5 anak)\n• Sampai lewat chat: 2" in preview
    one, two = school.children[4].name, school.children[5].name
    chat.says(school.ratna, "batal")
    chat.says(school.ratna, f"umumkan {one}, {two}: mohon datang besok")
    assert chat.heard(school.ratna)[-1].startswith(f"📢 Untuk {one} (7A), {two} (7A):")


def test_a_teacher_writes_to_their_own_classes_only(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 8B: halo")
    assert chat.heard(school.ratna)[-1].startswith("8B bukan kelas yang Ibu/Bapak ampu")
    chat.says(school.ratna, "umumkan 7A, 8B: halo")
    assert chat.heard(school.ratna)[-1].startswith("8B bukan kelas yang Ibu/Bapak ampu")
    chat.says(school.ratna, "umumkan sekolah: halo")
    chat.hears(
        school.ratna,
        "Pengumuman untuk seluruh sekolah lewat kepala sekolah. Kirim ke kelas 7A saja? "
        "[Ya, kelas saya | Batal]",
    )
    chat.says(school.ratna, "iya")
    assert chat.heard(school.ratna)[-1].startswith("📢 Untuk kelas 7A:")


def test_an_audience_that_does_not_fit_the_text_costs_a_question(
    chat: Chat, school: Thirty
) -> None:
    chat.says(school.hadi, "umumkan sekolah: kelas 8B libur hari Kamis")
    chat.taps(school.hadi, "Kirim")
    assert chat.heard(school.hadi)[-1] == (
        "⚠️ Isinya menyebut kelas 8B, tetapi penerimanya seluruh sekolah. Tetap kirim? "
        "[Ya, tetap kirim | Ganti penerima | Batal]"
    )
    chat.hears(school.mothers[1])
    chat.taps(school.hadi, "Ganti penerima")
    chat.says(school.hadi, "8B")
    chat.taps(school.hadi, "Kirim")
    assert chat.heard(school.hadi)[-1].startswith("Terkirim untuk kelas 8B: 5 keluarga.")


def test_step_by_step_with_a_photo(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan")
    assert chat.heard(school.ratna)[-1].startswith("Apa pengumumannya untuk kelas 7A?")
    chat.says(school.ratna, "jadwal ujian", files=[File("f1", Kind.PHOTO, "image/jpeg")])
    assert "📎 dengan lampiran" in chat.heard(school.ratna)[-1]
    chat.taps(school.ratna, "Kirim")
    assert "jadwal ujian" in chat.heard(school.mothers[1])[0]


def test_said_as_one_speaks(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "tolong sampaikan ke ortu 7A besok anak2 pakai batik ya")
    preview = chat.heard(school.ratna)[-1]
    assert preview.startswith("📢 Untuk kelas 7A:")
    assert "besok anak2 pakai batik" in preview
    chat.hears(school.mothers[1])


def test_a_budget_that_is_used_up_stops_what_costs(
    chat: Chat, session: Session, school: Thirty
) -> None:
    school.school.settings = {"template_price": 600, "monthly_budget": 1000}
    chat.says(school.ratna, "umumkan 7A: pertama")
    assert "Perkiraan biaya: Rp600 untuk 1 pesan" in chat.heard(school.ratna)[-1]
    chat.taps(school.ratna, "Kirim")
    chat.says(school.ratna, "umumkan 7A: kedua")
    preview = chat.heard(school.ratna)[-1]
    assert "sisa anggaran bulan ini Rp400" in preview
    assert preview.endswith("atau ubah penerimanya. [Ubah | Batal]")
    chat.says(school.hadi, "umumkan 7A: kedua")
    assert chat.heard(school.hadi)[-1].endswith("[Kirim | Ubah | Batal]")


def test_colleagues_say_that_they_have_read_it(chat: Chat, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan guru: rapat guru jam 1")
    chat.hears(
        school.hadi,
        "📢 Untuk guru dan staf (2 orang, 2 terjangkau):\n\n“rapat guru jam 1”\n\nKirim? "
        "[Kirim | Ubah | Batal]",
    )
    chat.taps(school.hadi, "Kirim")
    chat.heard(school.hadi)
    for _ in range(2):
        chat.taps(school.ratna, "Sudah baca ✅")
    chat.says(school.hadi, "laporan")
    chat.hears(
        school.hadi,
        "Laporan “rapat guru jam 1” (23/11 09.00), untuk guru dan staf:\n• Sudah baca: Bu Ratna\n"
        "• Belum: Bu Dewi",
    )
    chat.says(school.ratna, "umumkan guru: halo")
    assert chat.heard(school.ratna)[-1].startswith("Pengumuman untuk seluruh guru hanya lewat")


def test_a_parent_cannot_announce(chat: Chat, school: Thirty) -> None:
    chat.says(school.mothers[2], "umumkan 7A: ada arisan")
    chat.hears(school.mothers[1])
    assert not [said for said in chat.heard(school.mothers[2]) if "📢" in said]


@pytest.mark.parametrize("words", ["ya", "ok kirim aja bu", "Sudah betul, kirim", "👍"])
def test_a_preview_is_agreed_to_in_words(chat: Chat, school: Thirty, words: str) -> None:
    chat.says(school.ratna, "umumkan 7A: besok pulang jam 10")
    chat.says(school.ratna, words)
    assert "Terkirim untuk kelas 7A" in chat.heard(school.ratna)[-1]


@pytest.mark.parametrize("words", ["gak jadi", "jangan", "tidak usah bu"])
def test_a_preview_is_declined_in_words(chat: Chat, school: Thirty, words: str) -> None:
    chat.says(school.ratna, "umumkan 7A: besok pulang jam 10")
    chat.says(school.ratna, words)
    assert chat.heard(school.ratna)[-1] == "Baik, tidak jadi dikirim."


@pytest.mark.parametrize("words", ["salah kelas", "ya tapi yang 7B saja", "tunggu dulu"])
def test_what_is_neither_yes_nor_no_sends_nothing(
    chat: Chat, session: Session, school: Thirty, words: str
) -> None:
    chat.says(school.ratna, "umumkan 7A: besok pulang jam 10")
    chat.says(school.ratna, words)
    assert "Terkirim" not in chat.heard(school.ratna)[-1]
    assert session.scalars(select(Notice)).all() == []


def test_a_yes_with_a_time_is_shown_again_as_scheduled(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A: pakai batik")
    chat.says(school.ratna, "ok, kirim besok jam 6 pagi")
    shown = chat.heard(school.ratna)[-1]
    assert "Dikirim Selasa 24 November pukul 06.00 WIB" in shown
    assert shown.endswith("[Jadwalkan | Ubah | Batal]")


def test_a_bare_ok_belongs_to_what_was_asked_last(
    chat: Chat, session: Session, school: Thirty
) -> None:
    """A parent's question came after the preview: "ok" is to it, and announces nothing."""
    chat.says(school.ratna, "umumkan 7A: besok pulang jam 10")
    chat.says(school.mothers[6], "bu, besok bawa topi tidak?")
    assert "bawa topi" in chat.heard(school.ratna)[-1]
    chat.says(school.ratna, "ok")
    assert session.scalars(select(Notice).where(Notice.state == NoticeState.PUBLISHED)).all() == []


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("umumkan 7 A", "kelas 7A"),
        ("pengumuman kls 7 a", "kelas 7A"),
        ("umumkan kls 7a dan 8b", "kelas 7A, 8B"),
        ("umumkan untuk wali murid kelas VII A", "kelas 7A"),
    ],
)
def test_classes_alone_are_no_text(chat: Chat, school: Thirty, words: str, whom: str) -> None:
    chat.says(school.hadi, words)
    assert chat.heard(school.hadi)[-1].startswith(f"Apa pengumumannya untuk {whom}?")


@pytest.mark.parametrize(
    "words",
    ["umumkan 7A besok libur", "umumkan 7A - besok libur", "umumkan kelas 7 a\nbesok libur"],
)
def test_the_text_follows_the_class_without_a_colon(chat: Chat, school: Thirty, words: str) -> None:
    chat.says(school.ratna, words)
    assert chat.heard(school.ratna)[-1].startswith("📢 Untuk kelas 7A:\n\n“besok libur”")


@pytest.mark.parametrize(
    "words",
    [
        "umumkan kls 7a dan 8b jam 3 sore: bawa topi",
        "umumkan jam 3 sore, 7a, 8b: bawa topi",
        "umumkan kls 7a dan 8b jam 3 sore",
    ],
)
def test_a_time_beside_the_classes_is_its_time(chat: Chat, school: Thirty, words: str) -> None:
    chat.says(school.hadi, words)
    if ":" not in words:
        chat.says(school.hadi, "bawa topi")
    shown = chat.heard(school.hadi)[-1]
    assert shown.startswith("📢 Untuk kelas 7A, 8B:\n\n“bawa topi”")
    assert "Dikirim Senin 23 November pukul 15.00 WIB" in shown


def test_the_colon_of_a_clock_ends_no_heading(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A besok kumpul jam 07:00 di aula")
    shown = chat.heard(school.ratna)[-1]
    assert shown.startswith("📢 Untuk kelas 7A:\n\n“besok kumpul jam 07:00 di aula”")


def test_a_time_that_is_past_is_asked_again(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A, kemarin jam 7: tes")
    assert "sudah lewat" in chat.heard(school.ratna)[-1]
    chat.says(school.ratna, "sekarang")
    shown = chat.heard(school.ratna)[-1]
    assert shown.startswith("📢 Untuk kelas 7A:\n\n“tes”")
    assert "Dikirim" not in shown


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("umumkan penting 7A besok jam 6 pagi: tes", "Perlu paraf, PENTING"),
        ("umumkan 7A penting: tes", "Perlu paraf, PENTING"),
        ("umumkan mendesak karena banjir, 7A: pulang", "MENDESAK: menembus jam tenang (banjir)"),
        ("umumkan 7A mendesak krn banjir: pulang", "MENDESAK: menembus jam tenang (banjir)"),
        ("umumkan 7A, mendesak karena banjir: pulang", "MENDESAK: menembus jam tenang (banjir)"),
        ("umumkan 7A, darurat banjir: pulang", "MENDESAK: menembus jam tenang (banjir)"),
    ],
)
def test_urgency_may_stand_before_the_class(
    chat: Chat, school: Thirty, words: str, how: str
) -> None:
    chat.says(school.ratna, words)
    shown = chat.heard(school.ratna)[-1]
    assert shown.startswith("📢 Untuk kelas 7A:")
    assert how in shown
    assert ("Dikirim Selasa 24 November pukul 06.00 WIB" in shown) == ("besok" in words)


@pytest.mark.parametrize(
    "words",
    [
        "umumkan mendesak 7A: banjir, mohon jemput",
        "umumkan 7A mendesak: banjir, mohon jemput",
        "umumkan 7A, mendesak: banjir, mohon jemput",
        "umumkan mendesak, 7A banjir, mohon jemput",
        "umumkan darurat! untuk 7A banjir, mohon jemput",
    ],
)
def test_what_is_urgent_without_a_reason_is_asked_for_it(
    chat: Chat, session: Session, school: Thirty, words: str
) -> None:
    chat.says(school.ratna, words)
    chat.hears(
        school.ratna,
        "Pesan mendesak menembus jam tenang. Apa alasannya? (Alasan ini disimpan.) "
        "[Sesuai isi pesan | Tidak mendesak]",
    )
    chat.taps(school.ratna, "Sesuai isi pesan")
    assert "MENDESAK: menembus jam tenang (banjir, mohon" in chat.heard(school.ratna)[-1]
    chat.taps(school.ratna, "Kirim")
    assert session.scalars(select(Notice.urgent_reason)).one() == "banjir, mohon jemput"


def test_the_reason_is_told_or_the_urgency_dropped(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A, mendesak, besok jam 5 pagi: pulang cepat")
    chat.says(school.ratna, "jembatan putus")
    shown = chat.heard(school.ratna)[-1]
    assert "MENDESAK: menembus jam tenang (jembatan putus)" in shown
    assert "Dikirim Selasa 24 November pukul 05.00 WIB" in shown
    chat.taps(school.ratna, "Ubah")
    chat.taps(school.ratna, "Tandai mendesak")
    chat.taps(school.ratna, "Tidak mendesak")
    assert "MENDESAK" not in chat.heard(school.ratna)[-1]


def test_what_does_not_hurry_is_not_urgent(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A tidak mendesak: bawa topi")
    assert chat.heard(school.ratna)[-1].startswith("📢 Untuk kelas 7A:\n\n“bawa topi”")


def test_a_photo_without_words_has_words_wherever_it_is_shown(chat: Chat, school: Thirty) -> None:
    """WhatsApp refuses a template with an empty blank."""
    picture = File("photo1", Kind.PHOTO, "image/jpeg")
    chat.says(school.ratna, "umumkan", files=[picture])
    shown = chat.heard(school.ratna)[-1]
    assert shown.startswith("📢 Untuk kelas 7A:\n\n📎 dengan lampiran\n\n• Keluarga")
    chat.taps(school.ratna, "Kirim")
    assert "Bu Ratna:\n\n(lihat lampiran)\n\nMohon dibaca" in chat.heard(school.mothers[1])[-1]
    chat.wait(timedelta(days=1))
    assert "belum diparaf:\n“📎”" in chat.heard(school.mothers[1])[-1]


def test_batal_after_scheduling_says_what_it_does_not_undo(
    chat: Chat, session: Session, school: Thirty
) -> None:
    chat.says(school.ratna, "umumkan 7A, besok jam 8 pagi: bawa topi")
    chat.taps(school.ratna, "Jadwalkan")
    chat.says(school.ratna, "batal")
    assert "ketik TARIK" in chat.heard(school.ratna)[-1]
    chat.says(school.ratna, "tarik")
    chat.hears(
        school.ratna,
        "Pesan Ibu/Bapak yang terakhir, Selasa 24 November pukul 08.00 WIB:\n“bawa topi”"
        " [Tarik kembali | Perbaiki]",
    )
    chat.taps(school.ratna, "Perbaiki")
    chat.says(school.ratna, "bawa topi merah")
    chat.taps(school.ratna, "Pakai")
    chat.says(school.ratna, "batal")
    chat.says(school.ratna, "tarik kembali")
    assert chat.heard(school.ratna)[-1] == "Dibatalkan. Belum ada yang menerimanya."
    assert session.scalars(select(Notice.state)).one() is NoticeState.WITHDRAWN


def test_nothing_to_take_back(chat: Chat, school: Thirty, sent: Notice) -> None:
    """A colleague's message is not ours to take back."""
    chat.says(school.dewi, "tarik")
    chat.hears(school.dewi, "Belum ada pesan Ibu/Bapak yang bisa ditarik kembali.")
    chat.says(school.mothers[1], "batal")
    assert "Tidak ada yang sedang berjalan" in chat.heard(school.mothers[1])[-1]


def test_colleagues_agree_in_words(chat: Chat, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan guru: rapat jam 1")
    chat.says(school.hadi, "kirim")
    chat.heard(school.ratna)
    chat.says(school.ratna, "siap pak")
    chat.hears(school.ratna, "Terima kasih, Bu Ratna.")
    chat.says(school.dewi, "maaf pak, saya izin karena ada takziah")
    assert chat.heard(school.dewi)[-1] != "Terima kasih, Bu Dewi."
    chat.says(school.hadi, "laporan")
    report = chat.heard(school.hadi)[-1]
    assert "Bu Ratna" in report.partition("elum")[0]


def test_colleagues_are_told_at_the_time_that_was_named(chat: Chat, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan guru, besok jam 6 pagi: rapat jam 1")
    assert "⏰ sampai Selasa 24 November pukul 06.00 WIB" in chat.heard(school.hadi)[-1]
    chat.taps(school.hadi, "Kirim")
    chat.hears(school.ratna)
    chat.wait(timedelta(days=1))
    assert "rapat jam 1" in chat.heard(school.ratna)[0]


def test_a_child_named_to_a_whole_class_costs_a_confirmation(chat: Chat, school: Thirty) -> None:
    child = school.children[4]
    chat.says(school.ratna, f"umumkan 7A: {child.name} belum mengumpulkan buku")
    chat.says(school.ratna, "kirim")
    assert chat.heard(school.ratna)[-1] == (
        f"⚠️ Isinya menyebut {child.name} (7A), tetapi penerimanya kelas 7A. Tetap kirim?"
        " [Ya, tetap kirim | Ganti penerima | Batal]"
    )
    chat.taps(school.ratna, "Ganti penerima")
    chat.says(school.ratna, child.name)
    assert chat.heard(school.ratna)[-1].startswith(f"📢 Untuk {child.name} (7A):")
    chat.says(school.ratna, "ya")
    assert chat.heard(school.ratna)[-1].startswith(f"Terkirim untuk {child.name} (7A)")


def test_a_yes_to_the_doubt_sends(chat: Chat, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan 7A: kelas 8B libur")
    chat.says(school.hadi, "ya")
    assert "Isinya menyebut kelas 8B" in chat.heard(school.hadi)[-1]
    chat.says(school.hadi, "iya")
    assert chat.heard(school.hadi)[-1].startswith("Terkirim untuk kelas 7A")


def test_a_word_after_batal_sends_no_older_preview(
    chat: Chat, session: Session, school: Thirty
) -> None:
    chat.says(school.ratna, "umumkan 7A: yang pertama")
    chat.says(school.ratna, "umumkan 7A: yang kedua")
    chat.says(school.ratna, "batal")
    chat.says(school.ratna, "ok")
    assert session.scalars(select(Notice)).all() == []


def test_batal_ends_what_was_asked_last(chat: Chat, school: Thirty) -> None:
    """Not an older preview that has a button of that name."""
    chat.says(school.ratna, "umumkan 7A: yang pertama")
    chat.says(school.ratna, "umumkan 7A: yang kedua")
    chat.taps(school.ratna, "Ubah")
    chat.taps(school.ratna, "Tandai mendesak")
    chat.says(school.ratna, "batal")
    assert chat.heard(school.ratna)[-1].startswith("Baik, tidak jadi: “Pesan mendesak")
    chat.says(school.ratna, "umumkan 7A: yang ketiga")
    assert chat.heard(school.ratna)[-1].startswith("📢 Untuk kelas 7A:\n\n“yang ketiga”")


def test_attendance_under_an_open_preview_is_attendance(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A: bawa topi")
    chat.says(school.ratna, f"{school.children[4].name} tidak masuk hari ini, sakit")
    assert school.children[4].name in chat.heard(school.ratna)[-1]


def test_those_absent_or_unsigned_are_a_teachers_own(
    chat: Chat, school: Thirty, session: Session
) -> None:
    chat.says(school.hadi, "umumkan sekolah: besok libur")
    chat.says(school.hadi, "kirim")
    chat.says(school.dewi, "umumkan belum paraf: mohon dibaca")
    assert "• Keluarga: 5 (5 anak)" in chat.heard(school.dewi)[-1]
    chat.says(school.dewi, "batal")
    chat.says(school.dewi, "umumkan absen: PR hal 10")
    assert chat.heard(school.dewi)[-1].startswith("Saat ini tidak ada keluarga untuk yang tidak")
    chat.says(school.dewi, "8B")
    assert chat.heard(school.dewi)[-1].startswith("📢 Untuk kelas 8B:\n\n“PR hal 10”")
    mother = school.mothers[6]  # of a child in 7A
    chat.says(mother, f"{school.children[6].name} sakit hari ini")
    chat.says(school.dewi, "umumkan absen: PR hal 11")
    assert chat.heard(school.dewi)[-1].startswith("Saat ini tidak ada keluarga")
    chat.says(school.ratna, "umumkan absen: PR hal 11")
    assert "• Keluarga: 1 (1 anak)" in chat.heard(school.ratna)[-1]


def album(*names: str) -> list[File]:
    return [File(name, Kind.PHOTO, "image/jpeg") for name in names]


def files_for(session: Session, person: Person) -> list[str]:
    """The references of the files somebody was sent, in that order."""
    rows = session.scalars(
        select(Media.reference)
        .join(OutboundMessage, OutboundMessage.media_id == Media.id)
        .where(OutboundMessage.person_id == person.id, OutboundMessage.status == Status.SENT)
        .order_by(OutboundMessage.id)
    )
    return list(rows)


def test_all_photos_of_an_album_arrive_in_order(
    chat: Chat, session: Session, school: Thirty
) -> None:
    """The caption comes with the first of them, the others as messages of their own."""
    chat.says(school.ratna, "umumkan 7A: jadwal ujian", files=album("one"))
    chat.says(school.ratna, files=album("two"))
    chat.says(school.ratna, files=album("three"))
    chat.heard(school.ratna)
    chat.says(school.ratna, "ok kirim")
    for mother in (school.mothers[1], school.mothers[2]):
        first, *further = chat.heard(mother)
        assert "Bu Ratna:\n\njadwal ujian\n\nMohon dibaca" in first
        assert further == ["📎 Lampiran 2 dari 3", "📎 Lampiran 3 dari 3"]
        assert files_for(session, mother) == ["one", "two", "three"]
    chat.says(school.ratna, "tarik")
    chat.taps(school.ratna, "Perbaiki")
    chat.says(school.ratna, "jadwal ujian semester")
    chat.taps(school.ratna, "Kirim")
    assert files_for(session, school.mothers[1]) == ["one", "two", "three"] * 2


def test_what_the_preview_says_of_an_album(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan", files=album("one", "two"))
    shown = chat.heard(school.ratna)[-1]
    assert shown.startswith("📢 Untuk kelas 7A:\n\n📎 dengan 2 lampiran\n\n• Keluarga")
    chat.says(school.ratna, files=album("three"))
    assert "7A:\n\n📎 dengan 3 lampiran\n\n• Keluarga" in chat.heard(school.ratna)[-1]
    chat.says(school.ratna, "ini jadwal ujian ya bapak ibu")
    shown = chat.heard(school.ratna)[-1]
    assert "“ini jadwal ujian ya bapak ibu”\n📎 dengan 3 lampiran" in shown
    chat.taps(school.ratna, "Ubah")
    chat.taps(school.ratna, "Isi")
    chat.says(school.ratna, "jadwal ujian")
    assert "“jadwal ujian”\n📎 dengan 3 lampiran" in chat.heard(school.ratna)[-1]


def test_a_signature_does_not_stop_the_rest_of_an_album(
    chat: Chat, session: Session, school: Thirty
) -> None:
    """The second photo is still being fetched when the first is signed."""
    chat.says(school.ratna, "umumkan 7A: jadwal", files=album("one"))
    chat.says(school.ratna, files=album("two"))
    session.execute(update(Media).where(Media.reference == "two").values(state=Fetched.REFERENCED))
    router = chat.router
    router.receive(session, Incoming("telegram", "9001", "send", text="kirim"), MONDAY)
    while claimed := claiming.claim(session, MONDAY, "telegram", 100):
        for message in claimed:
            results.sent(session, message.id, f"p{message.id}", MONDAY)
    router.receive(session, Incoming("telegram", "7001", "sign", text="paraf"), MONDAY)
    chat.deliver()
    assert files_for(session, school.mothers[1]) == ["one", "two"]


def test_colleagues_get_all_photos(chat: Chat, session: Session, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan guru: jadwal", files=album("one"))
    chat.says(school.hadi, files=album("two"))
    assert "“jadwal”\n📎 dengan 2 lampiran" in chat.heard(school.hadi)[-1]
    chat.taps(school.hadi, "Kirim")
    assert files_for(session, school.ratna) == ["one", "two"]


def test_a_photo_corrects_a_photo(chat: Chat, session: Session, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A: jadwal ujian", files=album("wrong", "also"))
    chat.taps(school.ratna, "Kirim")
    chat.taps(school.ratna, "Perbaiki")
    chat.says(school.ratna, files=album("right"))
    chat.taps(school.ratna, "Kirim")
    assert "RALAT pengumuman dari Bu Ratna:\n\njadwal ujian" in chat.heard(school.mothers[2])[-1]
    assert files_for(session, school.mothers[2])[-1] == "right"


@pytest.mark.parametrize(
    "words", ["bsk pulang jam 10 krn rapat guru", "jumat anak2 diliburkan karena ada rapat dinas"]
)
def test_lessons_that_end_for_a_meeting_call_nobody_to_it(
    chat: Chat, school: Thirty, words: str
) -> None:
    chat.says(school.ratna, words)
    assert chat.heard(school.ratna)[0].startswith(f"📢 Untuk kelas 7A:\n\n“{words}”")


def test_what_is_to_be_brought_may_be_reminded_of(
    chat: Chat, session: Session, school: Thirty
) -> None:
    chat.says(school.ratna, "besok bawa botol bekas ya bapak ibu", files=album("bottle"))
    (shown,) = chat.heard(school.ratna)
    assert "bila keluarga perlu diingatkan lagi malam sebelumnya" in shown
    assert shown.endswith("[Kirim | Ingatkan H-1 | Ubah | Batal]")
    chat.taps(school.ratna, "Ingatkan H-1")
    (again,) = chat.heard(school.ratna)
    assert again.startswith(
        "Untuk kelas 7A (30 keluarga): barang bawaan\n📅 Selasa 24 November\n\n"
        "“botol bekas ya bapak ibu”"
    )
    chat.taps(school.ratna, "Kirim")
    assert "Ada barang bawaan dari Bu Ratna" in chat.heard(school.mothers[1])[0]
    assert files_for(session, school.mothers[1]) == ["bottle"]
    chat.wait(timedelta(hours=11))
    assert "botol bekas" in chat.heard(school.mothers[1])[-1]


@pytest.mark.parametrize(
    "words",
    [
        "umumkan 7A: hari ini pulang jam 10",
        "umumkan 7A: besok libur",
        "umumkan 7A: bawa topi",
        "umumkan 7A: besok bawa baju ganti. Ikut renang? ya/tidak",
        "umumkan 7A, besok jam 6 pagi: besok bawa topi",
        "umumkan ayah 7A: besok bawa cangkul",
    ],
)
def test_what_needs_no_reminder_offers_none(chat: Chat, school: Thirty, words: str) -> None:
    chat.says(school.ratna, words)
    assert "Ingatkan" not in chat.heard(school.ratna)[-1]


@pytest.mark.parametrize("words", ["besok jam 6 pagi aja", "eh jadi besok jam 6 pagi ya bu"])
def test_a_time_under_the_preview_is_its_time(chat: Chat, school: Thirty, words: str) -> None:
    chat.says(school.ratna, "umumkan 7A: bawa topi")
    chat.heard(school.ratna)
    chat.says(school.ratna, words)
    (shown,) = chat.heard(school.ratna)
    assert shown.startswith("📢 Untuk kelas 7A:\n\n“bawa topi”")
    assert "Dikirim Selasa 24 November pukul 06.00 WIB" in shown
    chat.says(school.ratna, "kemarin jam 7 aja")
    assert "sudah lewat" in chat.heard(school.ratna)[-1]


def test_what_colleagues_were_told_is_taken_back(chat: Chat, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan guru, besok jam 6 pagi: rapat jam 1")
    chat.taps(school.hadi, "Kirim")
    chat.taps(school.hadi, "Tarik kembali")
    assert "Sudah ditarik. 0 guru" in chat.heard(school.hadi)[-1]
    chat.wait(timedelta(days=1))
    chat.hears(school.ratna)
    chat.says(school.hadi, "umumkan guru: rapat jam 2")
    chat.taps(school.hadi, "Kirim")
    chat.heard(school.ratna)
    chat.taps(school.hadi, "Tarik kembali")
    assert "Sudah ditarik. 2 guru" in chat.heard(school.hadi)[-1]
    chat.hears(
        school.ratna,
        "Untuk guru dan staf. Pesan “rapat jam 2” dari Pak Hadi ditarik kembali oleh pengirimnya. "
        "Mohon diabaikan.",
    )
    chat.taps(school.hadi, "Tarik kembali")
    chat.hears(school.hadi, "Pesan itu sudah ditarik tadi.")


def test_words_under_the_preview_change_it(chat: Chat, session: Session, school: Thirty) -> None:
    chat.says(school.hadi, "umumkan 7A: besok pulang jam 9 pagi")
    chat.heard(school.hadi)
    for words, whom, body in (
        ("eh jam 10 maksudnya", "kelas 7A", "besok pulang jam 10"),
        ("8B juga", "kelas 7A, 8B", "besok pulang jam 10"),
        ("tambah: bawa bekal", "kelas 7A, 8B", "besok pulang jam 10\nbawa bekal"),
        ("hapus kelas 7A", "kelas 8B", "besok pulang jam 10\nbawa bekal"),
        ("ganti: lusa libur", "kelas 8B", "lusa libur"),
        ("eh untuk seluruh sekolah", "seluruh sekolah", "lusa libur"),
    ):
        chat.says(school.hadi, words)
        (shown,) = chat.heard(school.hadi)
        assert shown.startswith(f"📢 Untuk {whom}:\n\n“{body}”\n\n• Keluarga"), words
        assert "Dikirim" not in shown, words
    chat.says(school.hadi, "eh untuk guru maksudnya")
    assert "guru dan staf (2 orang, 2 terjangkau):\n\n“lusa libur”" in chat.heard(school.hadi)[-1]
    chat.taps(school.hadi, "Kirim")
    assert session.scalars(select(Notice.body)).all() == ["lusa libur"]


def test_a_question_is_added_and_dropped_in_words(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A: studi tur tanggal 5")
    chat.says(school.ratna, "tambah pertanyaan: Ikut? ya/tidak")
    shown = chat.heard(school.ratna)[-1]
    assert "“studi tur tanggal 5”\n❓ Ikut? [ya / tidak]" in shown
    assert "• Perlu dijawab" in shown
    chat.says(school.ratna, "hapus pertanyaannya")
    assert "“studi tur tanggal 5”\n\n• Keluarga" in chat.heard(school.ratna)[-1]


def test_new_words_are_looked_at_again_before_they_go(
    chat: Chat, session: Session, school: Thirty
) -> None:
    """Who was sure of one text is not yet sure of another."""
    chat.says(school.hadi, "umumkan 7A: kelas 8B libur")
    chat.taps(school.hadi, "Kirim")
    chat.says(school.hadi, "ganti: kelas 8B masuk")
    chat.taps(school.hadi, "Kirim")
    assert "Isinya menyebut kelas 8B" in chat.heard(school.hadi)[-1]
    assert session.scalars(select(Notice)).all() == []


def test_an_announcement_that_is_left_is_offered_the_next_day(chat: Chat, school: Thirty) -> None:
    chat.says(school.ratna, "umumkan 7A: besok pulang jam 10")
    chat.heard(school.ratna)
    chat.wait(timedelta(hours=24))
    assert "belum selesai: pengumuman untuk kelas 7A" in chat.heard(school.ratna)[-1]
    chat.taps(school.ratna, "Lanjutkan")
    assert chat.heard(school.ratna)[-1].startswith("📢 Untuk kelas 7A:\n\n“besok pulang jam 10”")


@pytest.mark.parametrize(
    ("whom", "unread"),
    [
        ("7A yang putra", "putra"),
        ("7A, panitia lomba", "panitia lomba"),
        ("guru olahraga", "olahraga"),
        ("kelas 7A & 8B", ""),
        ("semua wali murid kelas 7A", ""),
        ("ibu-ibu 7A saja", ""),
    ],
)
def test_what_was_not_understood_of_the_receivers_is_shown(
    chat: Chat, school: Thirty, whom: str, unread: str
) -> None:
    chat.says(school.hadi, f"umumkan {whom}: latihan pukul 3")
    shown = chat.heard(school.hadi)[-1]
    assert ("tidak ikut" in shown) == bool(unread)
    assert not unread or f"⚠️ Belum saya mengerti, jadi tidak ikut: “{unread}”" in shown
    chat.says(school.hadi, "eh untuk 8B maksudnya")
    assert "tidak ikut" not in chat.heard(school.hadi)[-1]


@pytest.mark.parametrize("back", ["Aisyah juga", "tambah Aisyah"])
def test_a_child_of_the_class_is_left_out_in_words(chat: Chat, cast: Cast, back: str) -> None:
    chat.says(cast.ratna, "umumkan 1A: besok libur")
    chat.says(cast.ratna, "hapus Aisyah")
    assert "📢 Untuk kelas 1A tanpa Aisyah Humaira (1A):" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, back)
    assert "📢 Untuk kelas 1A:" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "Aisyah ga usah")
    chat.says(cast.ratna, "ya")
    assert "Terkirim untuk kelas 1A tanpa Aisyah Humaira (1A)" in chat.heard(cast.ratna)[-1]
    chat.hears(cast.sari)
