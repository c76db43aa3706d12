"""`penghubung status`: how far everything has got, and never about whom."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from bot.command import cli
from bot.commands.status import collect, lines
from models.outbox import OutboundMessage, Status
from models.task import Task
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

NIGHT = MONDAY.replace(hour=15)


@pytest.fixture
def day(chat: Chat, cast: Cast) -> None:
    """One entry is signed, one finds nobody who has joined."""
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.taps(cast.ratna, "Kirim")
    chat.taps(cast.sari, "Paraf ✅")
    chat.says(cast.ratna, "catatan Danu: demam")
    chat.taps(cast.ratna, "Kirim")


def test_everything_is_counted(day: None, session: Session) -> None:
    assert collect(session, NIGHT).model_dump(exclude={"schema_revision"}) == {
        "at": NIGHT,
        "outbox": {"telegram sent": 4, "whatsapp sent": 2},
        "oldest_unsent": None,
        "receipts": {"escalated": 1, "signed": 1},
        "unsigned_reasons": {"not_joined": 1},
        "tasks_open": 1,
        "inbox": {"telegram done": 4, "whatsapp done": 1},
        "without_outcome": 0,
        "unreadable": {},
        "media": {},
        "contacts": {"telegram open": 3, "whatsapp open": 3},
        "last_heard": {"telegram": MONDAY, "whatsapp": MONDAY},
        "children": 4,
        "children_with_guardian": 3,
    }


def test_one_subject_a_line(day: None, session: Session) -> None:
    assert list(lines(collect(session, NIGHT)))[1:] == [
        "children 4, with a guardian here 3",
        "outbox: telegram sent 4, whatsapp sent 2",
        "receipts: escalated 1, signed 1",
        "unsigned reasons: not_joined 1",
        "inbox: telegram done 4, whatsapp done 1",
        "unreadable: none",
        "media: none",
        "contacts: telegram open 3, whatsapp open 3",
        "messages without outcome: 0",
        "tasks open 1",
        "last heard on telegram: 2026-11-23 02:00 UTC",
        "last heard on whatsapp: 2026-11-23 02:00 UTC",
    ]


@pytest.mark.parametrize(
    ("status", "since"),
    [
        (Status.HELD, MONDAY),
        (Status.QUEUED, MONDAY),
        (Status.SENT, None),
        (Status.CANCELLED, None),
    ],
)
def test_what_waits_longest(
    day: None, session: Session, status: Status, since: datetime | None
) -> None:
    first = select(OutboundMessage).order_by(OutboundMessage.id).limit(1)
    session.scalars(first).one().status = status
    found = collect(session, NIGHT)
    assert found.oldest_unsent == since
    assert ("oldest unsent since 2026-11-23 02:00 UTC" in lines(found)) == (since is not None)


def test_those_who_left_do_not_count(session: Session, cast: Cast) -> None:
    cast.citra.left_at = MONDAY
    for place in cast.bima.guardianships:
        place.ended_at = MONDAY
    found = collect(session, NIGHT)
    assert (found.children, found.children_with_guardian) == (3, 1)


def test_a_task_that_is_done_is_not_open(day: None, session: Session) -> None:
    session.scalars(select(Task)).one().done_at = MONDAY
    assert collect(session, NIGHT).tasks_open == 0


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_the_command_names_nobody(
    day: None, session: Session, database_url: str, how: list[str]
) -> None:
    session.commit()
    told = told_by(database_url, *how)
    for secret in ("Sari", "84400000002", "Budi", "Ratna", "Aisyah", "berani", "Tunas"):
        assert secret not in told


def test_the_command_in_json(day: None, session: Session, database_url: str) -> None:
    session.commit()
    told = json.loads(told_by(database_url, "--json"))
    assert told["receipts"] == {"escalated": 1, "signed": 1}
    assert datetime.fromisoformat(told["last_heard"]["whatsapp"]) == MONDAY


def test_a_new_installation_has_nothing_to_tell(tmp_path: Path) -> None:
    told = told_by(f"sqlite:///{tmp_path / 'new' / 'penghubung.db'}")
    assert "children 0, with a guardian here 0\noutbox: none" in told


def told_by(database_url: str, *how: str) -> str:
    environment = {"PENGHUBUNG_DATABASE_URL": database_url}
    result = CliRunner().invoke(cli, ["status", *how], env=environment)
    assert result.exit_code == 0, result.output
    return result.output
