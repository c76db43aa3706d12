"""Afterwards: minutes asked for, written, sent and signed; decisions kept until they are done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from handlers.core.understanding.matters.promises import Promise, person_called, promise, split
from handlers.meetings.calling import guests
from models.media import Kind as MediaKind
from models.meeting import Answer, How, Kind, Meeting, Rsvp, State
from models.minutes import Decision, open_decisions
from models.notice import Notice, ReceiptState
from models.people import Guardianship, Person, Relation
from tests import cast as casting
from tests.cast import WIB, Cast
from tests.dialogue import Chat
from tests.files import files_of, photos

STARTS = datetime(2026, 11, 28, 9, 0, tzinfo=WIB).astimezone(UTC)
"""The Saturday after the cast's Monday."""
ENDS = STARTS + timedelta(hours=2)
ASK = (
    "Terima kasih, POMG 1A sudah selesai. Mohon kirim notulennya: ketuk Tulis notulen, atau balas "
    "dengan mengutip pesan ini (tulisan, foto, dokumen, atau pesan suara). "
    "[Tulis notulen | Nanti saja]"
)
MINUTES = "notulen: Iuran dibahas.\nKeputusan: 1. Beli cat (Bu Sari, 20 Des) 2. Kerja bakti"
BODY = "Iuran dibahas.\n\nKeputusan:\n1. Beli cat (Ibu Sari, Minggu 20 Desember)\n2. Kerja bakti"
SIGN = (
    "\n\nMohon dibaca dan diparaf: ketuk Paraf, atau balas pesan ini dengan kata “paraf”. "
    "[Paraf ✅ | Balas]"
)


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    """Begins when the meeting does."""
    return Chat(session, STARTS)


@pytest.fixture
def meeting(session: Session, cast: Cast) -> Meeting:
    """Of both classes, organised by Bu Ratna."""
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
    return meeting


def send(chat: Chat, cast: Cast, words: str = MINUTES) -> None:
    chat.says(cast.ratna, words)
    chat.taps(cast.ratna, "Kirim")


def decisions(session: Session) -> list[Decision]:
    return list(session.scalars(select(Decision).order_by(Decision.id)))


def test_the_organiser_is_asked_half_an_hour_after_and_once_more(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS)
    chat.hears(cast.ratna)
    chat.until(ENDS + timedelta(minutes=30))
    chat.hears(cast.ratna, ASK)
    assert meeting.state is State.HELD
    chat.wait(timedelta(hours=42), step=timedelta(hours=6))
    chat.hears(cast.ratna)
    chat.wait(timedelta(days=5), step=timedelta(hours=6))
    [again] = chat.heard(cast.ratna)
    assert again.startswith("Notulen POMG 1A belum dikirim ke keluarga.")
    assert again.endswith("[Tulis notulen | Nanti saja]")


def test_whoever_has_written_is_not_asked_again(chat: Chat, meeting: Meeting, cast: Cast) -> None:
    chat.until(ENDS + timedelta(minutes=30))
    send(chat, cast)
    chat.heard(cast.ratna)
    chat.wait(timedelta(days=5), step=timedelta(hours=6))
    assert not [words for words in chat.heard(cast.ratna) if "belum dikirim" in words]


def test_the_principal_may_write_them(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS + timedelta(minutes=30))
    chat.heard(cast.ratna)
    chat.says(cast.hadi, MINUTES)
    chat.says(cast.hadi, "ya kirim")
    assert "notulen POMG 1A dari Pak Hadi" in chat.heard(cast.sari)[0]
    chat.wait(timedelta(days=2))
    assert (
        "Notulen POMG 1A sudah ditulis dan dikirim oleh Pak Hadi, jadi Ibu/Bapak tidak perlu "
        "menulisnya lagi. Terima kasih."
    ) in chat.heard(cast.ratna)
    chat.says(cast.ratna, "notulen")
    chat.hears(cast.ratna, "Tidak ada rapat Ibu/Bapak yang menunggu notulen.")


