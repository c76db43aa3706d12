"""Three weeks of a class of thirty families: what its teacher is sent, and what is left open."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import News, SendError
from bot.outbound import receipts
from models.notice import Notice, Receipt, ReceiptState, SignRule
from models.outbox import OutboundMessage, Status
from models.people import Person
from models.task import Task
from tests.cast import WIB
from tests.dialogue import Chat
from tests.thirty import Thirty

pytestmark = pytest.mark.slow

WEEKS = 3
MOST = 10
"""Messages a day that a teacher did not ask for."""
LOST = 0.03
"""Of what is sent to a family the provider fails so much for good."""
SIGNS, WRITES = 0.6, 0.08
"""How many of those who have something to sign do it in an evening; how many of all write."""
LETTERS = ("besok saya terlambat menjemput ya bu", "PR-nya yang halaman berapa ya bu?")


class Class:
    """The people of one class, who do each evening what people do."""

    def __init__(self, chat: Chat, school: Thirty) -> None:
        self.chat = chat
        self.school = school
        self.chance = random.Random(34)
        self.unasked: Counter[date] = Counter()
        """What the teacher got without having written, by day."""

    def day(self, morning: datetime, number: int) -> None:
        self.until(morning + timedelta(hours=8))
        name = self.school.children[1 + number % 30].name
        self.teacher(f"catatan {name}: hari ini membantu temannya")
        if number % 3 == 0:
            self.teacher(f"PR 7A untuk besok: matematika halaman {40 + number}")
        if number % 4 == 1:
            self.teacher(f"umumkan 7A: besok membawa topi dan botol minum, hari ke-{number}")
        self.until(morning + timedelta(hours=13))
        for mother in self.school.mothers.values():
            self.evening(mother)
        self.until(morning + timedelta(hours=24))

    def teacher(self, words: str) -> None:
        self.chat.says(self.school.ratna, words)
        self.chat.taps(self.school.ratna, "Kirim")
        self.chat.heard(self.school.ratna)
        self.lose()

    def lose(self) -> None:
        """Now and then a provider fails for good what it had taken."""
        rows = select(OutboundMessage).where(
            OutboundMessage.status == Status.SENT,
            OutboundMessage.sent_at == self.chat.now,
            OutboundMessage.notice_id.is_not(None),
        )
        for row in self.chat.session.scalars(rows).all():
            if self.chance.random() < LOST:
                error = SendError("30007")
                news = News(
                    row.channel, Status.FAILED, message=row.id, attempt=row.attempts, error=error
                )
                receipts.hear(self.chat.session, news, self.chat.now)

    def evening(self, mother: Person) -> None:
        said = self.chat.heard(mother)
        drawn = self.chance.random()
        if any("[Paraf ✅" in words for words in said) and drawn < SIGNS:
            self.chat.says(mother, "paraf")
        elif drawn > 1 - WRITES:
            self.chat.says(mother, self.chance.choice(LETTERS))
        self.chat.heard(mother)

    def until(self, moment: datetime) -> None:
        while self.chat.now < moment:
            self.chat.wait(min(timedelta(hours=1), moment - self.chat.now))
            heard = self.chat.heard(self.school.ratna)
            self.unasked[self.chat.now.astimezone(WIB).date()] += len(heard)


def test_a_teacher_gets_few_messages_and_no_family_is_forgotten(
    thirty: Thirty, session: Session
) -> None:
    chat = Chat(session, datetime(2027, 1, 11, 6, 0, tzinfo=WIB))
    people = Class(chat, thirty)
    for number in range(7 * WEEKS):
        morning = chat.now
        if morning.astimezone(WIB).weekday() < 6:
            people.day(morning, number)
        else:
            people.until(morning + timedelta(hours=24))
    people.until(chat.now + timedelta(hours=30))  # what came up on Sunday is told on Monday
    assert max(people.unasked.values()) < MOST, people.unasked
    session.expire_all()
    unsigned = session.scalars(
        select(Receipt)
        .join(Notice, Notice.id == Receipt.notice_id)
        .where(
            Receipt.state.in_((ReceiptState.OPEN, ReceiptState.ESCALATED)),
            Notice.sign_rule != SignRule.NONE,
        )
    ).all()
    owed = session.scalars(select(Task).where(Task.done_at.is_(None))).all()
    since = chat.now - timedelta(days=1)  # the next list of calls is tomorrow's
    known = {task.receipt_id for task in owed if task.told_at or task.created_at > since}
    assert unsigned
    assert [one.id for one in unsigned if one.next_at is None and one.id not in known] == []
