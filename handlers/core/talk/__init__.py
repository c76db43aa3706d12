"""The vocabulary capabilities are written in: what they hear and what they say.

A capability is a module of plain functions over a session. It sends nothing and commits
nothing: it returns what it wants said, and whoever called it makes that, together with
its changes, one transaction.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.understanding import Intent, Meaning
from handlers.core.understanding.answers import Answer
from handlers.core.understanding.answers import Sense as Sense
from models.outbox import Priority
from models.people import Role

D = TypeVar("D", bound=BaseModel)

LANGUAGES = ("id", "en")
JAKARTA = ZoneInfo("Asia/Jakarta")
"""Until somebody belongs to a school, whose zone then counts."""


class ClashError(Exception):
    """Two things claim one name, one word or one intent: found at start, never in use."""


CATALOGUE: dict[str, Text] = {}
"""Every text people can be sent, by key. Filled as the modules are imported."""


@dataclass(frozen=True)
class Text:
    """One thing we say, in every language, with the same named blanks in each.

    `template` marks what may speak first: WhatsApp then needs an approved template of the
    same words, its blanks numbered in the order in which the Indonesian text has them, and
    with `buttons`: the labels of the choices it is said with, in order.
    """

    key: str
    id: str
    en: str
    template: bool = False
    buttons: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if CATALOGUE.setdefault(self.key, self) != self:
            raise ClashError(f"two texts are called {self.key!r}")

    @property
    def blanks(self) -> tuple[str, ...]:
        """Names of the blanks, in the order of the Indonesian text."""
        return blanks_of(self.id)

    def fill(self, language: str, values: Mapping[str, str]) -> str:
        return (self.en if language == "en" else self.id).format_map(values)


def blanks_of(words: str) -> tuple[str, ...]:
    names = (name for _, name, _, _ in string.Formatter().parse(words) if name)
    return tuple(dict.fromkeys(names))


class Worded(Protocol):
    """A value of a blank that has its own words in each language: a date, a list."""

    def worded(self, language: str) -> str: ...


Value = str | Text | Worded


def worded(value: Value, language: str) -> str:
    """The words of a blank's value in the listener's language."""
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return value.fill(language, {})
    return value.worded(language)


@dataclass(frozen=True)
class Phrase:
    """A text with its blanks filled, as the value of another text's blank."""

    text: Text
    values: Mapping[str, Value] = field(default_factory=dict)

    def worded(self, language: str) -> str:
        return self.text.fill(
            language, {name: worded(value, language) for name, value in self.values.items()}
        )


@dataclass(frozen=True)
class Lines:
    """Several values, a line each."""

    items: Sequence[Value]
    between: str = "\n"

    def worded(self, language: str) -> str:
        return self.between.join(worded(item, language) for item in self.items)


class Who(StrEnum):
    """What a speaker is to us, as far as capabilities care."""

    STRANGER = "stranger"
    GUARDIAN = "guardian"
    STAFF = "staff"


@dataclass(frozen=True)
class Speaker:
    """Who is writing, and from where. `person_id` and `school_id` are None for a stranger."""

    contact_id: int
    channel: str
    language: str = "id"
    person_id: int | None = None
    school_id: int | None = None
    name: str = ""
    zone: ZoneInfo = JAKARTA
    guardian: bool = False
    roles: frozenset[Role] = frozenset()
    consented: bool = False

    @cached_property
    def who(self) -> frozenset[Who]:
        """A guardian who has not agreed yet is still a stranger to every capability."""
        are = {Who.STAFF} if self.roles else set()
        if self.guardian and self.consented:
            are.add(Who.GUARDIAN)
        return frozenset(are or {Who.STRANGER})

    @property
    def person(self) -> int:
        """The person's id, where a capability for those who have joined needs it."""
        if self.person_id is None:
            raise LookupError("a stranger has no person")
        return self.person_id

    @property
    def school(self) -> int:
        if self.school_id is None:
            raise LookupError("a stranger has no school")
        return self.school_id


@dataclass(frozen=True)
class Doors:
    """Where the outside finds us: what links in forwarded texts are made of."""

    whatsapp: str = ""
    """Our number, E.164; empty while there is none."""
    telegram: str = ""
    """The bot's user name, without @; empty while there is none."""
    web: str = ""
    """Our own pages' address, without a path; empty while there is none."""


