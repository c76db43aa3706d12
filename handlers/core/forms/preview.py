"""What would be sent, as whoever drafts it sees it first; and what else can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from sqlalchemy.orm import Session

from handlers.core.forms.fields import D, Field
from handlers.core.notices.publishing import Published
from handlers.core.notices.tasks import REASONS
from handlers.core.talk import Choice, Heard, Lines, Phrase, Sense, Text, Turn, Value
from handlers.core.talk.files import attached
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CANCEL, CHILD_LINE, SEND, UNREACHED
from models.school import school_of

HELD = Text("form.held", id="⏰ sampai {when}", en="⏰ arrives {when}")
UNREAD = Text(
    "form.unread",
    id="⚠️ Belum saya mengerti, jadi tidak ikut: “{words}”",
    en="⚠️ I did not understand this, so it is left out: “{words}”",
)
LINE = Text("form.line", id="\n{line}", en="\n{line}")
YES = Choice("send", SEND, Sense.YES)


@dataclass(frozen=True)
class Way(Generic[D]):
    """Something else that can be done with a draft than to send it as it is.

    `do` returns what is said, which ends the draft, or a draft that is shown in its place.
    """

    name: str
    label: Value
    do: Callable[[Turn, Session, D], D | Heard]


Other = Field[D] | Way[D]


@dataclass(frozen=True)
class Preview(Generic[D]):
    """All that is shown before something is sent.

    `text` has whom it is for and the whole of it, and a blank {below} for what the form adds: the
    files, until when it is held, and what was not understood.
    """

    text: Text
    values: Mapping[str, Value]
    send: Choice | None = YES
    """None where the speaker may not send it as it is."""
    also: Sequence[Other[D]] = ()
    """Fields that can be changed, and other ways, each with a button."""
    lists: bool = False
    """Whether a button offers the list of what can be changed, too; the word "ubah" always does."""
    changes: Sequence[Other[D]] | None = None
    """What is on that list; by default every field that has a label."""
    cancel: Value = CANCEL
    arrives: datetime | None = None
    """When families get it; see `arrival`."""
    unread: str = ""
    """Words that have no place in it."""

    def below(self, turn: Turn, files: Sequence[int]) -> Value:
        """What the form adds, each on a line of its own."""
        lines: list[Value] = [attached(files)] if files else []
        if self.arrives and self.arrives > turn.now:
            lines.append(Phrase(HELD, {"when": Moment(self.arrives, turn.speaker.zone)}))
        if self.unread:
            lines.append(Phrase(UNREAD, {"words": self.unread}))
        return Lines([Phrase(LINE, {"line": line}) for line in lines], between="")


def arrival(turn: Turn, session: Session) -> datetime:
    """When families of the speaker's school would get what is sent now."""
    return school_of(session, turn.speaker.school).quiet.release(turn.now)


def held(turn: Turn, at: datetime) -> Value:
    """Until when it is held, on a line of its own; empty where that is at once."""
    line = Phrase(HELD, {"when": Moment(at, turn.speaker.zone)})
    return Phrase(LINE, {"line": line}) if at > turn.now else ""


def unreached(published: Published) -> Value:
    """Who has to be told another way, as a report of what was sent says it."""
    lines = [
        Phrase(CHILD_LINE, {"child": pupil.label, "reason": REASONS[reason]})
        for pupil, reason in published.unreached
    ]
    return Phrase(UNREACHED, {"list": Lines(lines)}) if lines else ""
