"""From what someone wrote to who answers it. It knows no capability by name.

In this order: a tapped or quoted message; a choice some open question offers; a command
that is the whole message; the open question that any words answer; a command with more
behind it; the free-text understanding; and last whoever hears the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot import arrivals, questions
from bot.channels.base import Incoming
from bot.questions import Question
from bot.registry import Registry
from handlers.post import post
from handlers.talk import Doors, Heard, Reply, Say, Speaker, Step, Text, Turn, Who
from handlers.understanding import Intent, Meaning, Message, understand
from models.family import Pupil, pupils_of_guardian, pupils_of_staff
from models.inbox import Handled

AGAIN = Text(
    "router.again",
    id="Itu sudah terjawab tadi. Ketik MENU untuk hal lain.",
    en="That has been answered already. Type MENU for something else.",
)
RENAMED = Text(
    "router.renamed",
    id="Maaf, percakapan tadi sudah tidak berlaku. Ketik MENU, lalu mulai lagi.",
    en="Sorry, that conversation is out of date. Type MENU and start again.",
)
LOST = Text(
    "router.lost",
    id="Maaf, saya belum mengerti. Ketik MENU untuk melihat pilihan.",
    en="Sorry, I did not understand. Type MENU to see what you can do.",
)

_START = re.compile(r"^/start(?:@\w+)?(?:\s+(?P<payload>\S+))?\s*$")
_SLASH = re.compile(r"^/(\w+)(?:@\w+)?")

NO_DOORS = Doors()


@dataclass(frozen=True)
class Route:
    """A step that may answer, what it is given, and the question it would close."""

    step: Step
    turn: Turn
    question: Question | None = None


class Router:
    """Takes one message at a time inside the caller's transaction; never commits."""

    def __init__(self, registry: Registry, doors: Doors = NO_DOORS) -> None:
        self.registry = registry
        self.doors = doors

    def receive(self, session: Session, incoming: Incoming, now: datetime) -> bool:
        """Store one message and everything it causes. False if it had come before."""
        speaker, waiting = arrivals.speaker_of(session, incoming, now)
        stranger = Who.STRANGER in speaker.who
        kept = Handled.WAITING if stranger else Handled.DONE
        inbox_id = arrivals.keep(session, incoming, speaker, now, kept)
        if inbox_id is None:
            return False
        media = arrivals.keep_files(session, incoming.files, inbox_id, speaker, now)
        arrivals.heard_from(session, speaker, now, waiting)
        turn = Turn(
            speaker=speaker,
            text=tidy(incoming.text),
            now=now,
            inbox_id=inbox_id,
            media=media,
            phone=incoming.phone,
            menu=self.registry.menu(speaker.who),
            doors=self.doors,
        )
        post(session, self.answer(turn, incoming, session), now, speaker)
        return True

    def answer(self, turn: Turn, incoming: Incoming, session: Session) -> list[Say]:
        """Ask each that may answer, until one does."""
        for route in self._routes(turn, incoming, session):
            heard: Heard = route.step(route.turn, session)
            if heard is not None:
                if route.question:
                    questions.close(session, route.question, turn.now)
                return heard
        return [Reply(LOST)]

    def _routes(self, turn: Turn, incoming: Incoming, session: Session) -> Iterator[Route]:
        who = turn.speaker.who
        target = questions.pointed_at(session, turn.speaker, incoming)
        if target is not None:
            turn = replace(turn, quoted=target.quoted, direct=True)
            yield from self._pointed(turn, incoming, target, session)
        opened = questions.latest(session, turn.speaker, turn.now)
        if offered := questions.offering(opened, turn.text):
            chosen = replace(turn, direct=turn.text.isdigit())
            yield from self._asked(chosen, offered[0], offered[1])
        said = questions.plain(turn.text)
        if whole := self.registry.command(who, said):
            yield Route(whole, turn)
        if question := questions.free(opened, turn.now):
            yield from self._asked(turn, question, None)
        if begun := self.registry.command(who, said.partition(" ")[0]):
            yield Route(begun, turn)
        yield from self._understood(turn, opened, session)
        if fallback := self.registry.fallback(who):
            yield Route(fallback, turn)

    def _pointed(
        self, turn: Turn, incoming: Incoming, target: Question, session: Session
    ) -> Iterator[Route]:
        if incoming.tap:
            value = target.at(incoming.tap.position, incoming.tap.label)
        else:
            value = target.choice(turn.text)
        if value is None and not incoming.tap:
            turn = replace(turn, meaning=meaning_of(turn, target, [], session))
        if value is not None or not incoming.tap:
            yield from self._asked(turn, target, value)

    def _asked(self, turn: Turn, question: Question, value: str | None) -> Iterator[Route]:
        """The step that hears the answer to `question`."""
        if question.asks is None:
            return
        heard = replace(turn, answer=value, memory=question.memory, quoted=question.quoted)
        if question.answered and not question.again and value is not None:
            yield Route(_ANSWERED, heard)
            return
        yield Route(self.registry.steps.get(question.asks, _GONE), heard, question)

    def _understood(self, turn: Turn, opened: list[Question], session: Session) -> Iterator[Route]:
        if not turn.text or Who.STRANGER in turn.speaker.who:
            return
        children = children_of(turn, session)
        waiting = next((q for q in opened if q.kind), None)
        meaning = meaning_of(turn, waiting, children, session)
        hearing = self.registry.hearing(turn.speaker.who, meaning.intent)
        turn = replace(turn, meaning=meaning)
        if hearing is None:
            return
        if hearing.form is not None:
            slots = with_ids(meaning.slots, children)
            try:
                turn = replace(turn, slots=hearing.form.model_validate(slots))
            except ValidationError:
                return
        yield Route(hearing.step, turn)


