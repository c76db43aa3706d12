"""Several accounts of one person: who may become one, who hears of it, and who can end it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from models.invitation import Invitation, digest
from models.people import Contact, Guardianship, Person, Relation, Wants
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

CODE, SECOND = "ABCDEFGHJK", "BCDEFGHJKM"
NUMBER = "+6284400000005"
"""Of Danu's mother, as the roster has it."""
TAKEN = (
    "Untuk anak itu sudah ada yang bergabung dengan kode dari sekolah. Bila itu bukan Ibu/Bapak, "
    "mohon hubungi sekolah."
)
CUT_OFF = (
    "Akun {account} sudah diputus: tidak bisa lagi membaca atau menulis atas nama Ibu/Bapak. Kode "
    "undangan yang belum terpakai kami batalkan, dan sekolah kami beri tahu."
)


def newcomer(session: Session, channel: str, address: str) -> Contact:
    contact = Contact(channel=channel, address=address, created_at=MONDAY)
    session.add(contact)
    session.flush()
    return contact


def place_of(session: Session, cast: Cast, child: str) -> Guardianship:
    id_ = {"danu": cast.danu.id, "citra": cast.citra.id}[child]
    return session.scalars(select(Guardianship).where(Guardianship.child_id == id_)).one()


def invite(session: Session, place: Guardianship, code: str) -> str:
    session.add(
        Invitation(
            school_id=place.school_id,
            digest=digest(code),
            guardianship_id=place.id,
            name=place.name,
            created_at=MONDAY,
            expires_at=MONDAY + timedelta(days=30),
        )
    )
    session.flush()
    return code


def joins(chat: Chat, who: Contact, code: str) -> list[str]:
    chat.says(who, f"gabung {code}")
    chat.taps(who, "Setuju")
    return chat.heard(who)


@pytest.fixture
def second(chat: Chat, session: Session, cast: Cast) -> Contact:
    """A Telegram account that joined in Ibu Wati's name with a second code."""
    chat.now += timedelta(hours=1)
    other = newcomer(session, "telegram", "2002")
    joins(chat, other, invite(session, place_of(session, cast, "citra"), CODE))
    assert other.person_id == cast.wati.id
    return other


def test_a_shared_number_opens_no_place_that_was_taken_meanwhile(
    chat: Chat, session: Session, cast: Cast
) -> None:
    place = place_of(session, cast, "danu")
    other, mother = newcomer(session, "telegram", "2002"), newcomer(session, "whatsapp", NUMBER)
    chat.says(other, "", phone=NUMBER)
    joins(chat, mother, invite(session, place, CODE))
    people = session.scalars(select(Person.id)).all()
    chat.heard(other)
    chat.taps(other, "Setuju")
    chat.hears(other, TAKEN)
    assert other.person_id is None
    assert place.person_id == mother.person_id
    assert session.scalars(select(Person.id)).all() == people


def test_a_code_that_came_to_nothing_leaves_nobody_behind(
    chat: Chat, session: Session, cast: Cast
) -> None:
    other = newcomer(session, "telegram", "2002")
    chat.says(other, f"gabung {invite(session, place_of(session, cast, 'danu'), CODE)}")
    session.scalars(select(Invitation)).one().expires_at = MONDAY
    people = session.scalars(select(Person.id)).all()
    chat.taps(other, "Setuju")
    assert "Kode itu tidak berlaku" in chat.heard(other)[-1]
    assert session.scalars(select(Person.id)).all() == people


def test_nobody_agrees_beside_a_child_who_left_meanwhile(
    chat: Chat, session: Session, cast: Cast
) -> None:
    other = newcomer(session, "telegram", "2002")
    chat.says(other, f"gabung {invite(session, place_of(session, cast, 'danu'), CODE)}")
    cast.danu.left_at = MONDAY
    chat.taps(other, "Setuju")
    assert "murid yang sudah tidak terdaftar" in chat.heard(other)[-1]
    assert other.person_id is None


@pytest.mark.parametrize("door", ["code", "number"])
def test_the_question_of_consent_is_open_for_a_day(
    chat: Chat, session: Session, cast: Cast, door: str
) -> None:
    other = newcomer(session, "telegram", "2002")
    invite(session, place_of(session, cast, "danu"), CODE)

    def ask() -> None:
        by_code = door == "code"
        chat.says(other, f"gabung {CODE}" if by_code else "", phone=None if by_code else NUMBER)

    ask()
    chat.wait(timedelta(hours=25))
    chat.heard(other)
    chat.taps(other, "Setuju")
    chat.hears(
        other,
        "Pertanyaan itu sudah lewat sehari, jadi tidak berlaku lagi. Untuk bergabung, mohon kirim "
        "GABUNG dan kode undangannya sekali lagi, atau bagikan nomor Ibu/Bapak sekali lagi.",
    )
    assert other.person_id is None
    ask()
    chat.wait(timedelta(hours=23))
    chat.heard(other)
    chat.taps(other, "Setuju")
    assert "Terima kasih, Ibu Jumiati" in chat.heard(other)[0]


