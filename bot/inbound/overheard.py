"""Whether what is said in a group is for us. Nothing is stored here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from bot.inbound import questions
from bot.inbound.meaning import children_of, meaning_of, tidy
from bot.inbound.registry import Registry
from handlers.core.forms.asking import Question
from handlers.core.notices.kinds import KINDS
from handlers.core.talk import Quoted, Speaker, Step, Turn
from handlers.core.understanding import Intent, Message, understand
from handlers.core.understanding.answers import plain
from models.family import Pupil, pupils_of_class
from models.group import ClassChat
from models.notice import Notice
from models.school import school_of
from models.signatures import concerns, unsigned_by

ABOUT_CHILD = {Intent.ABSENCE_REPORT, Intent.ABSENCE_CANCEL, Intent.LATE_OR_EARLY}
ANSWERS = {
    Intent.ACKNOWLEDGE,
    Intent.MEETING_RSVP,
    Intent.VISIT_RESPONSE,
    Intent.HOMEWORK_DONE,
    Intent.CONFIRMATION,
}
SMALL_TALK = {Intent.NOT_FOR_BOT, Intent.THANKS_ONLY, Intent.GREETING_ONLY, Intent.HELP}
FOR_STRANGERS = ABOUT_CHILD | {Intent.MEETING_RSVP}
AT_ONCE = timedelta(minutes=30)
"""A question in the private chat may be answered in the group for so long, not longer: a "ya"
among parents is soon about something else."""
SURE = 0.9
"""Less is not enough to sign by: much that is said in a group sounds like agreeing."""

_COMMAND = re.compile(r"/\w+@(\w+)")
_START = re.compile(r"/start(@\w+)?")
_HAILED = re.compile(r"^\W*(?:penghubung|bot)\b[\s,:]+", re.IGNORECASE)
_SIGNED = re.compile(r"\b(?:di|me|mem)?(?:paraf|ttd|tanda ?tangan)\w*", re.IGNORECASE)
_QUESTION = ("confirm_", "absence_")
"""How the understanding calls questions that a report in the group may lead to."""


@dataclass(frozen=True)
class Words:
    """What was typed, without our name; `called` if we were named or given a command."""

    text: str
    called: bool


@dataclass(frozen=True)
class Asked:
    """What words in the group may answer. Without `question` the sender was never asked."""

    kind: str
    memory: Mapping[str, Any] = field(default_factory=dict)
    quoted: Quoted | None = None
    question: Question | None = None
    named: bool = False
    """They quoted the card, with one of the answers that were offered to them."""

    @property
    def follows(self) -> bool:
        """Whether what was said in the group led to it."""
        return self.kind.startswith(_QUESTION)


@dataclass(frozen=True)
class ForUs:
    """Something said in a linked group that is for us, by somebody we know."""

    turn: Turn
    children: Sequence[Pupil]
    command: Step | None
    asked: Asked | None


def words(text: str, bot: str) -> Words | None:
    """None for nothing, for the command of another bot, and for Telegram's own greeting."""
    text = text.strip()
    command = _COMMAND.match(text)
    if not text or _START.fullmatch(text) or (command and not is_ours(command[1], bot)):
        return None
    mention = rf"(?<!\w)@(?:{re.escape(bot or 'penghubung')}|penghubung|bot)\b[\s,:]*"
    rest = _HAILED.sub("", re.sub(mention, "", text, flags=re.IGNORECASE))
    return Words(tidy(rest), rest != text or text.startswith("/"))


def is_ours(name: str | None, bot: str) -> bool:
    """Whether a command is for us; without a name it is for every bot in the group."""
    return not name or not bot or name.casefold() == bot.casefold()


