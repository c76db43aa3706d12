"""What somebody hears when handling their message failed: no more than is true."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming, Tap
from bot.inbound import apology
from models.inbox import Handled, InboundMessage
from models.notice import Signature
from models.outbox import OutboundMessage
from models.people import Person
from tests.cast import Cast
from tests.dialogue import Chat

NOT_DONE = (
    "Maaf, ada gangguan pada sistem kami. Pesan tersimpan, tetapi belum dikerjakan. "
    "Mohon coba sekali lagi."
)


def fails(chat: Chat, session: Session, who: Person, **what: object) -> None:
    """What the intake does after a fault of ours."""
    contact = chat.contact(who)
    said = Incoming(contact.channel, contact.address, "failed", **what)  # type: ignore[arg-type]
    assert apology.keep(session, said, chat.now)
    chat.deliver()


def test_a_tap_is_not_done_and_can_be_tapped_again(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.ratna, "catatan Aisyah: hari ini berani maju")
    chat.taps(cast.ratna, "Kirim")
    entry = session.scalars(
        select(OutboundMessage).where(OutboundMessage.person_id == cast.sari.id)
    ).one()
    chat.heard(cast.sari)
    chat.heard(cast.ratna)
    fails(chat, session, cast.sari, text="Paraf ✅", tap=Tap(message=entry.id, position=0))
    chat.hears(
        cast.sari,
        "Maaf, ada gangguan pada sistem kami. Ketukan Ibu/Bapak belum dikerjakan. Mohon ketuk "
        "sekali lagi, atau tulis saja maksudnya.",
    )
    chat.hears(cast.ratna)
    assert session.scalars(select(InboundMessage.handled).order_by(InboundMessage.id)).all()[
        -1
    ] is Handled.FAILED  # fmt: skip
    chat.taps(cast.sari, "Paraf ✅")
    assert len(session.scalars(select(Signature)).all()) == 1


def test_the_words_of_a_guardian_reach_the_teacher(
    chat: Chat, session: Session, cast: Cast
) -> None:
    fails(chat, session, cast.sari, text="bu, aisyah di rumah juga begitu")
    assert "di rumah juga begitu" in chat.heard(cast.ratna)[0]
    assert chat.heard(cast.sari)[-1] == (
        "Maaf, ada gangguan pada sistem kami. Pesan Ibu/Bapak tetap tersimpan dan sampai ke "
        "sekolah."
    )


@pytest.mark.parametrize("who", ["ratna", "sari"])
def test_what_reaches_nobody_is_not_said_to_have(
    chat: Chat, session: Session, cast: Cast, who: str
) -> None:
    """A teacher's command; a guardian's message without a word or a file, as of a place."""
    person: Person = getattr(cast, who)
    fails(chat, session, person, text="catatan Aisyah: rajin" if who == "ratna" else "")
    chat.hears(person, NOT_DONE)
