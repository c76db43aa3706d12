"""Listening in a class's group chat: a guest, who acts only on what is plainly for us.

What is for us is handled as if it had been written in the sender's private chat, and answered
there; the group sees one neutral line. Nothing else that is said in a group is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from bot.inbound import apology, arrivals, ledger, overheard
from bot.inbound.overheard import Asked, ForUs
from bot.inbound.route import Route
from handlers.core.talk import Card, Choice, Say, Speaker, Text, Turn, Who
from handlers.core.talk.post import post
from handlers.core.talk.texts import Claim
from handlers.groups import chats as group_chats
from models import inbox
from models.group import ClassChat, chat_at
from models.inbox import Handled, Outcome
from models.outbox import OutboundMessage, Priority

if TYPE_CHECKING:
    from bot.inbound.router import Router

NOTED = Text(
    "groups.noted",
    id="Baik, Bapak/Ibu, sudah dicatat. 🙏 Rinciannya di chat pribadi.",
    en="Thank you, this is noted. 🙏 The details are in your private chat.",
    claims=Claim.NOTED,
)
GO_ON = Text(
    "groups.go_on",
    id="Baik, Bapak/Ibu. 🙏 Mohon dilanjutkan di chat pribadi, ya.",
    en="Thank you. 🙏 Please go on in your private chat.",
)
INVITE = Text(
    "groups.invite",
    id="Bapak/Ibu, mohon kabar seperti ini ditulis di chat pribadi dengan Penghubung, supaya "
    "tercatat dan sampai ke wali kelas. 🙏",
    en="Please write news like this in your private chat with Penghubung, so that it is noted and "
    "reaches the homeroom teacher. 🙏",
)
OPEN = Text("groups.open", id="Buka chat pribadi", en="Open private chat")

INVITE_EVERY = timedelta(hours=6)
_LINK = re.compile(r"/start(?:@(?P<bot>\w+))?\s+kelas_(?P<class_id>\d{1,9})")


def receive(router: Router, session: Session, incoming: Incoming, now: datetime) -> bool:
    """One message of a group and everything it causes. False if there is nothing to do."""
    bot = router.doors.telegram
    link = _LINK.fullmatch(incoming.text.strip())
    if link and overheard.is_ours(link["bot"], bot):
        return _link(router, session, incoming, int(link["class_id"]), now)
    chat = chat_at(session, incoming.channel, incoming.group or "")
    if chat is None:
        return False
    speaker = _joined(session, incoming)
    if speaker is None:
        return _invite(session, chat, incoming, bot, now)
    meant = _for_us(router, session, incoming, chat, speaker, now)
    return meant is not None and _handle(router, session, incoming, meant)


def rescue(router: Router, session: Session, incoming: Incoming, now: datetime) -> bool:
    """Handling it failed: what was for us is kept as if it had been written privately."""
    chat = chat_at(session, incoming.channel, incoming.group or "")
    speaker = _joined(session, incoming)
    if chat is None or speaker is None:
        return False
    if _for_us(router, session, incoming, chat, speaker, now) is None:
        return False
    return apology.keep(session, replace(incoming, group=None), now)


def _joined(session: Session, incoming: Incoming) -> Speaker | None:
    speaker = arrivals.known_speaker(session, incoming)
    return None if speaker is None or Who.STRANGER in speaker.who else speaker


def _for_us(
    router: Router,
    session: Session,
    incoming: Incoming,
    chat: ClassChat,
    speaker: Speaker,
    now: datetime,
) -> ForUs | None:
    said = overheard.words(incoming.text, router.doors.telegram)
    if said is None:
        return None
    turn = replace(_turn(router, speaker, now), group=chat.contact_id)
    return overheard.listen(session, said, incoming, turn, router.registry)


def _turn(router: Router, speaker: Speaker, now: datetime) -> Turn:
    """A turn whose message is not stored, and perhaps never will be."""
    registry = router.registry
    return Turn(
        speaker,
        "",
        now,
        inbox_id=0,
        menu=registry.menu(speaker.who),
        overhear=registry.overhear,
        doors=router.doors,
    )


def _kept(turn: Turn, session: Session, incoming: Incoming) -> Turn | None:
    """The same turn once its message is stored; None if it had been stored before."""
    inbox_id = arrivals.keep(session, incoming, turn.speaker, turn.now, Handled.DONE)
    if inbox_id is None:
        return None
    media = arrivals.keep_files(session, incoming.files, inbox_id, turn.speaker, turn.now)
    return replace(turn, inbox_id=inbox_id, media=media)


def _link(
    router: Router, session: Session, incoming: Incoming, class_id: int, now: datetime
) -> bool:
    """The link of a class was opened and this group chosen. Nobody we do not know is answered."""
    speaker = arrivals.known_speaker(session, incoming)
    turn = _kept(_turn(router, speaker, now), session, incoming) if speaker else None
    if turn is None or incoming.group is None:
        return False
    post(session, group_chats.link(turn, session, class_id, incoming.group), now, speaker)
    inbox.settle(session, turn.inbox_id, Outcome.ACTED, "groups.link")
    return True


def _handle(router: Router, session: Session, incoming: Incoming, meant: ForUs) -> bool:
    """Answer in the private chat, and let the group see that it was heard."""
    turn = _kept(meant.turn, session, incoming)
    if turn is None:
        return False
    says, route = router.first(_routes(router, replace(meant, turn=turn)), session, turn.now)
    ledger.settle(session, turn, says, route)
    shown = [_seen(turn, says)] if says else []
    post(session, [*says, *shown], turn.now, turn.speaker)
    return True


def _routes(router: Router, meant: ForUs) -> Iterator[Route]:
    turn, asked = meant.turn, meant.asked
    if meant.command is not None:
        yield Route(meant.command, replace(turn, meaning=None))
    elif asked is not None and _settles(turn, asked):
        if question := asked.question:
            # As if they had quoted the question itself, in private.
            value = question.choice(turn.text)
            yield from router.asked(replace(turn, direct=True), question, value)
        turn = replace(turn, quoted=asked.quoted)
    if asked is None or not asked.answered:
        yield from router.understood(turn, meant.children)
    if fallback := router.registry.fallback(turn.speaker.who):
        yield Route(fallback, turn)


def _settles(turn: Turn, asked: Asked) -> bool:
    """Whether the words answer what was asked; else they are news of their own."""
    intent = turn.meaning.intent if turn.meaning else None
    free = asked.question is not None and asked.question.free
    answers = asked.quotes or asked.answered or intent in overheard.ANSWERS
    return answers or (free and asked.follows)


def _seen(turn: Turn, says: Sequence[Say]) -> Card:
    """What the group sees: no name, no child, no reason; and "noted" only if it is."""
    noted = any(say.text.claims for say in says)
    return Card(
        NOTED if noted else GO_ON,
        chat=turn.group or 0,
        topic=f"seen:{turn.inbox_id}",
        answers=turn.inbox_id,
    )


def _invite(session: Session, chat: ClassChat, incoming: Incoming, bot: str, now: datetime) -> bool:
    """Somebody we do not know reports something: the way to the private chat, once in a while."""
    said = overheard.words(incoming.text, bot)
    if said is None or not overheard.is_news(session, chat, said.text, now):
        return False
    lately = session.scalar(
        select(OutboundMessage.id)
        .where(
            OutboundMessage.contact_id == chat.contact_id,
            OutboundMessage.text_key == INVITE.key,
            OutboundMessage.created_at > now - INVITE_EVERY,
        )
        .limit(1)
    )
    if lately is not None:
        return False
    card = Card(
        INVITE,
        choices=[Choice("open", OPEN)],
        chat=chat.contact_id,
        topic=f"invite:{incoming.provider_id}",
        priority=Priority.IMPORTANT,
        opens="menu grup",
    )
    return post(session, [card], now) > 0
