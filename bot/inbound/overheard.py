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
from handlers.core.notices.kinds import KINDS, SIGN
from handlers.core.talk import Quoted, Speaker, Step, Turn, worded
from handlers.core.understanding import Intent, Message, understand
from handlers.core.understanding.answers import Sense, plain, read_answer
from handlers.core.understanding.matters.announcements import mere, named
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
    offers: Question | None = None
    """The question itself, or what it would be if they had been asked."""
    answered: bool = False
    """Whether the words surely take one of its choices."""
    quotes: bool = False
    """They quoted the card: what they say is for whoever wrote it."""

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
    if asked is not None and asked.offers is not None:
        names = [child.name for child in children]
        sure = _is_answered(asked.offers, turn.text, names, quotes=asked.quotes)
        asked = replace(asked, answered=sure)
    # Named or quoted, we are spoken to as in private: what would be chit-chat is a request.
    direct = said.called or (asked is not None and asked.quotes)
    spoken = replace(turn, group=None) if direct else turn
    meaning = meaning_of(spoken, asked, children, session)
    turn = replace(turn, meaning=meaning)
    if command is None:
        answers = asked is not None and _answers(session, turn, asked)
        polite = read_answer(said.text).sense in (Sense.LATER, Sense.THANKS)
        if (meaning.intent in SMALL_TALK or polite) and not answers:
            return None
        if not (direct or answers or meaning.intent in ABOUT_CHILD):
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
            quotes = quoted is not None and question.notice_id in about
            return Asked(kind, question.memory, question.quoted, question, question, quotes)
    for card in shown:
        if concerns(session, card.notice_id or 0, turn.speaker.person, turn.now):
            notice = session.get_one(Notice, card.notice_id)
            offers = _as_asked(card, notice, turn)
            context = KINDS[notice.kind].context
            return Asked(context, {}, card.quoted, offers=offers, quotes=quoted is not None)
    if _SIGNED.search(turn.text) and unsigned_by(session, turn.speaker.person, turn.now):
        return Asked("paraf_request")
    return None


def _quoted(session: Session, incoming: Incoming, turn: Turn) -> Question | None:
    """The card that the words answer by quoting it."""
    as_group = replace(turn.speaker, contact_id=turn.group or 0, person_id=None)
    card = questions.pointed_at(session, as_group, incoming)
    return card if card is not None and card.notice_id is not None else None


def _is_answered(question: Question, text: str, children: Sequence[str], *, quotes: bool) -> bool:
    """Whether the words surely answer it; neither "1" nor *Balas* does here.

    Unless they quote the card they say what of: a "ya" among parents may be about anything,
    "saya juga ikut bu" is not.
    """
    labels = [one["label"] for one in question.choices if one["value"] != "answer"]
    if quotes and any(f" {plain(label)} " in f" {plain(text)} " for label in labels):
        return True
    if mere(text) and not quotes:
        return False
    return named(text, labels, " ".join(children), question.body) is not None


def _as_asked(card: Question, notice: Notice, turn: Turn) -> Question:
    """The card with the choices of its notice, as those have who were asked in private."""
    language = turn.speaker.language
    choices = [
        {"value": choice.value, "label": worded(choice.label, language), "words": choice.words}
        | ({"means": choice.means} if choice.means else {})
        for choice in KINDS[notice.kind].choices(notice)
    ]
    return replace(card, choices=choices)


def _answers(session: Session, turn: Turn, asked: Asked) -> bool:
    """Whether it says something new: "siap bu" under what is signed already is chit-chat."""
    if asked.answered:
        return True
    meaning = turn.meaning
    if meaning is None:
        return False
    if meaning.intent is not Intent.ACKNOWLEDGE or asked.quoted is None:
        return meaning.intent in ANSWERS
    signs = asked.offers is None or any(choice["value"] == SIGN for choice in asked.offers.choices)
    if meaning.confidence < SURE or not signs or not read_answer(turn.text).may_agree:
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
