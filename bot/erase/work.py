"""One erasure under way: what was changed, which files nobody may need any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.commands.lookup import ERASED
from models.base import Base
from models.inbox import Handled, InboundMessage
from models.invitation import Invitation
from models.outbox import RANK, OutboundMessage, Status
from models.thread import Note

REASON = "erased"
SLICE = 200
"""How many conditions one statement takes: SQLite nests them."""

T = TypeVar("T")


@dataclass(frozen=True)
class Erased:
    """How much there was to erase, by kind; all zero where it had been done before."""

    counts: dict[str, int]
    files: tuple[str, ...] = ()
    """SHA-256 of files that nobody's message has any more, for whoever commits to delete."""

    @property
    def nothing(self) -> bool:
        return not any(self.counts.values())


@dataclass
class Work:
    session: Session
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    media: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    """What they said, or was said of them alone, for others' rows that quote it."""
    said: set[int] = field(default_factory=set)
    """Messages to us in which that was said, by id."""

    def change(self, kind: str, row: Base, /, **values: Any) -> None:
        """Set these, and count the row if that changed anything."""
        new = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in new.items():
            setattr(row, name, value)
        if new:
            self.counts[kind] += 1

    def remember(self, text: str | None) -> None:
        if text and text != ERASED:
            self.words.add(text.strip())

    def empty_in(self, rows: Iterable[InboundMessage], *, own: bool) -> None:
        """Messages to us. In `own` rows the provider's name goes too: it may hold an address."""
        for row in rows:
            self.media.update(row.media)
            values: dict[str, Any] = {"text": "", "media": [], "extra": {}}
            if own:
                values |= {"provider_id": f"{REASON}:{row.id}", "handled": Handled.DONE}
            self.change("messages_in", row, **values)

    def empty_out(self, rows: Iterable[OutboundMessage], *, own: bool) -> None:
        """Messages of ours; those not sent yet never will be, and no button of them answers."""
        for row in rows:
            if row.media_id is not None:
                self.media.add(row.media_id)
            if RANK[row.status] < RANK[Status.SENT]:
                settled = {"status": Status.CANCELLED, "error": REASON, "settled_at": self.now}
                self.change("cancelled", row, **settled)
            values: dict[str, Any] = {"body": "", "blanks": {}, "choices": [], "memory": {}}
            values |= {"asks": None, "kind": None, "media_id": None}
            if own:
                values["provider_id"] = None
            self.change("messages_out", row, **values)

    def empty_notes(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self.media.update(note.media)
            self.remember(note.text)
            self.change("notes", note, text=ERASED, media=[])

    def revoke(self, invitations: Iterable[Invitation]) -> None:
        """Codes not used yet let nobody in any more."""
        for one in invitations:
            expires_at = self.now if one.open_at(self.now) else one.expires_at
            self.change("invitations", one, name=ERASED, expires_at=expires_at)

    def empty_what_they_answer(self, rows: Collection[OutboundMessage]) -> None:
        """The messages that these replies of ours were caused by: written at the same moment."""
        moments = {(row.contact_id, row.created_at) for row in rows if row.topic is None}
        for slice_ in slices(sorted(moments)):
            said = or_(*(_at(contact, at) for contact, at in slice_))
            self.empty_in(self.session.scalars(select(InboundMessage).where(said)), own=False)

    def empty_inbox(self, ids: Iterable[int | None]) -> None:
        for slice_ in slices(sorted({one for one in ids if one is not None})):
            rows = select(InboundMessage).where(InboundMessage.id.in_(slice_))
            self.empty_in(self.session.scalars(rows), own=False)

    def empty_same_words(self, contacts: Collection[int]) -> None:
        """Messages that say nothing but what is erased: an answer to "what is the note?".

        Only from `contacts`: other people's "sakit demam" is about their own child.
        """
        for slice_ in slices(sorted(text for text in self.words if " " in text)):
            rows = select(InboundMessage).where(
                InboundMessage.contact_id.in_(contacts), func.trim(InboundMessage.text).in_(slice_)
            )
            self.empty_in(self.session.scalars(rows), own=False)


def slices(some: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(some), SLICE):
        yield some[start : start + SLICE]


def _at(contact_id: int, at: datetime) -> ColumnElement[bool]:
    return and_(InboundMessage.contact_id == contact_id, InboundMessage.received_at == at)