def test_only_the_homeroom_teacher_of_all_its_families_may(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    meeting.organiser_id = cast.hadi.id
    chat.until(ENDS + timedelta(minutes=30))
    chat.says(cast.ratna, "notulen")
    chat.hears(cast.ratna, "Tidak ada rapat Ibu/Bapak yang menunggu notulen.")
    meeting.audience = {"classes": [cast.class_1a.id]}
    chat.says(cast.dewi, "notulen")
    chat.hears(cast.dewi, "Tidak ada rapat Ibu/Bapak yang menunggu notulen.")
    send(chat, cast)
    assert "dari Bu Ratna" in chat.heard(cast.sari)[0]


def test_a_cancelled_meeting_is_not_asked_about(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    meeting.state = State.CANCELLED
    chat.until(ENDS + timedelta(hours=2))
    chat.hears(cast.ratna)
    chat.says(cast.ratna, "notulen")
    chat.hears(cast.ratna, "Tidak ada rapat Ibu/Bapak yang menunggu notulen.")


def test_step_by_step(chat: Chat, session: Session, meeting: Meeting, cast: Cast) -> None:
    chat.until(ENDS + timedelta(minutes=30))
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Tulis notulen")
    assert chat.heard(cast.ratna)[0].startswith("Silakan tulis notulen POMG 1A, atau kirim foto")
    chat.says(cast.ratna, "Iuran dibahas.")
    chat.hears(
        cast.ratna,
        "Notulen POMG 1A untuk 4 keluarga; yang tidak hadir (4) menerima lebih dulu.\n\n"
        "Iuran dibahas.\n\nKirim? [Kirim | Tambah keputusan | Ubah | Batal]",
    )
    for words in ("Beli cat oleh Bu Sari paling lambat 20 Des", "Kerja bakti"):
        chat.taps(cast.ratna, "Tambah keputusan")
        chat.heard(cast.ratna)
        chat.says(cast.ratna, words)
    assert BODY in chat.heard(cast.ratna)[0]
    assert decisions(session) == []
    chat.taps(cast.ratna, "Kirim")
    [said] = chat.heard(cast.ratna)
    assert said.startswith(
        "Notulen POMG 1A dikirim ke 3 keluarga.\nTidak bisa dijangkau, mohon dihubungi langsung:\n"
        "• Danu Pratama (1A): belum bergabung\n"
    )
    chat.hears(
        cast.sari,
        "Ananda Aisyah Humaira (1A), Bima Saputra (3B). Berikut notulen POMG 1A dari Bu Ratna:\n\n"
        f"{BODY}{SIGN}",
    )
    chat.hears(
        cast.wati,
        f"Ananda Citra Lestari (3B). Berikut notulen POMG 1A dari Bu Ratna:\n\n{BODY}{SIGN}",
    )
    chat.hears(cast.budi)
    found = [(one.words, one.who, one.person_id, one.due) for one in decisions(session)]
    assert found == [
        ("Beli cat", "Bu Sari", cast.sari.id, date(2026, 12, 20)),
        ("Kerja bakti", "", None, None),
    ]


def test_it_is_signed_and_sent_only_once(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS)
    send(chat, cast)
    chat.taps(cast.sari, "Paraf ✅")
    notice = session.get_one(Notice, meeting.minutes_id)
    states = {receipt.child_id: receipt.state for receipt in notice.receipts}
    assert states[cast.aisyah.id] is ReceiptState.SIGNED
    assert states[cast.citra.id] is ReceiptState.OPEN
    chat.heard(cast.ratna)
    chat.taps(cast.ratna, "Kirim")
    assert chat.heard(cast.ratna)[0].startswith("Itu sudah terjawab")
    chat.says(cast.ratna, "notulen")
    chat.hears(cast.ratna, "Tidak ada rapat Ibu/Bapak yang menunggu notulen.")


def test_a_photo_quoting_the_question_is_enough(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS + timedelta(minutes=30))
    photo = File("f1", MediaKind.PHOTO, "image/jpeg")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, files=[photo], quoting="sudah selesai")
    assert "Notulen terlampir.\n📎 dengan lampiran\n\nKirim?" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    assert "\n\nNotulen terlampir.\n\nMohon dibaca" in chat.heard(cast.sari)[0]
    assert session.get_one(Notice, meeting.minutes_id).media_id is not None


def test_every_page_goes_along(chat: Chat, meeting: Meeting, cast: Cast) -> None:
    chat.until(ENDS)
    chat.says(cast.ratna, MINUTES, files=photos("a", "b"))
    assert "📎 dengan 2 lampiran" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == ["a", "b"]


def test_later_and_another_message_in_between(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS + timedelta(minutes=30))
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "catatan Aisyah: hebat")
    assert chat.heard(cast.ratna)[0].startswith("Untuk Aisyah Humaira (1A)")
    chat.taps(cast.ratna, "Nanti saja")
    chat.hears(
        cast.ratna,
        "Baik. Ketik NOTULEN bila sudah siap.",
        "Lanjutkan catatan untuk Aisyah Humaira (1A)? [Lanjutkan | Buang]",
    )
    chat.says(cast.ratna, MINUTES)
    assert BODY in chat.heard(cast.ratna)[0]


