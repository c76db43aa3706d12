"""Joining by code: guardians, second children, second channels, staff, strangers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.consent import Consent
from models.invitation import Invitation, digest
from models.people import Contact, Guardianship, Person, Relation, Role
from models.reach import telephone_of
from models.thread import Note
from tests.cast import MONDAY, Cast, add_child, add_empty_place
from tests.dialogue import Chat

CODE = "ABCDEFGHJK"
CONSENT = "Undangan ini dari SD Tunas Harapan untuk ibu dari Danu Pratama."
JOINED = (
    "Terima kasih, Ibu Jumiati. Sekarang terhubung sebagai wali dari Danu Pratama (1A). Ketik "
    "MENU untuk melihat pilihan, atau langsung tulis pesan untuk wali kelas."
)
WRONG = (
    "Kode itu tidak berlaku: mungkin salah ketik, sudah dipakai, atau kedaluwarsa. Mohon "
    "periksa lagi, atau minta kode baru ke sekolah."
)


@pytest.fixture
def stranger(session: Session, cast: Cast) -> Contact:
    return newcomer(session, "whatsapp", "+6284400000005")


@pytest.fixture
def code(session: Session, cast: Cast) -> str:
    return invite(session, place(session, cast.danu.id), CODE)


def newcomer(session: Session, channel: str, address: str) -> Contact:
    contact = Contact(channel=channel, address=address, created_at=MONDAY)
    session.add(contact)
    session.flush()
    return contact


def place(session: Session, child_id: int) -> Guardianship:
    return session.scalars(select(Guardianship).where(Guardianship.child_id == child_id)).one()


def invite(session: Session, at: Guardianship, code: str) -> str:
    session.add(
        Invitation(
            school_id=at.school_id,
            digest=digest(code),
            guardianship_id=at.id,
            name=at.name,
            created_at=MONDAY,
            expires_at=MONDAY + timedelta(days=30),
        )
    )
    session.flush()
    return code


def test_a_guardian_agrees_and_sees_whose_guardian_they_are(
    chat: Chat, session: Session, stranger: Contact, code: str
) -> None:
    chat.says(stranger, f"GABUNG {code}")
    (asked,) = chat.heard(stranger)
    assert CONSENT in asked
    assert asked.endswith("[Setuju | Tidak setuju]")
    assert session.scalars(select(Consent)).all() == []

    chat.taps(stranger, "Setuju")
    chat.hears(stranger, JOINED)
    (given,) = session.scalars(select(Consent)).all()
    assert (given.channel, given.language, given.given_at) == ("whatsapp", "id", MONDAY)
    assert session.get_one(Person, given.person_id).name == "Ibu Jumiati"


def test_the_code_is_understood_however_it_is_typed(
    chat: Chat, stranger: Contact, code: str
) -> None:
    chat.says(stranger, "abcde-fghjk")
    assert CONSENT in chat.heard(stranger)[0]


def test_a_deep_link_brings_the_code(chat: Chat, stranger: Contact, code: str) -> None:
    chat.says(stranger, f"/start {code}")
    assert CONSENT in chat.heard(stranger)[0]


def test_nobody_joins_beside_a_child_who_has_left(
    chat: Chat, stranger: Contact, code: str, cast: Cast
) -> None:
    cast.danu.left_at = MONDAY
    chat.says(stranger, f"GABUNG {code}")
    chat.hears(
        stranger,
        "Kode itu untuk murid yang sudah tidak terdaftar di sekolah ini, jadi tidak berlaku lagi. "
        "Kalau ini keliru, mohon hubungi sekolah.",
    )


def test_who_does_not_agree_is_nobody_still(
    chat: Chat, session: Session, stranger: Contact, code: str
) -> None:
    chat.says(stranger, f"gabung {code}")
    chat.taps(stranger, "Tidak setuju")
    assert "Kode tetap berlaku" in chat.heard(stranger)[-1]
    assert stranger.person_id is None

    chat.says(stranger, f"gabung {code}")
    chat.taps(stranger, "Setuju")
    assert JOINED in chat.heard(stranger)


def test_a_code_works_once(chat: Chat, session: Session, stranger: Contact, code: str) -> None:
    other = newcomer(session, "telegram", "2002")
    chat.says(stranger, f"gabung {code}")
    chat.taps(stranger, "Setuju")
    chat.says(other, f"gabung {code}")
    chat.hears(other, WRONG)


def test_two_who_hold_the_same_slip(
    chat: Chat, session: Session, stranger: Contact, code: str
) -> None:
    other = newcomer(session, "telegram", "2002")
    chat.says(stranger, f"gabung {code}")
    chat.says(other, f"gabung {code}")
    chat.taps(stranger, "Setuju")
    chat.heard(other)
    chat.taps(other, "Setuju")
    chat.hears(other, WRONG)
    assert other.person_id is None


def test_an_old_code_has_expired(chat: Chat, stranger: Contact, code: str) -> None:
    chat.wait(timedelta(days=31), step=timedelta(days=1))
    chat.says(stranger, f"gabung {code}")
    chat.hears(stranger, WRONG)


def test_guessing_is_stopped(chat: Chat, stranger: Contact, code: str) -> None:
    for _ in range(5):
        chat.says(stranger, "gabung ABCDEFGHJX")
    chat.heard(stranger)
    chat.says(stranger, f"gabung {code}")
    chat.hears(
        stranger,
        "Terlalu banyak kode yang salah. Mohon coba lagi satu jam lagi, atau hubungi sekolah.",
    )
    chat.wait(timedelta(hours=2))
    chat.says(stranger, f"gabung {code}")
    assert CONSENT in chat.heard(stranger)[0]


def test_a_stranger_is_told_how_to_join_once_in_a_while(chat: Chat, stranger: Contact) -> None:
    chat.says(stranger, "Assalamualaikum")
    assert chat.heard(stranger)[0].startswith("Selamat datang di Penghubung")
    chat.says(stranger, "bu?")
    chat.hears(stranger)
    chat.wait(timedelta(hours=7))
    chat.says(stranger, "halo")
    assert len(chat.heard(stranger)) == 1


def test_what_a_stranger_wrote_reaches_the_school_once_they_have_joined(
    chat: Chat, session: Session, cast: Cast, stranger: Contact, code: str
) -> None:
    chat.says(stranger, "Bu, Danu besok diantar kakeknya")
    chat.hears(cast.ratna)
    chat.says(stranger, f"gabung {code}")
    chat.taps(stranger, "Setuju")
    chat.hears(
        cast.ratna,
        "Tentang Danu Pratama (1A). Pesan dari Ibu Jumiati (ibu):\n“Bu, Danu besok diantar "
        "kakeknya”\n\nBalas dengan mengutip pesan ini. [Balas]",
    )
    assert len(session.scalars(select(Note)).all()) == 1


def test_a_late_joiner_gets_what_is_unsigned(
    chat: Chat, cast: Cast, stranger: Contact, code: str
) -> None:
    chat.says(cast.ratna, "catatan Danu: tulisannya makin rapi")
    chat.taps(cast.ratna, "Kirim")
    assert "• Danu Pratama (1A): belum bergabung" in chat.heard(cast.ratna)[-1]
    chat.says(stranger, f"gabung {code}")
    chat.taps(stranger, "Setuju")
    assert "tulisannya makin rapi" in chat.heard(stranger)[-1]
    chat.taps(stranger, "Paraf ✅")
    assert "Sudah diparaf untuk Danu Pratama (1A)" in chat.heard(stranger)[-1]


def test_who_joins_after_a_month_is_not_buried(
    chat: Chat, cast: Cast, stranger: Contact, code: str
) -> None:
    for number in range(7):
        chat.says(cast.ratna, f"catatan Danu: hari ke-{number} hebat")
        chat.taps(cast.ratna, "Kirim")
    chat.says(stranger, f"gabung {code}")
    chat.taps(stranger, "Setuju")
    *_, first, second, third, fourth, fifth, offer = chat.heard(stranger)
    for number, heard in enumerate((first, second, third, fourth, fifth), start=2):
        assert f"hari ke-{number} hebat" in heard
    assert offer.startswith(
        "Ananda Danu Pratama (1A). Masih ada 2 pesan sekolah dari sebelum Ibu/Bapak bergabung:\n"
        "• LIHAT "
    )
    assert offer.count("catatan buku penghubung dari Bu Ratna, 23/11 09.00") == 2
    assert offer.endswith("[Kirim semua]")
    word = offer.partition("LIHAT ")[2][:6]
    chat.says(stranger, f"lihat {word}")
    assert "hari ke-1 hebat" in chat.heard(stranger)[-1]
    chat.taps(stranger, "Paraf ✅")
    chat.heard(stranger)
    chat.taps(stranger, "Kirim semua")
    (last,) = chat.heard(stranger)
    assert "hari ke-0 hebat" in last


def test_a_child_new_to_the_class_gets_what_the_class_was_told(
    chat: Chat, session: Session, cast: Cast, stranger: Contact
) -> None:
    """Enrolled after all of it was sent; only what concerns this guardian and is not over."""
    chat.says(cast.ratna, "umumkan 1A, tanpa paraf: Jumat pakai batik")
    chat.taps(cast.ratna, "Kirim")
    chat.says(cast.ratna, "PR mtk hal 45 dikumpul Rabu")
    chat.taps(cast.ratna, "Kirim")
    chat.says(cast.hadi, "umumkan ayah 1A: kerja bakti")
    chat.taps(cast.hadi, "Kirim")
    chat.says(cast.dewi, "umumkan 3B: renang Kamis")
    chat.taps(cast.dewi, "Kirim")
    chat.wait(timedelta(days=1))
    child = add_child(session, cast.class_1a, "Evan Wijaya")
    code = invite(session, add_empty_place(session, child, "Rina", Relation.MOTHER, 1, None), CODE)
    chat.says(stranger, f"gabung {code}")
    chat.taps(stranger, "Setuju")
    *_, batik, maths = chat.heard(stranger)
    assert "Ananda Evan Wijaya (1A). Ada pengumuman dari Bu Ratna:\n\nJumat pakai batik" in batik
    assert "Ada PR Matematika dari Bu Ratna" in maths
    chat.wait(timedelta(hours=11))
    assert "hal 45" in chat.heard(stranger)[-1]


def test_a_second_child_by_a_second_code(
    chat: Chat, session: Session, cast: Cast, code: str
) -> None:
    chat.says(cast.sari, f"gabung {code}")
    chat.taps(cast.sari, "Setuju")
    assert (
        "Terima kasih, Ibu Sari. Sekarang terhubung sebagai wali dari Aisyah Humaira (1A), "
        "Danu Pratama (1A), Bima Saputra (3B)." in chat.heard(cast.sari)[-1]
    )


def test_a_second_channel_by_a_second_code(chat: Chat, session: Session, cast: Cast) -> None:
    mine = session.scalars(select(Guardianship).where(Guardianship.person_id == cast.wati.id)).one()
    invite(session, mine, CODE)
    other = newcomer(session, "telegram", "2002")
    chat.says(other, f"gabung {CODE}")
    chat.taps(other, "Setuju")
    assert other.person_id == cast.wati.id
    assert "Terima kasih, Ibu Wati" in chat.heard(other)[1]


def test_a_slip_that_lay_about_takes_nobodys_place(
    chat: Chat, session: Session, cast: Cast
) -> None:
    mine = session.scalars(select(Guardianship).where(Guardianship.person_id == cast.wati.id)).one()
    invite(session, mine, CODE)
    chat.says(cast.budi, f"gabung {CODE}")
    chat.taps(cast.budi, "Setuju")
    assert chat.heard(cast.budi)[-1] == WRONG
    assert mine.person_id == cast.wati.id


def test_a_proven_number_that_the_roster_knows(chat: Chat, session: Session, cast: Cast) -> None:
    other = newcomer(session, "telegram", "2002")
    chat.says(other, "", phone="+6284400000005")
    assert CONSENT in chat.heard(other)[0]
    chat.taps(other, "Setuju")
    chat.hears(other, JOINED)


def test_a_proven_number_that_it_does_not_know(chat: Chat, session: Session, cast: Cast) -> None:
    other = newcomer(session, "telegram", "2002")
    chat.says(other, "", phone="+6284400000999")
    chat.hears(
        other,
        "Nomor itu belum tercatat di sekolah. Mohon pakai kode dari kertas undangan.",
    )


def test_staff_join_by_the_operators_code(
    chat: Chat, session: Session, cast: Cast, stranger: Contact
) -> None:
    session.add(
        Invitation(
            school_id=cast.school.id,
            digest=digest(CODE),
            role=Role.SUBJECT,
            class_group_id=cast.class_3b.id,
            name="Pak Joko",
            created_at=MONDAY,
            expires_at=MONDAY + timedelta(days=30),
        )
    )
    session.flush()
    chat.says(stranger, f"gabung {CODE}")
    chat.hears(
        stranger,
        "Selamat datang, Pak Joko. Sekarang terhubung dengan SD Tunas Harapan untuk kelas 3B. "
        "Ketik MENU untuk pilihan.",
    )
    chat.says(stranger, "catatan Citra: rajin")
    assert "Untuk Citra Lestari (3B)" in chat.heard(stranger)[0]


@pytest.fixture
def numberless(chat: Chat, session: Session, cast: Cast) -> Contact:
    """Danu's mother joined on Telegram, and the roster has no telephone for her."""
    hers = place(session, cast.danu.id)
    hers.phone = None
    mother = newcomer(session, "telegram", "2002")
    chat.says(mother, f"gabung {invite(session, hers, CODE)}")
    chat.taps(mother, "Setuju")
    assert "nomor telepon yang bisa dihubungi sekolah" in chat.heard(mother)[-1]
    return mother


