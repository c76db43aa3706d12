"""One message from one person, and what is said because of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.talk.speakers import Doors, Speaker
from handlers.core.talk.texts import Text, Value
from handlers.core.understanding import Meaning
from handlers.core.understanding.answers import Answer, Sense
from models.outbox import Priority

D = TypeVar("D", bound=BaseModel)


@dataclass(frozen=True)
class Quoted:
    """The message of ours that was tapped or answered by quoting."""

    id: int
    text_key: str
    notice_id: int | None
    memory: Mapping[str, Any]
    asked_at: datetime | None = None
    """None where we did not ask it."""


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
    behind: str = ""
    """What was written behind the choice that they took: "ubah: besok pulang jam 10"."""
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
    place_name: str = ""
    """What the place is called, if they said so."""
    replaces: str | None = None
    """Their own words of before, where they changed a message they had sent."""
    menu: tuple[MenuLine, ...] = ()
    nearest: tuple[MenuLine, ...] = ()
    """Lines of the menu for what the words may mean, where nobody is sure; the likeliest first."""
    overhear: tuple[Step, ...] = ()
    """Who is asked in turn before a guardian's free words go to the teacher."""
    doors: Doors = field(default_factory=Doors)
    group: int | None = None
    """The id of the group's contact, if it was said in a group; replies still go to the speaker."""

    def draft(self, kind: type[D]) -> D:
        """What their question remembers of a draft, with the files of this message behind its own:
        an album comes one by one."""
        kept = {name: value for name, value in self.memory.items() if name in kind.model_fields}
        if "files" in kind.model_fields:
            kept["files"] = [*kept.get("files", ()), *self.media]
        return kind.model_validate(kept)

    def overheard(self, session: Session) -> Heard:
        """What whoever listens in makes of a guardian's free words; None where nobody does."""
        if not (self.text or self.place or self.phone):
            return None
        heard = (hear(self, session) for hear in self.overhear)
        return next((says for says in heard if says is not None), None)

    @property
    def words(self) -> str:
        """What they said as somebody at school reads it: a place with a link to a map, and what
        they changed with the words it replaces."""
        if self.place is not None and not self.text:
            where = f"https://maps.google.com/?q={self.place[0]},{self.place[1]}"
            return " ".join(filter(None, ("📍", self.place_name, where)))
        return f"{self.text}\n✏️ (semula: {self.replaces})" if self.replaces else self.text

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
    """Further words that say so under this question: "sudah dibaca". Without `means` it is a choice
    that asks for words, and takes in `Turn.behind` what follows one of these: "ganti: …"."""


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
    written: datetime | None = None
    """When a person wrote the words that it brings: said where it arrives on a later day."""


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
class MenuLine:
    """A line of the menu: what it is called, and the words that open it."""

    label: Text
    word: str
    step: Step
