"""What is done with a notice that was wrong: taken back, reworded unsent, or corrected.

Families see a correction once, in the place of what they had.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.notices.kinds import KINDS
from handlers.core.talk import Tell, Text
from models.audit import AuditEvent
from models.family import Pupil, places_of, pupils
from models.notice import Notice, NoticeState, Receipt
from models.outbox import Priority

IGNORE = Text(
    "corrections.ignore",
    id="Ananda {children}. Pesan terakhir dari {author} ditarik kembali oleh pengirimnya. Mohon "
    "diabaikan, tidak perlu diparaf.",
    en="About {children}. The last message from {author} was taken back by its sender. Please "
    "ignore it; it needs no signature.",
    template=True,
)

OPEN = (NoticeState.PUBLISHED, NoticeState.SCHEDULED)
ELSEWHERE = "meeting"
"""The kind that goes back with the meeting it invites to."""


def latest(session: Session, school: int, author: int) -> Notice | None:
    """The author's last notice to families that can still be taken back or corrected."""
    return session.scalar(
        select(Notice)
        .where(
            Notice.school_id == school,
            Notice.author_id == author,
            Notice.kind != ELSEWHERE,
            Notice.state.in_(OPEN),
            or_(Notice.state == NoticeState.SCHEDULED, Notice.receipts.any()),
        )
        .order_by(Notice.id.desc())
        .limit(1)
    )


def children_of(session: Session, notice: Notice) -> Sequence[int]:
    """Whom it went to."""
    return session.scalars(select(Receipt.child_id).where(Receipt.notice_id == notice.id)).all()


def reword(
    session: Session, old: Notice, body: str, files: Sequence[int], who: int, now: datetime
) -> None:
    """Nobody has it yet: it simply gets the new words."""
    old.body, old.files = body, files
    _audit(session, old, "corrected", who, now)


def correct(
    session: Session, old: Notice, body: str, files: Sequence[int], who: int, now: datetime
) -> tuple[Notice, publishing.Published]:
    """A new notice in the place of the old, to the same children."""
    children = children_of(session, old)
    told = publishing.withdraw(session, old, "corrected", now)
    new = Notice(
        school_id=old.school_id,
        kind=old.kind,
        author_id=who,
        urgency=old.urgency,
        urgent_reason=old.urgent_reason,
        sign_rule=old.sign_rule,
        body=body,
        files=files,
        details=old.details,
        created_at=now,
        expires_at=old.expires_at,
        corrects_id=old.id if told else None,
    )
    session.add(new)
    session.flush()
    published = publishing.publish(session, new, children, now)
    if repeat := KINDS[old.kind].repeat:
        repeat(session, old, new, now)
    _audit(session, old, "corrected", who, now)
    return new, published


def take_back(session: Session, notice: Notice, who: int, now: datetime) -> list[Tell]:
    """Nobody gets it any more; to each who had it already, that it is void."""
    told = publishing.withdraw(session, notice, "withdrawn", now)
    _audit(session, notice, "withdrawn", who, now)
    children = children_of(session, notice)
    theirs: dict[int, list[Pupil]] = {}
    places = places_of(session, children, now)
    for pupil in pupils(session, children):
        for place in places.get(pupil.id, []):
            if place.person_id is not None:
                theirs.setdefault(place.person_id, []).append(pupil)
    return [
        Tell(
            IGNORE,
            {"children": publishing.names(theirs.get(person, [])), "author": notice.author.name},
            to=person,
            topic=f"withdrawn:{notice.id}",
            priority=Priority.IMPORTANT,
        )
        for person in told
    ]


def _audit(session: Session, notice: Notice, action: str, who: int, now: datetime) -> None:
    session.add(
        AuditEvent(
            school_id=notice.school_id,
            at=now,
            actor_id=who,
            action=action,
            subject=f"notices:{notice.id}",
        )
    )
