"""What providers bring, made durable: returns only after the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.channels.base import (
    Channel,
    Event,
    Incoming,
    News,
    Reaction,
    Readdressed,
    Standing,
    Unreadable,
)
from bot.inbound import apology, groups, reactions, unreadable
from bot.inbound.router import Router
from bot.inbound.sanitising import clean
from bot.outbound import receipts
from bot.storage.writer import AWAY, Writer


@dataclass(frozen=True)
class Intake:
    router: Router
    writer: Writer
    channels: Mapping[str, Channel]
    _thanks: set[asyncio.Task[None]] = field(default_factory=set)

    async def deliver(self, events: Sequence[Event]) -> None:
        """`Deliver` of the channels. Raises if the database could not take them."""
        events = [clean(event) for event in events]
        if len(events) == 1:
            await self._one(events[0])
        else:
            await asyncio.gather(*(self._one(event) for event in events))
        for event in events:
            if isinstance(event, Incoming) and event.tap and event.channel in self.channels:
                thanks = asyncio.create_task(self.channels[event.channel].heard(event))
                self._thanks.add(thanks)
                thanks.add_done_callback(self._thanks.discard)

    async def _one(self, event: Event) -> bool:
        rescue = partial(self.rescue, event) if isinstance(event, Incoming) else None
        try:
            return await self.writer.do(partial(self.store, event), rescue)
        except AWAY:  # it is not to blame, and comes again
            raise
        except Exception as fault:  # it would fail for ever, and hold up what follows
            found = unreadable.aside(event, fault)
        return await self.writer.do(lambda session, now: unreadable.keep(session, found, now))

    def store(self, event: Event, session: Session, now: datetime) -> bool:
        """One event and all it causes; False if it brought nothing new."""
        match event:
            case Incoming():
                return self.router.receive(session, event, now)
            case Reaction():
                return reactions.receive(self.router, session, event, now)
            case News():
                return receipts.hear(session, event, now)
            case Standing():
                return receipts.stand(session, event, now)
            case Readdressed():
                return receipts.readdress(session, event, now)
            case Unreadable():
                return unreadable.keep(session, event, now)

    def rescue(self, incoming: Incoming, session: Session, now: datetime) -> bool:
        """Storing it failed: what must not be lost is kept all the same."""
        if incoming.group is not None:
            return groups.rescue(self.router, session, incoming, now)
        return apology.keep(session, incoming, now)
