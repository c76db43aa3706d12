"""A file that cannot be passed on stops what was confirmed with it, and its sender hears why."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import FetchError, File
from bot.outbound import media as files
from bot.outbound.media import Waiting
from models.media import Fetched, Kind, Media
from models.notice import Notice, NoticeState
from models.outbox import OutboundMessage, Status
from tests.cast import Cast
from tests.dialogue import Chat


def refuse(chat: Chat, code: str) -> None:
    """The newest file comes back as refused, before anything that waits for it has gone."""
    found = chat.session.scalars(select(Media).order_by(Media.id.desc())).first()
    assert found is not None
    found.state = Fetched.REFERENCED
    rows = select(OutboundMessage).where(OutboundMessage.media_id == found.id)
    for row in chat.session.scalars(rows):
        row.status, row.sent_at = Status.QUEUED, None
    chat.session.flush()
    waiting = Waiting(found.id, found.channel, found.reference, found.kind, found.content_type, 1)
    files._failed(chat.session, chat.now, waiting, FetchError(code, final=True))


@pytest.mark.parametrize(
    ("code", "reason"),
    [("too-large", "terlalu besar"), ("type-not-passed-on", "karena jenis atau ukurannya")],
)
def test_an_announcement_is_not_sent_without_its_file(
    chat: Chat, session: Session, cast: Cast, code: str, reason: str
) -> None:
    apk = File("ref", Kind.DOCUMENT, "application/pdf", "surat.pdf")
    chat.says(cast.dewi, "umumkan 3B: surat terlampir", files=[apk])
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.dewi), chat.heard(cast.wati)
    refuse(chat, code)
    told = chat.heard(cast.dewi)
    assert any(reason in words for words in told)
    assert any(words.startswith("Belum dikirim ke siapa pun: “surat terlampir”") for words in told)
    chat.hears(cast.wati)
    assert session.scalars(select(Notice.state)).one() is NoticeState.WITHDRAWN


def test_what_somebody_has_already_stays(chat: Chat, session: Session, cast: Cast) -> None:
    photo = File("ref", Kind.PHOTO, "image/jpeg")
    chat.says(cast.dewi, "umumkan 3B: foto terlampir", files=[photo])
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.dewi)
    (found,) = session.scalars(select(Media))
    found.state = Fetched.REFERENCED
    waiting = Waiting(found.id, found.channel, found.reference, found.kind, found.content_type, 1)
    files._failed(session, chat.now, waiting, FetchError("gone", final=True))
    assert session.scalars(select(Notice.state)).one() is NoticeState.PUBLISHED
