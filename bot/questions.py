"""The open question an answer belongs to.

A question is an outbox row that waits. It is found by the message that was tapped or
quoted, by a choice it offers, or, for free words, by being the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from handlers.post import AGAIN, FREE, MARKS
from handlers.talk import Quoted, Speaker
from models.numbers import whole
from models.outbox import OutboundMessage, Status
from models.prepared import Prepared, Rows

FRESH = timedelta(hours=12)
"""Free words answer a question no older than this."""
OFFERED = timedelta(days=3)
"""A typed number or label answers a question no older than this; a tap any."""

_YES_OR_NO = frozenset({"ya", "y", "iya", "yes", "ok", "oke", "setuju", "tidak", "no"})
_SHADES = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")

_COLUMNS = (
    OutboundMessage.id,
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
    OutboundMessage.blanks,
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


@dataclass(frozen=True)
class Question:
    """One of our messages, as far as an answer to it needs."""

    id: int
    text_key: str
    notice_id: int | None
    asks: str | None
    kind: str | None
    memory: Mapping[str, Any]
    choices: Sequence[Mapping[str, str]]
    answered: bool
    created_at: datetime
    free: bool
    again: bool

    @property
    def quoted(self) -> Quoted:
        return Quoted(self.id, self.text_key, self.notice_id, self.memory)

    def choice(self, text: str) -> str | None:
        """The value of the choice these words are: its label, or its number.

        "Batalkan" is the label "Ya, batalkan", too: not that of an older question.
        """
        said = plain(text)
        for choice in self.choices:
            if said and plain(choice["label"]) in (said, f"ya {said}"):
                return choice["value"]
        if said.isdecimal():  # never a value: those may be ids
            number = whole(said) or 0
            return self.choices[number - 1]["value"] if 0 < number <= len(self.choices) else None
        return next((c["value"] for c in self.choices if said and said == c["value"]), None)

    def at(self, position: int | None, label: str | None) -> str | None:
        """The value of the choice that was tapped."""
        if position is not None and 0 <= position < len(self.choices):
            return self.choices[position]["value"]
        return self.choice(label or "")


def plain(text: str) -> str:
    """Lower case letters and digits, single spaces: how answers are compared.

    Emoji alone are themselves, in whatever colour of skin.
    """
    return " ".join(re.findall(r"\w+", text.casefold())) or _SHADES.sub("", text).strip()


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
    session.execute(
        update(OutboundMessage).where(OutboundMessage.id == question.id).values(answered_at=now)
    )


def _question(row: Any) -> Question:
    return Question(
        id=row.id,
        text_key=row.text_key,
        notice_id=row.notice_id,
        asks=row.asks,
        kind=row.kind,
        memory={name: value for name, value in row.memory.items() if name not in MARKS},
        choices=row.choices,
        answered=row.answered_at is not None,
        created_at=row.created_at,
        free=bool(row.memory.get(FREE)),
        again=bool(row.memory.get(AGAIN)),
    )
