"""Files on their way: fetched beside delivery, kept under their hash, lent by signed links."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

import structlog
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.base import Attachment, FetchError
from bot.channels.base import Fetched as Bytes
from bot.writer import Writer
from handlers.post import post
from handlers.talk import Tell, Text
from models.inbox import InboundMessage
from models.media import Fetched, Kind, Media
from models.people import Contact

NOT_TAKEN = Text(
    "media.not_taken",
    id="Maaf, kiriman tadi tidak dapat kami teruskan karena jenis atau ukurannya. Mohon kirim "
    "lagi sebagai foto, PDF, atau pesan suara.",
    en="Sorry, what you sent could not be passed on because of its kind or size. Please send it "
    "again as a photo, a PDF or a voice note.",
)

log = structlog.get_logger(__name__)

LIMIT = 16 * 1024 * 1024
"""Bytes. WhatsApp takes no more, so nothing larger could be passed on."""
LINK_SECONDS = 3600
"""Long enough for a provider to fetch what it is to pass on."""
TAPPED_SECONDS = 30 * 24 * 3600
"""For what goes out as a link in the text, and is tapped when there is time: calendar files."""
TRIES = 5
TYPES: Mapping[Kind, tuple[str, ...]] = {
    Kind.PHOTO: ("image/jpeg", "image/png", "image/webp"),
    Kind.VOICE: ("audio/",),
    Kind.VIDEO: ("video/mp4", "video/3gpp"),
    Kind.DOCUMENT: (
        "application/pdf",
        "application/msword",
        "application/vnd.openxmlformats-officedocument.",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "text/plain",
        "text/calendar",
        "image/jpeg",
        "image/jpg",
        "image/png",
        "image/webp",
        "image/gif",
        "image/heic",
        "image/heif",
        "image/tiff",
    ),
}
"""What is passed on; a name that ends in / or . stands for all that begin with it.

Anything that can run (an SVG's scripts, a sheet's macros), or of an unknown kind, is not.
"""


class Source(Protocol):
    """Where bytes come from: a channel, or something of ours that makes documents."""

    async def fetch(self, reference: str, limit: int) -> Bytes: ...


@dataclass(frozen=True)
class Store:
    """The folder of files, and the links by which providers may read them."""

    folder: Path
    public: str
    """Our public address, without a path."""
    signer: URLSafeTimedSerializer

    def path(self, sha256: str) -> Path:
        return path_in(self.folder, sha256)

    def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256. The same file is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}")
            part.write_bytes(content)
            part.replace(path)
        return digest

    def link(self, media_id: int, seconds: int = LINK_SECONDS) -> str:
        return f"{self.public}/media/{self.signer.dumps([media_id, seconds])}"

    def read_link(self, token: str) -> int | None:
        """The media id of a link of ours that still holds; None for any other."""
        try:
            media_id, seconds = self.signer.loads(token)
            self.signer.loads(token, max_age=int(seconds))
        except (BadSignature, TypeError, ValueError):
            return None
        return int(media_id)

    def attachment(self, media: Media | None, channel: str) -> Attachment | None:
        """A stored file as a channel sends it; None where there is none to send."""
        if media is None or media.state is not Fetched.STORED or media.sha256 is None:
            return None
        return Attachment(
            path=self.path(media.sha256),
            kind=media.kind,
            content_type=media.content_type,
            name=media.name,
            url=self.link(
                media.id,
                TAPPED_SECONDS if media.content_type == "text/calendar" else LINK_SECONDS,
            ),
            reference=media.reference if media.channel == channel else None,
        )


def path_in(folder: Path, sha256: str) -> Path:
    """Where the bytes of that hash lie."""
    return folder / sha256[:2] / sha256


@dataclass(frozen=True)
class Waiting:
    """A file whose bytes are still at its source."""

    id: int
    channel: str
    reference: str
    kind: Kind
    content_type: str
    """As the message that brought it said; sources that know better replace it."""


@dataclass
class Fetcher:
    """Brings the bytes of what people sent, a file at a time."""

    writer: Writer
    store: Store
    sources: Mapping[str, Source]

    def __post_init__(self) -> None:
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.wake.clear()
            if not await self.round():
                # Not wait_for, which before Python 3.12 may swallow a cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        await self.wake.wait()

    async def round(self) -> int:
        """Fetch what is waiting; how many files that was."""
        waiting: Sequence[Waiting] = await self.writer.quietly(_waiting)
        for file in waiting:
            await self._fetch(file)
        return len(waiting)

    async def _fetch(self, file: Waiting) -> None:
        source, media_id = self.sources.get(file.channel), file.id
        try:
            if source is None:
                raise FetchError("no-source", final=True)
            found = await source.fetch(file.reference, LIMIT)
            if not found.content_type:
                found = replace(found, content_type=file.content_type)
            _check(found, file.kind)
            digest = await asyncio.to_thread(self.store.put, found.content)
        except FetchError as error:
            log.info("media.not_fetched", media=media_id, code=error.code, final=error.final)
            await self.writer.do(partial(_failed, media_id=media_id, error=error))
        else:
            await self.writer.do(partial(_stored, media_id=media_id, digest=digest, found=found))


def _check(found: Bytes, kind: Kind) -> None:
    if len(found.content) > LIMIT:
        raise FetchError("too-large", final=True)
    content_type = found.content_type.partition(";")[0].strip().lower()
    if not any(_covers(known, content_type) for known in TYPES[kind]):
        raise FetchError("type-not-passed-on", final=True)


def _covers(known: str, content_type: str) -> bool:
    if known.endswith(("/", ".")):
        return content_type.startswith(known)
    return content_type == known


def _waiting(session: Session, now: datetime) -> list[Waiting]:
    rows = session.execute(
        select(Media.id, Media.channel, Media.reference, Media.kind, Media.content_type)
        .where(Media.state == Fetched.REFERENCED)
        .order_by(Media.tries, Media.id)
        .limit(8)
    )
    return [Waiting(*row) for row in rows]


def _stored(session: Session, now: datetime, media_id: int, digest: str, found: Bytes) -> None:
    session.execute(
        update(Media)
        .where(Media.id == media_id)
        .values(
            state=Fetched.STORED,
            sha256=digest,
            size=len(found.content),
            content_type=found.content_type,
        )
    )


def _failed(session: Session, now: datetime, media_id: int, error: FetchError) -> None:
    media = session.get_one(Media, media_id)
    media.tries += 1
    media.error = error.code
    if error.final or media.tries >= TRIES:
        media.state = Fetched.REFUSED
        post(session, _say_so(session, media), now)


def _say_so(session: Session, media: Media) -> list[Tell]:
    """Whoever sent it believes that it arrived."""
    rows = session.execute(
        select(InboundMessage.media, Contact.person_id)
        .join(Contact, Contact.id == InboundMessage.contact_id)
        .where(
            InboundMessage.channel == media.channel,
            InboundMessage.received_at == media.created_at,
            Contact.person_id.is_not(None),
        )
    )
    senders = [person for files, person in rows if person and media.id in files]
    return [Tell(NOT_TAKEN, to=who, topic=f"media:{media.id}", asked=True) for who in senders]
