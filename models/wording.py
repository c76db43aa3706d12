"""A school's own words for texts of ours, in any language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import ForeignKey, UniqueConstraint, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.school import School

Words = dict[str, dict[str, str]]
"""Language → a text's key → the words in its place."""


class Wording(Base):
    """One text of ours in one language, as one school says it."""

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("school_id", "language", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    language: Mapped[str]
    key: Mapped[str]
    words: Mapped[str]


def words_of(session: Session, school: School) -> Words:
    """What a school says in its own words. The database is asked once for each change of them."""
    if school.wordings is None:
        return {}
    if school.wordings not in _KNOWN:
        found = _read(session, school.id)
        # They may have been changed since the school was read: so not by what it says.
        _KNOWN[_digest(found)] = found
        return found
    return _KNOWN[school.wordings]


def put_words(session: Session, school: School, language: str, own: Mapping[str, str]) -> None:
    """Put these words in the place of ours, by the keys of the texts; empty ones give ours back."""
    session.refresh(school, ["wordings"], with_for_update=True)
    of = (Wording.school_id == school.id, Wording.language == language)
    session.execute(delete(Wording).where(*of, Wording.key.in_(own)))
    said = {"school_id": school.id, "language": language}
    if new := [{**said, "key": key, "words": words} for key, words in own.items() if words]:
        session.execute(insert(Wording), new)
    found = _read(session, school.id)
    school.wordings = _digest(found) if found else None


_KNOWN: dict[str, Words] = {}
"""By digest: what it stands for never changes, whichever school or database it is of."""


def _read(session: Session, school_id: int) -> Words:
    found: Words = {}
    for language, key, words in session.execute(
        select(Wording.language, Wording.key, Wording.words).where(Wording.school_id == school_id)
    ):
        found.setdefault(language, {})[key] = words
    return found


def _digest(words: Words) -> str:
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
