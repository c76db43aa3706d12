"""Files on their way: kept by their hash, refused by size and type, lent by signed links."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from PIL import Image
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import web
from bot.channels.base import Fetched, FetchError
from bot.outbound.media import LIMIT, LINK_SECONDS, TAPPED_SECONDS, TRIES, Fetcher, Store, _take
from bot.secret import NAME, signer
from bot.storage.database import sessions_on
from bot.storage.writer import Writer
from models.inbox import Handled, InboundMessage
from models.media import Fetched as State
from models.media import Kind, Media
from models.outbox import OutboundMessage
from models.people import Contact
from tests.cast import MONDAY, Cast

PHOTO = b"\xff\xd8\xff photo"
OFFICE = "application/vnd.openxmlformats-officedocument"
DIGEST = hashlib.sha256(PHOTO).hexdigest()


class LongAgo(TimestampSigner):
    """As our links were signed a little over an hour ago."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() - LINK_SECONDS - 60


class Source:
    """A provider with one file, or an error."""

    def __init__(self) -> None:
        self.file: Fetched | Exception = Fetched(PHOTO, "image/jpeg")
        self.asked: list[str] = []

    async def fetch(self, reference: str, limit: int) -> Fetched:
        assert limit == LIMIT
        self.asked.append(reference)
        if reference == "broken":
            raise ValueError(reference)
        if isinstance(self.file, Exception):
            raise self.file
        return self.file


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "media", "https://bot.sekolah.sch.id", signer(tmp_path))


@pytest.fixture
def source() -> Source:
    return Source()


class Now:
    """The time, until somebody waits."""

    def __init__(self) -> None:
        self.at = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
async def fetcher(engine: Engine, store: Store, source: Source, now: Now) -> AsyncIterator[Fetcher]:
    writer = Writer(sessions_on(engine), now)
    writer.start()
    yield Fetcher(writer, store, {"whatsapp": source})
    writer.stop()


@pytest.fixture
async def client(engine: Engine, store: Store) -> AsyncIterator[AsyncClient]:
    async def nothing(events: object) -> None: ...

    app = web.build([], nothing, sessions_on(engine), store, store.public)
    async with AsyncClient(transport=ASGITransport(app), base_url=store.public) as client:
        yield client


def sent(session: Session, kind: Kind = Kind.PHOTO, content_type: str = "", **more: str) -> int:
    """A file that somebody sent, still at its provider."""
    media = Media(
        channel=more.get("channel", "whatsapp"),
        reference=more.get("reference", "ME1"),
        kind=kind,
        content_type=content_type,
        name=more.get("name", ""),
        created_at=MONDAY,
    )
    session.add(media)
    session.commit()
    return media.id


def media(session: Session, media_id: int) -> Media:
    session.expire_all()
    found = session.get_one(Media, media_id)
    session.commit()
    return found


def test_a_file_is_kept_once_under_its_hash(store: Store) -> None:
    assert store.put(PHOTO) == store.put(PHOTO) == DIGEST
    assert store.path(DIGEST).read_bytes() == PHOTO
    assert [path for path in store.folder.rglob("*") if path.is_file()] == [
        store.folder / DIGEST[:2] / DIGEST
    ]


async def test_what_came_is_fetched_and_kept(
    fetcher: Fetcher, source: Source, store: Store, session: Session
) -> None:
    file = sent(session)
    assert await fetcher.round() == 1
    kept = media(session, file)
    assert (kept.state, kept.sha256, kept.size) == (State.STORED, DIGEST, len(PHOTO))
    assert kept.content_type == "image/jpeg"
    assert store.path(DIGEST).read_bytes() == PHOTO
    assert await fetcher.round() == 0
    assert source.asked == ["ME1"]


async def test_a_source_that_does_not_say_the_type_is_believed_by_the_message(
    fetcher: Fetcher, source: Source, session: Session
) -> None:
    source.file = Fetched(PHOTO, "")
    file = sent(session, content_type="image/png")
    await fetcher.round()
    assert media(session, file).content_type == "image/png"


