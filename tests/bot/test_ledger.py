"""Every message that comes in ends in exactly one outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.base import File
from models.inbox import InboundMessage, Outcome, count_without_outcome
from models.media import Kind
from tests.cast import Cast
from tests.dialogue import Chat


def last(session: Session) -> InboundMessage:
    session.expire_all()
    query = select(InboundMessage).order_by(InboundMessage.id.desc()).limit(1)
    return session.scalars(query).one()


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Citra sakit hari ini bu", Outcome.PASSED_ON),
        ("bu tas citra ketinggalan di kelas", Outcome.PASSED_ON),
        ("tidak masuk", Outcome.ASKED),
        ("menu", Outcome.ACTED),
        ("buku", Outcome.ACTED),
        ("wkwkwk", Outcome.PASSED_ON),
    ],
)
def test_what_became_of_it(
    chat: Chat, session: Session, cast: Cast, words: str, outcome: Outcome
) -> None:
    chat.says(cast.wati, words)
    assert last(session).outcome is outcome


def test_a_file_is_passed_on(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.wati, files=[File("a", Kind.PHOTO, "image/jpeg")])
    assert last(session).outcome is Outcome.PASSED_ON


def test_whom_it_is_about_is_asked_then_it_is_passed_on(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.sari, "bu besok seragam apa ya")
    outcomes = [last(session).outcome]
    chat.wait(timedelta(hours=1), timedelta(minutes=15))
    outcomes.append(last(session).outcome)
    assert outcomes == [Outcome.ASKED, Outcome.PASSED_ON]


def test_what_nobody_heard_is_passed_on_by_the_clock(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.wati, "menu")
    chat.heard(cast.dewi)
    lost = last(session)
    changed = {"text": "bu, citra jatuh tadi pagi", "outcome": None, "outcome_of": None}
    session.execute(update(InboundMessage).where(InboundMessage.id == lost.id).values(changed))
    assert count_without_outcome(session) == 1
    chat.wait(timedelta(minutes=10), timedelta(minutes=5))
    assert "“bu, citra jatuh tadi pagi”" in chat.heard(cast.dewi)[0]
    session.expire_all()
    assert (lost.outcome, lost.outcome_of) == (Outcome.PASSED_ON, "unheard")
    assert count_without_outcome(session) == 0