def test_changed_and_cancelled(chat: Chat, session: Session, meeting: Meeting, cast: Cast) -> None:
    chat.until(ENDS)
    chat.says(cast.ratna, MINUTES)
    chat.taps(cast.ratna, "Ubah")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "hapus 1")
    assert "Iuran dibahas.\n\nKeputusan:\n1. Kerja bakti\n\nKirim?" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Ubah")
    chat.says(cast.ratna, "Lomba dibahas.")
    assert "Lomba dibahas.\n\nKeputusan:\n1. Kerja bakti" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Batal")
    assert chat.heard(cast.ratna)[0].startswith("Baik, tidak jadi dikirim.")
    chat.hears(cast.sari)
    assert (meeting.minutes_id, decisions(session)) == (None, [])


def test_a_day_that_is_past_is_shown(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS)
    chat.says(cast.ratna, "notulen: Keputusan: 1. Beli cat (Bu Sari, 20 November)")
    assert "⚠️ Batas waktu Jumat 20 November sudah lewat" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    chat.heard(cast.sari)
    chat.wait(timedelta(days=2), step=timedelta(hours=3))
    assert not any("Mengingatkan" in said for said in chat.heard(cast.sari))


def test_who_was_absent_gets_them_first(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    guests.mark(session, meeting, [cast.citra.id], cast.wati.id, How.QR, STARTS)
    chat.until(ENDS)
    chat.says(cast.ratna, MINUTES)
    assert "yang tidak hadir (3) menerima lebih dulu" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Kirim")
    assert len(chat.heard(cast.sari)) == 1
    chat.hears(cast.wati)
    chat.wait(timedelta(minutes=30), step=timedelta(minutes=5))
    assert len(chat.heard(cast.wati)) == 1


def test_one_message_where_only_a_sibling_was_absent(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    guests.mark(session, meeting, [cast.aisyah.id], cast.ratna.id, How.LIST, STARTS)
    chat.until(ENDS)
    send(chat, cast)
    [said] = chat.heard(cast.sari)
    assert said.startswith("Ananda Aisyah Humaira (1A), Bima Saputra (3B).")
    chat.wait(timedelta(hours=1))
    chat.hears(cast.sari)


@pytest.mark.parametrize(("scope", "told"), [(None, 1), ("all", 1), ("minutes", 1), ("meeting", 0)])
def test_a_proxy_who_came_gets_and_signs_them(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast, scope: str | None, told: int
) -> None:
    om = proxy(session, cast, chat.now, scope)
    guests.mark(session, meeting, [cast.aisyah.id], om.id, How.QR, STARTS)
    chat.until(ENDS)
    send(chat, cast)
    heard = chat.heard(om)
    assert len(heard) == told
    if told:
        assert heard[0].startswith("Ananda Aisyah Humaira (1A). Berikut notulen POMG 1A")
        chat.says(om, "paraf")
        assert chat.heard(om)[0].startswith("Terima kasih, Om Tono. Sudah diparaf untuk Aisyah")


def test_a_proxy_who_was_named_in_the_answer_gets_them(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    om = proxy(session, cast, chat.now, None)
    session.add(
        Rsvp(
            school_id=cast.school.id,
            meeting_id=meeting.id,
            child_id=cast.aisyah.id,
            person_id=cast.sari.id,
            answer=Answer.DELEGATE,
            delegate="Om Tono",
            proxy_id=om.id,
            at=chat.now,
        )
    )
    chat.until(ENDS)
    send(chat, cast)
    assert len(chat.heard(om)) == 1


def proxy(session: Session, cast: Cast, now: datetime, scope: str | None) -> Person:
    om = casting.add_person(session, cast.school, "Om Tono", "telegram", "1009", now)
    casting.add_place(session, cast.aisyah, om, Relation.PROXY, 3, now)
    place = session.scalars(select(Guardianship).where(Guardianship.person_id == om.id)).one()
    place.scope = scope
    session.flush()
    return om


def test_taken_back_and_written_again(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS)
    send(chat, cast)
    chat.taps(cast.ratna, "Tarik kembali")
    assert open_decisions(session, cast.ratna.id, Kind.POMG) == []
    send(chat, cast, "notulen: Keputusan: 1. Beli kursi")
    assert [one.words for one in open_decisions(session, cast.ratna.id, Kind.POMG)] == [
        "Beli kursi"
    ]
    assert open_decisions(session, cast.ratna.id, Kind.COMMITTEE) == []


def test_corrected_minutes_keep_their_decisions(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS)
    send(chat, cast)
    chat.taps(cast.ratna, "Perbaiki")
    chat.says(cast.ratna, "Iuran sepuluh ribu.")
    chat.taps(cast.ratna, "Kirim", under="Ralat untuk")
    assert session.get_one(Notice, meeting.minutes_id).body == "Iuran sepuluh ribu."
    assert len(open_decisions(session, cast.ratna.id, Kind.POMG)) == 2


def test_who_promised_is_reminded_the_day_before(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS)
    send(chat, cast, "notulen: Keputusan: 1. Beli cat (Bu Sari, 2 Des) 2. Konsumsi (komite, 2 Des)")
    chat.taps(cast.sari, "Paraf ✅")
    for person in (cast.sari, cast.ratna):
        chat.heard(person)
    chat.now = datetime(2026, 12, 1, 7, 0, tzinfo=WIB)
    chat.wait(timedelta(minutes=30))
    chat.hears(cast.sari)
    chat.until(datetime(2026, 12, 1, 8, 30, tzinfo=WIB))
    chat.hears(
        cast.sari,
        "Mengingatkan keputusan POMG 1A: “Beli cat”, paling lambat Rabu 2 Desember. Bila sudah, "
        "ketuk Selesai atau balas “selesai”. [Selesai ✅]",
    )
    [said] = [words for words in chat.heard(cast.ratna) if "Mengingatkan" in words]
    assert "“Konsumsi” (komite), paling lambat Rabu 2 Desember." in said
    chat.says(cast.sari, "selesai")
    chat.hears(cast.sari, "Terima kasih, Ibu Sari. Dicatat selesai: “Beli cat”. ✅")
    left = open_decisions(session, cast.ratna.id, Kind.POMG)
    assert [one.words for one in left] == ["Konsumsi"]
    chat.until(datetime(2026, 12, 2, 12, 0, tzinfo=WIB))
    chat.hears(cast.sari)


def test_the_organiser_sees_what_is_open_and_ticks_it_off(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS)
    send(chat, cast)
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "keputusan")
    chat.hears(
        cast.ratna,
        "Keputusan rapat yang belum selesai:\n1. Beli cat (Ibu Sari, Minggu 20 Desember) · POMG "
        "1A\n2. Kerja bakti · POMG 1A\n\nKetuk yang sudah selesai. "
        "[✅ 1. Beli cat | ✅ 2. Kerja bakti]",
    )
    chat.taps(cast.ratna, "✅ 2. Kerja bakti")
    chat.taps(cast.ratna, "✅ 2. Kerja bakti")
    assert chat.heard(cast.ratna) == [
        "Terima kasih, Bu Ratna. Dicatat selesai: “Kerja bakti”. ✅",
        "“Kerja bakti” sudah tercatat selesai. Terima kasih, Bu Ratna.",
    ]
    chat.says(cast.dewi, "keputusan")
    assert chat.heard(cast.dewi)[-1] == "Tidak ada keputusan rapat yang belum selesai. 👍"
    chat.says(cast.hadi, "keputusan")
    assert "1. Beli cat" in chat.heard(cast.hadi)[0]


NOW = datetime(2026, 11, 28, 12, 0, tzinfo=WIB)


@pytest.mark.parametrize(
    ("item", "words", "who", "due"),
    [
        ("Beli cat (Bu Sari, 20 Des)", "Beli cat", "Bu Sari", date(2026, 12, 20)),
        ("Iuran 10.000 sampai Jumat oleh Pak Budi", "Iuran 10.000", "Pak Budi", date(2026, 12, 4)),
        ("Bu Wati: konsumsi paling lambat 5/12", "konsumsi", "Bu Wati", date(2026, 12, 5)),
        (
            "Doa bersama (Bu Juli, Bu Minggu, 20/12)",
            "Doa bersama",
            "Bu Juli, Bu Minggu",
            date(2026, 12, 20),
        ),
        ("Cari tukang (komite)", "Cari tukang", "komite", None),
        ("Seragam batik (warna biru)", "Seragam batik (warna biru)", "", None),
        ("Kerja bakti.", "Kerja bakti", "", None),
    ],
)
def test_decisions_as_people_write_them(item: str, words: str, who: str, due: date | None) -> None:
    assert promise(item, NOW) == Promise(words=words, who=who, due=due)


@pytest.mark.parametrize(
    ("text", "body", "found"),
    [
        ("Membahas cat. Keputusan: 1. Beli 2. Cat", "Membahas cat.", ["Beli", "Cat"]),
        ("Hasil keputusan rapat:\n- beli cat\n- cari tukang", "", ["beli cat", "cari tukang"]),
        (
            "Keputusan:\n1. Libur tanggal 20. Lalu masuk\n2) Iuran",
            "",
            ["Libur tanggal 20. Lalu masuk", "Iuran"],
        ),
        ("Tidak ada keputusan penting.", "Tidak ada keputusan penting.", []),
        ("Keputusan:", "", []),
    ],
)
def test_where_decisions_begin(text: str, body: str, found: list[str]) -> None:
    assert split(text) == (body, found)


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        ("Bu Sari", 1),
        ("sari", None),
        ("Pak Sari", 4),
        ("Ratna", 3),
        ("Bu Budi", None),
        ("mama Sari", 1),
        ("komite", None),
        ("Bu Ratna dan Pak Budi", None),
        ("", None),
    ],
)
def test_whom_a_name_means(who: str, meant: int | None) -> None:
    among = {1: "Ibu Sari", 2: "Bapak Budi", 3: "Bu Ratna", 4: "Pak Sari"}
    assert person_called(who, among) == meant