def tidy(text: str) -> str:
    """Commands and deep links as words: "/start paraf_K7Q2MX" is "paraf K7Q2MX"."""
    text = text.strip()
    if start := _START.match(text):
        payload = start["payload"]
        if not payload:
            return "mulai"
        return payload.replace("_", " ", 1) if "_" in payload else f"gabung {payload}"
    return _SLASH.sub(r"\1", text)


def children_of(turn: Turn, session: Session) -> list[Pupil]:
    """The children this speaker may speak about."""
    speaker = turn.speaker
    if speaker.person_id is None:
        return []
    if speaker.roles:
        return pupils_of_staff(session, speaker.person_id, speaker.school)
    return pupils_of_guardian(session, speaker.person_id, turn.now)


def meaning_of(
    turn: Turn, waiting: Question | None, children: list[Pupil], session: Session
) -> Meaning:
    """What free words mean, under the question that waits for an answer, if any."""
    known = children or children_of(turn, session)
    return understand(
        Message(
            text=turn.text,
            role=_role(turn.speaker),
            now=turn.local,
            children=[pupil.name for pupil in known],
            context=waiting.kind if waiting else None,
            context_data=waiting.memory if waiting else None,
        )
    )


def _role(speaker: Speaker) -> Any:
    if "principal" in speaker.roles:
        return "principal"
    return "teacher" if speaker.roles else "parent"


def with_ids(slots: Mapping[str, Any], children: list[Pupil]) -> dict[str, Any]:
    """Children by id instead of by name; a name two children share is left out."""
    ids: dict[str, list[int]] = {}
    for pupil in children:
        ids.setdefault(pupil.name, []).append(pupil.id)
    one = {name: found[0] for name, found in ids.items() if len(found) == 1}
    result = dict(slots)
    if "child" in slots:
        result["child"] = one.get(slots["child"])
    if "children" in slots:
        result["children"] = [one[name] for name in slots["children"] if name in one]
    return result


def _answered(turn: Turn, session: object) -> Heard:
    return [Reply(AGAIN)]


def _gone(turn: Turn, session: object) -> Heard:
    return [Reply(RENAMED)]


_ANSWERED = Step("router.answered", _answered)
_GONE = Step("router.gone", _gone)

__all__ = ["Intent", "Router", "children_of", "tidy"]
