"""A person's own calendar address, which whoever knows it can read: so it can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.whose import THEIRS, left_out


class CalendarFeed(Base):
    """Only the secret's digest is stored."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    digest: Mapped[str] = mapped_column(
        unique=True, info=left_out("What a secret address is recognised by.")
    )
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(session: Session, school_id: int, person_id: int, now: datetime) -> str:
    """A new secret for somebody's calendar. It cannot be read back, and any older one ends."""
    revoke(session, person_id, now)
    token = secrets.token_urlsafe(24)
    session.add(
        CalendarFeed(
            school_id=school_id, person_id=person_id, digest=_digest(token), created_at=now
        )
    )
    session.flush()
    return token


def revoke(session: Session, person_id: int, now: datetime) -> bool:
    """End somebody's calendar address. False if they had none."""
    ended = session.scalars(
        update(CalendarFeed)
        .where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(CalendarFeed.id)
    ).all()
    return bool(ended)


def current(session: Session, person_id: int) -> CalendarFeed | None:
    """The address somebody has now, without its secret."""
    return session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None)
        )
    )


def holder(session: Session, token: str) -> int | None:
    """Whose calendar a secret opens; nobody's if it is unknown or was revoked."""
    return session.scalar(
        select(CalendarFeed.person_id).where(
            CalendarFeed.digest == _digest(token), CalendarFeed.revoked_at.is_(None)
        )
    )