@dataclass(frozen=True)
class Quoted:
    """The message of ours that was tapped or answered by quoting."""

    id: int
    text_key: str
    notice_id: int | None
    memory: Mapping[str, Any]


@dataclass(frozen=True)
class Turn:
    """One message from one person, and what their last steps asked us to remember."""

    speaker: Speaker
    text: str
    now: datetime
    """Aware, UTC. The only time a handler may know."""
    inbox_id: int
    memory: Mapping[str, Any] = field(default_factory=dict)
    answer: str | None = None
    """The value of the choice they took, by tap, number or word; None for free words."""
    meaning: Meaning | None = None
    """What the free-text understanding made of it; None where it was not asked."""
    slots: BaseModel | None = None
    """The form the capability declared for that intent."""
    media: tuple[int, ...] = ()
    said: Answer | None = None
    """What the words are under the question they were heard as an answer to."""
    quoted: Quoted | None = None
    latest: Quoted | None = None
    """The newest message that waits for something, under which free words were understood."""
    direct: bool = False
    """They answered that very message: tapped or quoted it, or typed a number of its list."""
    phone: str | None = None
    """Their own number (E.164), proven by the channel."""
    place: tuple[float, float] | None = None
    """Latitude and longitude of the location they sent, if they sent one."""
    menu: tuple[MenuLine, ...] = ()
    doors: Doors = Doors()
    group: int | None = None
    """The id of the group's contact, if it was said in a group; replies still go to the speaker."""

    def draft(self, kind: type[D]) -> D:
        """What their question remembers of a draft, with the files of this message behind its own:
        an album comes one by one."""
        kept = {name: value for name, value in self.memory.items() if name in kind.model_fields}
        if "files" in kind.model_fields:
            kept["files"] = [*kept.get("files", ()), *self.media]
        return kind.model_validate(kept)

    @property
    def only_files(self) -> bool:
        """Files without a word: more of an album, as a rule."""
        return bool(self.media) and not self.text

    @property
    def local(self) -> datetime:
        """Now, in the school's zone."""
        return self.now.astimezone(self.speaker.zone)


@dataclass(frozen=True)
class Choice:
    """One answer offered: `value` comes back in `Turn.answer`, `label` is what people see.

    Twenty characters are shown on every channel; a longer label is for lists of names.
    """

    value: str
    label: Value
    means: Sense | None = None
    """What it says, if words may say it too: "iya bu" takes the one that means yes."""
    words: str = ""
    """Further words that say so under this question: "sudah dibaca"."""


LABEL = 20
"""Characters of a button that WhatsApp shows."""


def clip(label: str, length: int = LABEL) -> str:
    """A label that fits a button, cut between words where it can be."""
    if len(label) <= length:
        return label
    return label[: length + 1].rsplit(" ", 1)[0][:length]


@dataclass(frozen=True)
class Say:
    """One thing we say. If it is a question, `then` is the step that hears the answer."""

    text: Text
    values: Mapping[str, Value] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    then: Step | None = None
    remember: Mapping[str, Any] = field(default_factory=dict)
    free: bool | None = None
    """Whether any words answer it. By default they do where no choices are offered."""
    again: bool = False
    """Whether it may be answered more than once (a signature, an RSVP)."""
    kind: str | None = None
    """What is waited for, in the understanding's words ("paraf_request")."""
    files: Sequence[int] = ()
    """In order: the first goes with the words, each of the others as a message behind them."""
    phone: bool = False
    """Offer a button that shares their own number, where the channel has one."""
    question: str = ""
    """What is asked, where the text says more than that: what is shown when it is put again."""
    asker: int | None = None
    """The person who wants to know: gets what was said instead of an answer."""


@dataclass(frozen=True)
class Reply(Say):
    """Said back to whoever just spoke, at once, on the channel they used."""

    notice: int | None = None
    """The notice it shows in full: it counts as told."""
    asked: bool = False
    """It puts again what somebody else wants to know; else it belongs to what the speaker began."""