def listen(
    session: Session, said: Words, incoming: Incoming, turn: Turn, registry: Registry
) -> ForUs | None:
    """What was said, if it is for us. `turn` has the group and the sender, not yet the words.

    Who is teacher and parent speaks as a parent, unless they name us.
    """
    turn = replace(turn, text=said.text, speaker=_as_parent(turn.speaker, said))
    command = _command(registry, turn) if said.called else None
    asked = _asked(session, incoming, turn)
    children = children_of(turn, session)
    # Named, we are spoken to as in private: what would be chit-chat is a request.
    spoken = replace(turn, group=None) if said.called else turn
    meaning = meaning_of(spoken, asked, children, session)
    turn = replace(turn, meaning=meaning)
    if command is None:
        answers = asked is not None and _answers(session, turn, asked)
        if meaning.intent in SMALL_TALK and not answers:
            return None
        if not (said.called or answers or meaning.intent in ABOUT_CHILD):
            return None
    return ForUs(turn, children, command, asked)


def _as_parent(speaker: Speaker, said: Words) -> Speaker:
    return replace(speaker, roles=frozenset()) if speaker.guardian and not said.called else speaker


def _command(registry: Registry, turn: Turn) -> Step | None:
    said = plain(turn.text)
    who = turn.speaker.who
    return registry.command(who, said) or registry.command(who, said.partition(" ")[0])


def _asked(session: Session, incoming: Incoming, turn: Turn) -> Asked | None:
    """What the sender may be answering: a notice shown or quoted here, asked of them or not; a
    question that a report in the group led to; a signature in so many words.

    A private matter is never settled by what is said to others.
    """
    quoted = _quoted(session, incoming, turn)
    shown = [quoted] if quoted else questions.cards(session, turn.group or 0, turn.now)
    about = {card.notice_id for card in shown}
    for question in questions.latest(session, turn.speaker, turn.now):
        kind = question.kind or ""
        led = kind.startswith(_QUESTION) and turn.now - question.created_at < AT_ONCE
        if kind and (led or question.notice_id in about):
            named = quoted is not None and _names_choice(question, turn.text)
            return Asked(kind, question.memory, question.quoted, question, named)
    for card in shown:
        if concerns(session, card.notice_id or 0, turn.speaker.person, turn.now):
            return Asked(_context(session, card), quoted=card.quoted)
    if _SIGNED.search(turn.text) and unsigned_by(session, turn.speaker.person, turn.now):
        return Asked("paraf_request")
    return None


def _quoted(session: Session, incoming: Incoming, turn: Turn) -> Question | None:
    """The card that the words answer by quoting it."""
    as_group = replace(turn.speaker, contact_id=turn.group or 0, person_id=None)
    card = questions.pointed_at(session, as_group, incoming)
    return card if card is not None and card.notice_id is not None else None


def _names_choice(question: Question, text: str) -> bool:
    """Whether one of the answers is among the words; neither "1" nor *Balas* is one here."""
    said = f" {plain(text)} "
    labels = {choice["label"] for choice in question.choices if choice["value"] != "answer"}
    return any(f" {plain(label)} " in said for label in labels)


def _context(session: Session, card: Question) -> str:
    return KINDS[session.get_one(Notice, card.notice_id).kind].context


def _answers(session: Session, turn: Turn, asked: Asked) -> bool:
    """Whether it says something new: "siap bu" under what is signed already is chit-chat."""
    meaning = turn.meaning
    if asked.named or meaning is None:
        return asked.named
    if meaning.intent is not Intent.ACKNOWLEDGE or asked.quoted is None:
        return meaning.intent in ANSWERS
    if meaning.confidence < SURE:
        return False
    waiting = unsigned_by(session, turn.speaker.person, turn.now)
    return asked.quoted.notice_id in {one.notice_id for one in waiting}


def is_news(session: Session, chat: ClassChat, text: str, now: datetime) -> bool:
    """Whether words of somebody unknown report a child of the class, or answer an invitation."""
    ids = [card.notice_id for card in questions.cards(session, chat.contact_id, now)]
    kinds = session.scalars(select(Notice.kind).where(Notice.id.in_(ids)))
    contexts = {KINDS[kind].context for kind in kinds}
    meaning = understand(
        Message(
            text=text,
            role="parent",
            now=now.astimezone(school_of(session, chat.school_id).zone),
            children=[pupil.name for pupil in pupils_of_class(session, chat.class_group_id)],
            chat="group",
            context="meeting_rsvp" if "meeting_rsvp" in contexts else None,
        )
    )
    return meaning.intent in FOR_STRANGERS
