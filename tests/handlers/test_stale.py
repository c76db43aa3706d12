"""What arrives late says when it was written; what is over by then does not arrive."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import NeedsTemplate, News
from bot.outbound import claiming, receipts
from bot.outbound.claiming import Claimed
from models.outbox import OutboundMessage, Priority, Status
from tests.cast import Cast
from tests.dialogue import Chat


@pytest.fixture
def closed(chat: Chat, session: Session, cast: Cast) -> Chat:
    """An entry that waits for Ibu Wati's window."""
    chat.says(cast.dewi, "catatan Citra: besok bawa topi")
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.dewi), chat.heard(cast.wati)
    for row in about(session, cast):
        error = NeedsTemplate("63016")
        news = News("whatsapp", Status.FAILED, message=row.id, attempt=row.attempts, error=error)
        receipts.hear(session, news, chat.now)
    chat.heard(cast.wati)
    return chat


def about(session: Session, cast: Cast) -> list[OutboundMessage]:
    query = select(OutboundMessage).where(
        OutboundMessage.person_id == cast.wati.id, OutboundMessage.notice_id.is_not(None)
    )
    return list(session.scalars(query.order_by(OutboundMessage.id)))


def claimed(chat: Chat) -> list[Claimed]:
    """What is about to be sent to a WhatsApp."""
    return claiming.claim(chat.session, chat.now, "whatsapp", 10)


def test_what_waited_for_days_is_dated(closed: Chat, session: Session, cast: Cast) -> None:
    (row,) = about(session, cast)
    row.status = Status.QUEUED
    closed.now += timedelta(days=3)
    (message,) = [one for one in claimed(closed) if one.id == row.id]
    assert str(message.written) == "2026-11-23"


def test_what_goes_on_the_same_day_is_not(closed: Chat, session: Session, cast: Cast) -> None:
    (row,) = about(session, cast)
    row.status = Status.QUEUED
    closed.now += timedelta(hours=3)
    (message,) = [one for one in claimed(closed) if one.id == row.id]
    assert message.written is None


def test_a_notice_and_its_own_reminder_never_come_together(
    closed: Chat, session: Session, cast: Cast
) -> None:
    closed.wait(timedelta(hours=22))
    whole, reminder = about(session, cast)
    assert (whole.status, reminder.notice_id) == (Status.HELD, whole.notice_id)
    reminder.status, reminder.due_at = Status.HELD, None
    session.flush()
    closed.heard(cast.wati)
    closed.says(cast.wati, "Buka")
    said = [words for words in closed.heard(cast.wati) if "topi" in words]
    assert len(said) == 1
    assert "belum diparaf" not in said[0]


def test_who_has_signed_meanwhile_is_not_reminded(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: besok bawa topi")
    chat.says(cast.ratna, "kirim")
    chat.wait(timedelta(hours=23))
    reminders = select(OutboundMessage).where(OutboundMessage.topic.contains(":nudge:"))
    row = session.scalars(reminders).one()
    row.status = Status.QUEUED
    session.flush()
    chat.says(cast.budi, "paraf")
    session.refresh(row)
    row.status = Status.QUEUED
    session.flush()
    assert row.id not in [one.id for one in claimed(chat)]
    session.refresh(row)
    assert (row.status, row.error) == (Status.CANCELLED, "signed")


@pytest.mark.parametrize(
    ("priority", "status"),
    [(Priority.NORMAL, Status.HELD), (Priority.URGENT, Status.CLAIMED)],
)
def test_what_was_held_up_until_the_night_waits_for_the_morning(
    chat: Chat, session: Session, cast: Cast, priority: Priority, status: Status
) -> None:
    chat.says(cast.dewi, "catatan Citra: besok bawa topi")
    chat.says(cast.dewi, "kirim")
    (row,) = about(session, cast)
    row.status, row.priority = Status.QUEUED, priority
    session.flush()
    chat.now += timedelta(hours=14)
    claimed(chat)
    session.refresh(row)
    assert row.status is status
