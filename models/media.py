"""Photos, voice notes and documents: a reference first, the bytes beside delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class Kind(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"


class Fetched(StrEnum):
    REFERENCED = "referenced"
    STORED = "stored"
    REFUSED = "refused"
    """Too large, of a kind we do not pass on, or gone at the provider."""


class HasFiles:
    """A row that carries files: the first by a key, so that none is deleted under it."""

    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    more_media: Mapped[list[int]] = mapped_column(default=list, server_default="[]")
    """Ids of the files after the first, in order."""

    @property
    def files(self) -> list[int]:
        """All of its files, in order."""
        return [self.media_id, *self.more_media] if self.media_id is not None else []

    @files.setter
    def files(self, files: Sequence[int]) -> None:
        self.media_id, self.more_media = (files[0] if files else None), list(files[1:])


class Media(Base):
    """One file somebody sent. The bytes lie in the data folder under `sha256`."""

    __tablename__ = "media"
    __table_args__ = (
        Index(
            "ix_media_referenced",
            "id",
            sqlite_where=text("state = 'referenced'"),
            postgresql_where=text("state = 'referenced'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    channel: Mapped[str]
    reference: Mapped[str]
    """What that channel's `fetch` takes: a file id, an address at the provider."""
    kind: Mapped[Kind]
    content_type: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str | None]
    size: Mapped[int | None]
    state: Mapped[Fetched] = mapped_column(default=Fetched.REFERENCED)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    due_at: Mapped[datetime | None]
    """When to ask for it (again): until then another worker is at it, or its source rests."""
    created_at: Mapped[datetime]


def is_voice(session: Session, media: Sequence[int]) -> bool:
    """Whether one of these files is a voice note."""
    kinds = session.scalars(select(Media.kind).where(Media.id.in_(media)))
    return Kind.VOICE in set(kinds)
