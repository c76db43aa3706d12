"""The class room: marked, shown back, relayed across channels, kept kind by the teacher."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from bot.erase.person import erase_person
from handlers.core.talk.post import post
from handlers.rooms.writing import tell_waiting
from models.audit import AuditEvent
from models.media import Kind
from models.outbox import OutboundMessage
from models.people import Contact, Guardianship, Person, Relation, Role, StaffRole, Wants
from models.room import RoomPost
from models.thread import Note
from tests.cast import MONDAY, Cast, add_child, add_person, add_place
from tests.dialogue import Chat
from tests.files import files_of, photos

FOOT = (
    "\n\nBalasan Ibu/Bapak hanya sampai ke wali kelas, kecuali lewat tombol Balas untuk semua. "
    "[Balas untuk semua | Senyapkan]"
)
POST = "💬 Ruang kelas 1A. Dari Ibu Sari (orang tua murid):\n“besok bawa apa ya?”"
COPY = (
    POST + "\n\nIbu/Bapak bisa menghapusnya, atau membisukan penulisnya, lewat tombol di bawah "
    "ini. [Hapus | Bisukan penulis]"
)
CONFIRM = (
    "Kirim ke ruang kelas 1A (2 orang tua)?\n“besok bawa apa ya?” "
    "[Kirim | Hanya ke wali kelas | Batal]"
)
CLOSED = (
    "Ruang kelas 1A: hanya pengumuman dari sekolah. Pesan Ibu/Bapak sampai ke wali kelas seperti "
    "biasa. [Kirim ke wali kelas | Batal]"
)
AT_NIGHT = MONDAY + timedelta(hours=12)


@pytest.fixture
def jumi(session: Session, cast: Cast) -> Person:
    """Danu's mother joins, on WhatsApp."""
    person = Person(
        school_id=cast.school.id, name="Ibu Jumi", joined_at=MONDAY, consented_at=MONDAY
    )
    session.add(person)
    session.flush()
    session.add(
        Contact(
            school_id=cast.school.id,
            person_id=person.id,
            channel="whatsapp",
            address="+6284400000005",
            heard_at=MONDAY,
            created_at=MONDAY,
        )
    )
    place = session.scalars(select(Guardianship).where(Guardianship.child_id == cast.danu.id)).one()
    place.person_id = person.id
    session.flush()
    return person


@pytest.fixture
def room(chat: Chat, cast: Cast, jumi: Person) -> Chat:
    """1A's room, open."""
    chat.says(cast.ratna, "ruang")
    chat.taps(cast.ratna, "Buka")
    chat.heard(cast.ratna)
    return chat


def posted(chat: Chat, who: Person, text: str = "besok bawa apa ya?") -> None:
    """Marked for 1A and sent; the answers to it are read away."""
    chat.says(who, f"semua 1A: {text}")
    chat.taps(who, "Kirim")
    chat.heard(who)


def test_a_room_is_closed_until_the_teacher_opens_it(
    chat: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    chat.says(jumi, "semua: besok bawa apa ya?")
    chat.hears(jumi, CLOSED)
    chat.taps(jumi, "Kirim ke wali kelas")
    chat.hears(
        jumi, "Baik, Ibu Jumi. Pesan tentang Danu Pratama (1A) sudah saya teruskan ke Bu Ratna."
    )
    assert "“besok bawa apa ya?”" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "ruang")
    chat.hears(
        cast.ratna,
        "Ruang kelas 1A: hanya pengumuman. Ibu/Bapak selalu bisa menulis di sana: “semua 1A: …”. "
        "[Buka | Yang dibisukan]",
    )
    chat.taps(cast.ratna, "Buka")
    chat.hears(
        cast.ratna,
        "Ruang kelas 1A sudah terbuka. Orang tua bisa menulis untuk semua dengan awalan “semua:”. "
        "Setiap pesan sampai juga ke Ibu/Bapak dan bisa dihapus.",
    )
    chat.taps(cast.ratna, "Buka")
    chat.heard(cast.ratna)
    assert _audit(session) == ["room opened"]
    chat.hears(cast.sari)
    chat.hears(jumi)


