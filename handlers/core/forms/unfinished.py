"""Drafts that were left: offered again in one line, and never gone on with by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.forms.asking import Question
from handlers.core.forms.form import FORMS, NO, OF, TOO_OLD, Form
from handlers.core.talk import Choice, Reply, Say, Sense, Tell, Text, Turn
from handlers.core.talk.words import GO_ON
from models.outbox import OutboundMessage, Status, close
from models.prepared import Watch

DROP = Text("form.drop", id="Buang", en="Drop it")
OFFER = Text("form.offer", id="Lanjutkan {what}?", en="Go on with {what}?")
AGAIN = Text(
    "form.again",
    id="Kemarin ada yang belum selesai: {what}. Mau dilanjutkan?",
    en="Yesterday this was not finished: {what}. Would you like to go on with it?",
    template=True,
    buttons=(GO_ON, DROP),
)
CHOICES = (Choice("go on", GO_ON, Sense.YES, "lanjut"), Choice(NO, DROP, Sense.NO))
NEXT_DAY, FORGOTTEN = timedelta(hours=20), timedelta(hours=44)

_LEFT = Watch(
    select(OutboundMessage)
    .where(
        OutboundMessage.asks.is_not(None),
        OutboundMessage.asks.in_(bindparam("steps", expanding=True)),
        OutboundMessage.answered_at.is_(None),
        OutboundMessage.person_id.is_not(None),
        OutboundMessage.status != Status.CANCELLED,
        OutboundMessage.created_at > bindparam("since"),
        OutboundMessage.created_at <= bindparam("until"),
    )
    .order_by(OutboundMessage.id)
)


def line(turn: Turn, session: Session, opened: Sequence[Question]) -> list[Say]:
    """The newest draft among the speaker's open questions, the latest first; once for each, and
    none that was for a school where they are no longer."""
    offered = {question.memory.get(OF) for question in opened}
    for question in opened:
        form = FORMS.get(question.asks or "")
        if form is None or question.school_id != turn.speaker.school_id:
            continue
        contact, memory = turn.speaker.contact_id, question.memory
        fresh = turn.now - question.created_at < TOO_OLD and question.id not in offered
        if not fresh or _is_replaced(session, form, contact, question.id, memory):
            return []
        return [
            Reply(
                OFFER,
                {"what": form.described(session, memory)},
                choices=CHOICES,
                then=form.unfinished,
                remember={**memory, OF: question.id},
            )
        ]
    return []


def close_offers(session: Session, contact: int, question: Question, now: datetime) -> None:
    """The draft of that question was sent, changed or left: nobody goes on with it as it was."""
    form = FORMS.get(question.asks or "")
    if form is None:
        return
    offers = select(OutboundMessage.id, OutboundMessage.memory).where(
        OutboundMessage.contact_id == contact,
        OutboundMessage.id > question.id,
        OutboundMessage.asks == form.unfinished.name,
        OutboundMessage.answered_at.is_(None),
    )
    for offer, memory in session.execute(offers).all():
        if memory.get(OF) == question.id:
            close(session, offer, now)


def again(session: Session, now: datetime) -> list[Tell]:
    """What was left yesterday, to whoever began it."""
    left = _LEFT.scalars(session, steps=list(FORMS), since=now - FORGOTTEN, until=now - NEXT_DAY)
    return [
        Tell(
            AGAIN,
            {"what": form.described(session, message.memory)},
            choices=CHOICES,
            then=form.unfinished,
            remember={**message.memory, OF: message.id},
            to=message.person_id,
            topic=f"unfinished:{message.id}",
            office=True,
        )
        for message in left
        if message.person_id and (form := FORMS.get(message.asks or ""))
        if not _is_replaced(session, form, message.contact_id, message.id, message.memory)
    ]


def _is_replaced(
    session: Session, form: Form[Any], contact: int, asked: int, memory: Mapping[str, Any]
) -> bool:
    """Whether they began the same for the same since: then nobody misses it."""
    later = select(OutboundMessage.memory).where(
        OutboundMessage.contact_id == contact,
        OutboundMessage.id > asked,
        OutboundMessage.asks.in_([name for name, of in FORMS.items() if of is form]),
    )
    what = form.described(session, memory)
    return any(form.described(session, one) == what for one in session.scalars(later))