def test_a_first_account_is_no_news(chat: Chat, session: Session, cast: Cast) -> None:
    other = newcomer(session, "whatsapp", NUMBER)
    said = joins(chat, other, invite(session, place_of(session, cast, "danu"), CODE))
    assert not any("Bukan saya" in words for words in said)


def test_a_new_account_is_announced_to_those_the_person_has(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.now += timedelta(hours=14)  # late in the evening
    cast.wati.wants = Wants.NOTHING
    other = newcomer(session, "telegram", "2002")
    said = joins(chat, other, invite(session, place_of(session, cast, "citra"), CODE))
    old = session.scalars(select(Contact).where(Contact.channel == "whatsapp"))
    mine = next(one for one in old if one.person_id == cast.wati.id)
    chat.hears(
        mine,
        "Salam, Ibu Wati. Akun Telegram baru saja bergabung atas nama Ibu/Bapak: bisa membaca dan "
        "menulis tentang Citra Lestari (3B). Bila itu akun Ibu/Bapak sendiri, abaikan pesan ini. "
        "Bila bukan, ketuk Bukan saya atau balas BUKAN SAYA. [Bukan saya]",
    )
    assert (
        "Akun WhatsApp berakhiran 0004 sudah bergabung lebih dulu atas nama Ibu/Bapak. Bila itu "
        "bukan akun Ibu/Bapak, ketuk Bukan saya atau balas BUKAN SAYA. [Bukan saya]" in said
    )


@pytest.mark.parametrize("how", ["tap", "words", "later"])
def test_an_account_that_is_not_theirs_is_cut_off(
    chat: Chat, session: Session, cast: Cast, second: Contact, how: str
) -> None:
    mine = session.scalars(
        select(Contact).where(Contact.person_id == cast.wati.id, Contact.id != second.id)
    ).one()
    invite(session, place_of(session, cast, "citra"), SECOND)
    chat.says(cast.dewi, "catatan Citra: sudah lancar membaca")
    chat.taps(cast.dewi, "Kirim")
    assert "sudah lancar membaca" in chat.heard(second)[-1]
    chat.heard(mine)
    if how == "later":
        chat.wait(timedelta(days=5))
    for one in (mine, cast.dewi):
        chat.heard(one)
    if how == "tap":
        chat.taps(mine, "Bukan saya")
    else:
        chat.says(mine, "bukan saya")
    chat.hears(mine, CUT_OFF.format(account="Telegram"))
    if how != "later":
        chat.hears(
            cast.dewi,
            "Tentang Citra Lestari (3B). Ibu Wati melapor: akun Telegram yang bergabung atas "
            "namanya bukan miliknya. Akun itu sudah diputus dan kode undangan lama dibatalkan. "
            "Mohon hubungi Ibu Wati langsung, dan periksa pesan yang masuk belakangan ini.",
        )
    chat.heard(second)
    chat.taps(second, "Paraf ✅")
    chat.says(second, "buku")
    chat.says(second, f"gabung {SECOND}")
    assert not any("Citra" in words for words in chat.heard(second))
    assert second.person_id is None
    chat.says(mine, "buku")
    assert "sudah lancar membaca" in chat.heard(mine)[-1]


def test_who_was_there_first_can_be_cut_off_by_who_came_with_a_code(
    chat: Chat, session: Session, cast: Cast
) -> None:
    """The number of the roster had gone to somebody else, who took the place with it."""
    place = place_of(session, cast, "danu")
    other, mother = newcomer(session, "telegram", "2002"), newcomer(session, "whatsapp", "+6284488")
    chat.says(other, "", phone=NUMBER)
    chat.taps(other, "Setuju")
    joins(chat, mother, invite(session, place, CODE))
    chat.taps(mother, "Bukan saya")
    chat.hears(mother, CUT_OFF.format(account="Telegram"))
    chat.heard(other)
    chat.taps(other, "Bukan saya")
    chat.says(other, "bukan saya")
    assert mother.person_id == place.person_id
    assert other.person_id is None


def test_what_is_cut_off_twice_is_told_twice_and_done_once(
    chat: Chat, session: Session, cast: Cast, second: Contact
) -> None:
    mine = session.scalars(
        select(Contact).where(Contact.person_id == cast.wati.id, Contact.id != second.id)
    ).one()
    chat.taps(mine, "Bukan saya")
    chat.heard(mine)
    chat.heard(cast.dewi)
    chat.says(mine, "bukan saya")
    chat.hears(mine, CUT_OFF.format(account="Telegram"))
    chat.hears(cast.dewi)


def test_the_words_alone_mean_nothing_to_who_has_one_account(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "bukan saya")
    assert not any("diputus" in words for words in chat.heard(cast.wati))


@pytest.fixture
def renewed(chat: Chat, session: Session, cast: Cast) -> Contact:
    """A new number of Ibu Wati's, which joined with a second code."""
    chat.now += timedelta(hours=1)
    number = newcomer(session, "whatsapp", "+6284400000777")
    said = joins(chat, number, invite(session, place_of(session, cast, "citra"), CODE))
    assert said[-1] == (
        "Nomor WhatsApp berakhiran 0004 juga atas nama Ibu/Bapak. Mulai sekarang pesan sekolah "
        "datang ke nomor ini. Nomor yang lama masih dipakai? [Masih saya pakai | "
        "Sudah tidak saya pakai | Bukan saya]"
    )
    return number


def test_messages_go_to_the_new_number_though_the_old_one_writes(
    chat: Chat, cast: Cast, renewed: Contact
) -> None:
    old = next(one for one in cast.wati.contacts if one.address == "+6284400000004")
    chat.heard(old)
    chat.wait(timedelta(hours=1))
    chat.says(old, "halo ini siapa ya")
    assert "Citra" not in chat.heard(old)[0]
    chat.says(cast.dewi, "catatan Citra: hari ini ceria")
    chat.taps(cast.dewi, "Kirim")
    assert "hari ini ceria" in chat.heard(renewed)[0]
    chat.hears(old)


@pytest.mark.parametrize(
    ("words", "theirs"),
    [("Sudah tidak saya pakai", False), ("udah ngga bu", False), ("iya masih", True)],
)
def test_the_old_number_is_let_go_where_it_is_not_used(
    chat: Chat, cast: Cast, renewed: Contact, words: str, theirs: bool
) -> None:
    old = next(one for one in cast.wati.contacts if one.address == "+6284400000004")
    chat.says(renewed, words)
    assert "nomor" in chat.heard(renewed)[0].casefold()
    assert (old.person_id == cast.wati.id) is theirs
    chat.hears(cast.dewi)


def test_one_account_may_stand_for_two_who_are_both_named(
    chat: Chat, session: Session, cast: Cast
) -> None:
    father = Guardianship(
        school_id=cast.school.id,
        child_id=cast.citra.id,
        relation=Relation.FATHER,
        rank=2,
        name="Slamet",
    )
    session.add(father)
    session.flush()
    chat.says(cast.wati, f"gabung {invite(session, father, CODE)}")
    (asked,) = chat.heard(cast.wati)
    assert "Akun ini sudah dipakai Ibu Wati." in asked
    chat.taps(cast.wati, "Setuju")
    assert "Terima kasih, Ibu Wati & Bapak Slamet." in chat.heard(cast.wati)[0]
    assert father.person_id == cast.wati.id
    chat.says(cast.wati, "bu, besok Citra dijemput kakeknya")
    assert "Ibu Wati & Bapak Slamet" in chat.heard(cast.dewi)[0]


def test_a_code_for_his_own_telephone_stays_good(chat: Chat, session: Session, cast: Cast) -> None:
    father = Guardianship(
        school_id=cast.school.id,
        child_id=cast.citra.id,
        relation=Relation.FATHER,
        rank=2,
        name="Slamet",
    )
    session.add(father)
    session.flush()
    chat.says(cast.wati, f"gabung {invite(session, father, CODE)}")
    chat.taps(cast.wati, "Tidak setuju")
    chat.heard(cast.wati)
    his = newcomer(session, "whatsapp", "+6284400000777")
    assert "Terima kasih, Bapak Slamet." in joins(chat, his, CODE)[1]
    assert father.person_id not in (None, cast.wati.id)


def test_who_hid_their_number_stays_the_same_once_it_is_shown(
    chat: Chat, session: Session, cast: Cast
) -> None:
    hidden = newcomer(session, "whatsapp", "ID.4566")
    joins(chat, hidden, invite(session, place_of(session, cast, "danu"), CODE))
    shown = Incoming("whatsapp", NUMBER, "SM1", "Danu demam bu", alias="ID.4566")
    chat.router.receive(session, shown, chat.now)
    session.refresh(hidden)
    assert (hidden.address, hidden.alias) == (NUMBER, "ID.4566")
    assert "Danu" in chat.heard(hidden)[-1]