@pytest.fixture
def drafted(chat: Chat, meeting: Meeting, cast: Cast) -> Chat:
    chat.until(ENDS)
    chat.says(cast.ratna, MINUTES)
    chat.heard(cast.ratna)
    return chat


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("tambah keputusan: beli sapu (Pak Budi)", "2. Kerja bakti\n3. beli sapu (Bapak Budi)\n"),
        ("Keputusan: beli sapu", "2. Kerja bakti\n3. beli sapu\n"),
        ("hapus keputusan 1", "Keputusan:\n1. Kerja bakti\n\n"),
        ("ganti keputusan 2: beli ember", "20 Desember)\n2. beli ember\n\n"),
        ("tambah: semua setuju", "Iuran dibahas.\nsemua setuju\n\nKeputusan:\n1. Beli cat"),
        ("ganti: Lomba dibahas.", "\n\nLomba dibahas.\n\nKeputusan:\n1. Beli cat"),
        ("Lomba dibahas. Keputusan: latihan", "\n\nLomba dibahas.\n\nKeputusan:\n1. latihan\n\n"),
    ],
)
def test_words_under_the_preview_change_them(
    drafted: Chat, cast: Cast, words: str, shown: str
) -> None:
    drafted.says(cast.ratna, words)
    assert shown in drafted.heard(cast.ratna)[-1]
    drafted.hears(cast.sari)


