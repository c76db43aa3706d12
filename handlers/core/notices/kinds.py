"""What kinds of notice there are: how each is called, worded, answered, and repeated.

A capability makes a `Kind` once, at import; everything about notices looks it up in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, ClashError, Reply, Sense, Step, Text, Turn, Value
from handlers.core.talk.words import REPLY
from models.notice import Notice, SignRule

SIGN = "sign"
"""The value of the choice that signs."""
YES = Text("signing.yes", id="Paraf ✅", en="Sign ✅")
NUDGE = Text(
    "notices.nudge",
    id="Ananda {children}. Ada {title} dari {author} yang belum diparaf:\n“{excerpt}”\n\n"
    "Mohon diparaf, ya.",
    en="About {children}. The {title} from {author} is not signed yet:\n“{excerpt}”\n\n"
    "Please sign it.",
    template=True,
    buttons=(YES, REPLY),
)


def sign_or_answer(notice: Notice) -> Sequence[Choice]:
    """What a notice offers unless its kind has choices of its own."""
    if notice.sign_rule is SignRule.NONE:
        return ()
    return (
        Choice(SIGN, YES, Sense.YES, "sudah baca terima noted read"),
        Choice("answer", REPLY),
    )


@dataclass(frozen=True)
class Kind:
    """What one kind of notice is called and how it is worded."""

    name: str
    title: Callable[[Notice], Value]
    """"catatan buku penghubung": used in reminders and as {title} of its message."""
    message: Callable[[Notice], Text]
    """Has the blanks {children}, {title}, {body} and {author}; more come from `values`."""
    values: Callable[[Notice], Mapping[str, Value]] = field(default=lambda notice: {})
    choices: Callable[[Notice], Sequence[Choice]] = sign_or_answer
    hears: Step | None = None
    """The step that hears the answer, where choices are offered; None: it is signed."""
    free: Callable[[Notice], bool] = field(default=lambda notice: False)
    """Whether words that quote nothing may answer it; its step returns None for the others."""
    context: str = "paraf_request"
    """What is waited for, in the understanding's words."""
    reminder: Callable[[Notice], Text] = field(default=lambda notice: NUDGE)
    """Has the blanks {children}, {title}, {author} and {excerpt}."""
    instead: Callable[[Turn, Session, int], Reply | None] | None = None
    """By the notice's id, what to ask where a bare signature would leave its question open."""
    repeat: Callable[[Session, Notice, Notice, datetime], None] | None = None
    """Hands what the kind keeps beside its notice from the old one to its correction."""

    def __post_init__(self) -> None:
        if KINDS.setdefault(self.name, self) is not self:
            raise ClashError(f"two kinds of notice are called {self.name!r}")


KINDS: dict[str, Kind] = {}
"""Every kind, by the name that a notice has stored. Filled as the modules are imported."""
