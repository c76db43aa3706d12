"""Codes that let people in."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base
from models.people import Guardianship, Role
from models.school import ClassGroup, School
from models.whose import THEIRS

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without I, L, O, 0 and 1, which a printed slip makes alike."""
LENGTH = 10
"""49 bits: at ten tries an hour and sender nobody guesses one."""
_GLUED = re.compile(r"^(GABUNG|JOIN)(?=.)")
_ASKED = re.compile(r"\b(gabung|join)", re.IGNORECASE)


class Invitation(Base):
    """A single-use code for one guardian's place, or for one staff role.

    Only the code's digest is stored: what was printed cannot be read back from here.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    guardianship_id: Mapped[int | None] = mapped_column(
        ForeignKey("guardianships.id"), info=THEIRS, index=True
    )
    role: Mapped[Role | None]
    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_groups.id"))
    name: Mapped[str]
    """Whom it is for, as the slip says."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=THEIRS)

    school: Mapped[School] = relationship()
    guardianship: Mapped[Guardianship | None] = relationship()
    class_group: Mapped[ClassGroup | None] = relationship()

    def open_at(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at

    def take(self, session: Session, person_id: int, now: datetime) -> bool:
        """Use it up. False if it was used, or has expired, before."""
        taken = session.scalar(
            update(Invitation)
            .where(
                Invitation.id == self.id,
                Invitation.used_at.is_(None),
                Invitation.expires_at > now,
            )
            .values(used_at=now, used_by_id=person_id)
            .returning(Invitation.id)
        )
        return taken is not None


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest(code: str) -> str:
    """As stored. Spaces, dashes and lower case in what people type do not matter."""
    return hashlib.sha256(_plain(code).encode()).hexdigest()


def looks_like_code(text: str) -> bool:
    """Whether somebody typed a code and nothing else."""
    plain = _plain(text)
    return len(plain) == LENGTH and set(plain) <= set(ALPHABET)


def codes_in(text: str) -> list[str]:
    """What may be a code among other words: "Assalamualaikum bu, GABUNGabcde fghjk ya"."""
    words = [_GLUED.sub("", word) for word in re.findall(r"[A-Z0-9]+", text.upper())]
    runs = ("".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, a + LENGTH + 1))
    return [run for run in dict.fromkeys(runs) if looks_like_code(run)]


def carries_code(text: str) -> bool:
    """Whether somebody asks to join in so many words, with what may be a code behind."""
    asked = _ASKED.search(text)
    return asked is not None and bool(codes_in(text[asked.end() :]))


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def expiry(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)
