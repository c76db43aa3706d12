"""Files that nobody's message needs any more."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, cast

from sqlalchemy import JSON, Column, Table, Text, delete, select
from sqlalchemy import cast as as_
from sqlalchemy.orm import Session

from bot.erase.about import lists_with, papers_of
from bot.erase.work import Work, slices
from bot.export.belonging import Rows
from bot.outbound.media import path_in
from models.base import Base
from models.inbox import InboundMessage
from models.media import Fetched, Media
from models.outbox import OPEN, OutboundMessage

_MEDIA = cast("Table", Media.__table__)
_MESSAGES = (cast("Table", InboundMessage.__table__), cast("Table", OutboundMessage.__table__))


def unmake(work: Work, children: Collection[int], rows: Rows) -> None:
    """Let go of the papers that were made of what is in these rows of children.

    One that still has to be sent is made anew then, from what is left to see.
    """
    session = work.session
    for paper in (*papers_of(session, children, rows), *lists_with(session, rows)):
        of = select(OutboundMessage).where(OutboundMessage.media_id == paper.id)
        messages = session.scalars(of).all()
        if any(message.status in OPEN for message in messages):
            work.change("files", paper, state=Fetched.REFERENCED, sha256=None, size=None)
            continue
        for message in messages:
            message.media_id = None
        work.media.add(paper.id)


def empty_messages_with(work: Work) -> None:
    """Messages that brought or passed on files which belong to nobody else's record."""
    work.session.flush()
    theirs = work.media - _needed(work.session, work.media, _MESSAGES)
    for ids in slices(sorted(theirs)):
        passed = select(OutboundMessage).where(OutboundMessage.media_id.in_(ids))
        work.empty_out(work.session.scalars(passed), own=False)
    brought = select(InboundMessage).where(as_(InboundMessage.media, Text) != "[]")
    if theirs:
        found = work.session.scalars(brought).all()
        work.empty_in((one for one in found if theirs.intersection(one.media)), own=False)


def drop(work: Work) -> tuple[str, ...]:
    """Delete the rows of files nobody needs; hashes under which no other row has the bytes."""
    work.session.flush()
    hashes: set[str] = set()
    for ids in slices(sorted(work.media - _needed(work.session, work.media))):
        found = work.session.execute(select(Media.id, Media.sha256).where(Media.id.in_(ids))).all()
        work.session.execute(delete(Media).where(Media.id.in_(ids)))
        work.counts["files"] += len(found)
        hashes.update(row.sha256 for row in found if row.sha256)
    kept = select(Media.sha256).where(Media.sha256.in_(hashes))
    return tuple(sorted(hashes - set(work.session.scalars(kept))))


def unlink(folder: Path, hashes: Collection[str]) -> None:
    """Delete the bytes. Before the commit: if that fails, erasing again still finds them."""
    for sha256 in hashes:
        path_in(folder, sha256).unlink(missing_ok=True)


def is_file(column: Column[Any]) -> bool:
    """Whether it names one file."""
    return any(key.column is _MEDIA.c.id for key in column.foreign_keys)


def is_files(column: Column[Any]) -> bool:
    """Whether it lists files."""
    return column.name in ("media", "more_media") and isinstance(column.type, JSON)


def _needed(session: Session, ids: Collection[int], without: Collection[Table] = ()) -> set[int]:
    """Which of these files some row still names, in whatever table but those `without`."""
    used: set[int] = set()
    tables = [table for table in Base.metadata.sorted_tables if table not in without]
    for column in (column for table in tables for column in table.columns if ids):
        if is_file(column):
            used.update(session.scalars(select(column).where(column.in_(ids))))
        elif is_files(column):
            some = select(column).where(as_(column, Text) != "[]")
            used.update(one for kept in session.scalars(some) for one in kept)
    return used & set(ids)
