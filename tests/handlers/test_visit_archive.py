"""The archive of home visits: found by child, class, term and words, and by whom."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents.visit_archive_csv import VisitArchives
from bot.storage.database import sessions_on
from models.media import Media
from models.people import Child, Person, Role, StaffRole
from models.visit import Agreement, State, Visit, VisitReport
from models.wording import put_words
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

SECRET = "ayah tampak sering marah"


def reported(
    session: Session, child: Child, teacher: Person, conditions: str, at: datetime = MONDAY
) -> Visit:
    visit = Visit(
        school_id=child.school_id,
        child_id=child.id,
        teacher_id=teacher.id,
        asked_by_id=teacher.id,
        state=State.DONE,
        starts_at=at,
        ends_at=at,
        reason="",
        created_at=at,
        checked_in_at=at,
        checked_out_at=at,
    )
    session.add(visit)
    session.flush()
    session.add(
        VisitReport(
            school_id=child.school_id,
            visit_id=visit.id,
            conditions=conditions,
            said="",
            private=SECRET,
            at=at,
        )
    )
    session.add(
        Agreement(
            school_id=child.school_id,
            visit_id=visit.id,
            words="Ibu membatasi gawai",
            who="Ibu",
            due=date(2026, 12, 20),
        )
    )
    session.flush()
    return visit


@pytest.fixture
def past(session: Session, cast: Cast) -> None:
    reported(session, cast.aisyah, cast.ratna, "belajar di ruang tamu")
    reported(session, cast.aisyah, cast.ratna, "rumah ramai", MONDAY - timedelta(days=270))
    reported(session, cast.bima, cast.dewi, "belajar di kamar")


def ask(chat: Chat, who: Person, words: str) -> str:
    chat.says(who, words)
    return chat.heard(who)[-1]


def test_by_class_child_word_and_term(past: None, chat: Chat, cast: Cast) -> None:
    said = ask(chat, cast.hadi, "arsip kunjungan 1A")
    assert said.startswith("Arsip kunjungan (2), halaman 1 dari 1:\n1. Aisyah Humaira (1A), Senin")
    assert "belajar di ruang tamu" in said
    assert "belajar di kamar" in ask(chat, cast.hadi, "arsip kunjungan Bima")
    assert "(1)" in ask(chat, cast.hadi, "arsip kunjungan RUANG")
    assert "(3)" in ask(chat, cast.hadi, "arsip kunjungan gawai")
    assert "(3)" in ask(chat, cast.hadi, "arsip kunjungan")
    assert "(2)" in ask(chat, cast.hadi, "arsip kunjungan semester ini")
    assert "rumah ramai" in ask(chat, cast.hadi, "arsip kunjungan 1A semester 2 2025/2026")
    assert "Tidak ada" in ask(chat, cast.hadi, "arsip kunjungan semester 2")
    assert "Tidak ada" in ask(chat, cast.hadi, "arsip kunjungan 1A kebun")


def test_another_archive_is_not_ours(past: None, chat: Chat, cast: Cast) -> None:
    assert "Arsip kunjungan" not in ask(chat, cast.ratna, "arsip foto kelas")


def test_pages(chat: Chat, session: Session, cast: Cast) -> None:
    for n in range(7):
        reported(session, cast.danu, cast.ratna, f"catatan {n}", MONDAY - timedelta(days=n))
    assert "catatan 4" in ask(chat, cast.ratna, "arsip kunjungan Danu")
    chat.taps(cast.ratna, "Berikutnya")
    said = chat.heard(cast.ratna)[-1]
    assert "halaman 2 dari 2:\n6. Danu Pratama (1A)" in said
    assert said.endswith("[6. Danu Pratama | 7. Danu Pratama | Unduh tabel]")


def test_private_remarks_are_the_authors_and_the_principals(
    past: None, chat: Chat, session: Session, cast: Cast
) -> None:
    nina = casting.add_person(session, cast.school, "Bu Nina", "telegram", "1009", MONDAY)
    casting.add_staff(session, nina, Role.COUNSELLOR, None)
    sees = {cast.ratna: True, cast.hadi: True, nina: False}
    for who, private in sees.items():
        ask(chat, who, "arsip kunjungan ruang tamu")
        chat.taps(who, "1. Aisyah Humaira")
        said = chat.heard(who)[-1]
        assert "⏳ Ibu membatasi gawai (Ibu, Minggu 20 Desember)" in said
        assert (SECRET in said) is private
    # Not even by looking for its words.
    assert "Tidak ada" in ask(chat, nina, "arsip kunjungan marah")
    assert "(3)" in ask(chat, cast.hadi, "arsip kunjungan marah")


def test_other_classes_and_families_see_nothing(
    past: None, chat: Chat, session: Session, cast: Cast
) -> None:
    said = ask(chat, cast.dewi, "arsip kunjungan")
    assert "Bima" in said
    assert "Aisyah" not in said
    assert "Tidak ada" in ask(chat, cast.dewi, "arsip kunjungan Aisyah")
    subject = casting.add_person(session, cast.school, "Pak Eko", "telegram", "1010", MONDAY)
    casting.add_staff(session, subject, Role.SUBJECT, cast.class_1a)
    assert "Tidak ada" in ask(chat, subject, "arsip kunjungan 1A")
    assert "ruang tamu" not in ask(chat, cast.sari, "arsip kunjungan Aisyah")


async def test_as_a_table_for_the_principal(
    past: None, chat: Chat, session: Session, engine: Engine, cast: Cast
) -> None:
    reported(session, cast.danu, cast.ratna, "=HYPERLINK(1)")
    ask(chat, cast.hadi, "arsip kunjungan 1A semester ini")
    chat.taps(cast.hadi, "Unduh tabel")
    assert "CSV" in chat.heard(cast.hadi)[-1]
    rows = await table(session, engine)
    assert rows[0][:5] == ["Kelas", "Anak", "Tanggal", "Jenis", "Guru"]
    assert [row[:3] for row in rows[1:]] == [
        ["1A", "Danu Pratama", "2026-11-23"],
        ["1A", "Aisyah Humaira", "2026-11-23"],
    ]
    assert rows[1][5] == "'=HYPERLINK(1)"
    assert rows[2][7] == "Ibu membatasi gawai, Ibu, 2026-12-20"
    assert rows[2][9] == SECRET


async def test_the_table_is_made_for_whoever_may_still_see_it(
    past: None, chat: Chat, session: Session, engine: Engine, cast: Cast
) -> None:
    ask(chat, cast.dewi, "arsip kunjungan")
    chat.taps(cast.dewi, "Unduh tabel")
    assert [row[1] for row in await table(session, engine)] == ["Anak", "Bima Saputra"]
    role = session.scalars(select(StaffRole).where(StaffRole.person_id == cast.dewi.id)).one()
    role.ended_at = MONDAY
    cast.class_3b.name = "3B"
    visit = session.scalars(select(Visit).where(Visit.teacher_id == cast.dewi.id)).one()
    visit.teacher_id = cast.ratna.id
    assert [row[1] for row in await table(session, engine)] == ["Anak"]


async def test_the_table_is_headed_in_the_words_of_the_school(
    past: None, chat: Chat, session: Session, engine: Engine, cast: Cast
) -> None:
    put_words(session, cast.school, "jv", {"visit_archive_csv.teacher": "Guru pangampu"})
    cast.dewi.language = "jv"
    ask(chat, cast.dewi, "arsip kunjungan")
    chat.taps(cast.dewi, "Unduh tabel")
    head, *_ = await table(session, engine)
    assert head[:5] == ["Kelas", "Anak", "Tanggal", "Jenis", "Guru pangampu"]


@pytest.mark.parametrize("reference", ["", "1:1:id:", "x:1:id:{}", "1:99999:id:{}"])
async def test_nonsense_is_refused(session: Session, engine: Engine, reference: str) -> None:
    session.commit()
    with pytest.raises(FetchError):
        await VisitArchives(sessions_on(engine), lambda: MONDAY).fetch(reference, 10**7)


async def table(session: Session, engine: Engine) -> list[list[str]]:
    query = select(Media).where(Media.channel == "visit_archive").order_by(Media.id.desc())
    reference = session.scalars(query).first()
    assert reference is not None
    name = reference.reference
    session.commit()
    made = await VisitArchives(sessions_on(engine), lambda: MONDAY).fetch(name, 10**7)
    text = made.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))
