"""A file that was to go with a notice cannot be passed on: nobody gets it without, unasked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.notices.signing import excerpt
from handlers.core.talk import Tell, Text
from models.media import Media
from models.notice import Notice, NoticeState
from models.outbox import Priority

STOPPED = Text(
    "enclosed.stopped",
    id="Belum dikirim ke siapa pun: “{what}”, karena lampirannya tidak bisa diteruskan. Mohon "
    "kirim lagi tanpa lampiran itu, atau dengan foto atau PDF.",
    en="Not sent to anybody: “{what}”, as its attachment cannot be passed on. Please send "
    "it again without that file, or with a photo or a PDF.",
    template=True,
)


def stop(session: Session, media: Media, now: datetime) -> list[Tell]:
    """Take back the notices that wait for this file, and tell their authors.

    Those that somebody has already are left: there the file came by another way.
    """
    waiting = session.scalars(
        select(Notice).where(
            Notice.school_id == media.school_id,
            Notice.state.in_((NoticeState.PUBLISHED, NoticeState.SCHEDULED)),
            Notice.created_at >= media.created_at,
        )
    )
    stopped = [
        notice
        for notice in waiting
        if media.id in notice.files and not publishing.has_reached(session, notice.id)
    ]
    for notice in stopped:
        publishing.withdraw(session, notice, "file", now)
    return [
        Tell(
            STOPPED,
            {"what": excerpt(notice.body, 60)},
            to=notice.author_id,
            topic=f"stopped:{notice.id}",
            priority=Priority.IMPORTANT,
            asked=True,
        )
        for notice in stopped
    ]
