"""Files on their way: fetched beside delivery, kept under their hash, lent by signed links."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import structlog
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.channels.base import Attachment, FetchError
from bot.channels.base import Fetched as Bytes
from bot.metrics import FILES
from bot.outbound.pictures import passable
from bot.storage.writer import Writer
from bot.watch import place
from handlers.core.notices import enclosed
from handlers.core.talk import Tell, Text
from handlers.core.talk.post import post
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
TOO_LARGE = Text(
    "media.too_large",
    id="Maaf, kiriman tadi terlalu besar untuk diteruskan (paling besar 16 MB). Mohon kirim yang "
    "lebih kecil, misalnya sebagai foto.",
    en="Sorry, what you sent is too large to be passed on (16 MB at most). Please send something "
    "smaller, as a photo perhaps.",
)
REFUSALS: Mapping[str, Text] = {"too-large": TOO_LARGE}
NOT_FETCHED = Text(
    "media.not_fetched",
    id="Maaf, kiriman tadi tidak dapat kami ambil. Mohon kirim lagi.",
    en="Sorry, what you sent could not be fetched. Please send it again.",
)

log = structlog.get_logger(__name__)

LIMIT = 16 * 1024 * 1024
"""Bytes. WhatsApp takes no more, so nothing larger could be passed on."""
LINK_SECONDS = 3600
"""Long enough for a provider to fetch what it is to pass on."""
TAPPED_SECONDS = 30 * 24 * 3600
"""For what goes out as a link in the text, and is tapped when there is time: calendar files."""
TRIES = 5
"""With the pauses between them a file holds up whoever waits for it for minutes, not longer."""
PAUSE = timedelta(seconds=5)
"""After the first try; three times as long after each further one."""
SLOW = 60.0
"""Seconds a source may take for one file."""
LEASE = timedelta(minutes=2)
"""How long a file is left to whoever took it up; a process that dies had it counted as a try."""
AT_ONCE = 4
"""Files asked for side by side."""
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
            part = path.with_suffix(f".{uuid4().hex}")
            try:
                part.write_bytes(content)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
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
        if not self.path(media.sha256).exists():
            log.error("media.bytes_missing", media=media.id)
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
    tries: int
    """With the one that begins now."""


@dataclass
class Fetcher:
    """Brings the bytes of what people sent and of what we make.

    Whatever goes wrong with one file stays with it. It is asked for again a few times, then it is
    refused, and the messages that wait for it go without it.
    """

    writer: Writer
    store: Store
    sources: Mapping[str, Source]
    slow: float = SLOW

    def __post_init__(self) -> None:
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled, or the database is away: run it again then."""
        while True:
            self.wake.clear()
            if not await self.round():
                # Not wait_for, which before Python 3.12 may swallow a cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        await self.wake.wait()

    async def round(self) -> int:
        """Fetch what is due, a few side by side; how many files that was."""
        waiting = await self.writer.quietly(_take)
        await asyncio.gather(*(self._fetch(file) for file in waiting))
        return len(waiting)

    async def _fetch(self, file: Waiting) -> None:
        outcome: Callable[[Session, datetime], None]
        try:
            found = await self._found(file)
            digest = await asyncio.to_thread(self.store.put, found.content)
            outcome = partial(_stored, media_id=file.id, digest=digest, found=found)
            word = "stored"
        except Exception as fault:
            error = _translated(fault, file)
            outcome = partial(_failed, file=file, error=error)
            word = "refused" if _is_last(file, error) else "again"
        FILES.labels(file.channel, word).inc()
        try:
            await self.writer.do(outcome)
        except Exception as fault:  # it is taken up again when its lease ends
            log.error("media.not_settled", media=file.id, error=type(fault).__name__)

    async def _found(self, file: Waiting) -> Bytes:
        source = self.sources.get(file.channel)
        if source is None:
            raise FetchError("no-source", final=True)
        if file.tries > TRIES:  # whoever took it up never came back
            raise FetchError("too-many-tries", final=False)
        async with asyncio.timeout(self.slow):
            found = await source.fetch(file.reference, LIMIT)
        if not found.content_type:
            found = replace(found, content_type=file.content_type)
        if len(found.content) > LIMIT:
            raise FetchError("too-large", final=True)
        found = await asyncio.to_thread(passable, found)
        _check(found, file.kind)
        return found


def _translated(fault: Exception, file: Waiting) -> FetchError:
    if isinstance(fault, FetchError):
        log.info("media.not_fetched", media=file.id, code=fault.code, final=fault.final)
        return fault
    error = type(fault).__name__
    log.error("media.fault", media=file.id, source=file.channel, error=error, at=place(fault))
    return FetchError(error, final=False)


def _is_last(file: Waiting, error: FetchError) -> bool:
    return error.final or file.tries >= TRIES


def _check(found: Bytes, kind: Kind) -> None:
    content_type = found.content_type.partition(";")[0].strip().lower()
    if not any(_covers(known, content_type) for known in TYPES[kind]):
        raise FetchError("type-not-passed-on", final=True)


def _covers(known: str, content_type: str) -> bool:
    if known.endswith(("/", ".")):
        return content_type.startswith(known)
    return content_type == known


def _take(session: Session, now: datetime) -> list[Waiting]:
    """Files that are due, each for one worker only; the try counts from now on."""
    rows = session.scalars(
        select(Media)
        .where(Media.state == Fetched.REFERENCED, or_(Media.due_at.is_(None), Media.due_at <= now))
        .order_by(Media.tries, Media.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for media in rows:
        media.tries += 1
        media.due_at = now + LEASE
    return [Waiting(m.id, m.channel, m.reference, m.kind, m.content_type, m.tries) for m in rows]


def _stored(session: Session, now: datetime, media_id: int, digest: str, found: Bytes) -> None:
    media = session.get_one(Media, media_id)
    media.state, media.sha256, media.size = Fetched.STORED, digest, len(found.content)
    media.content_type = found.content_type
    if media.name and found.content_type == "image/jpeg":
        media.name = f"{Path(media.name).stem}.jpg"


def _failed(session: Session, now: datetime, file: Waiting, error: FetchError) -> None:
    media = session.get_one(Media, file.id)
    media.error = error.code
    if _is_last(file, error):
        media.state = Fetched.REFUSED
        text = REFUSALS.get(error.code, NOT_TAKEN) if error.final else NOT_FETCHED
        post(session, [*_say_so(session, media, text), *enclosed.stop(session, media, now)], now)
    else:
        media.due_at = now + PAUSE * 3 ** (file.tries - 1)


def _say_so(session: Session, media: Media, text: Text) -> list[Tell]:
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
    return [Tell(text, to=who, topic=f"media:{media.id}", asked=True) for who in senders]