@dataclass(frozen=True)
class Tell(Say):
    """Said to anyone at any time, but only once to each person on each `topic`."""

    to: int = field(kw_only=True)
    """A person's id."""
    topic: str = field(kw_only=True)
    notice: int | None = None
    priority: Priority = Priority.NORMAL
    channel: str | None = None
    """Only on this one; by default where they last wrote."""
    contact: int | None = None
    """Only at this address of theirs."""
    asked: bool = False
    """They are waiting for it: an answer, sent even to somebody who wants nothing unasked."""
    office: bool = False
    """Held until the school's office hours, for staff."""
    not_before: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Card(Say):
    """Said in a group chat, once on each `topic`. Nothing about a child or a person is in it."""

    chat: int = field(kw_only=True)
    """The id of the group's contact."""
    topic: str = field(kw_only=True)
    notice: int | None = None
    priority: Priority = Priority.NORMAL
    opens: str | None = None
    """What its button says for whoever taps it, in their private chat: "lihat K7Q2MX"."""
    answers: int | None = None
    """The message (`Turn.inbox_id`) under which it is shown."""
    expires_at: datetime | None = None


Heard = list[Say] | None
"""What a handler returns. None means: not for me after all; let the next one try."""

Handler = Callable[[Turn, Session], Heard]


@dataclass(frozen=True)
class Step:
    """A registered function. Its name exists only in the outbox row."""

    name: str
    call: Handler
    senses: frozenset[Sense] = frozenset()
    """What it hears beside plain answers: conditions, questions; else those go to the asker."""
    files: Handler | None = None
    """Hears files that come without a word while its question waits; None: they are not for it."""

    def __call__(self, turn: Turn, session: Session) -> Heard:
        hear = self.files if self.files and turn.only_files else self.call
        return hear(turn, session)


@dataclass(frozen=True)
class Hearing:
    """A handler for an intent, with the form its slots must fit."""

    step: Step
    form: type[BaseModel] | None


@dataclass(frozen=True)
class MenuLine:
    """A line of the menu: what it is called, and the words that open it."""

    label: Text
    word: str
    step: Step


class Capability:
    """One thing people do by chat. A module-level instance is all it takes to be found."""

    def __init__(self, name: str, *who: Who, menu: Text | None = None, place: int = 50) -> None:
        """`place` orders the menu: what is done daily has a small number."""
        self.place = place
        self.name = name
        self.who = frozenset(who)
        self.menu = menu
        self.commands: dict[str, Step] = {}
        self.intents: dict[Intent, Hearing] = {}
        self.steps: dict[str, Step] = {}
        self.fallback: Step | None = None
        self.unused: Step | None = None

    def step(self, call: Handler, *senses: Sense) -> Step:
        """Register a function that hears an answer."""
        step = Step(f"{self.name}.{call.__name__}", call, frozenset(senses))
        if step.name in self.steps:
            raise ClashError(f"two steps are called {step.name!r}")
        self.steps[step.name] = step
        return step

    def step_for(self, *senses: Sense) -> Callable[[Handler], Step]:
        """Register a function that hears an answer, and words of these senses as well."""
        return lambda call: self.step(call, *senses)

    def takes_files(self, alone: Handler | None = None) -> Callable[[Handler | Step], Step]:
        """Register a function that hears an answer, and files that come while it is asked.

        `alone` hears those without a word in its place: it shows the draft with them.
        """

        def register(call: Handler | Step) -> Step:
            step = call if isinstance(call, Step) else self.step(call)
            self.steps[step.name] = step = replace(step, files=alone or step.call)
            return step

        return register

    def opens(self, *words: str) -> Callable[[Handler | Step], Step]:
        """Register words that open this capability.

        They count when they are the whole message, or its first word: the handler then
        finds the rest in `turn.text` and returns None where it makes no sense of it.
        """

        def register(call: Handler | Step) -> Step:
            step = call if isinstance(call, Step) else self.step(call)
            for word in words:
                if word in self.commands:
                    raise ClashError(f"{self.name} opens {word!r} twice")
                self.commands[word] = step
            return step

        return register

    def hears(
        self, *intents: Intent, form: type[BaseModel] | None = None
    ) -> Callable[[Handler | Step], Step]:
        """Register the answer to intents that the free-text understanding finds."""

        def register(call: Handler | Step) -> Step:
            step = call if isinstance(call, Step) else self.step(call)
            self.intents.update(dict.fromkeys(intents, Hearing(step, form)))
            return step

        return register

    def otherwise(self, call: Handler | Step) -> Step:
        """Register who hears what nobody else understood. One for each kind of speaker."""
        self.fallback = call if isinstance(call, Step) else self.step(call)
        return self.fallback

    def takes_unused(self, call: Handler | Step) -> Step:
        """Register who gets the files of a message that whoever heard it did not use."""
        self.unused = call if isinstance(call, Step) else self.step(call)
        return self.unused
