"""Answering an invitation, in every way people do."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.storage.database import sessions_on
from handlers.meetings.answers.rsvp import answered
from handlers.meetings.answers.seats import Said, keep
from models import seats
from models.media import Media
from models.meeting import COMING, Answer, Kind, Meeting, MeetingSession, Rsvp, State
from models.notice import Receipt, ReceiptState, Signature
from models.people import Child, Contact, Guardianship, Person, Relation
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import Chat

CALL = "rapat POMG 1A, 3B Sabtu 12 Des jam 9 di aula, agenda perpisahan"
SATURDAY = datetime(2026, 12, 12, 9, 0, tzinfo=WIB).astimezone(UTC)
WHEN = "Sabtu 12 Desember pukul 09.00–11.00 WIB"
COMES = (
    "Terima kasih, Ibu Wati. Untuk Citra Lestari (3B) tercatat: hadir di rapat POMG, "
    f"{WHEN}, di aula. ✅\nBerkas kalendernya kami lampirkan. Kalau berubah, kabari saja."
)
SAYS_NO = (
    f"Baik, Ibu Wati. Untuk Citra Lestari (3B) tercatat: tidak bisa hadir di rapat POMG, {WHEN}. "
    "Terima kasih kabarnya. 🙏 Kalau berubah, kabari saja."
)
ASKED = (
    f"Citra Lestari (3B): rapat POMG, {WHEN}, di aula. Apakah Ibu Wati bisa datang? "
    "[Hadir | Tidak bisa | Diwakilkan | Belum pasti]"
)


@pytest.fixture
def called(chat: Chat, cast: Cast) -> None:
    call(chat, cast, CALL)


def call(chat: Chat, cast: Cast, words: str, *, split: str = "") -> None:
    chat.says(cast.hadi, words)
    if split:
        chat.taps(cast.hadi, split)
    chat.taps(cast.hadi, "Kirim undangan")
    for person in (cast.hadi, cast.sari, cast.wati):
        chat.heard(person)


def answers(session: Session) -> dict[int, Answer]:
    session.expire_all()
    return {row.child_id: row.answer for row in session.scalars(select(Rsvp))}


@pytest.fixture
def uncle(session: Session, cast: Cast) -> Person:
    """Citra's proxy guardian, who has joined."""
    person = Person(school_id=cast.school.id, name="Om Joko", joined_at=MONDAY, consented_at=MONDAY)
    session.add(person)
    session.flush()
    session.add_all(
        [
            Contact(school_id=cast.school.id, person_id=person.id, channel="telegram",
                    address="1010", heard_at=MONDAY, created_at=MONDAY),
            Guardianship(school_id=cast.school.id, child_id=cast.citra.id, person_id=person.id,
                         relation=Relation.PROXY, rank=3, name="Joko", scope="all"),
        ]
    )  # fmt: skip
    session.flush()
    return person


def test_by_button(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.taps(cast.wati, "Hadir")
    chat.hears(cast.wati, COMES)
    assert answers(session) == {cast.citra.id: Answer.YES}
    receipt = session.scalars(select(Receipt).where(Receipt.child_id == cast.citra.id)).one()
    assert receipt.state is ReceiptState.SIGNED
    media = session.scalars(select(Media)).one()
    assert (media.channel, media.content_type) == ("calendar", "text/calendar")


def test_twice_and_changed(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    for _ in range(2):
        chat.taps(cast.wati, "Hadir")
    chat.hears(cast.wati, COMES, COMES)
    chat.taps(cast.wati, "Tidak bisa")
    chat.hears(cast.wati, SAYS_NO)
    assert answers(session) == {cast.citra.id: Answer.NO}
    assert len(session.scalars(select(Signature)).all()) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("1", Answer.YES),
        ("2", Answer.NO),
        ("hadir", Answer.YES),
        ("Insyaallah hadir bu", Answer.YES),
        ("gak bisa bu kerja shift", Answer.NO),
        ("saya usahakan bu, belum pasti", Answer.MAYBE),
        ("diwakilkan om nya", Answer.DELEGATE),
    ],
)
@pytest.mark.parametrize("quoted", [False, True])
def test_in_words(
    called: None, chat: Chat, session: Session, cast: Cast, words: str, answer: Answer, quoted: bool
) -> None:
    chat.says(cast.wati, words, quoting="undangan rapat POMG" if quoted else None)
    assert answers(session) == {cast.citra.id: answer}


