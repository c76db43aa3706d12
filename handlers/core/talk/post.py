"""From what was said to what is owed: a Say becomes an outbox row.

Who may be told, on which channel, from when on and only once: decided here, in one place,
for answers, notices and nudges alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from handlers.core.talk import (
    LANGUAGES,
    Card,
    Choice,
    Language,
    Reply,
    Say,
    Speaker,
    Tell,
    Text,
    Value,
    worded,
)
from handlers.core.talk.languages import language_of
from models.base import one_of
from models.hours import Hours
from models.outbox import FURTHER_FILE, OPEN, OutboundMessage, Priority, Status
from models.people import Contact, Reach
from models.prepared import Prepared
from models.reach import SMS, Line, lines
from models.school import school_of
from models.settings import SchoolSettings

Row = dict[str, Any]
FILE = Text(FURTHER_FILE, id="📎 Lampiran {number} dari {total}", en="📎 File {number} of {total}")


def post(session: Session, says: Sequence[Say], now: datetime, to: Speaker | None = None) -> int:
    """Write what was said into the outbox; how many rows that made.

    `to` is whoever spoke, and must be given if there is a `Reply` among `says`. A `Tell`
    for somebody who cannot or does not want to be reached, or who was told on that topic
    before, makes no row. What somebody's own words make us tell others is theirs: they hear of it
    when it does not arrive.
    """
    says = [each for say in says for each in (say, *_files_behind(say))]
    rows = [_reply(say, to, now) for say in says if isinstance(say, Reply) and to]
    if rows:
        _ADD.each(session, rows)
    tells = [say for say in says if isinstance(say, Tell)]
    cards = [say for say in says if isinstance(say, Card)]
    told = _tell(session, tells, now, to.person_id if to else None) if tells else 0
    shown = _show(session, cards, now) if cards else 0
    return len(rows) + told + shown


def _files_behind(say: Say) -> list[Say]:
    """What brings the further files of a message, so that they arrive after it, in order."""
    total = str(len(say.files))
    further = enumerate(say.files[1:], start=2)
    return [_with_file(say, file, str(number), total) for number, file in further]


def _with_file(say: Say, file: int, number: str, total: str) -> Say:
    alone = replace(
        say,
        text=FILE,
        values={**_whose(say), "number": number, "total": total},
        choices=(),
        then=None,
        again=False,
        kind=None,
        written=None,
        files=(file,),
    )
    return replace(alone, topic=f"{alone.topic}:{number}") if isinstance(alone, Tell) else alone


def _whose(say: Say) -> dict[str, Value]:
    """The blanks that a request to open WhatsApp's window speaks of."""
    return {name: say.values[name] for name in ("children", "title") if name in say.values}


def cancel(session: Session, *topics: str) -> int:
    """Take back what has not been sent on these topics; how many rows that was."""
    result = session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.topic.in_(topics), one_of(OutboundMessage.status, OPEN))
        .values(status=Status.CANCELLED)
        .returning(OutboundMessage.id)
    )
    return len(result.all())


def _reply(say: Reply, to: Speaker, now: datetime) -> Row:
    words = _words(say, to.language)
    if say.asked:
        words["memory"] = {**words["memory"], ASKED: True}
    return {
        **words,
        "school_id": to.school_id,
        "contact_id": to.contact_id,
        "person_id": to.person_id,
        "channel": to.channel,
        "priority": Priority.REPLY,
        "status": Status.QUEUED,
        "notice_id": say.notice,
        "created_at": now,
    }


def _tell(session: Session, tells: Sequence[Tell], now: datetime, author: int | None) -> int:
    reachable = lines(session, {tell.to for tell in tells if tell.channel != SMS})
    phones = lines(session, {tell.to for tell in tells if tell.channel == SMS}, sms=True)
    hours = _Hours(session)
    rows = []
    for tell in tells:
        known = phones if tell.channel == SMS else reachable
        if line := _line(tell, known.get(tell.to, [])):
            language = language_of(session, line.school_id, line.language)
            due = hours.due(tell, line.school_id, now)
            rows.append(_told(tell, line, language, now, due, author))
    if not rows:
        return 0
    return len(_ONCE.each(session, rows))


def _show(session: Session, cards: Sequence[Card], now: datetime) -> int:
    chats = {
        contact.id: contact
        for contact in session.scalars(
            select(Contact).where(
                Contact.id.in_({card.chat for card in cards}), Contact.reach == Reach.OPEN
            )
        )
    }
    hours = _Hours(session)
    rows = []
    for card in cards:
        chat = chats.get(card.chat)
        if chat is not None and chat.school_id is not None:
            due = hours.due(card, chat.school_id, now)
            language = language_of(session, chat.school_id, "id")
            rows.append(_shown(card, chat, language, now, due))
    return len(_ONCE.each(session, rows)) if rows else 0


