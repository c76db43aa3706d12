"""From what someone wrote to who answers it. It knows no capability by name.

In this order: a tapped or quoted message; a choice some open question offers; a command
that is the whole message; the open question that any words answer; a command with more
behind it; the free-text understanding; and last whoever hears the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from bot.inbound import arrivals, conversation, groups, ledger, questions
from bot.inbound.meaning import ANSWERS, children_of, meaning_of, tidy, with_ids
from bot.inbound.registry import Registry
from bot.inbound.route import Route, Understood
from handlers.core.forms import unfinished as drafts
from handlers.core.forms.asking import Question
from handlers.core.talk import Doors, Heard, Reply, Say, Step, Text, Turn, Who
from handlers.core.talk.files import unused
from handlers.core.talk.post import post
from handlers.core.thread import not_theirs
from handlers.core.understanding import Intent, find_children
from handlers.core.understanding.answers import Sense, plain
from handlers.core.understanding.names import EXACT, mentions_in
from models import inbox, outbox
from models.family import Pupil
from models.inbox import Handled
from models.invitation import ALPHABET, carries_code

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


NO_DOORS = Doors()
BESIDE_FILES = frozenset(
    {Intent.ACKNOWLEDGE, Intent.THANKS_ONLY, Intent.GREETING_ONLY, Intent.NOT_FOR_BOT, Intent.HELP}
)
"""What words say that only go with a file: "ini fotonya bu, terima kasih"."""
_CODED = re.compile(rf"^\w+\s+[{ALPHABET}]{{6,10}}(?:\s+\d{{1,2}})?$")
"""A word with one of our codes: "paraf K7Q2MX", "jawab K7Q2MX 2"."""
NAME = 3
"""Words behind a command in which a name may stand."""
_HEADED = re.compile(r"^\w+[^:\n]{0,80}:(?!\d\d\b)\s*\S")
"""A command with its head and its text: "catatan Danu: berani maju"; no answer to anything."""


class Router:
    """Takes one message at a time inside the caller's transaction; never commits."""

    def __init__(self, registry: Registry, doors: Doors = NO_DOORS) -> None:
        self.registry = registry
        self.doors = doors

    def receive(self, session: Session, incoming: Incoming, now: datetime) -> bool:
        """Store one message and everything it causes. False if it had come before.

        What is said in a group and is not for us is not stored, and is False too.
        """
        if incoming.group is not None:
            return groups.receive(self, session, incoming, now)
        replaces = inbox.words_of(session, incoming.channel, incoming.edits)
        if replaces is not None and tidy(replaces) == tidy(incoming.text):
            return False
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
            place=incoming.place,
            place_name=incoming.place_name,
            replaces=replaces,
            menu=self.registry.menu(speaker.who),
            overhear=self.registry.overhear,
            doors=self.doors,
        )
        says, route = self.answer(turn, incoming, session)
        says += conversation.unfinished(self.registry, turn, says, route, session)
        ledger.settle(session, turn, says, route)
        post(session, says, now, speaker)
        return True

    def answer(
        self, turn: Turn, incoming: Incoming, session: Session
    ) -> tuple[list[Say], Route | None]:
        """Ask each that may answer, until one does; the way it went, None if nobody did."""
        return self.first(self._routes(turn, incoming, session), session, turn.now)

    def first(
        self, routes: Iterable[Route], session: Session, now: datetime
    ) -> tuple[list[Say], Route | None]:
        """What the first of them says that has an answer; it closes the question it answers."""
        for route in routes:
            heard: Heard = route.step(route.turn, session)
            if heard is not None:
                if route.question:
                    questions.close(session, route.question, now)
                    drafts.close_offers(session, route.turn.speaker.contact_id, route.question, now)
                    if route.turn.only_files and _shows_again(heard, route.question):
                        questions.withdraw(session, route.question)
                if route.rest:
                    heard = conversation.with_the_rest(route.turn, route.rest, heard, session)
                return [*heard, *self._files_left(route.turn, heard, session)], route
        return [Reply(LOST)], None

    def _files_left(self, turn: Turn, heard: Sequence[Say], session: Session) -> list[Say]:
        """What becomes of files that whoever heard the words did not use."""
        left = unused(turn, heard, session) if turn.media else ()
        step = self.registry.for_unused(turn.speaker.who) if left else None
        return (step(replace(turn, media=left), session) or []) if step else []

    def _routes(self, turn: Turn, incoming: Incoming, session: Session) -> Iterator[Route]:
        target = questions.pointed_at(session, turn.speaker, incoming)
        if target is not None:
            turn = replace(turn, quoted=target.quoted, direct=True)
            yield from self._pointed(turn, incoming, target, session)
            target = None if target.over else target
        # What they said before is said anew: it answers nothing that was asked since.
        fresh = turn.replaces is None
        opened = questions.latest(session, turn.speaker, turn.now) if fresh else []
        if turn.text:
            waiting = target or conversation.waiting(opened)
            if waiting:
                yield from conversation.left(self.registry, turn, waiting)
            yield from self._chosen(turn, opened)
            yield from self._heard(turn, waiting, opened, session)
        if turn.media and (newest := target or conversation.waiting(opened)):
            yield from conversation.voiced(turn, newest)
        takes = self._taking_files(turn, opened)
        for free in takes if turn.media else questions.free(opened, turn.now):
            yield from self.asked(turn, free, None)
        if fallback := self.registry.fallback(turn.speaker.who):
            yield Route(fallback, turn)

    def _chosen(self, turn: Turn, opened: Sequence[Question]) -> Iterator[Route]:
        """A label or number that some open question offers, or a whole command."""
        offered = questions.offering(opened, turn.text)
        said = "gabung" if carries_code(turn.text) else plain(turn.text)
        whole = self.registry.command(turn.speaker.who, said)
        if whole and offered and questions.interrupted(opened, offered[0]):
            yield Route(whole, turn)
        if offered:
            chosen = replace(turn, direct=turn.text.isdecimal())
            yield from self.asked(chosen, offered[0], offered[1])
        if whole:
            yield Route(whole, turn)
        elif not offered and (picked := questions.picking(opened, turn.text)):
            yield from self.asked(turn, *picked)

    def _heard(
        self,
        turn: Turn,
        question: Question | None,
        opened: Sequence[Question],
        session: Session,
    ) -> Iterator[Route]:
        """Free words, under the question that waits, if one does."""
        begun, words = self._begun(turn)
        if begun and (_is_whole(turn.text) or self._says_for_whom(turn, words, session)):
            yield from self._whole(turn, begun, words, question, opened, session)
        if question:
            last = turn.direct or _is_last(session, turn, question)
            yield from conversation.answers(self.registry, turn, question, last=last)
        understood = self._understood(turn, opened, question, session)
        if question:
            yield from self._behind_answer(turn, question, session)
        if question and understood and conversation.is_new(turn, question, understood):
            yield from understood.routes
        if question:
            meant = replace(turn, meaning=understood.meaning) if understood else turn
            yield from conversation.beside(self.registry, meant, question)
        for free in questions.free(opened, turn.now):
            yield from self.asked(turn, free, None)
        if begun:
            yield Route(begun, turn)
        yield from self._meant(turn, question, understood, opened)

    def _whole(
        self,
        turn: Turn,
        begun: Step,
        words: int,
        question: Question | None,
        opened: Sequence[Question],
        session: Session,
    ) -> Iterator[Route]:
        """A command with all it needs; "absen 1A nihil" and "laporan kunjungan Aisyah: …" are
        understood rather than opened."""
        yield Route(begun, turn)
        staff = Who.STAFF in turn.speaker.who
        if question and staff and (words > 1 or _names_a_class(turn, session)):
            meant = self._understood(turn, opened, None, session)
            if meant and not conversation.is_lost(turn, question, meant):
                yield from meant.routes

    def _begun(self, turn: Turn) -> tuple[Step | None, int]:
        """Whose command the first word is, and how many words belong to it: "kunjungan batal"."""
        who, said = turn.speaker.who, plain(turn.text).split()
        both = self.registry.command(who, " ".join(said[:2]))
        return self.registry.command(who, "".join(said[:1])) or both, 2 if both else 1

    def _says_for_whom(self, turn: Turn, words: int, session: Session) -> bool:
        """Whether a member of staff's command is followed by a name or a class: "balas Aisyah
        sudah saya periksa", "rapat 1A besok jam 9" are no text of what they are writing."""
        if Who.STAFF not in turn.speaker.who:
            return False
        if _names_a_class(turn, session):
            return True
        behind = turn.text.split()[words : words + NAME]
        children = children_of(turn, session)
        names = [child.name for child in children]
        named = [one for one in mentions_in(" ".join(behind), names) if one.sure >= EXACT]
        return bool(named) and (named[0].start == 0 or len(behind) >= NAME)

    def _behind_answer(self, turn: Turn, question: Question, session: Session) -> list[Route]:
        """An answer with a matter of its own behind it: "hadir bu. Besok Aisyah izin ya"."""
        said = question.read(turn.text)
        value = question.meaning(said.head) if said.head and said.rest else None
        if value is None:
            return []
        alone = replace(turn, text=said.rest, memory={}, quoted=None)
        behind = self._understood(alone, [], None, session)
        if behind is None or not behind.named:
            return []
        if not conversation.is_new(alone, question, behind):
            return []
        return conversation.both(self.registry, turn, question, value, behind.routes)

    def _rest(self, turn: Turn, question: Question | None) -> Question | None:
        """The question, where what is said beyond an answer is not its step's own to pass on.

        Beside a yes it never is: "bisa bu. Maaf ya rumahnya masih ngontrak".
        """
        step = self.registry.steps.get(question.asks or "") if question else None
        if question is None or step is None or question.kind == "meeting_rsvp":
            return question
        own = step.senses and question.read(turn.text).sense is not Sense.YES
        return None if own else question

    def _meant(
        self,
        turn: Turn,
        question: Question | None,
        understood: Understood | None,
        opened: Sequence[Question],
    ) -> Iterator[Route]:
        """What the words mean by themselves; under a question that is not the menu.

        With a file, what nobody understood is for the draft that was shown last.
        """
        if understood and not (question and conversation.is_lost(turn, question, understood)):
            yield from understood.routes
        for draft in self._taking_files(turn, opened):
            yield from self.asked(turn, draft, None)
        if question:
            yield from conversation.unclear(self.registry, turn, question)

    def _taking_files(self, turn: Turn, opened: Sequence[Question]) -> list[Question]:
        """Whose files they may be, the latest first."""
        if not turn.media:
            return []
        steps = self.registry.steps
        lately = (one for one in opened if turn.now - one.created_at < questions.FRESH)
        return [one for one in lately if (step := steps.get(one.asks or "")) and step.files]

    def _understood(
        self,
        turn: Turn,
        opened: Sequence[Question],
        question: Question | None,
        session: Session,
    ) -> Understood | None:
        """What free words mean, and who hears that."""
        if not turn.text or Who.STRANGER in turn.speaker.who:
            return None
        children = children_of(turn, session)
        waiting = next((q for q in opened if q.kind), None)
        meaning = meaning_of(turn, waiting, children, session)
        latest = waiting.quoted if waiting else None
        nearest = self.registry.nearest(turn.speaker.who, meaning)
        heard = replace(turn, meaning=meaning, latest=latest, nearest=nearest)
        rest = self._rest(turn, question) if meaning.intent in ANSWERS else None
        routes = [replace(route, rest=rest) for route in self.understood(heard, children)]
        if self._is_of_another(heard, session):
            routes = [Route(not_theirs.ASKED, heard)]
        named = find_children(turn.text, [child.name for child in children]).found
        about = [child.id for child in children if child.name in named]
        return Understood(meaning, routes, about)

    def _is_of_another(self, turn: Turn, session: Session) -> bool:
        """Whether a guardian tells something of a child that is not theirs."""
        intent = turn.meaning.intent if turn.meaning else None
        theirs = Who.STAFF in turn.speaker.who or Who.GUARDIAN not in turn.speaker.who
        return (
            intent in not_theirs.OF_A_CHILD
            and not theirs
            and not_theirs.names_another(turn, session)
        )

    def _pointed(
        self, turn: Turn, incoming: Incoming, target: Question, session: Session
    ) -> Iterator[Route]:
        if incoming.tap:
            value = target.at(incoming.tap.position, incoming.tap.label)
        else:
            value = target.choice(turn.text)
        if value is None and not incoming.tap:
            if turn.text:
                answers = conversation.answers(self.registry, turn, target, last=True)
                yield from (Route(_ANSWERED, turn) if target.over else route for route in answers)
            if target.over:
                return
            turn = replace(turn, meaning=meaning_of(turn, target, [], session))
            if turn.text:
                yield from conversation.beside(self.registry, turn, target)
        if value is not None or not incoming.tap:
            yield from self.asked(turn, target, value)

    def asked(self, turn: Turn, question: Question, value: str | None) -> Iterator[Route]:
        """The step that hears the answer to `question`."""
        if question.asks is None:
            return
        said = question.read(turn.text) if value is None else None
        heard = replace(
            turn, answer=value, said=said, memory=question.memory, quoted=question.quoted
        )
        if question.answered and not question.again and value is not None:
            yield Route(_ANSWERED, heard)
            return
        step = self.registry.steps.get(question.asks, _GONE)
        if not question.told and question.school_id not in (None, turn.speaker.school_id):
            step = _GONE  # begun at a school where they are no longer
        rest = self._rest(turn, question) if value is None else None
        yield Route(step, heard, question, rest=rest)

    def understood(self, turn: Turn, children: Sequence[Pupil]) -> Iterator[Route]:
        """Whoever hears what the words of `turn` mean, if its form has what was found in them."""
        if turn.meaning is None:
            return
        hearing = self.registry.hearing(turn.speaker.who, turn.meaning.intent)
        if hearing is None or (turn.media and turn.meaning.intent in BESIDE_FILES):
            return
        if hearing.form is not None:
            slots = with_ids(turn.meaning.slots, children)
            try:
                turn = replace(turn, slots=hearing.form.model_validate(slots))
            except ValidationError:
                return
        yield Route(hearing.step, turn)


def _is_last(session: Session, turn: Turn, question: Question) -> bool:
    last = outbox.asked_last(session, turn.speaker.contact_id)
    return last is None or last.id == question.id


def _names_a_class(turn: Turn, session: Session) -> bool:
    """Whether a member of staff names a class of theirs and goes on: "ruang 1A" is a place."""
    if Who.STAFF not in turn.speaker.who:
        return False
    words = [plain(word) for word in turn.text.split()]
    classes = {plain(child.class_name) for child in children_of(turn, session)}
    return len(words) >= NAME and not classes.isdisjoint(words[1:NAME])


def _is_whole(words: str) -> bool:
    """Whether a command stands by itself: with its code, or with a head and a text."""
    return bool(_CODED.match(words) or _HEADED.match(words))


def _shows_again(says: Sequence[Say], question: Question) -> bool:
    return any(say.text.key == question.text_key for say in says)


def _answered(turn: Turn, session: object) -> Heard:
    return [Reply(AGAIN)]


def _gone(turn: Turn, session: object) -> Heard:
    return [Reply(RENAMED)]


_ANSWERED = Step("router.answered", _answered)
_GONE = Step("router.gone", _gone)