@pytest.mark.parametrize("words", ["🙏", "paraf"])
def test_courtesy_is_no_answer(
    called: None, chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.wati, words)
    chat.hears(cast.wati, ASKED)
    assert answers(session) == {}
    chat.taps(cast.wati, "Hadir")
    chat.hears(cast.wati, COMES)


def test_other_words_are_a_note(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.wati, "Citra tadi menangis di rumah bu", quoting="undangan rapat POMG")
    assert answers(session) == {}
    assert "menangis" in "".join(chat.heard(cast.dewi))


def test_siblings(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.taps(cast.sari, "Hadir")
    assert (
        "Untuk Aisyah Humaira (1A), Bima Saputra (3B) tercatat: hadir" in (chat.heard(cast.sari)[0])
    )
    chat.says(cast.sari, "untuk Bima saya gak bisa hadir bu", quoting="undangan rapat POMG")
    assert "Untuk Bima Saputra (3B) tercatat: tidak bisa" in chat.heard(cast.sari)[0]
    assert answers(session) == {cast.aisyah.id: Answer.YES, cast.bima.id: Answer.NO}


def test_the_other_guardian_may_answer(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.taps(cast.sari, "Belum pasti")
    chat.says(cast.budi, "kapan rapat?")
    assert "di aula (belum pasti)" in chat.heard(cast.budi)[0]
    chat.says(cast.budi, "insyaallah saya hadir rapatnya pak")
    assert set(answers(session).values()) == {Answer.YES}


def test_a_stranger_to_the_class_cannot_answer(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat POMG Sabtu 12 Des jam 9 di aula, agenda x")
    chat.taps(cast.ratna, "Kirim undangan")
    chat.says(cast.wati, "insyaallah hadir rapatnya bu")
    assert answers(session) == {}


def test_between_two_invitations(chat: Chat, session: Session, cast: Cast) -> None:
    call(chat, cast, CALL)
    call(chat, cast, "rapat sosialisasi 3B Sabtu 19 Des jam 9 di aula, agenda x")
    chat.says(cast.wati, "insyaallah hadir rapatnya bu")
    assert "untuk yang mana?" in chat.heard(cast.wati)[0]
    chat.says(cast.wati, "2")
    assert "Sabtu 19 Desember" in chat.heard(cast.wati)[0]
    assert list(answers(session).values()) == [Answer.YES]


def test_in_the_class_group(chat: Chat, session: Session, cast: Cast) -> None:
    """The answer stands in the private chat; the group learns nothing of it."""
    chat.contact(cast.wati).channel = "telegram"
    chat.says_in_group(cast.hadi, "-5001", f"/start@PenghubungBot kelas_{cast.class_3b.id}")
    chat.group_heard("-5001")
    call(chat, cast, CALL)
    assert "Ada undangan rapat POMG dari Pak Hadi" in chat.group_heard("-5001")[0]
    chat.says_in_group(cast.wati, "-5001", "insyaallah hadir bu")
    chat.hears(cast.wati, COMES)
    assert chat.group_heard("-5001") == [
        "Baik, Bapak/Ibu, sudah dicatat. 🙏 Rinciannya di chat pribadi."
    ]
    assert answers(session) == {cast.citra.id: Answer.YES}
    chat.says(cast.hadi, "rapat batal")
    chat.says(cast.hadi, "banjir")
    chat.taps(cast.hadi, "Ya, batalkan")
    (card,) = chat.group_heard("-5001")
    assert card.startswith(
        "📢 Mohon maaf, rapat POMG pada Sabtu 12 Desember pukul 09.00–11.00 WIB DIBATALKAN"
    )


def test_the_day_says_which(chat: Chat, session: Session, cast: Cast) -> None:
    call(chat, cast, CALL)
    chat.taps(cast.wati, "Hadir")
    call(chat, cast, "rapat sosialisasi 3B Senin 21 Des jam 9 di aula, agenda x")
    chat.says(cast.wati, "maaf bu rapat sabtu saya tidak bisa hadir")
    chat.hears(cast.wati, SAYS_NO)
    assert answers(session) == {cast.citra.id: Answer.NO}


def test_too_late(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.now = SATURDAY + timedelta(minutes=5)
    chat.taps(cast.wati, "Hadir")
    assert "sudah dimulai, jadi jawaban tidak bisa diubah" in chat.heard(cast.wati)[0]
    assert answers(session) == {}


def test_a_name_is_asked_for(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.taps(cast.wati, "Diwakilkan")
    assert "Siapa yang datang?" in chat.heard(cast.wati)[0]
    assert answers(session) == {cast.citra.id: Answer.DELEGATE}
    chat.says(cast.wati, "neneknya")
    assert "diwakilkan neneknya di rapat POMG" in chat.heard(cast.wati)[0]
    assert session.scalars(select(Rsvp)).one().delegate == "neneknya"


def test_a_proxy_guardian_is_invited(
    called: None, chat: Chat, session: Session, cast: Cast, uncle: Person
) -> None:
    chat.taps(cast.wati, "Diwakilkan")
    assert "[Om Joko]" in chat.heard(cast.wati)[0]
    chat.taps(cast.wati, "Om Joko")
    assert "diwakilkan Om Joko" in chat.heard(cast.wati)[0]
    chat.hears(
        uncle,
        "Ananda Citra Lestari (3B). Ibu Wati meminta Ibu/Bapak mewakili keluarga di rapat POMG.\n\n"
        f"🗓 Waktu: {WHEN}\n📍 Tempat: aula\n\nApakah Ibu/Bapak bisa datang? [Bisa | Tidak bisa]",
    )
    chat.taps(uncle, "Bisa")
    assert "Sampai jumpa di rapat POMG" in chat.heard(uncle)[0]
    row = session.scalars(select(Rsvp)).one()
    assert (row.person_id, row.proxy_id) == (cast.wati.id, uncle.id)

    chat.until(SATURDAY - timedelta(hours=1))
    assert len([words for words in chat.heard(uncle) if "Mengingatkan" in words]) == 2
    assert not [words for words in chat.heard(cast.wati) if "Mengingatkan" in words]


def test_a_proxy_guardian_in_words_who_cannot(
    called: None, chat: Chat, session: Session, cast: Cast, uncle: Person
) -> None:
    chat.says(cast.wati, "diwakilkan om nya")
    assert "diwakilkan Om Joko" in chat.heard(cast.wati)[0]
    chat.heard(uncle)
    chat.taps(uncle, "Tidak bisa")
    assert "Kami teruskan ke keluarga" in chat.heard(uncle)[0]
    chat.hears(
        cast.wati,
        "Ananda Citra Lestari (3B). Mohon maaf, Om Joko tidak bisa mewakili di rapat POMG, "
        f"{WHEN}. Apakah Ibu/Bapak bisa datang, atau ada yang lain? "
        "[Hadir | Tidak bisa | Diwakilkan | Belum pasti]",
    )
    assert answers(session) == {cast.citra.id: Answer.MAYBE}
    chat.taps(cast.wati, "Hadir")
    chat.taps(uncle, "Bisa")
    assert "sudah mengubah jawabannya" in chat.heard(uncle)[0]


def test_full(chat: Chat, session: Session, cast: Cast) -> None:
    call(chat, cast, f"{CALL}, kapasitas 1")
    chat.taps(cast.sari, "Hadir")  # for two children, on one chair
    assert set(answers(session).values()) == {Answer.YES}
    chat.heard(cast.sari)
    chat.taps(cast.wati, "Hadir")
    chat.hears(
        cast.wati,
        f"Mohon maaf, Ibu Wati, kursi untuk rapat POMG, {WHEN}, sudah penuh. Citra Lestari (3B) "
        "masuk daftar tunggu; begitu ada kursi kosong, langsung kami kabari.",
    )
    chat.taps(cast.sari, "Tidak bisa")
    chat.hears(
        cast.wati,
        "Ananda Citra Lestari (3B). Ada kabar baik: satu kursi untuk rapat POMG sekarang untuk "
        f"Ibu/Bapak.\n\n🗓 Waktu: {WHEN}\n📍 Tempat: aula\n\nSudah kami catat hadir. Bila ternyata "
        "tidak bisa, mohon dikabari, ya. [Hadir | Tidak bisa | Diwakilkan | Belum pasti]",
    )
    assert answers(session)[cast.citra.id] is Answer.YES
    chat.taps(cast.sari, "Hadir")
    assert "daftar tunggu" in chat.heard(cast.sari)[-1]


def test_sessions(chat: Chat, session: Session, cast: Cast) -> None:
    call(
        chat,
        cast,
        "rapat rapor 1A, 3B Sabtu 12 Des 09.00-10.00 di ruang 1A, agenda x, kapasitas 1",
        split="Bagi 3 sesi",
    )
    meeting = session.scalars(select(Meeting)).one()
    assert [part.capacity for part in meeting.sessions] == [1, 1, 1]
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=3)
    chat.taps(cast.sari, "Hadir")
    heard = chat.heard(cast.sari)[0]
    assert "Sabtu 12 Desember pukul 09.00–10.00 WIB" in heard
    assert heard.endswith("[10.00–11.00 | 11.00–12.00]")
    chat.taps(cast.wati, "Hadir")
    assert "pukul 10.00–11.00" in chat.heard(cast.wati)[0]
    chat.taps(cast.sari, "10.00–11.00")
    assert "baru saja penuh" in chat.heard(cast.sari)[0]
    chat.taps(cast.sari, "11.00–12.00")
    assert "dipindah ke sesi Sabtu 12 Desember pukul 11.00–12.00" in chat.heard(cast.sari)[0]
    parts = {row.child_id: row.session_id for row in session.scalars(select(Rsvp))}
    first, second, third = (part.id for part in meeting.sessions)
    assert parts == {cast.aisyah.id: third, cast.bima.id: third, cast.citra.id: second}
    assert first not in parts.values()


def test_a_guardian_of_two_sits_in_one_session(chat: Chat, session: Session, cast: Cast) -> None:
    call(
        chat,
        cast,
        "rapat rapor 1A, 3B Sabtu 12 Des 09.00-10.00 di ruang 1A, agenda x, kapasitas 1",
        split="Bagi 3 sesi",
    )
    chat.says(cast.sari, "untuk Aisyah hadir bu", quoting="undangan pembagian rapor")
    chat.taps(cast.sari, "11.00–12.00")
    chat.says(cast.sari, "untuk Bima hadir bu", quoting="undangan pembagian rapor")
    assert "pukul 11.00–12.00" in chat.heard(cast.sari)[-1]
    assert len({row.session_id for row in session.scalars(select(Rsvp))}) == 1


def test_the_schedule(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "jadwal")
    chat.hears(
        cast.wati,
        "Belum ada undangan rapat untuk putra/putri Ibu Wati. Bila ada, kami kabari di sini.",
    )
    call(chat, cast, CALL)
    chat.says(cast.wati, "kapan rapat?")
    chat.hears(
        cast.wati,
        f"Rapat dan undangan berikutnya, Ibu Wati:\n• Citra Lestari (3B): rapat POMG, {WHEN}, di "
        "aula (belum dijawab)\n\nMau mengubah jawaban? Tulis saja, misalnya: insyaallah hadir.",
        ASKED,
    )
    chat.taps(cast.wati, "Hadir")
    chat.says(cast.wati, "rapat")
    assert "(hadir)" in chat.heard(cast.wati)[-1]


@pytest.mark.parametrize("parts", [0, 3])
def test_forty_families_race_for_twenty_four_chairs(
    engine: Engine, session: Session, cast: Cast, parts: int
) -> None:
    """Each in a transaction of its own, eight at a time; the database is the only referee."""
    meeting = Meeting(
        school_id=cast.school.id, organiser_id=cast.ratna.id, kind=Kind.POMG, title="Rapat",
        audience={}, starts_at=SATURDAY, ends_at=SATURDAY + timedelta(hours=2), place="aula",
        agenda="", capacity=24, state=State.PLANNED, created_at=MONDAY,
    )  # fmt: skip
    meeting.sessions = [
        MeetingSession(
            school_id=cast.school.id, starts_at=SATURDAY + timedelta(hours=n),
            ends_at=SATURDAY + timedelta(hours=n + 1), capacity=8,
        )
        for n in range(parts)
    ]  # fmt: skip
    session.add(meeting)
    families = []
    for number in range(40):
        person = Person(school_id=cast.school.id, name=f"Ibu {number}", joined_at=MONDAY)
        child = Child(
            school_id=cast.school.id, class_group_id=cast.class_1a.id, name=f"Anak {number}"
        )
        session.add_all([person, child])
        session.flush()
        families.append((person.id, child.id))
    session.commit()
    meeting_id, make = meeting.id, sessions_on(engine)

    def answer(mine: list[tuple[int, int]]) -> None:
        for person, child in mine:
            with make.begin() as own:
                found = own.get_one(Meeting, meeting_id)
                keep(own, found, [child], Said(person, Answer.YES), MONDAY, answered)

    threads = [threading.Thread(target=answer, args=(families[n::8],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.expire_all()
    rows = list(seats.answers(session, meeting_id).values())
    coming = [row for row in rows if row.answer in COMING]
    assert len(rows) == 40
    assert len(coming) == 24
    for part in session.get_one(Meeting, meeting_id).sessions:
        assert len([row for row in coming if row.session_id == part.id]) == 8


def test_a_question_goes_to_the_teacher(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.wati, "boleh bawa adek ga bu ke rapat?")
    chat.hears(
        cast.wati,
        "Baik, Ibu Wati. Pesan tentang Citra Lestari (3B) sudah saya teruskan ke Bu Dewi.",
    )
    assert "boleh bawa adek ga bu ke rapat?" in "".join(chat.heard(cast.dewi))
    assert answers(session) == {}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("hadir tp telat 15 menit ya bu", Answer.YES),
        ("gak bisa bu kerja shift", Answer.NO),
        ("diwakilin ayahnya aja bu sy lg hamil besar", Answer.DELEGATE),
    ],
)
def test_what_is_said_beside_the_answer_is_passed_on(
    called: None, chat: Chat, session: Session, cast: Cast, words: str, answer: Answer
) -> None:
    chat.says(cast.wati, words)
    assert answers(session) == {cast.citra.id: answer}
    assert f"“{words}”" in "".join(chat.heard(cast.dewi))


@pytest.mark.parametrize("words", ["Insyaallah hadir bu", "maaf bu belum bisa hadir"])
def test_a_plain_answer_disturbs_no_teacher(
    called: None, chat: Chat, cast: Cast, words: str
) -> None:
    chat.says(cast.wati, words)
    chat.hears(cast.dewi)


@pytest.mark.parametrize("words", ["jam brp rapatnya bu?", "rapat di mana bu", "kapan ya pomg nya"])
def test_when_and_where_is_answered(
    called: None, chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.wati, words)
    chat.hears(cast.wati, ASKED)
    chat.taps(cast.wati, "Hadir")
    chat.heard(cast.wati)
    chat.says(cast.wati, words)
    shown = chat.heard(cast.wati)[0]
    assert "Jawaban keluarga: hadir." in shown
    assert "aula" in shown
    chat.hears(cast.dewi)
    assert answers(session) == {cast.citra.id: Answer.YES}


def test_what_turned_out_counts(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.wati, "gak bisa bu")
    chat.says(cast.wati, "td sy blg ga bisa, ternyata bisa bu")
    assert answers(session) == {cast.citra.id: Answer.YES}
    chat.says(cast.wati, "maaf bu ternyata saya ga bisa")
    assert answers(session) == {cast.citra.id: Answer.NO}


def test_the_other_parent_is_asked(called: None, chat: Chat, session: Session, cast: Cast) -> None:
    """Who is to come hears of it, and gets the calendar file."""
    chat.heard(cast.budi)
    chat.says(cast.sari, "papanya aja yg dtg bu")
    assert "diwakilkan Bapak Budi" in chat.heard(cast.sari)[0]
    assert (
        "Ibu Sari meminta Ibu/Bapak mewakili keluarga di rapat POMG" in (chat.heard(cast.budi)[0])
    )
    chat.taps(cast.budi, "Bisa")
    assert "Sampai jumpa" in chat.heard(cast.budi)[0]
    assert {row.proxy_id for row in session.scalars(select(Rsvp))} == {cast.budi.id}


def test_a_parent_who_has_not_joined_is_only_noted(
    called: None, chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.wati, "ayahnya yang datang bu")
    assert answers(session) == {cast.citra.id: Answer.DELEGATE}
    assert "ayahnya" in chat.heard(cast.wati)[0]
