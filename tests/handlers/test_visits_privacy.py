"""What others can learn of a visit: in a group, by another teacher, from a calendar."""

from __future__ import annotations

import asyncio

import pytest
from icalendar import Calendar, Event
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents.calendars import Calendars
from bot.storage.database import sessions_on
from models.media import Media
from models.visit import HomeAddress, State, Visit
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat
from tests.visits import ask, book, five_days, listen, visit

GROUP = "-5"


@pytest.fixture
def linked(chat: Chat, cast: Cast) -> Chat:
    five_days(cast)
    chat.says_in_group(cast.ratna, GROUP, f"/start@PenghubungBot kelas_{cast.class_1a.id}")
    chat.group_heard(GROUP)
    listen(chat, cast)
    return chat


def test_a_group_learns_nothing(linked: Chat, session: Session, cast: Cast) -> None:
    linked.says_in_group(cast.ratna, GROUP, "kunjungan Aisyah Sabtu jam 9")
    assert not session.scalars(select(Visit)).all()
    book(linked, cast)
    linked.says_in_group(cast.budi, GROUP, "kunjungan")
    linked.says_in_group(cast.budi, GROUP, "nanti cuma bapaknya yang di rumah ya bu")
    assert linked.group_heard(GROUP) == []
    assert visit(session).state is State.CONFIRMED


def test_somebody_elses_yes_in_the_group_is_no_answer(
    linked: Chat, session: Session, cast: Cast
) -> None:
    ask(linked, cast)
    linked.says_in_group(cast.wati, GROUP, "bisa bu, silakan")
    assert linked.group_heard(GROUP) == []
    assert visit(session).state is State.ASKED


def test_a_colleague_who_is_only_asked_learns_no_name(
    chat: Chat, session: Session, cast: Cast
) -> None:
    book(chat, cast, "Ayah")
    said = " ".join(chat.heard(cast.dewi) + chat.heard(cast.hadi))
    assert "Kelas 1A" in said
    for name in ("Aisyah", "Sari", "Budi"):
        assert name not in said


def file(engine: Engine, reference: str) -> Event:
    made = asyncio.run(Calendars(sessions_on(engine), lambda: MONDAY).fetch(reference, 10_000))
    (found,) = Calendar.from_ical(made.content).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def test_no_address_is_in_a_calendar(
    chat: Chat, session: Session, engine: Engine, cast: Cast
) -> None:
    aisyah = cast.aisyah
    session.add(
        HomeAddress(school_id=aisyah.school_id, child_id=aisyah.id, words="Jl. Melati 5", at=MONDAY)
    )
    book(chat, cast)
    reference = session.scalars(select(Media.reference)).one()
    session.commit()
    first = file(engine, reference)
    assert str(first["location"]) == "di rumah keluarga"
    assert "Melati" not in first.to_ical().decode()
    assert str(first["status"]) == "CONFIRMED"

    chat.says(cast.ratna, "kunjungan batal Aisyah karena sakit")
    chat.taps(cast.ratna, "Batalkan", under="dibatalkan?")
    session.commit()
    after = file(engine, reference)
    assert (after["uid"], str(after["status"])) == (first["uid"], "CANCELLED")
    assert int(str(after["sequence"])) > int(str(first["sequence"]))


@pytest.mark.parametrize("reference", ["visit:99:1", "visit:x", "visit:"])
def test_a_calendar_of_no_visit(engine: Engine, reference: str) -> None:
    with pytest.raises(FetchError):
        file(engine, reference)
