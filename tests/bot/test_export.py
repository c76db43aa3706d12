"""The right to a copy: the book as a PDF, and everything kept as data."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from bot.command import cli
from bot.commands import lookup
from bot.commands.lookup import Asked, Unclear
from bot.documents.book_month import month_for, pupil
from bot.export.belonging import of_child
from bot.export.child import child_copy
from bot.export.person import person_copy
from bot.export.rows import Copier
from models.audit import AuditEvent
from models.base import Base
from models.calendar_feed import issue
from models.invitation import Invitation
from models.people import Guardianship
from tests import visits
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat


def test_a_childs_copy(week: Chat, session: Session, cast: Cast) -> None:
    copy = child_copy(session, cast.aisyah, week.now)
    assert (copy["child"]["name"], copy["child"]["class"]) == ("Aisyah Humaira", "1A")
    assert [place["called"] for place in copy["guardians"]] == ["Ibu Sari", "Bapak Budi"]
    bodies = {notice["body"] for notice in copy["notices"]}
    assert {"sudah berani maju ke depan", "besok membawa topi lapangan"} <= bodies
    assert len(copy["entries"]) == len(copy["notices"])
    assert "soal Aisyah tolong rahasiakan kabar cerai" in [note["text"] for note in copy["notes"]]
    assert [file["name"] for file in copy["files"]] == ["aisyah-demam.jpg"]
    signed = [s for notice in copy["notices"] for s in notice["receipt"]["signatures"]]
    assert ("Ibu Sari", "whatsapp", "paraf") in [
        (one["signer"], one["channel"], one["text"]) for one in signed
    ]


def test_of_other_children_nothing(week: Chat, session: Session, cast: Cast) -> None:
    told = json.dumps(child_copy(session, cast.aisyah, week.now), ensure_ascii=False)
    for secret in ("Danu", "Bima", "piket kelas", "dijemput", '"children"', '"word"'):
        assert secret not in told


def test_what_hangs_on_the_childs_rows_is_in_it(days: Chat, session: Session, cast: Cast) -> None:
    copy = child_copy(session, cast.aisyah, days.now)
    other = copy["other"]
    assert [row["choice"] for row in other["responses"]] == ["tidak ikut"]
    assert [row["reason"] for row in other["absences"]] == ["cacar air"]
    assert [row["delegate"] for row in other["rsvps"]] == ["Mbah Surti"]
    assert [row["conditions"] for row in other["visit_reports"]] == ["kamar belajar sempit"]
    assert [row["words"] for row in other["agreements"]] == ["membaca bersama Aisyah"]
    tables = {"homework_done", "slots", "slot_families", "visits", "visit_offers"}
    assert tables | {"companion_asks", "visit_overrides", "home_addresses"} <= set(other)
    assert {"pr-aisyah.jpg", "aisyah-demam.jpg"} <= {file["name"] for file in copy["files"]}


def test_remarks_for_the_school_are_left_out_and_that_is_said(
    days: Chat, session: Session, cast: Cast
) -> None:
    for copy in (
        child_copy(session, cast.aisyah, days.now),
        person_copy(session, cast.sari, days.now),
    ):
        told = json.dumps(copy)
        assert "waspada" not in told
        assert "rumah-aisyah.jpg" not in told
        assert {"visit_reports.private", "visit_reports.media"} <= set(copy["left_out"])


def test_of_a_brother_nothing(days: Chat, session: Session, cast: Cast) -> None:
    told = json.dumps(child_copy(session, cast.aisyah, days.now), ensure_ascii=False)
    for secret in ("Bima", "disiram", "kacang.jpg", "sunatan", "halaman rumah", "lomba renang"):
        assert secret not in told


def test_a_guardians_copy_has_what_they_said(days: Chat, session: Session, cast: Cast) -> None:
    issue(session, cast.school.id, cast.sari.id, days.now)
    other = person_copy(session, cast.sari, days.now)["other"]
    assert [row["text"] for row in other["room_posts"]] == ["lomba renang kumpul jam berapa?"]
    assert {row["reason"] for row in other["absences"]} == {"cacar air", "ada acara sunatan"}
    assert len(other["visits"]) == 4
    assert [row["words"] for row in other["decisions"]] == ["Membeli cat tembok"]
    assert ["digest" in row for row in other["calendar_feeds"]] == [False]


def test_a_persons_copy(week: Chat, session: Session, cast: Cast) -> None:
    place = session.scalars(
        select(Guardianship).where(Guardianship.person_id == cast.sari.id)
    ).first()
    assert place is not None
    session.add(
        Invitation(
            school_id=cast.school.id,
            digest="d" * 64,
            guardianship_id=place.id,
            name="Ibu Sari",
            created_at=MONDAY,
            expires_at=MONDAY,
            used_at=MONDAY,
            used_by_id=cast.sari.id,
        )
    )
    session.flush()

    copy = person_copy(session, cast.sari, week.now)

    assert [one["address"] for one in copy["contacts"]] == ["+6284400000002"]
    assert {one["child"] for one in copy["guardian_of"]} == {"Aisyah Humaira", "Bima Saputra"}
    assert "Aisyah muntah sejak subuh" in [one["text"] for one in copy["messages_in"]]
    assert any("piket kelas rapi sekali" in one["body"] for one in copy["messages_out"])
    assert copy["signatures"]
    assert "Aisyah muntah sejak subuh" in [one["text"] for one in copy["notes"]]
    assert [one["name"] for one in copy["invitations"]] == ["Ibu Sari"]
    told = json.dumps(copy)
    assert "d" * 64 not in told
    assert "rahasiakan" not in told


def test_of_staff_too(week: Chat, session: Session, cast: Cast) -> None:
    copy = person_copy(session, cast.ratna, week.now)
    assert [(role["role"], role["class"]) for role in copy["roles"]] == [("homeroom", "1A")]
    assert "Aisyah istirahat dulu di rumah" in [one["text"] for one in copy["notes"]]


def test_times_have_a_zone(week: Chat, session: Session, cast: Cast) -> None:
    for copy in (
        child_copy(session, cast.aisyah, week.now),
        person_copy(session, cast.sari, week.now),
    ):
        times = list(_times(copy))
        assert len(times) > 10
        assert {datetime.fromisoformat(at).utcoffset() for at in times} == {
            MONDAY.astimezone(cast.school.zone).utcoffset()
        }


def _times(data: Any) -> list[str]:
    if isinstance(data, dict):
        own = [v for k, v in data.items() if k.endswith("at") and isinstance(v, str)]
        return own + [at for value in data.values() for at in _times(value)]
    return [at for one in data for at in _times(one)] if isinstance(data, list) else []


def test_tables_of_capabilities_to_come_are_copied(
    week: Chat, session: Session, cast: Cast
) -> None:
    """As if the module had never heard of the threads."""
    everything = [table.name for table in Base.metadata.sorted_tables if table.name != "notes"]
    copier = Copier(session, cast.school.zone)
    other = copier.others(of_child(session, cast.aisyah.id), everything)
    assert "Aisyah muntah sejak subuh" in [note["text"] for note in other["notes"]]
    json.dumps(other)


def test_the_book_of_one_who_has_left(week: Chat, session: Session, cast: Cast) -> None:
    cast.aisyah.left_at = MONDAY
    month = month_for(session, pupil(cast.aisyah), date(2026, 11, 1), None, "id")
    assert any("sudah berani maju ke depan" in line for row in month.rows for line in row.school)


@pytest.mark.parametrize(
    ("asked", "class_", "found"),
    [
        ("Aisyah Humaira", "", "aisyah"),
        ("aisyah humaira", "1a", "aisyah"),
        ("bima", "", "bima"),
        ("0123456789", "", "danu"),
        ("a", "3b", None),
        ("a", "", None),
        ("Aisah Humairo", "", None),
        ("Zulkifli", "", None),
        ("", "1a", None),
    ],
)
def test_whom_a_name_means(
    session: Session, cast: Cast, asked: str, class_: str, found: str | None
) -> None:
    cast.danu.nisn = "0123456789"
    session.flush()
    if found:
        assert lookup.child(session, Asked(asked, class_)) is getattr(cast, found)
        return
    with pytest.raises(Unclear):
        lookup.child(session, Asked(asked, class_))


def test_what_to_type_next(session: Session, cast: Cast) -> None:
    def told(asked: str, class_: str = "") -> str:
        with pytest.raises(Unclear) as unclear:
            lookup.child(session, Asked(asked, class_))
        return unclear.value.worded("id")

    aisyah, bima, citra = (f"{one.id}  {one.name}" for one in (cast.aisyah, cast.bima, cast.citra))
    assert f"{bima} (3B)\n{citra} (3B)" in told("a", "3b")
    assert f"{aisyah} (1A)" in told("Aisah Humairo")
    assert "sebagian namanya" in told("Zulkifli")
    with pytest.raises(Unclear) as unclear:
        lookup.person(session, Asked("bu"))
    assert f"{cast.ratna.id}  Bu Ratna: homeroom 1A" in unclear.value.worded("en")


def type_(database_url: str, *words: str) -> Result:
    environment = {"PENGHUBUNG_DATABASE_URL": database_url}
    return CliRunner().invoke(cli, ["export", *words], env=environment)


def test_the_command_writes_the_book(
    week: Chat,
    session: Session,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.commit()
    monkeypatch.chdir(tmp_path)
    told = type_(database_url, "--child", "aisyah", "--class", "1a", "--month", "2026-11")
    assert told.exit_code == 0, told.output
    path = tmp_path / "buku-penghubung-aisyah-humaira-1a-2026-11.pdf"
    assert str(path) in told.output
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_mode & 0o077 == 0

    other = tmp_path / "other.pdf"
    assert type_(database_url, "--child", "aisyah", "--pdf", str(other)).exit_code == 0
    assert other.read_bytes().startswith(b"%PDF")


def test_the_command_in_json(week: Chat, session: Session, cast: Cast, database_url: str) -> None:
    ids = (f"children:{cast.aisyah.id}", f"people:{cast.sari.id}")
    session.commit()
    child = json.loads(type_(database_url, "--child", "aisyah", "--json").output)
    assert child["child"]["name"] == "Aisyah Humaira"
    person = json.loads(type_(database_url, "--person", "ibu sari", "--json").output)
    assert person["person"]["name"] == "Ibu Sari"
    session.expire_all()
    audit = select(AuditEvent.subject).where(AuditEvent.action == "exported")
    assert tuple(session.scalars(audit.order_by(AuditEvent.id))) == ids


def test_an_ambiguous_name_fails(session: Session, cast: Cast, database_url: str) -> None:
    lines = [f"{one.id}  {one.name} (3B)" for one in (cast.bima, cast.citra)]
    session.commit()
    told = type_(database_url, "--child", "a", "--class", "3b", "--json")
    assert told.exit_code == 1
    assert all(line in told.output for line in lines)
    assert type_(database_url, "--person", "Zulkifli", "--json").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--child", "a", "--person", "b"],
        ["--person", "Ibu Sari"],
        ["--child", "aisyah", "--json", "--month", "2026-11"],
        ["--child", "aisyah", "--month", "november"],
        ["--child", "aisyah", "--month", "2026-13"],
        ["--child", "aisyah", "--pdf", "/nowhere/a.pdf"],
    ],
)
def test_what_is_unclear_is_refused(
    session: Session, cast: Cast, database_url: str, words: list[str]
) -> None:
    session.commit()
    assert type_(database_url, *words).exit_code == 2


@pytest.fixture
def reported(chat: Chat, session: Session, cast: Cast) -> Chat:
    """A visit to Aisyah's family, with its report."""
    visits.book(chat, cast)
    chat.until(visits.SATURDAY)
    chat.says(cast.ratna, "sampai")
    chat.says(cast.ratna, "selesai kunjungan")
    chat.says(cast.ratna, "Kondisi: rumah rapi\nCatatan pribadi: ayahnya jarang pulang")
    chat.taps(cast.ratna, "Simpan saja")
    session.commit()
    return chat


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ((), 1),
        (("--class", "1a", "--term", "2026/2027 ganjil"), 1),
        (("--class", "3B"), 0),
        (("--term", "2025/2026"), 0),
    ],
)
def test_visits_by_class_and_term(
    reported: Chat, database_url: str, tmp_path: Path, words: tuple[str, ...], count: int
) -> None:
    made = tmp_path / "kunjungan.csv"
    result = type_(database_url, "--visits", str(made), *words)
    assert result.exit_code == 0
    assert result.output.startswith(f"{count} kunjungan, tanpa catatan pribadi:")
    table = made.read_text(encoding="utf-8-sig")
    assert table.count("rumah rapi") == count
    assert "jarang pulang" not in table


@pytest.mark.parametrize(
    "words", [("--class", "9Z"), ("--term", "kapan-kapan"), ("--child", "Aisyah")]
)
def test_visits_of_what_there_is_not(
    reported: Chat, database_url: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    made = tmp_path / "kunjungan.csv"
    assert type_(database_url, "--visits", str(made), *words).exit_code == 2
    assert not made.exists()