def _shown(card: Card, chat: Contact, language: Language, now: datetime, due: datetime) -> Row:
    words = _words(card, language)
    if card.opens:
        words["memory"] = {**words["memory"], OPENS: card.opens}
    return {
        **words,
        "school_id": chat.school_id,
        "contact_id": chat.id,
        "person_id": None,
        "channel": chat.channel,
        "priority": Priority.REPLY if card.answers else card.priority,
        "status": Status.HELD if due > now else Status.QUEUED,
        "due_at": due if due > now else None,
        "expires_at": card.expires_at,
        "topic": card.topic,
        "notice_id": card.notice,
        "author_id": None,
        "quotes": card.answers,
        "created_at": now,
    }


_OUTBOX = cast("Table", OutboundMessage.__table__)
_ADD = Prepared(_OUTBOX.insert())
_ONCE = Prepared(
    sqlite.insert(_OUTBOX).on_conflict_do_nothing().returning(_OUTBOX.c.id),
    postgresql=postgresql.insert(_OUTBOX).on_conflict_do_nothing().returning(_OUTBOX.c.id),
)
"""What was told before on the same topic is not told again."""


def _line(tell: Tell, choices: Iterable[Line]) -> Line | None:
    for line in choices:
        there = tell.channel in (None, line.channel) and tell.contact in (None, line.contact_id)
        if there and (tell.asked or line.takes(tell.priority)):
            return line
    return None


def _told(
    tell: Tell, line: Line, language: Language, now: datetime, due: datetime, author: int | None
) -> Row:
    theirs = tell.notice is None and author != tell.to
    return {
        **_words(tell, language),
        "school_id": line.school_id,
        "contact_id": line.contact_id,
        "person_id": tell.to,
        "author_id": author if theirs else None,
        "channel": line.channel,
        "priority": Priority.REPLY if tell.asked else tell.priority,
        "status": Status.HELD if due > now else Status.QUEUED,
        "due_at": due if due > now else None,
        "expires_at": tell.expires_at,
        "topic": tell.topic,
        "notice_id": tell.notice,
        "created_at": now,
    }


def _words(say: Say, language: Language) -> Row:
    put = partial(worded, language=language)
    blanks = {name: put(value) for name, value in say.values.items()}
    open_to_words = not say.choices if say.free is None else say.free
    memory = {name: value for name, value in say.remember.items() if name not in MARKS}
    if say.then and open_to_words:
        memory[FREE] = True
    if say.again:
        memory[AGAIN] = True
    if say.phone:
        memory[PHONE] = True
    if say.asker is not None:
        memory[ASKER] = say.asker
    if say.question:
        memory[QUESTION] = say.question
    return {
        "text_key": say.text.key,
        "blanks": blanks,
        "language": language.name,
        "body": say.text.fill(language, blanks),
        "media_id": next(iter(say.files), None),
        "choices": [_choice(choice, put(choice.label)) for choice in say.choices],
        "asks": say.then.name if say.then else None,
        "memory": memory,
        "kind": say.kind,
        "due_at": None,
        "expires_at": None,
        "topic": None,
        "notice_id": None,
        "quotes": None,
        "author_id": None,
        "written_at": say.written,
    }


def _choice(choice: Choice, label: str) -> dict[str, str]:
    said = {"label": label, "value": choice.value}
    if choice.means is None:
        return {**said, "words": choice.words} if choice.words else said
    said["means"] = choice.means
    labels = [worded(choice.label, language) for language in LANGUAGES]
    # Who reads "Kirim" may say "send it", and the other way round.
    if words := " ".join([choice.words, *(one for one in labels if one != label)]).strip():
        said["words"] = words
    return said


FREE, AGAIN, PHONE, OPENS = "_free", "_again", "_phone", "_opens"
ASKER, ASKED, QUESTION = "_asker", "_asked", "_question"
"""Marks in a row's memory: any words answer it; again and again; it asks for a number; what
its button says in the private chat of whoever taps it; who asked; that somebody else
did; what is asked."""
MARKS = frozenset({FREE, AGAIN, PHONE, OPENS, ASKER, ASKED, QUESTION})
"""Ours, not the capability's: a step that passes its memory on must not pass these with it."""


class _Hours:
    """The quiet and office hours of some schools, read once each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, tuple[Hours, SchoolSettings]] = {}
        self._released: dict[tuple[int, datetime], datetime] = {}
        """A broadcast asks for the same moment thousands of times."""

    def of(self, school_id: int) -> tuple[Hours, SchoolSettings]:
        if school_id not in self._known:
            school = school_of(self._session, school_id)
            self._known[school_id] = (school.quiet, school.rules)
        return self._known[school_id]

    def due(self, say: Tell | Card, school_id: int, now: datetime) -> datetime:
        """When it may arrive. Urgent messages, and answers in a group, pass at any hour."""
        hours, rules = self.of(school_id)
        if isinstance(say, Card):
            at_once = say.answers is not None or say.priority is Priority.URGENT
            return now if at_once else hours.release(now)
        at = max(now, say.not_before or now)
        if say.priority is Priority.URGENT:
            return at
        if say.office:
            at = rules.office(at, hours)
        if (school_id, at) not in self._released:
            self._released[school_id, at] = hours.release(at)
        return self._released[school_id, at]
