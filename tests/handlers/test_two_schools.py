"""Two schools in one database: what somebody may do at one of them gives nothing at the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.documents.calendar_feeds import feed
from models.invitation import Invitation, digest
from models.outbox import OutboundMessage
from models.people import Child, Contact, Person, Relation, Role, StaffRole
from models.school import ClassGroup, School
from tests.cast import (
    MONDAY,
    Cast,
    add_child,
    add_class,
    add_empty_place,
    add_person,
    add_place,
    add_staff,
)
from tests.dialogue import Chat

CODE = "ABCDEFGHJK"


@dataclass(frozen=True)
class Other:
    """SMP Cendana. Pak Yusuf teaches 7C; Ibu Laras is the mother of Kirana there."""

    school: School
    class_7c: ClassGroup
    yusuf: Person
    laras: Person
    kirana: Child


@pytest.fixture
def other(session: Session, cast: Cast) -> Other:
    school = School(name="SMP Cendana", created_at=MONDAY)
    session.add(school)
    session.flush()
    group = add_class(session, school, "7C")
    kirana = add_child(session, group, "Kirana Wulandari")
    yusuf = add_person(session, school, "Pak Yusuf", "telegram", "5001", MONDAY)
    laras = add_person(session, school, "Ibu Laras", "telegram", "5002", MONDAY)
    add_staff(session, yusuf, Role.HOMEROOM, group)
    add_place(session, kirana, laras, Relation.MOTHER, 1, MONDAY)
    session.flush()
    return Other(school, group, yusuf, laras, kirana)


def invite(session: Session, school: School, role: Role, group: ClassGroup | None = None) -> None:
    session.add(
        Invitation(
            school_id=school.id,
            digest=digest(CODE),
            role=role,
            class_group_id=group.id if group else None,
            name="Bu Wati",
            created_at=MONDAY,
            expires_at=MONDAY + timedelta(days=30),
        )
    )
    session.flush()


def everything_said(session: Session, person: Person) -> str:
    query = select(OutboundMessage.body).where(OutboundMessage.person_id == person.id)
    return "\n".join(session.scalars(query))


def roles_of(session: Session, person: Person) -> set[tuple[int, Role]]:
    query = select(StaffRole).where(StaffRole.person_id == person.id)
    return {(role.school_id, role.role) for role in session.scalars(query)}


def test_a_guardian_who_leads_another_school_leads_that_one_only(
    chat: Chat, session: Session, cast: Cast, other: Other
) -> None:
    invite(session, other.school, Role.PRINCIPAL)
    chat.says(cast.wati, f"gabung {CODE}")
    assert "terhubung dengan SMP Cendana" in chat.heard(cast.wati)[-1]

    chat.says(cast.wati, "umumkan sekolah: besok libur")
    chat.taps(cast.wati, "Kirim")
    assert "besok libur" in chat.heard(other.laras)[-1]
    for person in (cast.sari, cast.budi, cast.ratna, cast.dewi, cast.hadi):
        chat.hears(person)
    chat.heard(cast.wati)
    chat.says(cast.wati, "umumkan 1A: besok libur")
    chat.says(cast.wati, "siapa belum paraf")
    chat.says(cast.wati, "siapa tidak masuk hari ini")
    said = "\n".join(chat.heard(cast.wati))
    assert not any(name in said for name in ("Aisyah", "Bima", "Danu", "1A"))


def test_they_stay_the_guardian_of_their_own_child(
    chat: Chat, session: Session, cast: Cast, other: Other
) -> None:
    invite(session, other.school, Role.PRINCIPAL)
    chat.says(cast.wati, f"gabung {CODE}")
    chat.says(cast.dewi, "catatan Citra: rajin")
    chat.taps(cast.dewi, "Kirim")
    assert "rajin" in chat.heard(cast.wati)[-1]
    chat.taps(cast.wati, "Paraf ✅")
    assert "Sudah diparaf untuk Citra Lestari (3B)" in chat.heard(cast.wati)[-1]
    chat.heard(cast.dewi)
    chat.says(cast.wati, "bu, citra demam, hari ini tidak masuk ya")
    assert "Citra Lestari (3B)" in chat.heard(cast.dewi)[-1]
    chat.hears(other.yusuf)


@pytest.mark.parametrize("role", list(Role))
def test_who_works_at_one_school_is_told_to_join_another_from_elsewhere(
    chat: Chat, session: Session, cast: Cast, other: Other, role: Role
) -> None:
    group = other.class_7c if role in (Role.HOMEROOM, Role.SUBJECT) else None
    invite(session, other.school, role, group)
    chat.says(cast.dewi, f"gabung {CODE}")
    chat.hears(
        cast.dewi,
        "Kode ini untuk tugas di SMP Cendana, sedangkan nomor ini dipakai untuk tugas di "
        "SD Tunas Harapan. Satu nomor atau akun hanya untuk tugas di satu sekolah. Kodenya belum "
        "terpakai: mohon kirim dari nomor atau akun lain, misalnya Telegram.",
    )
    assert roles_of(session, cast.dewi) == {(cast.school.id, Role.HOMEROOM)}
    elsewhere = Contact(channel="telegram", address="6001", created_at=MONDAY)
    session.add(elsewhere)
    session.flush()
    chat.says(elsewhere, f"gabung {CODE}")
    assert "terhubung dengan SMP Cendana" in chat.heard(elsewhere)[-1]


def test_who_has_left_a_school_takes_their_number_to_another(
    chat: Chat, session: Session, cast: Cast, other: Other
) -> None:
    chat.says(cast.dewi, "catatan Citra: rajin")
    chat.taps(cast.dewi, "Kirim")
    chat.says(cast.dewi, "kunjungan Citra Minggu jam 9")
    chat.taps(cast.dewi, "Tanyakan")
    chat.says(cast.wati, "boleh bu")
    assert "sudah pasti" in chat.heard(cast.wati)[-1]
    chat.heard(cast.sari)
    chat.says(cast.dewi, "umumkan 3B: besok libur")
    for role in session.scalars(select(StaffRole).where(StaffRole.person_id == cast.dewi.id)):
        role.ended_at = MONDAY
    invite(session, other.school, Role.HOMEROOM, other.class_7c)
    chat.says(cast.dewi, f"gabung {CODE}")
    assert "SMP Cendana untuk kelas 7C" in chat.heard(cast.dewi)[-1]
    chat.taps(cast.dewi, "Kirim")
    chat.says(cast.dewi, "catatan Kirana: rajin")
    chat.taps(cast.dewi, "Kirim")
    assert "rajin" in chat.heard(other.laras)[-1]
    chat.heard(cast.dewi)
    for said in ("kunjungan batal", "alamat Citra", "ralat", "sampai", "slot"):
        chat.says(cast.dewi, said)
    told = "\n".join(chat.heard(cast.dewi)).replace("“alamat Citra”", "")  # their own words
    assert "Citra" not in told
    assert "3B" not in told
    assert "Citra" not in feed(session, cast.dewi.id, chat.now).decode()
    chat.hears(cast.wati)
    chat.hears(cast.sari)


def test_a_guardian_of_children_at_two_schools_writes_about_each_to_its_own(
    chat: Chat, session: Session, cast: Cast, other: Other
) -> None:
    add_place(session, other.kirana, cast.wati, Relation.GUARDIAN, 2, MONDAY)
    session.flush()
    chat.says(cast.wati, "Kirana demam, hari ini tidak masuk")
    assert "Kirana Wulandari (7C)" in chat.heard(other.yusuf)[-1]
    chat.hears(cast.dewi)
    chat.hears(cast.hadi)


def test_the_last_child_who_changes_school_takes_the_family_along(
    chat: Chat, session: Session, cast: Cast, other: Other
) -> None:
    cast.citra.left_at = MONDAY
    again = add_child(session, other.class_7c, "Citra Lestari")
    place = add_empty_place(session, again, "Wati", Relation.MOTHER, 1, None)
    session.add(
        Invitation(
            school_id=other.school.id,
            digest=digest(CODE),
            guardianship_id=place.id,
            name="Wati",
            created_at=MONDAY,
            expires_at=MONDAY + timedelta(days=30),
        )
    )
    session.flush()
    chat.says(cast.wati, f"gabung {CODE}")
    chat.taps(cast.wati, "Setuju")
    assert "wali dari Citra Lestari (7C)" in chat.heard(cast.wati)[-1]
    assert chat.contact(cast.wati).school_id == other.school.id


WALK = (
    "umumkan sekolah: besok libur",
    "umumkan 7C: besok libur",
    "catatan Kirana: rajin",
    "Kirana sakit",
    "siapa tidak masuk hari ini",
    "rekap absen",
    "siapa belum paraf",
    "laporan",
    "tugas",
    "kunjungan",
    "kunjungan Kirana Minggu jam 9",
    "rencana kunjungan",
    "arsip kunjungan",
    "laporan kunjungan Kirana",
    "jam temu",
    "jam temu 7C Sabtu jam 8-12",
    "rapat 7C Sabtu jam 9 di aula, agenda dana kelas",
    "kesepakatan",
    "buku Kirana",
    "pdf Kirana",
    "balas Kirana terima kasih",
    "PR mtk hal 45 7C dikumpul Rabu",
    "semua 7C: terima kasih",
    "grup 7C",
    "grup",
    "kelas",
    "kalender",
)


def test_a_role_of_another_school_opens_nothing_there(
    chat: Chat, session: Session, cast: Cast, other: Other
) -> None:
    """Whatever a row says: a teacher of one school is not the principal of the next."""
    session.add(StaffRole(school_id=other.school.id, person_id=cast.dewi.id, role=Role.PRINCIPAL))
    session.add(
        StaffRole(
            school_id=other.school.id,
            person_id=cast.dewi.id,
            role=Role.HOMEROOM,
            class_group_id=other.class_7c.id,
        )
    )
    chat.says(other.yusuf, "catatan Kirana: rajin sekali")
    chat.taps(other.yusuf, "Kirim")
    chat.says(other.laras, "Kirana hari ini izin, ada acara keluarga")
    for said in ("kunjungan Kirana Minggu jam 9", "rapat 7C Sabtu jam 9 di aula, agenda dana"):
        chat.says(other.yusuf, said)
        chat.taps(other.yusuf, "Tanyakan" if said.startswith("kunjungan") else "Kirim undangan")
    chat.says(other.laras, "boleh bu")
    chat.heard(other.laras)
    for said in WALK:
        chat.says(cast.dewi, said)
    chat.heard(other.yusuf)
    told = everything_said(session, cast.dewi)
    for name in ("Kirana Wulandari", "Cendana", "Laras", "Yusuf", "rajin sekali"):
        assert name not in told
    chat.hears(other.laras)
    assert "Wulandari" not in feed(session, cast.dewi.id, chat.now).decode()
