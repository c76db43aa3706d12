"""Keeping the promises in the outbox: claim, send, settle.

No transaction is open while a provider is talked to. The commit that made a promise wakes
us; looking without being woken is only the net.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.orm import Session

from bot.channels.base import Channel, Outgoing, ProviderAway, SendError, UnknownOutcome
from bot.metrics import SEND_SECONDS, SENDS
from bot.outbound import claiming, results
from bot.outbound.claiming import Claimed
from bot.outbound.media import Store
from bot.outbound.pacing import Pacer
from bot.storage.writer import Writer
from handlers.core.talk import CATALOGUE, Phrase, Text, Value, worded
from handlers.core.talk.times import Day

WITHOUT = Text(
    "delivery.without_file",
    id="Maaf, lampiran pesan ini tidak dapat kami sertakan. Mohon minta lagi bila diperlukan.",
    en="Sorry, the file of this message could not be sent along. Please ask for it again if you "
    "need it.",
)

WRITTEN = Text("delivery.written", id="🕓 Ditulis {day}.", en="🕓 Written {day}.")
log = structlog.get_logger(__name__)

NET = 1.0
"""Seconds between two looks that nobody asked for."""
SLOW = timedelta(seconds=30)
"""How long a send may take before its outcome counts as unknown."""


@dataclass
class Courier:
    """Delivers for one channel."""

    channel: Channel
    writer: Writer
    store: Store
    lease: timedelta
    monotonic: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self.wake = asyncio.Event()
        self._pacer = Pacer(self.channel.limits, self.monotonic)
        self._under_way: set[asyncio.Task[None]] = set()
        self.away: str | None = None
        """Why the provider takes nothing from us at present."""

    async def run(self) -> None:
        """Until cancelled, or the database is away: nothing is lost then, run it again."""
        while True:
            self.wake.clear()
            if not await self._round():
                await self._sleep()

    async def finish(self) -> None:
        """Wait for the sends under way."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _round(self) -> bool:
        """Claim what there is room for and start sending it; whether there was anything."""
        room = self._pacer.room(len(self._under_way))
        if not room:
            return False
        claimed = await self.writer.quietly(
            partial(_claim, channel=self.channel.name, limit=room, resting=self._pacer.resting())
        )
        for message in claimed:
            await self._pacer.turn(message.contact_id, group=message.in_group)
            task = asyncio.create_task(self._deliver(message))
            self._under_way.add(task)
            task.add_done_callback(self._done)
        return bool(claimed)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self.wake.set()
        if not task.cancelled() and (fault := task.exception()):
            # What became of it was not written down: it is looked up when its lease ends.
            log.error("delivery.not_settled", error=type(fault).__name__)

    async def _sleep(self) -> None:
        wait = min(NET, self._pacer.rest() or NET)
        # Not wait_for, which before Python 3.12 may swallow a cancellation: we would never stop.
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self.wake.wait()

    async def _deliver(self, message: Claimed) -> None:
        if not await self.writer.quietly(partial(_hand, message=message)):
            return
        result = await self._send(message)
        self.away = result.code if isinstance(result, ProviderAway) else None
        if isinstance(result, SendError):
            log.info(
                "delivery.refused",
                message=message.id,
                code=result.code,
                outcome=type(result).__name__,
                channel=self.channel.name,
            )
            if wait := results.pause(result):
                self._pacer.pause(wait)
        SENDS.labels(self.channel.name, results.word(result)).inc()
        await self.writer.quietly(partial(_settle, message=message, result=result))

    async def _send(self, message: Claimed) -> str | SendError:
        started = self.monotonic()
        try:
            async with asyncio.timeout(SLOW.total_seconds()):
                return await self.channel.send(self.outgoing(message))
        except SendError as error:
            return error
        except TimeoutError:
            return UnknownOutcome("timeout")
        except Exception as error:  # an error no adapter translated: it may have been sent
            log.error("delivery.untranslated", message=message.id, error=type(error).__name__)
            return UnknownOutcome(type(error).__name__)
        finally:
            SEND_SECONDS.labels(self.channel.name).observe(self.monotonic() - started)

    def outgoing(self, message: Claimed) -> Outgoing:
        text = CATALOGUE.get(message.text_key)
        attachment = self.store.attachment(message.media, self.channel.name)
        body = message.body
        if message.written is not None:
            body = f"{worded(_dated(message.written), message.language)}\n\n{body}"
        if message.media is not None and attachment is None:
            body += f"\n\n{worded(WITHOUT, message.language)}"
        return Outgoing(
            id=message.id,
            address=message.address,
            body=body,
            text_key=message.text_key,
            language=message.language,
            blanks=message.blanks,
            blank_order=text.blanks if text else (),
            labels=message.labels,
            attachment=attachment,
            silence=message.silence,
            attempt=message.attempts,
            repeated=message.doubts > 0,
            wants_phone=message.wants_phone,
            opens=message.opens,
            quotes=message.quotes,
        )

    async def resolve(self, lease: timedelta | None = None) -> int:
        """Settle messages of unknown outcome; how many were looked at."""
        lost = await self.writer.quietly(
            partial(
                _abandoned,
                channel=self.channel.name,
                lease=self.lease if lease is None else lease,
            )
        )
        for message in lost:
            result = await self._look_up(message)
            await self.writer.quietly(partial(_resolve, message=message, result=result))
        return len(lost)

    async def _look_up(self, message: Claimed) -> str | SendError | None:
        try:
            return await self.channel.look_up(self.outgoing(message), message.created_at)
        except SendError as error:
            return error


def _dated(written: date) -> Value:
    return Phrase(WRITTEN, {"day": Day(written)})


def _claim(
    session: Session, now: datetime, channel: str, limit: int, resting: list[int]
) -> list[Claimed]:
    return claiming.claim(session, now, channel, limit, resting)


def _hand(session: Session, now: datetime, message: Claimed) -> bool:
    return claiming.hand(session, message, now)


def _abandoned(session: Session, now: datetime, channel: str, lease: timedelta) -> list[Claimed]:
    return claiming.abandoned(session, now, lease, channel)


def _settle(session: Session, now: datetime, message: Claimed, result: str | SendError) -> None:
    results.settle(session, message.id, result, now)


def _resolve(
    session: Session, now: datetime, message: Claimed, result: str | SendError | None
) -> None:
    results.resolve(session, message.id, result, now)
