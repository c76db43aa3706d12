"""The composition root: the only place that builds things and starts loops."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot import counts, web
from bot.channels.base import Channel
from bot.documents import calendar_feeds
from bot.documents.book_file import Papers
from bot.documents.calendars import Calendars
from bot.documents.door_codes import DoorCodes
from bot.documents.slot_list_pdf import SlotLists
from bot.documents.visit_archive_csv import VisitArchives
from bot.documents.visit_brief_pdf import VisitBriefs
from bot.inbound.intake import Intake
from bot.inbound.registry import Registry, discover
from bot.inbound.router import Router
from bot.outbound.delivery import Courier
from bot.outbound.media import Fetcher, Source, Store
from bot.secret import signer
from bot.settings import Settings
from bot.storage import notify
from bot.storage.database import connect, sessions_on
from bot.storage.writer import Writer
from bot.watch import Watch, failed
from handlers.book.reading import SOURCE
from handlers.core.talk import Doors, calendar_files
from handlers.meetings.afterwards import door as meeting_door
from handlers.slots import listing as slot_list
from handlers.visits.day import brief as visit_brief
from handlers.visits.reports import archive as visit_archive
from scheduler import rules
from scheduler.clock import Clock, Ticker
from scheduler.sweep import sweep_alone


@dataclass
class App:
    """One process: what it was built from, and its moving parts."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    clock: Clock
    writer: Writer
    intake: Intake
    store: Store
    channels: Sequence[Channel]
    couriers: Sequence[Courier]
    fetcher: Fetcher
    ticker: Ticker
    watch: Watch

    def wake(self) -> None:
        """Something may have to be sent. Safe only on the event loop's thread."""
        for courier in self.couriers:
            courier.wake.set()
        self.fetcher.wake.set()

    def look(self, nudge: rules.Nudge) -> None:
        """Ask one nudge's question, in the writer, until nothing more is due; in any
        thread. Each answer is a transaction of its own, so what people write comes between."""
        while made := self._ask(nudge):
            counts.nudged(nudge.name, made)

    def tick(self, nudge: rules.Nudge) -> None:
        """The same for the clock, which asks again at its next turn when this one failed."""
        try:
            self.look(nudge)
        except Exception as fault:  # the clock's own log would have the statement with its values
            failed(f"nudge.{nudge.name}", fault)

    def _ask(self, nudge: rules.Nudge) -> int:
        return self.writer.submit(lambda session, now: sweep_alone(session, nudge, now)).result()

    def sweep(self) -> None:
        """Ask all of them now, as after the demo's clock was moved."""
        for nudge in rules.discover():
            self.look(nudge)

    def web(self, more: Sequence[BaseRoute] = ()) -> ASGIApp:
        return web.build(
            self.channels,
            self.intake.deliver,
            self.sessions,
            self.store,
            self.settings.public,
            [*calendar_feeds.routes(self.sessions, self.clock.now), *more],
            self.watch.down,
        )


def build(
    settings: Settings,
    channels: Sequence[Channel],
    clock: Clock | None = None,
    sources: Mapping[str, Source] | None = None,
) -> App:
    """Put a process together. Nothing runs yet, and the database is not touched."""
    engine = connect(settings.database)
    sessions = sessions_on(engine)
    clock = clock or Clock()
    writer = Writer(sessions, clock.now)
    store = Store(settings.data_dir / "media", settings.public, signer(settings.data_dir))
    lease = timedelta(seconds=settings.lease_seconds)
    fetching: dict[str, Source] = {channel.name: channel for channel in channels}
    fetching[SOURCE] = Papers(sessions, clock.now)
    fetching[calendar_files.SOURCE] = Calendars(sessions, clock.now)
    doors = Doors(
        whatsapp=settings.whatsapp_from, telegram=settings.telegram_bot, web=settings.public
    )
    fetching[meeting_door.SOURCE] = DoorCodes(sessions, clock.now, doors)
    fetching[slot_list.SOURCE] = SlotLists(sessions, clock.now)
    fetching[visit_archive.SOURCE] = VisitArchives(sessions, clock.now)
    fetching[visit_brief.SOURCE] = VisitBriefs(sessions, clock.now)
    router = Router(Registry.of(discover()), doors)
    return App(
        settings=settings,
        engine=engine,
        sessions=sessions,
        clock=clock,
        writer=writer,
        intake=Intake(router, writer, {c.name: c for c in channels}),
        store=store,
        channels=channels,
        couriers=[Courier(channel, writer, store, lease) for channel in channels],
        fetcher=Fetcher(writer, store, {**fetching, **(sources or {})}),
        ticker=Ticker(),
        watch=Watch(),
    )


@asynccontextmanager
async def running(app: App) -> AsyncIterator[App]:
    """Everything but the web server runs inside; on leaving, sends under way are finished."""
    loop = asyncio.get_running_loop()
    wake = partial(_call, loop, app.wake)
    app.writer.on_commit(wake)
    app.writer.start()
    stopped = threading.Event()
    ear = threading.Thread(
        target=notify.listen, args=(app.engine, wake, stopped), name="waking", daemon=True
    )
    async with AsyncExitStack() as stack:
        stack.callback(app.engine.dispose)
        stack.callback(app.writer.stop)
        await _recover(app)
        ear.start()
        stack.callback(stopped.set)
        app.watch.thread("writer", app.writer.alive)
        for courier in app.couriers:
            app.watch.thread(f"provider.{courier.channel.name}", partial(_is_there, courier))
        if app.engine.dialect.name == "postgresql":
            app.watch.thread("waking", ear.is_alive)
        tasks = [
            asyncio.create_task(app.watch.keep(name, loop)) for name, loop in _loops(app).items()
        ]
        stack.push_async_callback(_end, app, tasks)
        app.ticker.nudges(rules.discover(), app.tick)
        app.ticker.start()
        stack.push_async_callback(asyncio.to_thread, app.ticker.stop)
        yield app


def _loops(app: App) -> dict[str, Callable[[], Coroutine[None, None, None]]]:
    """By name, as health and the metrics call them."""
    return {
        **{f"send.{courier.channel.name}": courier.run for courier in app.couriers},
        **{
            f"resolve.{courier.channel.name}": partial(_resolve, courier)
            for courier in app.couriers
        },
        **{f"listen.{channel.name}": partial(_listen, channel, app) for channel in app.channels},
        "files": app.fetcher.run,
    }


def _is_there(courier: Courier) -> bool:
    return courier.away is None


def _call(loop: asyncio.AbstractEventLoop, wake: Callable[[], None]) -> None:
    """From another thread. After the loop has ended there is nobody left to wake."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(wake)


async def _recover(app: App) -> None:
    """One process alone may ask at once about what its predecessor had claimed."""
    if app.engine.dialect.name == "sqlite":
        for courier in app.couriers:
            await courier.resolve(timedelta(0))


async def _resolve(courier: Courier) -> None:
    while True:
        await asyncio.sleep(courier.lease.total_seconds() / 4)
        await courier.resolve()


async def _listen(channel: Channel, app: App) -> None:
    await channel.listen(app.intake.deliver)
    await asyncio.Event().wait()  # it is not polled: there is nothing more to do, or to begin again


async def _end(app: App, tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for courier in app.couriers:
        await courier.finish()
    for channel in app.channels:
        await channel.close()
