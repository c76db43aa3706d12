"""Conversations as tests: who says what, who hears what, and time that is told to pass.

Everything goes through the router, the outbox and the claim that delivery uses; only the
network is missing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot.channels.base import File, Incoming, Reaction, Tap
from bot.inbound import reactions
from bot.inbound.registry import Registry, discover
from bot.inbound.router import Router
from bot.outbound import claiming, results
from handlers.core.talk import Doors
from models.base import fixed
from models.inbox import InboundMessage, count_without_outcome
from models.media import Fetched, Media
from models.outbox import OutboundMessage, Status
from models.people import Contact, Person
from models.prepared import Prepared
from scheduler import rules
from scheduler.sweep import sweep
from tests.claims import false_claims, watching

DOORS = Doors(
    whatsapp="+6284400000000", telegram="PenghubungBot", web="https://penghubung.sekolah.sch.id"
)
_DUE = Prepared(
    select(OutboundMessage.channel)
    .where(
        or_(
            OutboundMessage.status == fixed(Status.QUEUED),
            and_(
                OutboundMessage.status == fixed(Status.HELD),
                OutboundMessage.due_at <= bindparam("now"),
            ),
        )
    )
    .distinct()
    .order_by(OutboundMessage.channel)
)
"""The channels on which something is to be sent: most of the time there is none."""


@cache
def _registry() -> Registry:
    return Registry.of(discover())


_REFRESHES = {"Siapa hadir?"}
"""Under a list they bring the same list again, if nothing has changed meanwhile."""
_STEPS = (timedelta(hours=1), timedelta(hours=2), timedelta(hours=6))


class Chat:
    """A school's chats on one database. `now` only moves when the test says so."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.router = Router(_registry(), DOORS)
        self.nudges = rules.discover()
        self._count = session.scalar(select(func.count(InboundMessage.id))) or 0
        self._heard: dict[int, list[int]] = {}

    def says(
        self,
        who: Person | Contact,
        text: str = "",
        *,
        quoting: str | OutboundMessage | None = None,
        files: Sequence[File] = (),
        phone: str | None = None,
        place: tuple[float, float] | None = None,
        edits: str | None = None,
    ) -> None:
        """Somebody writes; `quoting` answers our latest message that contains those words, `edits`
        is the provider's id of a message of theirs."""
        if isinstance(quoting, str):
            quoting = self._message(who, quoting)
        quoted = quoting.provider_id if quoting else None
        extra = {"location": list(place)} if place else {}
        files = tuple(files)
        said = {"text": text, "quoted": quoted, "files": files, "phone": phone, "edits": edits}
        self._bring(who, **said, extra=extra)

    def changes(self, who: Person | Contact, old: str, new: str) -> None:
        """Somebody edits the latest message of theirs that contains those words."""
        before = self.written_last(who, old)
        assert before is not None, f"nothing with {old!r} was written"
        self.says(who, new, edits=before.provider_id)

    def written_last(self, who: Person | Contact, part: str = "") -> InboundMessage | None:
        """Their latest message that contains those words, as we keep it."""
        query = select(InboundMessage).where(
            InboundMessage.contact_id == self.contact(who).id, InboundMessage.text.contains(part)
        )
        return self.session.scalars(query.order_by(InboundMessage.id.desc())).first()

    def reacts(self, who: Person | Contact, to: str, emoji: str) -> None:
        """Somebody puts an emoji under our latest message that contains those words."""
        self.reacts_to(who, self._message(who, to), emoji)

    def reacts_to(self, who: Person | Contact, row: OutboundMessage, emoji: str) -> None:
        """Somebody puts an emoji under that message of ours."""
        contact = self.contact(who)
        self._count += 1
        name = f"in{self._count}"
        reaction = Reaction(contact.channel, contact.address, name, row.provider_id or "", emoji)
        reactions.receive(self.router, self.session, reaction, self.now)
        assert count_without_outcome(self.session) == 0
        self.deliver()

    def says_in_group(
        self, who: Person | Contact | str, group: str, text: str, *, quoting: str | None = None
    ) -> None:
        """Somebody writes in that group; a string is the id of one we do not know."""
        sender = who if isinstance(who, str) else self.contact(who).address
        quoted = self._message(self.group(group), quoting).provider_id if quoting else None
        self._count += 1
        name = f"{group}:{self._count}"
        what = Incoming("telegram", sender, name, text=text, group=group, quoted=quoted)
        if isinstance(who, str):
            self.router.receive(self.session, what, self.now)
        else:
            self._receive(what, self.contact(who))
        self.deliver()

    def group_heard(self, group: str) -> list[str]:
        """What we said in the group since last asked."""
        return self.heard(self.group(group))

    def group(self, address: str) -> Contact:
        """The contact of a linked group."""
        query = select(Contact).where(Contact.channel == "telegram", Contact.address == address)
        return self.session.scalars(query).one()

    def taps(self, who: Person | Contact, label: str, *, under: str = "") -> None:
        """Somebody taps a button of our latest message that has it."""
        row = self._message(who, under, label)
        labels = [choice["label"] for choice in row.choices]
        self.taps_on(who, row, labels.index(label))

    def taps_on(self, who: Person | Contact, row: OutboundMessage, position: int) -> None:
        """Somebody taps that button of that message, however old it is."""
        label = row.choices[position]["label"]
        before = self.session.scalar(select(func.max(OutboundMessage.id))) or 0
        self._bring(who, tap=Tap(message=row.id, position=position), text=label)
        nowhere = label not in _REFRESHES and self._put_again(row, before)
        assert not nowhere, f"{label!r} led nowhere under {row.body!r}"

    def hears(self, who: Person | Contact, *expected: str) -> None:
        """Everything they were sent since last asked, buttons in brackets behind the words."""
        assert self.heard(who) == list(expected)

    def heard(self, who: Person | Contact) -> list[str]:
        """The same, to look at in parts."""
        self.deliver()
        rows = [self.session.get_one(OutboundMessage, i) for i in self._new(who)]
        return [_shown(row) for row in rows]

    def wait(self, time: timedelta, step: timedelta | None = None) -> None:
        """Let time pass; the clock asks its nudges as it goes: every hour for a day, every two
        hours for some days, every six for longer. A test that needs it closer says so."""
        step = step or _STEPS[bisect_left((timedelta(days=1), timedelta(days=4)), time)]
        until = self.now + time
        while self.now < until:
            self.now = min(until, self.now + step)
            for nudge in self.nudges:
                sweep(self.session, nudge, self.now)
            self.deliver()

    def until(self, moment: datetime) -> None:
        self.wait(moment - self.now)

    def deliver(self) -> None:
        """Claim what is due and call it sent, as providers that never fail would."""
        self.session.flush()
        for media in self.session.scalars(select(Media).where(Media.state == Fetched.REFERENCED)):
            media.state, media.sha256 = Fetched.STORED, "0" * 64
        self.session.flush()
        for channel in _DUE(self.session, now=self.now).scalars():
            while claimed := claiming.claim(self.session, self.now, channel, 100):
                for message in claimed:
                    claiming.hand(self.session, message, self.now)
                    results.sent(self.session, message.id, f"p{message.id}", self.now)
                    self._heard.setdefault(message.contact_id, []).append(message.id)
        self.session.expire_all()

    def contact(self, who: Person | Contact) -> Contact:
        """Where somebody writes from: the contact they used last."""
        if isinstance(who, Contact):
            return who
        return self.session.scalars(
            select(Contact)
            .where(Contact.person_id == who.id, Contact.channel != "sms")
            .order_by(Contact.heard_at.desc(), Contact.id)
        ).first() or _nobody(who)

    def _bring(self, who: Person | Contact, **what: object) -> None:
        self._count += 1
        contact = self.contact(who)
        incoming = Incoming(contact.channel, contact.address, f"in{self._count}", **what)  # type: ignore[arg-type]
        self._receive(incoming, contact)
        assert count_without_outcome(self.session) == 0
        self.deliver()

    def _receive(self, incoming: Incoming, speaker: Contact) -> None:
        """Through the router; what a reply says has happened has, in the same transaction."""
        before = self.session.scalar(select(func.max(OutboundMessage.id))) or 0
        with watching(self.session) as written:
            self.router.receive(self.session, incoming, self.now)
        if written is not None:
            there = Contact.address == incoming.group
            spoken = {speaker.id, *self.session.scalars(select(Contact.id).where(there))}
            false = false_claims(self.session, written, before, spoken)
            assert not false, f"{false} claim what was not done"

    def _put_again(self, row: OutboundMessage, before: int) -> bool:
        """Whether the very same question, and nothing else, is all that came since `before`."""
        query = select(OutboundMessage).where(OutboundMessage.contact_id == row.contact_id)
        later = self.session.scalars(query.where(OutboundMessage.id > before)).all()
        shown = (row.text_key, row.body, row.choices, row.memory)
        return [(one.text_key, one.body, one.choices, one.memory) for one in later] == [shown]

    def _message(self, who: Person | Contact, part: str, label: str = "") -> OutboundMessage:
        self.deliver()
        rows = self.session.scalars(
            select(OutboundMessage)
            .where(OutboundMessage.contact_id == self.contact(who).id)
            .order_by(OutboundMessage.id.desc())
        )
        for row in rows:
            labels = [choice["label"] for choice in row.choices]
            if part in row.body and (not label or label in labels):
                return row
        raise AssertionError(f"no message with {part or label!r} was sent")

    def _new(self, who: Person | Contact) -> list[int]:
        return self._heard.pop(self.contact(who).id, [])


def _shown(row: OutboundMessage) -> str:
    labels = " | ".join(choice["label"] for choice in row.choices)
    return f"{row.body} [{labels}]" if labels else row.body


def _nobody(who: Person) -> Contact:
    raise AssertionError(f"person {who.id} has no contact")