@pytest.mark.parametrize("words", ["0812-3456-7890 ya bu", "nomor saya +62 812 3456 7890"])
def test_a_telephone_is_asked_for_where_there_is_none(
    chat: Chat, session: Session, cast: Cast, numberless: Contact, words: str
) -> None:
    chat.says(numberless, words)
    chat.hears(numberless, "Terima kasih, nomor +6281234567890 sudah dicatat.")
    assert numberless.person_id is not None
    assert telephone_of(session, numberless.person_id) == "+6281234567890"


def test_a_shared_number_is_one_and_other_words_are_none(
    chat: Chat, session: Session, cast: Cast, numberless: Contact
) -> None:
    chat.says(numberless, "bu, besok Danu izin ke dokter")
    assert any("Danu" in said for said in chat.heard(numberless))
    chat.says(numberless, "", phone="+6281234567890")
    chat.hears(numberless, "Terima kasih, nomor +6281234567890 sudah dicatat.")


def test_no_telephone_is_no_harm(chat: Chat, numberless: Contact) -> None:
    chat.says(numberless, "lewati saja")
    chat.hears(numberless, "Baik, tidak apa-apa.")


@pytest.mark.parametrize(
    "words",
    [
        "Assalamualaikum bu, GABUNG {}",
        "GABUNG{}",
        "Gabung\n{}",
        "assalamualaikum\ngabung: {} terima kasih",
        "Selamat pagi pak, saya mau daftar, kodenya {}",
        "GABUNG ABCDE FGHJK ya bu",
    ],
)
@pytest.mark.parametrize("known", [False, True], ids=["stranger", "guardian"])
def test_the_code_is_found_among_polite_words(
    chat: Chat, stranger: Contact, code: str, cast: Cast, words: str, known: bool
) -> None:
    if known and "gabung" not in words.casefold():
        return
    who = cast.sari if known else stranger
    chat.says(who, words.format(code))
    assert CONSENT in chat.heard(who)[0]


def test_wanting_to_join_something_else_is_no_code(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "Aisyah mau gabung acara makan bu")
    assert not any("Kode itu" in said for said in chat.heard(cast.sari))