async def test_a_telephones_picture_is_kept_as_all_can_open_it(
    fetcher: Fetcher, source: Source, store: Store, session: Session
) -> None:
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "TIFF")
    source.file = Fetched(made.getvalue(), "image/tiff")
    file = sent(session, Kind.DOCUMENT, name="Surat dokter.tiff")
    await fetcher.round()
    kept = media(session, file)
    assert (kept.state, kept.content_type) == (State.STORED, "image/jpeg")
    assert kept.name == "Surat dokter.jpg"
    assert store.path(kept.sha256 or "").read_bytes().startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("kind", "content_type", "state"),
    [
        (Kind.PHOTO, "image/jpeg", State.STORED),
        (Kind.PHOTO, "IMAGE/PNG", State.STORED),
        (Kind.PHOTO, "image/svg+xml", State.REFUSED),
        (Kind.PHOTO, "text/html", State.REFUSED),
        (Kind.VOICE, "audio/ogg; codecs=opus", State.STORED),
        (Kind.VIDEO, "video/mp4", State.STORED),
        (Kind.VIDEO, "video/x-msvideo", State.REFUSED),
        (Kind.DOCUMENT, "application/pdf", State.STORED),
        (Kind.DOCUMENT, f"{OFFICE}.wordprocessingml.document", State.STORED),
        (Kind.DOCUMENT, "application/vnd.ms-excel", State.STORED),
        (Kind.DOCUMENT, "application/vnd.ms-excel.sheet.macroEnabled.12", State.REFUSED),
        (Kind.DOCUMENT, "application/vnd.ms-htmlhelp", State.REFUSED),
        (Kind.DOCUMENT, "application/vnd.android.package-archive", State.REFUSED),
        (Kind.DOCUMENT, "application/x-msdownload", State.REFUSED),
        (Kind.DOCUMENT, "image/svg+xml", State.REFUSED),
        (Kind.DOCUMENT, "", State.REFUSED),
    ],
)
async def test_what_is_passed_on(
    fetcher: Fetcher,
    source: Source,
    session: Session,
    kind: Kind,
    content_type: str,
    state: State,
) -> None:
    source.file = Fetched(PHOTO, content_type)
    file = sent(session, kind)
    await fetcher.round()
    found = media(session, file)
    assert (found.state, found.error) == (
        (state, None) if state is State.STORED else (state, "type-not-passed-on")
    )


@pytest.mark.parametrize(
    ("size", "state", "error"),
    [(LIMIT, State.STORED, None), (LIMIT + 1, State.REFUSED, "too-large")],
)
async def test_what_whatsapp_would_not_take_is_refused(
    fetcher: Fetcher,
    source: Source,
    store: Store,
    session: Session,
    size: int,
    state: State,
    error: str | None,
) -> None:
    source.file = Fetched(bytes(size), "application/pdf")
    file = sent(session, Kind.DOCUMENT)
    await fetcher.round()
    assert (media(session, file).state, media(session, file).error) == (state, error)
    assert store.folder.exists() == (state is State.STORED)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (FetchError("503", final=False), "503"),
        (ValueError("a fault of ours"), "ValueError"),
        (TimeoutError(), "TimeoutError"),
        (OSError(28, "No space left on device"), "OSError"),
    ],
)
async def test_what_fails_is_asked_for_a_few_times_in_some_minutes(
    fetcher: Fetcher, source: Source, session: Session, now: Now, fault: Exception, code: str
) -> None:
    source.file = fault
    file = sent(session)
    for tries, pause in enumerate((5, 15, 45, 135), start=1):
        assert await fetcher.round() == 1
        found = media(session, file)
        assert (found.state, found.tries, found.error) == (State.REFERENCED, tries, code)
        now.wait(pause - 1)
        assert await fetcher.round() == 0
        now.wait(1)
    assert await fetcher.round() == 1
    assert media(session, file).state is State.REFUSED
    assert await fetcher.round() == 0


async def test_one_that_cannot_be_made_holds_up_no_other(
    fetcher: Fetcher, source: Source, session: Session
) -> None:
    broken, good = sent(session, reference="broken"), sent(session)
    await fetcher.round()
    assert media(session, broken).error == "ValueError"
    assert media(session, good).state is State.STORED


async def test_a_store_that_cannot_be_written_is_tried_again(
    fetcher: Fetcher, store: Store, session: Session, now: Now
) -> None:
    store.folder.parent.mkdir(exist_ok=True)
    store.folder.write_text("in the way")
    file = sent(session)
    await fetcher.round()
    assert media(session, file).error in ("FileExistsError", "NotADirectoryError")
    store.folder.unlink()
    now.wait(5)
    await fetcher.round()
    assert media(session, file).state is State.STORED


async def test_a_file_that_kills_whoever_takes_it_up_is_given_up(
    fetcher: Fetcher, source: Source, session: Session, now: Now
) -> None:
    file = sent(session)
    for _ in range(TRIES):
        taken = await fetcher.writer.quietly(_take)
        assert [one.id for one in taken] == [file]
        assert await fetcher.round() == 0
        now.wait(120)
    await fetcher.round()
    assert (media(session, file).state, source.asked) == (State.REFUSED, [])
    assert media(session, file).error == "too-many-tries"