def test_what_is_marked_reaches_everybody_on_either_channel(
    room: Chat, cast: Cast, jumi: Person
) -> None:
    room.says(cast.sari, "semua 1A: besok bawa apa ya?")
    room.hears(cast.sari, CONFIRM)
    room.hears(cast.budi)
    room.hears(jumi)
    room.taps(cast.sari, "Kirim")
    room.hears(cast.sari, "Diteruskan ke 2 orang tua di ruang kelas 1A. [Tarik kembali]")
    room.hears(cast.budi, POST + FOOT)
    room.hears(jumi, POST + FOOT)
    room.hears(cast.ratna, COPY)
    for other in (cast.wati, cast.dewi, cast.hadi):
        room.hears(other)


def test_sent_once_however_often_it_is_tapped(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    room.says(jumi, "semua: besok bawa apa ya?")
    room.taps(jumi, "Kirim")
    room.taps(jumi, "Kirim")
    assert len(session.scalars(select(RoomPost)).all()) == 1
    assert len(room.heard(cast.sari)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "besok bawa apa ya?",
        "semua anak sehat Bu",
        "semua baik: Danu sudah sembuh",
        "untuk Danu: tolong diingatkan",
        "bu, semua: besok bawa apa?",
    ],
)
def test_nothing_is_relayed_without_the_mark(
    room: Chat, session: Session, cast: Cast, jumi: Person, text: str
) -> None:
    room.says(jumi, text)
    assert "ruang kelas" not in "".join(room.heard(jumi))
    room.hears(cast.sari)
    assert session.scalars(select(RoomPost)).all() == []


@pytest.mark.parametrize("text", ["untuk semua: halo", "Semua : halo", "SEMUA KELAS 1 A: halo"])
def test_ways_to_mark(room: Chat, cast: Cast, jumi: Person, text: str) -> None:
    room.says(jumi, f"{text}, besok bawa apa ya?")
    assert room.heard(jumi)[0].startswith("Kirim ke ruang kelas 1A (2 orang tua)?\n“halo, besok")


def test_the_mark_alone_asks(room: Chat, cast: Cast, jumi: Person) -> None:
    room.says(jumi, "semua")
    room.hears(
        jumi,
        "Silakan tulis untuk semua orang tua kelas 1A, atau kirim foto. Ketik BATAL bila tidak "
        "jadi.",
    )
    room.says(jumi, "besok bawa apa ya?")
    room.hears(jumi, CONFIRM)
    room.taps(jumi, "Batal")
    room.hears(jumi, "Baik, tidak jadi dikirim.")
    room.says(jumi, "semua")
    room.says(jumi, "batal")
    room.heard(jumi)
    room.says(jumi, "besok bawa apa ya?")
    assert "Kirim ke ruang" not in "".join(room.heard(jumi))
    room.hears(cast.sari)


