"""Files that nobody's message needs any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, cast

from sqlalchemy import JSON, Column, Table, Text, delete, select
from sqlalchemy import cast as as_
from sqlalchemy.orm import Session

from bot.erase.about import papers_of
from bot.erase.work import Work, slices
from bot.media import path_in
from models.base import Base
from models.media import Fetched, Media
from models.outbox import OPEN, OutboundMessage

_MEDIA = cast("Table", Media.__table__)


def unmake(work: Work, children: Collection[int]) -> None:
    """Let go of the papers that were made of these children's books.

    One that still has to be sent is made anew then, from what is left to see.
    """
    session = work.session
    for paper in session.scalars(papers_of(children)).all() if children else ():
        of = select(OutboundMessage).where(OutboundMessage.media_id == paper.id)
        rows = session.scalars(of).all()
        if any(row.status in OPEN for row in rows):
            work.change("files", paper, state=Fetched.REFERENCED, sha256=None, size=None)
            continue
        for row in rows:
            row.media_id = None
        work.media.add(paper.id)


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


def _needed(session: Session, ids: Collection[int]) -> set[int]:
    """Which of these files some row still names, in whatever table."""
    used: set[int] = set()
    for table in Base.metadata.sorted_tables if ids else ():
        for column in _keys(table):
            used.update(session.scalars(select(column).where(column.in_(ids))))
        if "media" in table.c and isinstance(table.c.media.type, JSON):
            some = select(table.c.media).where(as_(table.c.media, Text) != "[]")
            used.update(one for kept in session.scalars(some) for one in kept)
    return used & set(ids)


def _keys(table: Table) -> Iterator[Column[Any]]:
    for column in table.columns:
        if any(key.column is _MEDIA.c.id for key in column.foreign_keys):
            yield column
