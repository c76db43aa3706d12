"""Booking a home visit: asked, answered in buttons and words, moved, called off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.media import Media
from models.meeting import Kind as MeetingKind
from models.meeting import Meeting
from models.people import Person, Relation
from models.visit import AtHome, Kind, Place, State, Visit, VisitOffer
from tests import cast as casting
from tests.cast import Cast
from tests.dialogue import Chat
from tests.visits import SATURDAY, SUNDAY, ask, book, five_days, listen, visit

PROPOSAL = (
    "Ananda Aisyah Humaira (1A). Bu Ratna ingin bersilaturahmi dengan keluarga: Sabtu 28 November "
    "pukul 09.00 WIB, di rumah keluarga. Apakah Ibu/Bapak berkenan? Usul waktu atau tempat lain "
    "boleh langsung ditulis. [Bisa | Tidak dulu | Waktu lain | Ke sekolah saja]"
)
CONFIRMED = (
    "Ananda Aisyah Humaira (1A). Kunjungan Bu Ratna sudah pasti: Sabtu 28 November pukul 09.00 "
    "WIB, di rumah keluarga. Bila ada perubahan, juga tentang siapa yang akan di rumah, mohon "
    "kabari di sini, ya. [Ubah waktu | Batalkan]"
)


@pytest.fixture(autouse=True)
def _week(cast: Cast) -> None:
    five_days(cast)


def test_it_is_shown_back_and_both_guardians_are_asked(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "kunjungan Aisyah Sabtu jam 9")
    chat.hears(
        cast.ratna,
        "Kunjungan ke keluarga Aisyah Humaira (1A)\n🕘 Sabtu 28 November pukul 09.00 WIB\n"
        "📍 di rumah keluarga\nJenis: kunjungan rutin\n\nTanyakan ke Ibu Sari & Bapak Budi? "
        "[Tanyakan | Waktu lain | Batal]",
    )
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Tanyakan")
    chat.hears(cast.sari, PROPOSAL)
    chat.hears(cast.budi, PROPOSAL)
    chat.hears(cast.wati)


def test_the_first_clear_answer_counts_and_the_other_is_told(
    chat: Chat, session: Session, cast: Cast
) -> None:
    ask(chat, cast)
    chat.taps(cast.budi, "Bisa")
    (home,) = chat.heard(cast.budi)
    assert "Siapa yang akan menerima Bu Ratna di rumah?" in home
    assert home.endswith("[Ibu | Ayah | Keduanya]")
    assert "Bapak Budi sudah menjawab" in chat.heard(cast.sari)[0]
    assert visit(session).state is State.AGREED

    chat.taps(cast.sari, "Tidak dulu")
    assert "menunggu kepastian" in chat.heard(cast.sari)[0]
    chat.taps(cast.budi, "Keduanya")
    chat.hears(cast.budi, CONFIRMED)
    chat.hears(cast.sari, CONFIRMED)
    assert chat.heard(cast.ratna)[-1].startswith(
        "Tentang Aisyah Humaira (1A). Kunjungan sudah pasti: Sabtu 28 November pukul 09.00 WIB"
    )
    found = visit(session)
    assert (found.state, found.at_home, found.starts_at) == (
        State.CONFIRMED,
        AtHome.BOTH,
        SATURDAY,
    )


def test_words_accept_as_buttons_do(chat: Chat, session: Session, cast: Cast) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "bisa bu, silakan")
    assert visit(session).state is State.AGREED


def test_a_time_without_lessons_prayers_or_clashes_is_offered(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "kunjungan Aisyah")
    (shown,) = chat.heard(cast.ratna)
    assert "[Sen 23/11 13.00 | Sen 23/11 19.15 |" in shown
    assert "Sab 28/11 08.00" in shown
    chat.taps(cast.ratna, "Sab 28/11 08.00")
    assert "🕘 Sabtu 28 November pukul 08.00 WIB" in chat.heard(cast.ratna)[0]


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("Selasa jam 9", "masih jam pelajaran"),
        ("Selasa jam 18.00", "bertepatan dengan waktu ibadah"),
        ("Jumat jam 12.15", "bertepatan dengan waktu ibadah"),
        ("Sabtu jam 21.00", "di luar jam kunjungan"),
        ("Sabtu jam 06.00", "di luar jam kunjungan"),
        ("hari ini jam 08.00", "sudah lewat"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_the_reason(
    chat: Chat, cast: Cast, when: str, why: str
) -> None:
    chat.says(cast.ratna, f"kunjungan Aisyah {when}")
    (shown,) = chat.heard(cast.ratna)
    assert why in shown
    assert "Tanyakan" not in shown


def test_a_saturday_morning_is_the_teachers_to_judge(
    chat: Chat, session: Session, cast: Cast
) -> None:
    cast.school.settings = {}  # six days of school, and nothing said of Saturdays
    chat.says(cast.ratna, "kunjungan Aisyah")
    assert "Sab 28/11 13.00" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "Sabtu jam 9")
    (shown,) = chat.heard(cast.ratna)
    assert "⚠️ Menurut pengaturan, Sabtu pagi hari sekolah." in shown
    chat.says(cast.ratna, "Kamis jam 4 sore")
    chat.taps(cast.ratna, "Tanyakan")
    listen(chat, cast)
    chat.says(cast.sari, "jangan Kamis bu, Sabtu pagi bisa")
    assert "Sab 28/11 09.00" in chat.heard(cast.sari)[0]
    chat.taps(cast.sari, "Sab 28/11 09.00")
    assert "Sabtu pagi hari sekolah. Apakah ini cocok" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Setuju")
    assert visit(session).starts_at == SATURDAY


def test_a_school_says_until_when_it_teaches_on_a_day(chat: Chat, cast: Cast) -> None:
    cast.school.settings = {"lessons_to_on": {"4": "11:00", "5": "11:30"}}
    chat.says(cast.ratna, "kunjungan Aisyah Sabtu jam 9")
    assert "masih jam pelajaran" in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "Sabtu jam 12.30")
    assert "Tanyakan ke Ibu Sari" in chat.heard(cast.ratna)[0]


def test_the_teacher_changes_it_before_it_is_asked(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.ratna, "kunjungan Aisyah Sabtu jam 9")
    chat.says(cast.ratna, "eh Minggu jam 9 saja")
    assert "Minggu 29 November pukul 09.00 WIB" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "jam 10 deh")
    chat.says(cast.ratna, "di sekolah saja")
    shown = chat.heard(cast.ratna)[-1]
    assert "Minggu 29 November pukul 10.00 WIB" in shown
    assert "📍 di sekolah" in shown
    chat.taps(cast.ratna, "Tanyakan")
    assert "Minggu 29 November pukul 10.00 WIB, di sekolah" in chat.heard(cast.sari)[0]


def test_a_no_with_a_time_that_suits_is_not_the_end(
    chat: Chat, session: Session, cast: Cast
) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "jangan Kamis bu, Sabtu pagi bisa")
    assert visit(session).state is State.ASKED
    assert "Sab 28/11 09.00" in chat.heard(cast.sari)[0]


def test_meetings_and_talks_and_other_visits_clash(
    chat: Chat, session: Session, cast: Cast
) -> None:
    session.add(
        Meeting(
            school_id=cast.school.id,
            organiser_id=cast.hadi.id,
            kind=MeetingKind.POMG,
            title="POMG",
            audience={"classes": [cast.class_1a.id]},
            starts_at=SUNDAY,
            ends_at=SUNDAY + timedelta(hours=2),
            place="aula",
            agenda="",
            created_at=chat.now,
        )
    )
    book(chat, cast)
    listen(chat, cast)
    for when, free in [
        ("Minggu jam 10", False),
        ("Minggu jam 11", True),
        ("Sabtu jam 9.30", False),
        ("Sabtu jam 10", False),  # the way from one family to the next
        ("Sabtu jam 10.15", True),
    ]:
        chat.says(cast.ratna, f"kunjungan Danu {when}")
        (shown,) = chat.heard(cast.ratna)
        assert ("bentrok" in shown) is not free, when


def test_a_holiday_is_taken_only_if_it_is_named(chat: Chat, cast: Cast) -> None:
    five_days(cast)
    cast.school.hours = {"days_off": ["2026-11-28"]}
    chat.says(cast.ratna, "kunjungan Aisyah")
    assert "28/11" not in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "kunjungan Aisyah Sabtu jam 9")
    assert "Tanyakan" in chat.heard(cast.ratna)[0]


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        ("jenguk Aisyah Sabtu jam 9, sedang sakit", Kind.SICK, "Semoga Ananda lekas sembuh"),
        ("takziah ke rumah Aisyah Sabtu jam 9", Kind.CONDOLENCE, "Kami turut berduka cita"),
        ("kunjungan Aisyah Sabtu jam 9 kabar baik", Kind.GOOD_NEWS, "Ada kabar baik"),
        (
            "kunjungan Aisyah Sabtu jam 9 karena sering bertengkar",
            Kind.CONCERN,
            "supaya Ananda bisa kita dampingi bersama",
        ),
    ],
)
def test_each_kind_has_its_own_words(
    chat: Chat, session: Session, cast: Cast, words: str, kind: Kind, said: str
) -> None:
    chat.says(cast.ratna, words)
    chat.taps(cast.ratna, "Tanyakan")
    (message,) = chat.heard(cast.sari)
    assert said in message
    assert "bertengkar" not in message
    assert visit(session).kind is kind


def test_words_become_a_counter_proposal(chat: Chat, session: Session, cast: Cast) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "jangan Sabtu bu, Minggu jam 9 bisa")
    assert "Usul Minggu 29 November pukul 09.00 WIB" in chat.heard(cast.sari)[0]
    chat.hears(
        cast.ratna,
        "Tentang Aisyah Humaira (1A). Ibu Sari mengusulkan waktu untuk kunjungan: Minggu 29 "
        "November pukul 09.00 WIB, di rumah keluarga. Apakah ini cocok untuk Ibu/Bapak? "
        "[Setuju | Usul lain | Tidak jadi]",
    )
    chat.taps(cast.ratna, "Setuju")
    chat.taps(cast.sari, "Ibu")
    assert visit(session).starts_at == SUNDAY
    assert visit(session).state is State.CONFIRMED
    offers = session.scalars(select(VisitOffer).order_by(VisitOffer.id)).all()
    assert [offer.accepted for offer in offers] == [False, True]


def test_a_day_without_an_hour_shows_the_teachers_free_times(chat: Chat, cast: Cast) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "jangan Sabtu bu, Minggu pagi bisa")
    (shown,) = chat.heard(cast.sari)
    assert shown.endswith("[Min 29/11 08.00 | Min 29/11 09.00 | Min 29/11 10.00]")
    chat.says(cast.sari, "2")
    assert "Minggu 29 November pukul 09.00" in chat.heard(cast.ratna)[0]


def test_the_teacher_answers_a_counter_proposal_with_another(
    chat: Chat, session: Session, cast: Cast
) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "Minggu jam 9 bisa")
    chat.taps(cast.ratna, "Usul lain")
    chat.says(cast.ratna, "Minggu jam 16")
    chat.taps(cast.ratna, "Tanyakan")
    assert "Minggu 29 November pukul 16.00" in chat.heard(cast.budi)[-1]
    chat.taps(cast.ratna, "Setuju")
    assert "sudah terjawab" in chat.heard(cast.ratna)[-1]
    assert len(session.scalars(select(Visit)).all()) == 1


def test_a_family_is_not_told_what_else_the_teacher_does(chat: Chat, cast: Cast) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "Selasa jam 10 bisa bu")
    (shown,) = chat.heard(cast.sari)
    assert "Selasa 24 November pukul 10.00 WIB belum bisa" in shown
    chat.hears(cast.ratna)


def test_declined_with_a_reason(chat: Chat, session: Session, cast: Cast) -> None:
    ask(chat, cast)
    chat.taps(cast.sari, "Tidak dulu")
    assert "Boleh tahu alasannya" in chat.heard(cast.sari)[0]
    chat.says(cast.sari, "neneknya sedang dirawat")
    assert "sudah kami sampaikan ke Bu Ratna" in chat.heard(cast.sari)[0]
    (told,) = chat.heard(cast.ratna)
    assert "Ibu Sari belum bisa menerima kunjungan: neneknya sedang dirawat." in told
    assert visit(session).state is State.DECLINED

    chat.taps(cast.ratna, "Jadwalkan lagi")
    chat.says(cast.ratna, "Minggu jam 9")
    chat.taps(cast.ratna, "Tanyakan")
    assert "Minggu 29 November" in chat.heard(cast.sari)[0]
    assert visit(session).state is State.ASKED


def test_to_school_instead(chat: Chat, session: Session, cast: Cast) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "saya saja yang ke sekolah")
    assert "Sabtu 28 November pukul 09.00 WIB, di sekolah." in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Setuju")
    assert visit(session).place is Place.SCHOOL
    assert visit(session).state is State.CONFIRMED
    assert "di sekolah" in chat.heard(cast.sari)[-1]


def test_the_teachers_address_is_shown_only_when_it_is_confirmed(
    chat: Chat, session: Session, cast: Cast
) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "ke rumah ibu guru saja")
    chat.taps(cast.ratna, "Setuju")
    assert visit(session).place is Place.TEACHER
    assert "Mohon tulis alamatnya" in chat.heard(cast.ratna)[-1]
    assert not any("Melati" in words for words in chat.heard(cast.sari))
    chat.says(cast.ratna, "Jl. Melati 5, dekat masjid")
    for guardian in (cast.sari, cast.budi):
        assert "Jl. Melati 5, dekat masjid" in chat.heard(guardian)[-1]
    chat.hears(cast.wati)


def test_online(chat: Chat, session: Session, cast: Cast) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "online saja bu")
    chat.taps(cast.ratna, "Setuju")
    chat.says(cast.ratna, "video call WhatsApp")
    assert "video call WhatsApp" in chat.heard(cast.sari)[-1]
    assert visit(session).place is Place.ONLINE


def test_a_guardian_asks_for_a_visit(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.wati, "bu, bisa kunjungan ke rumah?")
    assert "sudah diteruskan ke Bu Dewi" in chat.heard(cast.wati)[0]
    (wish,) = chat.heard(cast.dewi)
    assert "“bu, bisa kunjungan ke rumah?”" in wish
    chat.taps(cast.dewi, "Pilih waktu")
    chat.says(cast.dewi, "Minggu jam 9")
    chat.taps(cast.dewi, "Tanyakan")
    assert "Minggu 29 November" in chat.heard(cast.wati)[-1]
    found = visit(session)
    assert (found.asked_by_id, found.teacher_id) == (cast.wati.id, cast.dewi.id)


def test_a_question_with_ga_at_its_end_is_a_wish(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.wati, "bu bisa datang ke rumah ga? citra lg males sekolah")
    assert visit(session).asked_by_id == cast.wati.id


def test_a_wish_that_cannot_be_met_is_answered(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.wati, "mohon ibu guru datang ke rumah")
    chat.taps(cast.dewi, "Belum bisa")
    chat.says(cast.dewi, "pekan ini ujian")
    chat.taps(cast.dewi, "Batalkan")
    assert "pekan ini ujian" in chat.heard(cast.wati)[-1]
    assert visit(session).state is State.CANCELLED


def test_a_guardian_of_two_says_whom_it_is_for(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.sari, "bu, bisa kunjungan ke rumah?")
    chat.taps(cast.sari, "Bima Saputra (3B)")
    assert visit(session).child_id == cast.bima.id


@pytest.mark.parametrize(
    "words", ["terima kasih kunjungannya kemarin", "Citra tidak bisa ikut kunjungan museum"]
)
def test_other_words_about_visits_go_to_the_teacher(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.wati, words)
    assert not session.scalars(select(Visit)).all()


def test_moving_keeps_the_visit(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast)
    before = visit(session)
    name, number = before.uid, before.sequence
    listen(chat, cast)
    chat.says(cast.ratna, "kunjungan pindah Aisyah Minggu jam 9")
    chat.taps(cast.ratna, "Tanyakan")
    assert "perlu dipindah. Usul waktu yang baru: Minggu 29 November" in chat.heard(cast.sari)[0]
    assert visit(session).starts_at is None
    chat.taps(cast.budi, "Bisa")
    chat.taps(cast.budi, "Keduanya")
    after = visit(session)
    assert (after.uid, after.starts_at, after.state) == (name, SUNDAY, State.CONFIRMED)
    assert after.sequence > number
    files = session.scalars(select(Media.reference).order_by(Media.id)).all()
    assert files[-1] == f"visit:{after.id}:{after.sequence}"


def test_a_family_moves_what_was_confirmed(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast)
    chat.taps(cast.budi, "Ubah waktu")
    chat.says(cast.budi, "Minggu jam 9")
    assert visit(session).state is State.ASKED
    chat.taps(cast.ratna, "Setuju")
    chat.taps(cast.budi, "Keduanya")
    assert visit(session).starts_at == SUNDAY


def test_one_visit_for_another_is_kept_by_the_teacher(
    chat: Chat, session: Session, cast: Cast
) -> None:
    book(chat, cast)
    chat.says(cast.ratna, "kunjungan batal")
    chat.taps(cast.ratna, "Tetap jadi")
    assert visit(session).state is State.CONFIRMED
    assert "tetap" in chat.heard(cast.ratna)[-1]


def test_cancelled_by_the_teacher_with_a_reason(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast)
    listen(chat, cast)
    chat.says(cast.ratna, "kunjungan batal Aisyah karena saya sakit")
    chat.taps(cast.ratna, "Batalkan", under="dibatalkan?")
    for guardian in (cast.sari, cast.budi):
        assert "dibatalkan: saya sakit." in chat.heard(guardian)[0]
    assert visit(session).state is State.CANCELLED
    chat.wait(timedelta(days=6))
    chat.hears(cast.sari)


def test_cancelled_by_the_family_with_a_reason(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast)
    listen(chat, cast)
    chat.taps(cast.sari, "Batalkan")
    chat.says(cast.sari, "ada hajatan")
    assert "Ibu Sari membatalkan kunjungan: ada hajatan." in chat.heard(cast.ratna)[0]
    assert "ada hajatan" in chat.heard(cast.budi)[0]
    assert visit(session).ended_reason == "ada hajatan"


def test_another_teacher_cannot_touch_it(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast)
    listen(chat, cast)
    for who in (cast.dewi, cast.hadi):
        chat.says(who, "kunjungan batal Aisyah")
        assert "tidak menemukan kunjungan" in chat.heard(who)[0]
    chat.says(cast.dewi, "kunjungan Aisyah Minggu jam 9")
    assert "tidak menemukan nama itu" in chat.heard(cast.dewi)[0]
    assert visit(session).state is State.CONFIRMED


def test_another_guardian_hears_and_changes_nothing(
    chat: Chat, session: Session, cast: Cast
) -> None:
    ask(chat, cast)
    chat.says(cast.wati, "bisa bu")
    chat.says(cast.wati, "kunjungan")
    assert not any("Aisyah" in words for words in chat.heard(cast.wati))
    assert visit(session).state is State.ASKED


def test_a_proxy_for_other_matters_is_not_asked(chat: Chat, session: Session, cast: Cast) -> None:
    om = casting.add_person(session, cast.school, "Om Tono", "telegram", "1009", chat.now)
    casting.add_place(session, cast.aisyah, om, Relation.PROXY, 3, chat.now)
    session.flush()
    place = next(p for p in cast.aisyah.guardianships if p.person_id == om.id)
    place.scope = "absence"
    session.flush()
    ask(chat, cast)
    assert chat.heard(om) == []


def test_a_family_that_has_not_joined(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "kunjungan Danu Sabtu jam 9")
    (shown,) = chat.heard(cast.ratna)
    assert "mohon dihubungi langsung: Jumiati, +6284400000005." in shown
    assert not session.scalars(select(Visit)).all()
    chat.taps(cast.ratna, "Sudah setuju")
    assert visit(session).state is State.CONFIRMED
    assert "sudah pasti" in chat.heard(cast.ratna)[0]
    chat.until(SATURDAY)
    chat.says(cast.ratna, "sampai")
    assert visit(session).state is State.UNDER_WAY
    chat.says(cast.ratna, "tidak ada orang")
    assert "Keluarga belum bergabung" in chat.heard(cast.ratna)[-1]


def test_the_companion_rule_holds_for_a_family_that_has_not_joined(
    chat: Chat, session: Session, cast: Cast
) -> None:
    casting.add_empty_place(session, cast.danu, "Slamet", Relation.FATHER, 2, None)
    chat.says(cast.ratna, "kunjungan Danu Sabtu jam 9")
    chat.taps(cast.ratna, "Sudah setuju")
    assert chat.heard(cast.ratna)[-1].endswith("[Ibu | Ayah | Keduanya]")
    chat.taps(cast.ratna, "Ayah")
    assert visit(session).state is State.AGREED
    chat.taps(cast.hadi, "Belum bisa")
    chat.taps(cast.dewi, "Belum bisa")
    assert "Mohon tawarkan kepada keluarga" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "kunjungan Danu Sabtu jam 10")
    chat.taps(cast.ratna, "Sudah setuju")
    chat.taps(cast.ratna, "Keduanya", under="10.00")
    assert visit(session).state is State.CONFIRMED
    chat.says(cast.ratna, "kunjungan batal Danu")
    chat.taps(cast.ratna, "Batalkan", under="dibatalkan?")
    assert visit(session).state is State.CANCELLED


def test_the_time_is_taken_before_the_family_answers(
    chat: Chat, session: Session, cast: Cast
) -> None:
    ask(chat, cast)
    session.add(
        Meeting(
            school_id=cast.school.id,
            organiser_id=cast.ratna.id,
            kind=MeetingKind.OTHER,
            title="Rapat",
            starts_at=SATURDAY,
            ends_at=SATURDAY + timedelta(hours=1),
            place="aula",
            agenda="",
            created_at=chat.now,
        )
    )
    session.flush()
    chat.taps(cast.sari, "Bisa")
    assert "belum bisa. Bagaimana kalau salah satu dari ini?" in chat.heard(cast.sari)[0]
    assert visit(session).state is State.ASKED


def test_in_english(chat: Chat, session: Session, cast: Cast) -> None:
    session.get_one(Person, cast.sari.id).language = "en"
    session.flush()
    chat.says(cast.ratna, "kunjungan Aisyah Sabtu jam 9")
    chat.taps(cast.ratna, "Tanyakan")
    assert "Would that suit you?" in chat.heard(cast.sari)[0]
