"""Codes for guardians and staff, and the slips they are printed on."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from bot.commands.invite import Request, build, run
from bot.documents.invitation_codes import Addresses, make, make_staff, places
from bot.documents.invitation_slips import latin, pdf
from bot.storage.database import sessions_on
from handlers.core.talk.times import MONTHS
from models.invitation import Invitation, digest, looks_like_code
from models.people import Guardianship, Role
from tests.cast import MONDAY, WIB, Cast

BOTH = Addresses("+6284400000999", "PenghubungBot")


def test_the_empty_places_are_invited(session: Session, cast: Cast) -> None:
    [slip] = make(session, cast.school, places(session, cast.school), MONDAY)

    assert (slip.child, slip.class_name, slip.name) == ("Danu Pratama", "1A", "Jumiati")
    [stored] = session.scalars(select(Invitation))
    assert stored.digest == digest(slip.spoken)
    assert slip.code not in str(vars(stored))
    assert stored.expires_at == MONDAY + timedelta(days=30)
    assert stored.name == "Ibu Jumiati"


def test_a_code_printed_before_stays_good(session: Session, cast: Cast) -> None:
    to = places(session, cast.school, child="Danu")
    codes = {make(session, cast.school, to, MONDAY)[0].code for _ in range(3)}
    assert len(codes) == 3
    assert all(one.open_at(MONDAY) for one in session.scalars(select(Invitation)))


@pytest.mark.parametrize(
    ("classes", "child", "joined", "names"),
    [
        (["1A"], "", True, ["Sari", "Budi", "Jumiati"]),
        (["3B"], "", False, []),
        ([], "bima", True, ["Sari", "Budi"]),
        ([], "%", True, []),
    ],
)
def test_who_is_invited(
    session: Session, cast: Cast, classes: list[str], child: str, joined: bool, names: list[str]
) -> None:
    cast.school.school_year = "2026/2027"
    found = places(session, cast.school, classes=classes, child=child, joined=joined)
    assert [place.name for place in found] == names


def test_nobody_is_invited_to_a_child_who_has_left(session: Session, cast: Cast) -> None:
    cast.danu.left_at = MONDAY
    session.flush()
    assert places(session, cast.school) == []


def test_links_carry_the_code() -> None:
    assert BOTH.links("ABCDEFGHJK") == {
        "whatsapp": "https://wa.me/6284400000999?text=GABUNG%20ABCDEFGHJK",
        "telegram": "https://t.me/PenghubungBot?start=ABCDEFGHJK",
    }
    assert Addresses().links("ABCDEFGHJK") == {}
    assert looks_like_code("ABCDE-FGHJK")


def test_staff_join_by_a_code_too(session: Session, cast: Cast) -> None:
    slip = make_staff(session, cast.school, "Bu Rina", Role.HOMEROOM, cast.class_3b, MONDAY)

    [stored] = session.scalars(select(Invitation))
    assert (stored.role, stored.class_group_id) == (Role.HOMEROOM, cast.class_3b.id)
    assert stored.guardianship_id is None
    assert stored.digest == digest(slip.code)
    assert pdf([slip], BOTH, WIB).startswith(b"%PDF")


def test_slips_are_eight_a_page(session: Session, cast: Cast) -> None:
    [place] = places(session, cast.school)
    slips = make(session, cast.school, [place] * 17, MONDAY)
    for to in (BOTH, Addresses(), Addresses(telegram="PenghubungBot")):
        data = pdf(slips, to, WIB)
        assert data.count(b"/Type /Page\n") == 3


def test_any_name_can_be_printed(session: Session, cast: Cast) -> None:
    [place] = places(session, cast.school)
    cast.danu.name = "Ḥafiẓ 学生 " + "panjang " * 40
    slips = make(session, cast.school, [place], MONDAY)
    for language in MONTHS:
        assert pdf(slips, BOTH, WIB, language)


@given(st.text())
def test_latin_is_what_the_font_has(words: str) -> None:
    latin(words).encode("latin-1")


def test_names_keep_their_letters() -> None:
    assert latin("Ḥafiẓ Sa’diyah é") == "Hafiz Sa'diyah é"


def test_the_command_writes_a_pdf_for_the_owner_only(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    cast.school.school_year = "2026/2027"
    out = tmp_path / "slips.pdf"
    run(session, Request(classes=("kelas 1 a",)), BOTH, out=out, now=MONDAY)
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_mode & 0o077 == 0


def test_the_command_in_json(engine: Engine, session: Session, cast: Cast) -> None:
    cast.school.school_year = "2026/2027"
    session.commit()
    app = typer.Typer()
    app.command()(build(sessions_on(engine).begin, lambda: BOTH))

    result = CliRunner().invoke(app, ["--class", "1A", "--json"])
    [told] = json.load(io.StringIO(result.output))
    assert told["child"] == "Danu Pratama"
    assert told["relation"] == "mother"
    assert told["links"] == BOTH.links(told["message"].removeprefix("GABUNG "))
    assert datetime.fromisoformat(told["expires_at"])

    told = CliRunner().invoke(app, ["--staff", "Bu Rina", "--role", "operator", "--json"])
    assert json.loads(told.output)[0]["role"] == "operator"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Request(), "--all"),
        (Request(classes=("9Z",)), "1A, 3B"),
        (Request(classes=("3B",)), "nobody to invite"),
        (Request(child="a", joined=True), "Aisyah Humaira, Bima Saputra"),
        (Request(staff="Bu Rina", role="boss"), "homeroom, subject"),
        (Request(staff="Bu Rina", role="homeroom"), "one class"),
        (Request(everybody=True, school="SMP Lain"), "SD Tunas Harapan"),
    ],
)
def test_what_is_unclear_is_asked(session: Session, cast: Cast, asked: Request, why: str) -> None:
    cast.school.school_year = "2026/2027"
    with pytest.raises(typer.BadParameter, match=why):
        run(session, asked, BOTH, as_json=True, now=MONDAY)


def test_ended_places_are_not_invited(session: Session, cast: Cast) -> None:
    for place in session.scalars(select(Guardianship)):
        place.ended_at = MONDAY
    session.flush()
    assert places(session, cast.school, joined=True) == []