def test_a_page_more_and_another_time(drafted: Chat, cast: Cast) -> None:
    """What is put off is neither sent nor lost; what is old is shown again first."""
    drafted.says(cast.ratna, "lembar hadir", files=photos("a"))
    assert "lembar hadir\n\nKeputusan" in drafted.heard(cast.ratna)[-1]
    drafted.says(cast.ratna, files=photos("b"))
    assert "📎 dengan 2 lampiran" in drafted.heard(cast.ratna)[-1]
    for words in ("nanti dulu ya", "kalau kepala sekolah setuju", "keluarga sudah tahu belum?"):
        drafted.says(cast.ratna, words)
    drafted.heard(cast.ratna)
    drafted.wait(timedelta(hours=13))
    drafted.heard(cast.ratna)
    drafted.taps(cast.ratna, "Kirim", under="lembar hadir")
    assert "saya tampilkan lagi dulu" in drafted.heard(cast.ratna)[0]
    drafted.hears(cast.sari)
    drafted.says(cast.ratna, "ya")
    assert files_of(drafted, cast.sari) == ["a", "b"]


def test_another_matter_is_no_minutes(
    chat: Chat, session: Session, meeting: Meeting, cast: Cast
) -> None:
    chat.until(ENDS)
    chat.says(cast.ratna, "notulen")
    asked = chat.heard(cast.ratna)
    chat.says(cast.ratna, "siapa yang tidak masuk hari ini?")
    _, offered = chat.heard(cast.ratna)
    assert offered == "Lanjutkan notulen untuk POMG 1A? [Lanjutkan | Buang]"
    chat.taps(cast.ratna, "Lanjutkan")
    assert chat.heard(cast.ratna) == asked
    chat.says(cast.ratna, "Iuran dibahas.")
    chat.taps(cast.ratna, "Tambah keputusan")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "siapa yang tidak masuk hari ini?")
    assert "Lanjutkan notulen" in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Buang")
    assert "tidak jadi dikirim" in chat.heard(cast.ratna)[-1]
