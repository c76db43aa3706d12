"""The open question an answer belongs to.

A question is an outbox row that waits. It is found by the message that was tapped or
quoted, by a choice it offers, or, for free words, by being the latest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from handlers.core.forms.asking import Question
from handlers.core.talk import Speaker
from handlers.core.talk.post import AGAIN, ASKED, ASKER, FREE, MARKS, QUESTION
from handlers.core.understanding.answers import plain
from models import outbox
from models.base import one_of
from models.outbox import OPEN, OutboundMessage, Status
from models.prepared import Prepared, Rows

FRESH = timedelta(hours=12)
"""Free words answer a question no older than this."""
OFFERED = timedelta(days=3)
"""A typed number or label answers a question no older than this; a tap any."""

_YES_OR_NO = frozenset({"ya", "y", "iya", "yes", "ok", "oke", "setuju", "tidak", "no"})

_COLUMNS = (
    OutboundMessage.id,
    OutboundMessage.school_id,
    OutboundMessage.person_id,
    OutboundMessage.contact_id,
    OutboundMessage.text_key,
    OutboundMessage.notice_id,
    OutboundMessage.memory,
    OutboundMessage.choices,
    OutboundMessage.asks,
    OutboundMessage.kind,
    OutboundMessage.answered_at,
    OutboundMessage.created_at,
    OutboundMessage.body,
    OutboundMessage.topic,
)
_LATEST = Prepared(
    select(*_COLUMNS)
    .where(
        OutboundMessage.contact_id == bindparam("contact"),
        OutboundMessage.asks.is_not(None),
        OutboundMessage.answered_at.is_(None),
        OutboundMessage.created_at > bindparam("since"),
        OutboundMessage.status != Status.CANCELLED,
    )
    .order_by(OutboundMessage.id.desc())
    .limit(20)
)


_MINE = (
    select(*_COLUMNS)
    .where(
        or_(
            OutboundMessage.contact_id == bindparam("contact"),
            OutboundMessage.person_id == bindparam("person"),
        )
    )
    .order_by(OutboundMessage.id.desc())
    .limit(1)
)
_BY_ID = Prepared(_MINE.where(OutboundMessage.id == bindparam("message")))
_BY_NAME = Prepared(
    _MINE.where(
        OutboundMessage.channel == bindparam("channel"),
        OutboundMessage.provider_id == bindparam("name"),
    )
)


def latest(session: Session, speaker: Speaker, now: datetime) -> list[Question]:
    """This contact's open questions, the latest first."""
    rows = _LATEST(session, contact=speaker.contact_id, since=now - OFFERED)
    return [_question(row) for row in rows]


_CARDS = Prepared(
    select(*_COLUMNS)
    .where(
        OutboundMessage.contact_id == bindparam("contact"),
        OutboundMessage.notice_id.is_not(None),
        OutboundMessage.created_at > bindparam("since"),
    )
    .order_by(OutboundMessage.id.desc())
    .limit(20)
)


def cards(session: Session, group: int, now: datetime) -> list[Question]:
    """What we showed in a group so lately that words there may be about it, the latest first."""
    return [_question(row) for row in _CARDS(session, contact=group, since=now - FRESH)]


def pointed_at(session: Session, speaker: Speaker, incoming: Incoming) -> Question | None:
    """The message of ours that was tapped or quoted, if it was theirs to answer."""
    tap = incoming.tap
    mine = {"contact": speaker.contact_id, "person": speaker.person_id}
    if tap is not None and tap.message is not None:
        return _first(_BY_ID(session, message=tap.message, **mine))
    name = tap.provider_id if tap else incoming.quoted
    if name is None:
        return None
    return _first(_BY_NAME(session, channel=incoming.channel, name=name, **mine))


def _first(rows: Rows) -> Question | None:
    return _question(rows[0]) if rows else None


def offering(questions: Sequence[Question], text: str) -> tuple[Question, str] | None:
    """The latest question that offers what was typed.

    A number, or a mere yes or no, is for the one that was asked last: an older one would take
    what was said to this one. What is asked without choices ("Berapa kursi?") is asked as well.
    """
    asked = [q for q in questions if q.choices or (q.free and not q.again)]
    if plain(text).isdecimal() or plain(text) in _YES_OR_NO:
        asked = asked[:1]
    for question in asked:
        if (value := question.choice(text)) is not None:
            return question, value
    return None


def picking(questions: Sequence[Question], text: str) -> tuple[Question, str] | None:
    """A line of the list that was shown last, in other words of its label: "yang Aisyah bu"."""
    asked = next((q for q in questions if q.choices or (q.free and not q.again)), None)
    value = asked.picked(text) if asked and not asked.waits else None
    return (asked, value) if asked and value is not None else None


def interrupted(questions: Sequence[Question], question: Question) -> bool:
    """Whether a conversation that waits for free words was begun after that question."""
    return any(later.free and not later.again and later.id > question.id for later in questions)


def free(questions: Sequence[Question], now: datetime) -> Iterator[Question]:
    """Those that any words may answer, the latest first: notices with a question of their own,
    which leave what is no answer to others, and the one that was asked in conversation."""
    for question in questions:
        if question.free and now - question.created_at < FRESH:
            yield question
            if not question.again:
                return


def close(session: Session, question: Question, now: datetime) -> None:
    """It has been answered; it stays open if it may be answered again."""
    if question.again:
        return
    outbox.close(session, question.id, now)


def withdraw(session: Session, question: Question) -> None:
    """It is shown again with more in it: of an album that comes at once, only the last is sent."""
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.id == question.id, one_of(OutboundMessage.status, OPEN))
        .values(status=Status.CANCELLED)
    )


def _question(row: Any) -> Question:
    return Question(
        id=row.id,
        school_id=row.school_id,
        text_key=row.text_key,
        body=row.memory.get(QUESTION) or row.body,
        notice_id=row.notice_id,
        asks=row.asks,
        kind=row.kind,
        memory={name: value for name, value in row.memory.items() if name not in MARKS},
        choices=row.choices,
        answered=row.answered_at is not None,
        created_at=row.created_at,
        free=bool(row.memory.get(FREE)),
        again=bool(row.memory.get(AGAIN)),
        told=row.topic is not None or bool(row.memory.get(ASKED)),
        asker=row.memory.get(ASKER),
    )