async def test_a_source_that_never_answers_is_left(fetcher: Fetcher, session: Session) -> None:
    class Silent:
        async def fetch(self, reference: str, limit: int) -> Fetched:
            await asyncio.Event().wait()
            raise AssertionError

    fetcher.slow = 0.01
    fetcher.sources = {"whatsapp": Silent()}
    file = sent(session)
    await fetcher.round()
    assert media(session, file).error == "TimeoutError"


async def test_what_is_gone_is_not_asked_for_again(
    fetcher: Fetcher, source: Source, session: Session
) -> None:
    source.file = FetchError("gone", final=True)
    file = sent(session)
    await fetcher.round()
    assert (media(session, file).state, source.asked) == (State.REFUSED, ["ME1"])


async def test_a_channel_that_is_gone_refuses_its_files(fetcher: Fetcher, session: Session) -> None:
    file = sent(session, channel="pigeon")
    await fetcher.round()
    assert media(session, file).error == "no-source"


@pytest.fixture
async def lent(fetcher: Fetcher, session: Session) -> int:
    """A photo that is stored."""
    file = sent(session, name="papan tulis.jpg")
    await fetcher.round()
    return file


async def test_a_link_lends_the_file(client: AsyncClient, store: Store, lent: int) -> None:
    answer = await client.get(store.link(lent))
    assert (answer.status_code, answer.content) == (200, PHOTO)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline; ")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_an_old_link_lends_nothing(
    client: AsyncClient, store: Store, tmp_path: Path, lent: int
) -> None:
    key = (tmp_path / NAME).read_text()
    signer = URLSafeTimedSerializer(key, salt="media", signer=LongAgo)
    old = signer.dumps([lent, LINK_SECONDS])
    assert (await client.get(f"/media/{old}")).status_code == 404
    assert store.read_link(old) is None
    assert store.read_link(signer.dumps([lent, TAPPED_SECONDS])) == lent


async def test_a_forged_link_lends_nothing(
    client: AsyncClient, store: Store, tmp_path: Path, lent: int
) -> None:
    good = store.signer.dumps(lent)
    another_key = signer(tmp_path / "elsewhere").dumps(lent)
    another_use = URLSafeTimedSerializer((tmp_path / NAME).read_text(), salt="x").dumps(lent)
    for token in (str(lent), "x", "é", f"{good}x", good[1:], another_key, another_use):
        assert (await client.get(f"/media/{token}")).status_code == 404, token


async def test_a_link_to_what_is_not_there_lends_nothing(
    client: AsyncClient, store: Store, session: Session, lent: int
) -> None:
    for absent in (sent(session), lent + 1000):
        assert (await client.get(store.link(absent))).status_code == 404
    store.path(DIGEST).unlink()
    assert (await client.get(store.link(lent))).status_code == 404


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    assert signer(tmp_path).loads(signer(tmp_path).dumps(7)) == 7
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_an_empty_key_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()
    with pytest.raises(ValueError, match="is empty: delete it"):
        signer(tmp_path)


async def test_a_channel_gets_its_own_reference_back(
    store: Store, session: Session, lent: int
) -> None:
    stored = media(session, lent)
    own, other = (store.attachment(stored, channel) for channel in ("whatsapp", "telegram"))
    assert own is not None
    assert other is not None
    assert (own.reference, other.reference) == ("ME1", None)
    assert own.path == store.path(DIGEST)
    assert own.url.startswith("https://bot.sekolah.sch.id/media/")


async def test_what_is_not_stored_is_not_attached(store: Store, session: Session) -> None:
    assert store.attachment(media(session, sent(session)), "whatsapp") is None
    assert store.attachment(None, "whatsapp") is None


@pytest.mark.parametrize(
    ("brought", "words"),
    [
        (Fetched(PHOTO, "image/svg+xml"), "Maaf, kiriman tadi tidak dapat kami teruskan"),
        (FetchError("503", final=False), "Maaf, kiriman tadi tidak dapat kami ambil."),
    ],
)
async def test_whoever_sent_what_is_not_passed_on_hears_of_it(
    fetcher: Fetcher,
    source: Source,
    session: Session,
    cast: Cast,
    now: Now,
    brought: Fetched | Exception,
    words: str,
) -> None:
    source.file = brought
    file = sent(session)
    contact = session.scalars(select(Contact).where(Contact.person_id == cast.sari.id)).one()
    session.add(
        InboundMessage(
            contact_id=contact.id,
            channel="whatsapp",
            provider_id="SM1",
            text="",
            media=[file],
            extra={},
            received_at=MONDAY,
            handled=Handled.DONE,
        )
    )
    session.commit()
    for _ in range(TRIES):
        await fetcher.round()
        now.wait(600)
    (told,) = session.scalars(select(OutboundMessage)).all()
    assert told.person_id == cast.sari.id
    assert told.body.startswith(words)