def test_after_all_only_for_the_teacher(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    room.says(jumi, "semua: besok bawa apa ya?")
    room.taps(jumi, "Hanya ke wali kelas")
    assert "sudah saya teruskan ke Bu Ratna" in room.heard(jumi)[-1]
    assert session.scalars(select(Note)).one().text == "besok bawa apa ya?"
    room.hears(cast.sari)


@pytest.mark.parametrize("words", ["terima kasih bu", "siap bu", "selamat pagi bapak ibu", "🙏🙏"])
def test_kind_words_bury_nothing(
    room: Chat, session: Session, cast: Cast, jumi: Person, words: str
) -> None:
    room.says(jumi, f"semua: {words}")
    room.hears(
        jumi,
        "Terima kasih, Ibu Jumi. 🙏 Sapaan dan ucapan terima kasih tidak saya kirim ke semua, "
        "supaya pengumuman tidak tertimbun. [Kirim ke wali kelas]",
    )
    room.hears(cast.sari)
    room.hears(cast.ratna)
    assert session.scalars(select(RoomPost)).all() == []


def test_a_guardian_of_two_classes_is_asked_which(room: Chat, cast: Cast, jumi: Person) -> None:
    room.says(cast.sari, "semua: besok bawa apa ya?")
    room.hears(cast.sari, "Ruang kelas yang mana? [1A | 3B]")
    room.taps(cast.sari, "1A")
    room.hears(cast.sari, CONFIRM)
    room.says(cast.sari, "semua: teman-teman Bima, besok bawa apa?")
    room.hears(cast.sari, CLOSED.replace("1A", "3B"))
    room.says(cast.sari, "semua: kelas 1A besok bawa apa?")
    assert room.heard(cast.sari)[0].startswith("Kirim ke ruang kelas 1A")
    room.says(cast.sari, "ruang")
    room.says(cast.sari, "3b")
    assert room.heard(cast.sari)[-1].startswith("Ruang kelas 3B: hanya pengumuman")


def test_another_class_is_out_of_reach(room: Chat, cast: Cast, jumi: Person) -> None:
    room.says(cast.wati, "semua 1A: halo semua, ada apa?")
    room.hears(cast.wati, "Kelas 1A bukan kelas Ibu/Bapak, jadi tidak saya kirim ke sana.")
    room.hears(cast.sari)


def test_a_childs_name_gives_pause(room: Chat, jumi: Person) -> None:
    room.says(jumi, "semua: Aisyah tadi menjatuhkan botol anak saya")
    assert "Pesan ini menyebut nama anak." in room.heard(jumi)[0]


def test_a_photo_goes_along(room: Chat, cast: Cast, jumi: Person) -> None:
    photo = File("file-1", Kind.PHOTO, "image/jpeg")
    room.says(jumi, "semua: topinya seperti ini", files=[photo])
    assert "📎 dengan lampiran" in room.heard(jumi)[0]
    room.taps(jumi, "Kirim")
    for other in (cast.sari, cast.budi, cast.ratna):
        assert room._message(other, "topinya").media_id is not None
    room.says(jumi, "semua")
    room.says(jumi, files=[photo])
    room.taps(jumi, "Kirim")
    assert "“[kiriman]”" in room.heard(cast.sari)[-1]


def test_every_photo_goes_along(room: Chat, cast: Cast, jumi: Person) -> None:
    room.says(jumi, "semua: topinya seperti ini", files=photos("a", "b"))
    assert "📎 dengan 2 lampiran" in room.heard(jumi)[0]
    room.taps(jumi, "Kirim")
    assert files_of(room, cast.sari) == files_of(room, cast.ratna) == ["a", "b"]


def test_night_is_told_and_kept(room: Chat, cast: Cast, jumi: Person) -> None:
    room.until(AT_NIGHT)
    room.says(jumi, "semua: besok bawa apa ya?")
    assert "⏰ sampai Selasa 24 November pukul 05.30 WIB" in room.heard(jumi)[0]
    room.taps(jumi, "Kirim")
    room.hears(
        jumi,
        "Diteruskan ke 2 orang tua di ruang kelas 1A.\n⏰ sampai Selasa 24 November pukul 05.30 "
        "WIB [Tarik kembali]",
    )
    room.says(cast.budi, "semua 1A: ada yang tahu jamnya?")
    room.taps(cast.budi, "Kirim")
    room.heard(cast.budi)
    room.wait(timedelta(hours=8))
    for other in (cast.sari, cast.budi, cast.ratna):
        room.hears(other)
    room.until(AT_NIGHT + timedelta(hours=9))
    room.hears(
        cast.sari,
        "💬 Ruang kelas 1A, 2 pesan:\n• Ibu Jumi: “besok bawa apa ya?”\n• Bapak Budi: “ada yang "
        "tahu jamnya?”" + FOOT,
    )
    assert room.heard(cast.budi)[0].startswith("💬 Ruang kelas 1A. Dari Ibu Jumi")
    assert len(room.heard(cast.ratna)) == 2
    room.wait(timedelta(hours=5))
    room.hears(cast.sari)


def test_a_busy_hour_is_told_in_one(room: Chat, cast: Cast, jumi: Person) -> None:
    for number in range(1, 6):
        posted(room, jumi, f"pertanyaan nomor {number}?")
    assert len(room.heard(cast.sari)) == 5
    for number in (6, 7):
        room.says(jumi, f"semua: pertanyaan nomor {number}?")
        assert "⏰ sampai Senin 23 November pukul 10.00 WIB" in room.heard(jumi)[0]
        room.taps(jumi, "Kirim")
    room.says(cast.ratna, "semua: besok libur ya")
    room.taps(cast.ratna, "Kirim")
    assert len(room.heard(cast.sari)) == 1
    room.wait(timedelta(hours=2))
    (together,) = room.heard(cast.sari)
    assert together.startswith("💬 Ruang kelas 1A, 2 pesan:\n• Ibu Jumi: “pertanyaan nomor 6?”")
    posted(room, jumi, "sudah jelas?")
    assert len(room.heard(cast.sari)) == 1


def test_the_teacher_removes_what_all_have(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    posted(room, jumi)
    room.heard(cast.sari)
    room.taps(cast.ratna, "Hapus")
    assert room.heard(cast.ratna)[-1].startswith("Pesan Ibu Jumi sudah dihapus;")
    room.hears(
        jumi,
        "Tentang ruang kelas 1A. Pesan Ibu/Bapak “besok bawa apa ya?” tidak diteruskan lagi oleh "
        "Bu Ratna. Bila ada yang perlu dibicarakan, silakan tulis langsung ke wali kelas, ya.",
    )
    room.taps(cast.ratna, "Hapus")
    room.hears(cast.ratna, "Pesan itu sudah dihapus tadi.")
    room.hears(jumi)
    room.hears(cast.sari)
    assert _audit(session) == ["room opened", "room post removed"]


def test_taken_back_before_it_was_told(room: Chat, cast: Cast, jumi: Person) -> None:
    room.until(AT_NIGHT)
    posted(room, jumi)
    posted(room, jumi, "salah kirim, maaf")
    room.taps(jumi, "Tarik kembali")
    room.hears(jumi, "Sudah ditarik. Yang belum terkirim tidak jadi dikirim.")
    room.wait(timedelta(hours=14))
    room.hears(cast.sari, POST.replace("Sari", "Jumi") + FOOT)
    room.hears(cast.ratna, COPY.replace("Sari", "Jumi"))


def test_the_teacher_removes_what_nobody_has_yet(room: Chat, cast: Cast, jumi: Person) -> None:
    for number in range(1, 7):
        posted(room, jumi, f"pertanyaan nomor {number}?")
    room.taps(cast.ratna, "Hapus", under="nomor 6")
    assert "“pertanyaan nomor 6?” tidak diteruskan lagi" in room.heard(jumi)[0]
    room.wait(timedelta(hours=2))
    assert "nomor 6" not in "".join(room.heard(cast.sari))


def test_the_schools_own_word_is_not_kept_for_others(room: Chat, cast: Cast, jumi: Person) -> None:
    room.until(AT_NIGHT)
    posted(room, cast.ratna, "besok pakai batik")
    room.taps(cast.ratna, "Tarik kembali")
    posted(room, cast.ratna, "besok pakai seragam olahraga")
    posted(room, jumi)
    room.until(AT_NIGHT + timedelta(hours=9))
    first, second = room.heard(cast.sari)
    assert first == (
        "💬 Ruang kelas 1A. Dari Bu Ratna (guru):\n“besok pakai seragam olahraga”" + FOOT
    )
    assert "besok bawa apa ya?" in second


def test_muted_for_a_day(room: Chat, session: Session, cast: Cast, jumi: Person) -> None:
    posted(room, jumi)
    room.taps(cast.ratna, "Bisukan penulis")
    assert room.heard(cast.ratna)[-1] == (
        "Sampai kapan Ibu Jumi hanya membaca di ruang kelas 1A? "
        "[1 hari | 7 hari | Sampai dibuka | Batal]"
    )
    room.taps(cast.ratna, "1 hari")
    room.hears(
        cast.ratna,
        "Ibu Jumi hanya membaca di ruang kelas 1A, sampai Selasa 24 November pukul 09.00 WIB. "
        "Pesan pribadinya tetap sampai ke Ibu/Bapak.",
    )
    room.hears(
        jumi,
        "Tentang ruang kelas 1A. Untuk sementara (sampai Selasa 24 November pukul 09.00 WIB) "
        "Ibu/Bapak membaca saja di sana. Menulis ke wali kelas tetap bisa seperti biasa.",
    )
    room.says(jumi, "semua: halo, ada yang tahu?")
    room.hears(
        jumi,
        "Ruang kelas 1A: Ibu/Bapak membaca saja, sampai Selasa 24 November pukul 09.00 WIB. Pesan "
        "ke wali kelas tetap sampai seperti biasa. [Kirim ke wali kelas | Batal]",
    )
    room.wait(timedelta(hours=24))
    room.says(jumi, "semua: halo, ada yang tahu?")
    assert room.heard(jumi)[0].startswith("Kirim ke ruang kelas 1A")
    assert _audit(session) == ["room opened", "room member muted"]


def test_muted_until_undone(room: Chat, session: Session, cast: Cast, jumi: Person) -> None:
    room.says(jumi, "semua: besok bawa apa ya?")
    posted(room, jumi, "ada yang tahu?")
    room.taps(cast.ratna, "Bisukan penulis")
    room.taps(cast.ratna, "Sampai dibuka")
    room.heard(jumi)
    room.taps(jumi, "Kirim", under="besok bawa")
    assert "membaca saja, sampai wali kelas membukanya lagi" in room.heard(jumi)[0]
    room.heard(cast.ratna)
    room.says(cast.ratna, "ruang")
    room.taps(cast.ratna, "Yang dibisukan")
    assert room.heard(cast.ratna)[-1] == (
        "Yang dibisukan di ruang kelas 1A:\n1. Ibu Jumi, sampai wali kelas membukanya lagi\n\n"
        "Ketuk nama untuk membukanya lagi. [1. Ibu Jumi]"
    )
    room.taps(cast.ratna, "1. Ibu Jumi")
    room.taps(cast.ratna, "1. Ibu Jumi")
    again = "Ibu Jumi bisa menulis lagi di ruang kelas 1A."
    room.hears(cast.ratna, again, again)
    assert len(room.heard(jumi)) == 1
    room.taps(cast.ratna, "Yang dibisukan")
    room.hears(cast.ratna, "Tidak ada yang dibisukan di ruang kelas 1A.")
    assert _audit(session)[-2:] == ["room member muted", "room member unmuted"]


def test_nobody_mutes_the_school(room: Chat, cast: Cast, jumi: Person) -> None:
    posted(room, cast.hadi, "rapat pukul sembilan")
    room.taps(cast.ratna, "Bisukan penulis")
    assert room.heard(cast.ratna)[-1].startswith("Pak Hadi dari sekolah")


def test_a_room_can_be_silenced_and_heard_again(room: Chat, cast: Cast, jumi: Person) -> None:
    posted(room, cast.sari)
    room.taps(jumi, "Senyapkan")
    assert room.heard(jumi)[-1].startswith("Baik, pesan di ruang kelas 1A tidak saya kirim lagi.")
    posted(room, cast.sari, "ada yang tahu jamnya?")
    room.hears(jumi)
    assert len(room.heard(cast.budi)) == 2
    room.says(jumi, "ruang")
    room.hears(
        jumi,
        "Ruang kelas 1A: terbuka. Yang diawali “semua:” saya teruskan ke semua orang tua; yang "
        "lain hanya sampai ke wali kelas. [Tulis untuk semua | Dengarkan lagi]",
    )
    room.taps(jumi, "Dengarkan lagi")
    room.hears(jumi, "Baik, pesan di ruang kelas 1A saya kirim lagi.")
    posted(room, cast.sari, "sudah jelas, besok pukul tujuh")
    assert len(room.heard(jumi)) == 1


def test_an_answer_by_quoting_is_the_teachers_alone(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    posted(room, cast.sari)
    room.heard(cast.budi)
    room.says(cast.budi, "Aisyah punya dua, boleh pinjam", quoting="besok bawa")
    assert "sudah saya teruskan ke Bu Ratna" in room.heard(cast.budi)[0]
    assert session.scalars(select(Note)).one().child_id == cast.aisyah.id
    room.heard(cast.sari)
    room.says(cast.budi, "makasih infonya bu", quoting="besok bawa")
    assert "supaya pengumuman tidak tertimbun" in room.heard(cast.budi)[0]
    room.says(cast.budi, "semua: topi dan botol minum", quoting="besok bawa")
    assert room.heard(cast.budi)[0].startswith("Kirim ke ruang kelas 1A (2 orang tua)?")
    room.hears(cast.sari)


def test_an_answer_from_who_has_changed_class_is_not_lost(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    posted(room, cast.sari)
    cast.danu.class_group_id = cast.class_3b.id
    session.flush()
    room.taps(jumi, "Balas untuk semua")
    assert room.heard(jumi)[-1].startswith("Ruang kelas hanya untuk wali kelas")
    room.says(jumi, "Danu sudah pindah kelas, Bu", quoting="besok bawa")
    assert session.scalars(select(Note)).one().text == "Danu sudah pindah kelas, Bu"


def test_answering_to_all_by_the_button(room: Chat, cast: Cast, jumi: Person) -> None:
    posted(room, cast.sari)
    room.taps(jumi, "Balas untuk semua")
    room.says(jumi, "topi dan botol minum")
    room.taps(jumi, "Kirim")
    assert "Dari Ibu Jumi (orang tua murid):\n“topi dan botol" in room.heard(cast.sari)[0]


def test_closed_while_they_wrote(room: Chat, cast: Cast, jumi: Person) -> None:
    room.says(jumi, "semua: besok bawa apa ya?")
    room.heard(jumi)
    room.says(cast.ratna, "ruang")
    room.taps(cast.ratna, "Hanya pengumuman")
    assert room.heard(cast.ratna)[-1] == "Ruang kelas 1A hanya untuk pengumuman."
    room.taps(jumi, "Kirim")
    room.hears(jumi, CLOSED)
    room.hears(cast.sari)
    posted(room, cast.ratna, "besok pakai batik")
    assert "besok pakai batik" in room.heard(cast.sari)[0]


def test_the_principal_keeps_every_room_a_teacher_only_the_own(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    room.says(cast.dewi, "ruang 1A")
    assert not any("Ruang kelas 1A" in said for said in room.heard(cast.dewi))
    room.says(cast.dewi, "semua 1A: halo, besok ada rapat")
    room.hears(cast.dewi, "Kelas 1A bukan kelas Ibu/Bapak, jadi tidak saya kirim ke sana.")
    room.says(cast.hadi, "ruang")
    room.taps(cast.hadi, "1A")
    room.taps(cast.hadi, "Hanya pengumuman")
    assert room.heard(cast.hadi)[-1] == "Ruang kelas 1A hanya untuk pengumuman."


def test_who_moved_on_keeps_nothing_any_more(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    posted(room, jumi)
    room.heard(cast.sari)
    role = session.scalars(select(StaffRole).where(StaffRole.person_id == cast.ratna.id)).one()
    role.class_group_id = cast.class_3b.id
    session.flush()
    room.heard(cast.ratna)
    room.taps(cast.ratna, "Hapus")
    assert room.heard(cast.ratna)[0].startswith("Ruang kelas hanya untuk wali kelas")
    room.hears(jumi)
    assert session.scalars(select(RoomPost)).one().removed_at is None


def test_without_a_homeroom_teacher_the_principal_gets_the_copy(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    role = session.scalars(select(StaffRole).where(StaffRole.role == Role.HOMEROOM)).first()
    assert role is not None
    role.ended_at = room.now
    session.flush()
    posted(room, jumi)
    room.taps(cast.hadi, "Hapus")
    assert "tidak diteruskan lagi oleh Pak Hadi" in room.heard(jumi)[0]


def test_only_who_may_see_all_and_wants_it_is_told(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    cast.budi.wants = Wants.IMPORTANT
    for place in session.scalars(
        select(Guardianship).where(Guardianship.person_id == cast.sari.id)
    ):
        place.scope = "homework"
    session.flush()
    room.says(jumi, "semua: besok bawa apa ya?")
    room.hears(
        jumi,
        "Ruang kelas 1A: belum ada orang tua lain yang menerima pesan di sini. "
        "[Kirim ke wali kelas | Batal]",
    )
    room.says(cast.sari, "semua 1A: halo, ada apa?")
    room.hears(cast.sari, "Kelas 1A bukan kelas Ibu/Bapak, jadi tidak saya kirim ke sana.")
    room.says(cast.sari, "ruang")
    assert room.heard(cast.sari)[0].startswith("Ruang kelas hanya untuk wali kelas")


def test_removed_out_of_several_that_were_not_sent_yet(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    room.until(AT_NIGHT)
    for text in ("pertanyaan satu?", "pertanyaan dua?", "pertanyaan tiga?"):
        posted(room, jumi, text)
    together = post(session, tell_waiting(session, AT_NIGHT + timedelta(hours=9)), room.now)
    assert together == 2
    room.taps(jumi, "Tarik kembali", under="Diteruskan")
    room.until(AT_NIGHT + timedelta(hours=10))
    (message,) = room.heard(cast.sari)
    assert "2 pesan" in message
    assert "tiga" not in message


def test_erasing_an_author_empties_what_others_got(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    posted(room, jumi, "rahasia pertama keluarga kami")
    room.until(AT_NIGHT)
    posted(room, cast.budi)
    posted(room, jumi, "rahasia kedua keluarga kami")
    room.until(AT_NIGHT + timedelta(hours=10))
    posted(room, jumi, "rahasia ketiga keluarga kami")
    assert "rahasia kedua" in "".join(room.heard(cast.sari))
    erase_person(session, jumi, room.now)
    session.flush()
    kept = session.execute(
        select(OutboundMessage.body, OutboundMessage.blanks, OutboundMessage.memory)
    ).all()
    assert "rahasia" not in str([tuple(row) for row in kept])
    assert "rahasia" not in str(session.scalars(select(RoomPost.text)).all())


def test_nothing_waits_for_who_has_left(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    room.until(AT_NIGHT)
    posted(room, jumi)
    cast.danu.left_at = room.now
    session.flush()
    room.wait(timedelta(hours=14))
    room.hears(cast.sari)


def _audit(session: Session) -> list[str]:
    return [event.action for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]


@pytest.mark.parametrize(("words", "posts"), [("ya", 1), ("kirim bu", 1), ("gak jadi", 0)])
def test_a_post_is_agreed_to_in_words(
    room: Chat, cast: Cast, session: Session, words: str, posts: int
) -> None:
    room.says(cast.sari, "semua 1A: besok bawa apa ya?")
    room.says(cast.sari, words)
    assert len(session.scalars(select(RoomPost)).all()) == posts
    assert "tentang siapa" not in room.heard(cast.sari)[-1]


def test_who_stops_meanwhile_gets_nothing_more_and_can_come_back(
    room: Chat, cast: Cast, jumi: Person
) -> None:
    """What waits for the morning is not sent to who has stopped by then."""
    room.until(AT_NIGHT)
    posted(room, jumi)
    room.says(cast.sari, "berhenti")
    room.taps(cast.sari, "Hanya yang penting")
    room.heard(cast.sari)
    room.until(AT_NIGHT + timedelta(hours=10))
    room.hears(cast.sari)
    assert POST.replace("Ibu Sari", "Ibu Jumi") + FOOT in room.heard(cast.budi)
    room.says(cast.sari, "mulai")
    room.heard(cast.sari)
    posted(room, jumi, "terima kasih infonya, jadi jam 7 ya?")
    assert "jadi jam 7 ya?" in room.heard(cast.sari)[-1]


def test_a_late_joiner_hears_from_then_on(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    posted(room, cast.sari, "siapa piket besok?")
    room.until(AT_NIGHT)
    posted(room, cast.sari)
    child = add_child(session, cast.class_1a, "Evan Wijaya")
    late = add_person(session, cast.school, "Ibu Rina", "telegram", "1010", room.now)
    add_place(session, child, late, Relation.MOTHER, 1, room.now)
    session.flush()
    room.says(late, "ruang")
    assert room.heard(late)[0].startswith("Ruang kelas 1A: terbuka.")
    room.until(AT_NIGHT + timedelta(hours=10))
    room.hears(late, POST + FOOT)
    room.says(late, "semua: saya bawa gelas")
    assert room.heard(late)[0].startswith("Kirim ke ruang kelas 1A (3 orang tua)?")


def test_what_is_shown_is_changed_in_words(
    room: Chat, session: Session, cast: Cast, jumi: Person
) -> None:
    room.says(jumi, "semua: besok kumpul jam 7")
    for words, body in (
        ("eh jam 8 maksudnya", "besok kumpul jam 8"),
        ("tambah: di gerbang", "besok kumpul jam 8\ndi gerbang"),
        ("ganti: besok bawa apa ya?", "besok bawa apa ya?"),
    ):
        room.says(jumi, words)
        assert f"(2 orang tua)?\n“{body}” [Kirim" in room.heard(jumi)[-1]
    room.hears(cast.sari)
    room.taps(jumi, "Kirim")
    assert session.scalars(select(RoomPost.text)).all() == ["besok bawa apa ya?"]


def test_what_is_left_is_offered_the_next_day(room: Chat, cast: Cast, jumi: Person) -> None:
    room.says(jumi, "semua: besok bawa apa ya?")
    room.heard(jumi)
    room.wait(timedelta(days=1))
    assert "belum selesai: pesan untuk ruang kelas 1A" in room.heard(jumi)[-1]
    room.taps(jumi, "Lanjutkan")
    room.hears(jumi, CONFIRM)
    room.hears(cast.sari)


def test_a_room_that_was_closed_meanwhile(room: Chat, cast: Cast, jumi: Person) -> None:
    room.says(jumi, "semua: besok bawa apa ya?")
    room.says(cast.ratna, "ruang")
    room.taps(cast.ratna, "Hanya pengumuman")
    room.taps(jumi, "Kirim")
    assert room.heard(jumi)[-1] == CLOSED
    room.hears(cast.sari)
