"""What a school sets differently: shown, changed, refused, and put back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import typer
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from bot.commands.school import build
from bot.storage.database import sessions_on
from models.school import School
from tests.cast import MONDAY


@pytest.fixture
def engine_with_a_school(engine: Engine) -> Engine:
    with sessions_on(engine).begin() as session:
        session.add(School(name="SD Tunas Harapan", created_at=MONDAY))
    return engine


def _run(engine: Engine, *given: str) -> Result:
    @contextmanager
    def opened() -> Iterator[Session]:
        with sessions_on(engine).begin() as session:
            yield session

    cli = typer.Typer()
    cli.command()(build(opened))
    return CliRunner().invoke(cli, given)


def _school(engine: Engine) -> School:
    with sessions_on(engine)() as session:
        return session.query(School).one()


def test_shown_and_changed(engine_with_a_school: Engine) -> None:
    told = _run(
        engine_with_a_school,
        *("--set", "template_price=600"),
        *("--set", "monthly_budget=250000"),
        *("--set", "office_from=06:30"),
        *("--set", 'hours.days_off=["2026-12-23"]'),
        "--json",
    )
    found = json.loads(told.output)
    assert found["settings"]["template_price"] == 600
    assert found["changed"] == [
        "hours.days_off", "monthly_budget", "office_from", "template_price"
    ]  # fmt: skip
    school = _school(engine_with_a_school)
    assert (school.rules.monthly_budget, str(school.rules.office_from)) == (250_000, "06:30:00")
    assert [day.isoformat() for day in school.quiet.days_off] == ["2026-12-23"]


def test_back_to_the_default(engine_with_a_school: Engine) -> None:
    _run(engine_with_a_school, "--set", "template_price=600")
    told = _run(engine_with_a_school, "--unset", "template_price")
    assert "  template_price = 0" in told.output
    assert _school(engine_with_a_school).settings == {}


def test_a_dry_run_changes_nothing(engine_with_a_school: Engine) -> None:
    told = _run(engine_with_a_school, "--set", "template_price=600", "--dry-run")
    assert "* template_price = 600" in told.output
    assert _school(engine_with_a_school).settings == {}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("template_price=-1", "greater than or equal to 0"),
        ("no_such=1", "there is no setting 'no_such'"),
        ("template_price", "is not name=value"),
        ("hours.morning=late", "hours.morning"),
        ("hours.time_zone=Asia/Tokyo", "there is no setting"),
    ],
)
def test_wrong_values_are_refused(engine_with_a_school: Engine, given: str, why: str) -> None:
    told = _run(engine_with_a_school, "--set", given)
    assert told.exit_code == 2
    assert why in " ".join(told.output.replace("│", " ").split())
    assert _school(engine_with_a_school).settings == {}


def test_no_school_yet(engine: Engine) -> None:
    told = _run(engine)
    assert told.exit_code == 2
    assert "import a roster first" in told.output
