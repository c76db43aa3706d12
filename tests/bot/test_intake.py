"""What comes in is stored, whatever it is made of, or brought again: nothing stops what follows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.channels.base import Event, File, Incoming, News, Unreadable
from bot.commands import status
from bot.inbound.intake import Intake
from bot.inbound.registry import Registry, discover
from bot.inbound.router import Router
from bot.storage.database import sessions_on
from bot.storage.writer import Writer
from models import inbox
from models.inbox import InboundMessage
from models.media import Kind, Media
from models.numbers import LARGEST
from models.outbox import OutboundMessage, Status
from tests.cast import MONDAY, Cast

SARI = "+6284400000002"


@pytest.fixture
async def intake(engine: Engine, session: Session, cast: Cast) -> AsyncIterator[Intake]:
    session.commit()
    writer = Writer(sessions_on(engine), lambda: MONDAY)
    writer.start()
    yield Intake(Router(Registry.of(discover())), writer, {})
    writer.stop()


def said(number: int, text: str, **what: object) -> Incoming:
    return Incoming("whatsapp", SARI, f"SM{number}", text, **what)  # type: ignore[arg-type]


async def test_what_no_database_holds_is_taken_out(intake: Intake, session: Session) -> None:
    odd = said(1, "Aisyah\0 demam \ud800", name="\0", extra={"place": "rumah\0"})
    await intake.deliver([odd, said(2, "terima kasih")])
    kept = session.scalars(select(InboundMessage).order_by(InboundMessage.id)).all()
    assert [one.text for one in kept] == ["Aisyah demam ", "terima kasih"]
    assert kept[0].extra == {"place": "rumah"}


async def test_a_file_of_any_size_is_noted(intake: Intake, session: Session) -> None:
    film = File("ref", Kind.VIDEO, "video/mp4", "pentas.mp4", 4 * 1024**3)
    await intake.deliver([said(1, "", files=(film,))])
    assert session.scalars(select(Media)).one().size == LARGEST


async def test_what_cannot_be_read_is_kept_once(
    intake: Intake, session: Session, cast: Cast
) -> None:
    found = Unreadable("whatsapp", "x\0" + "y" * 20_000, "KeyError", SARI)
    await intake.deliver([found, said(1, "halo"), Unreadable("telegram", "{}", "TypeError")])
    await intake.deliver([found])
    kept = session.scalars(select(inbox.Unreadable).order_by(inbox.Unreadable.id)).all()
    assert [(one.channel, one.error) for one in kept] == [
        ("whatsapp", "KeyError"), ("telegram", "TypeError")
    ]  # fmt: skip
    assert (kept[0].contact_id, kept[0].school_id) == (
        cast.sari.contacts[0].id, cast.school.id
    )  # fmt: skip
    assert (kept[1].contact_id, kept[1].school_id) == (None, None)
    told = select(OutboundMessage.body).where(OutboundMessage.text_key == "unreadable.unread")
    assert len(session.scalars(told).all()) == 1
    assert kept[0].raw.startswith("xyy")
    assert len(kept[0].raw) == 8000
    assert session.scalars(select(InboundMessage.text)).all() == ["halo"]
    assert status.collect(session, MONDAY).unreadable == {"telegram": 1, "whatsapp": 1}


TOO_LARGE = 10**30
"""No integer of any database."""


async def test_an_event_that_can_never_be_stored_holds_nothing_up(
    intake: Intake, session: Session
) -> None:
    broken: list[Event] = [
        News("whatsapp", Status.READ, message=TOO_LARGE),
        said(1, "Aisyah demam", extra={"place": object()}),
        said(2, "kata grup", extra={"place": object()}, group="-100"),
    ]
    await intake.deliver([*broken, said(3, "terima kasih")])
    assert session.scalars(select(InboundMessage.text)).all() == ["terima kasih"]
    kept = session.scalars(select(inbox.Unreadable)).all()
    assert len(kept) == 2
    assert any("Aisyah demam" in one.raw for one in kept)
    assert not any("kata grup" in one.raw for one in kept)


async def test_while_the_database_is_away_nothing_is_confirmed(
    intake: Intake, session: Session, engine: Engine
) -> None:
    """Its own trouble is not the message's, even if it is over before anybody has asked again."""
    brought: list[Event] = [said(1, "halo"), Unreadable("whatsapp", "{}", "KeyError")]
    for one in brought:
        with away(engine, times=2), pytest.raises(OperationalError):
            await intake.deliver([one])
    assert counts(session) == (0, 0)
    await intake.deliver(brought)
    assert counts(session) == (1, 1)


def counts(session: Session) -> tuple[int, int]:
    """How many messages are stored, and how many kept aside."""
    tables = (InboundMessage, inbox.Unreadable)
    messages, aside = (session.scalar(select(func.count(table.id))) or 0 for table in tables)
    session.rollback()
    return messages, aside


@contextmanager
def away(engine: Engine, times: int) -> Iterator[None]:
    """The database refuses so many statements, and is there again."""
    refused = count()

    def refuse(*_: object) -> None:
        if next(refused) < times:
            raise OperationalError("any", None, Exception("away"))

    event.listen(engine, "before_cursor_execute", refuse)
    yield
    event.remove(engine, "before_cursor_execute", refuse)
