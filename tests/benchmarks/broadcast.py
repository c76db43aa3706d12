"""A broadcast to 10,000 families: seen before it is sent, then queued, with answers between.

Both write one receipt and one message for each family. The peer adds ORM objects in one
transaction, which is what most would write; nobody else's message is taken meanwhile. Ours finds
out beside it how each family can be reached, and lets other people's messages pass between its
batches; how long the preview took and the slowest of those answers is said on the side.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming
from bot.inbound.registry import Registry, discover
from bot.inbound.router import Router
from bot.storage.database import connect, sessions_on
from handlers.contact_book.entry import KIND
from models.notice import Notice, Receipt
from models.outbox import OutboundMessage, Priority, Status
from models.people import Child, Contact, StaffRole
from scheduler.nudges.broadcast import broadcast
from scheduler.sweep import sweep
from tests.benchmarks.compare import Scene
from tests.benchmarks.school import TEACHER, address, found

FAMILIES = 10_000
ANNOUNCED = "umumkan 1A: besok pulang jam 10"


async def ours() -> float:
    return _in_a_school(_queue)


async def theirs() -> float:
    return _in_a_school(_add)


def _in_a_school(measure: Callable[[Session], float]) -> float:
    with tempfile.TemporaryDirectory(prefix="penghubung-bench-") as name:
        engine = connect(found(Path(name), FAMILIES))
        with sessions_on(engine)() as session:
            seconds = measure(session)
        engine.dispose()
    return FAMILIES / seconds


def _queue(session: Session) -> float:
    router = Router(Registry.of(discover()))
    _says(session, router, TEACHER, "menu")
    preview = _says(session, router, TEACHER, ANNOUNCED)
    began = time.perf_counter()
    answers = [_says(session, router, TEACHER, "1")]
    slowest = between = 0.0
    while sweep(session, broadcast, datetime.now(UTC)):
        session.commit()
        answer = _says(session, router, address(7, "whatsapp"), "terima kasih bu")
        slowest, between = max(slowest, answer), between + answer
    seconds = time.perf_counter() - began - between
    print(
        f"broadcast: preview {preview:.2f} s, first answer {answers[0]:.2f} s, all queued "
        f"{seconds:.2f} s, slowest answer to others {slowest * 1000:.0f} ms",
        file=sys.stderr,
    )
    return seconds


def _says(session: Session, router: Router, who: str, text: str) -> float:
    began = time.perf_counter()
    now = datetime.now(UTC)
    router.receive(session, Incoming("whatsapp", who, f"bench{began}", text=text), now)
    session.commit()
    return time.perf_counter() - began


def _add(session: Session) -> float:
    now = datetime.now(UTC)
    author = session.scalars(select(StaffRole.person_id)).one()
    contacts = session.scalars(select(Contact).where(Contact.address != TEACHER)).all()
    children = session.scalars(select(Child)).all()
    began = time.perf_counter()
    notice = Notice(school_id=1, author_id=author, kind=KIND.name, body=ANNOUNCED, created_at=now)
    session.add(notice)
    session.flush()
    for child, contact in zip(children, contacts, strict=True):
        session.add(Receipt(school_id=1, notice_id=notice.id, child_id=child.id))
        session.add(_message(child, contact, notice.id, now))
    session.commit()
    return time.perf_counter() - began


def _message(child: Child, contact: Contact, notice: int, now: datetime) -> OutboundMessage:
    return OutboundMessage(
        school_id=1,
        contact_id=contact.id,
        person_id=contact.person_id,
        channel=contact.channel,
        priority=Priority.NORMAL,
        status=Status.QUEUED,
        topic=f"notice:{notice}",
        notice_id=notice,
        text_key="announcing.sign",
        language="id",
        body=f"Ananda {child.name} (1A). {ANNOUNCED}",
        choices=[{"label": "Paraf ✅", "value": "sign"}],
        memory={"notice": notice, "children": [child.id]},
        created_at=now,
    )


SCENE = Scene(
    name="broadcast",
    what=f"families queued, of {FAMILIES:,}",
    peer="ORM objects in one transaction",
    promised=0.5,
    ours=ours,
    theirs=theirs,
)
