"""One writer: everything that changes the database, many jobs a transaction.

Jobs queue up while a transaction commits and then share the next one, which is where an
embedded database gets its speed. Whoever brought a job learns its result after the
commit. When one job of a group fails, the group is rolled back and replayed singly.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session, sessionmaker

from bot.storage import notify
from bot.watch import failed, place

log = structlog.get_logger(__name__)

GROUP = 50
"""The most jobs in one transaction; more gains little and makes the first ones wait."""

AWAY = (OperationalError, InterfaceError, NoConnection)
"""The database's own trouble, whatever was to be stored: it may pass."""

T = TypeVar("T")
Work = Callable[[Session, datetime], T]
"""What a job does; the time is the moment its transaction began."""


@dataclass(frozen=True)
class Job:
    work: Work[Any]
    rescue: Work[Any] | None
    wakes: bool
    done: Future[Any] | asyncio.Future[Any]
    """Settled where it is waited for: on its loop, or in any thread."""


class Writer:
    """A thread with a queue of jobs.

    `committed` is called after a transaction that may have made messages to send. On
    PostgreSQL it is announced to the other processes too, as part of the transaction.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        now: Callable[[], datetime],
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self._sessions = sessions
        self._now = now
        self._committed = committed
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._ended = False

    def on_commit(self, call: Callable[[], None]) -> None:
        """Set before `start`: called on the writer's thread."""
        self._committed = call

    def start(self) -> None:
        self._thread.start()

    def alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """Finish what is queued, then end the thread. What is brought later is refused."""
        self._queue.put(None)
        self._thread.join()
        self._ended = True
        self._refuse()

    def submit(
        self, work: Work[T], rescue: Work[T] | None = None, *, wakes: bool = True
    ) -> Future[T]:
        """Queue a job. Its future is set after the commit, or with what it raised.

        `rescue` runs in a transaction of its own when `work` fails even when alone, for
        any reason but the database's own trouble. `wakes` is False for delivery's own jobs,
        which would else wake delivery for ever.
        """
        done: Future[T] = Future()
        self._put(Job(work, rescue, wakes, done))
        return done

    async def do(self, work: Work[T], rescue: Work[T] | None = None) -> T:
        """The same, awaited."""
        return await self._awaited(work, rescue, wakes=True)

    async def quietly(self, work: Work[T]) -> T:
        """The same, without waking delivery."""
        return await self._awaited(work, None, wakes=False)

    def _awaited(self, work: Work[T], rescue: Work[T] | None, *, wakes: bool) -> asyncio.Future[T]:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._put(Job(work, rescue, wakes, done))
        return done

    def _put(self, job: Job) -> None:
        self._queue.put(job)
        if self._ended:
            self._refuse()

    def _refuse(self) -> None:
        """Nobody does these any more, and whoever brought them would wait for ever."""
        with suppress(queue.Empty):
            while True:
                if job := self._queue.get_nowait():
                    _fail(job, RuntimeError("the writer has stopped"))

    def _run(self) -> None:
        going = True
        while going:
            jobs, going = self._gather()
            if jobs:
                try:
                    self._store(jobs)
                except Exception as fault:  # the thread is the only one that writes: it goes on
                    failed("writer", fault)
                    for job in jobs:
                        _fail(job, fault)

    def _gather(self) -> tuple[list[Job], bool]:
        first = self._queue.get()
        if first is None:
            return [], False
        jobs = [first]
        while len(jobs) < GROUP:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return jobs, False
            jobs.append(job)
        return jobs, True

    def _store(self, jobs: Sequence[Job]) -> None:
        try:
            results = self._together(jobs)
        except Exception:  # the replay finds whose fault it was, and who must hear of it
            for job in jobs:
                self._alone(job)
        else:
            _settle(jobs, results)
        if any(job.wakes for job in jobs):
            self._committed()

    def _together(self, jobs: Sequence[Job]) -> list[Any]:
        now = self._now()
        with self._sessions.begin() as session:
            results = [job.work(session, now) for job in jobs]
            if any(job.wakes for job in jobs):
                notify.announce(session)
            return results

    def _alone(self, job: Job) -> None:
        try:
            with self._sessions.begin() as session:
                result = job.work(session, self._now())
                notify.announce(session)
        except AWAY as away:
            log.error("writer.database_away", error=type(away).__name__)
            _fail(job, away)
        except Exception as fault:  # a fault of ours; the job says what must happen all the same
            self._rescue(job, fault)
        else:
            _settle([job], [result])

    def _rescue(self, job: Job, fault: Exception) -> None:
        log.error("writer.failed", error=type(fault).__name__, at=place(fault))
        if job.rescue is None:
            _fail(job, fault)
            return
        try:
            with self._sessions.begin() as session:
                result = job.rescue(session, self._now())
                notify.announce(session)
        except Exception as lost:  # the provider keeps the message and brings it again
            log.error("writer.rescue_failed", error=type(lost).__name__)
            _fail(job, lost)
        else:
            _settle([job], [result])


def _settle(jobs: Sequence[Job], results: Sequence[object]) -> None:
    """Tell whoever waits; each event loop is woken once for all of its jobs."""
    waiting: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], object]]] = {}
    for job, result in zip(jobs, results, strict=True):
        if isinstance(job.done, asyncio.Future):
            waiting.setdefault(job.done.get_loop(), []).append((job.done, result))
        else:
            with suppress(InvalidStateError):  # nobody waits any more
                job.done.set_result(result)
    for loop, settled in waiting.items():
        _call(loop, _hand_over, settled)


def _hand_over(settled: Sequence[tuple[asyncio.Future[Any], object]]) -> None:
    for done, result in settled:
        if not done.done():
            done.set_result(result)


def _fail(job: Job, error: Exception) -> None:
    if isinstance(job.done, asyncio.Future):
        _call(job.done.get_loop(), _raise, job.done, error)
    else:
        with suppress(InvalidStateError):  # nobody waits any more, or it has its result
            job.done.set_exception(error)


def _raise(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)


def _call(loop: asyncio.AbstractEventLoop, call: Callable[..., None], *given: object) -> None:
    """On that loop's thread; once it has ended nobody waits any more."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call, *given)
