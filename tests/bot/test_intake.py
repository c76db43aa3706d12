"""What comes in is stored, whatever it is made of, or brought again: nothing stops what follows."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.base import File, Incoming
from bot.database import sessions_on
from bot.intake import Intake
from bot.registry import Registry, discover
from bot.router import Router
from bot.writer import Writer
from models.inbox import InboundMessage
from models.media import Kind, Media
from models.numbers import LARGEST
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
