"""What a family says, in its own words, of a time it has: another one, none, or which it is."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum, auto

from sqlalchemy.orm import Session

from handlers.core.forms.assent import asked_last
from handlers.core.talk import Tell, Turn
from handlers.core.thread import notes
from handlers.core.understanding import find_day
from handlers.slots.hours import LONGEST, refuses, wish_in
from handlers.slots.invited import Invited
from models.family import answerable_for

_OTHER = re.compile(
    r"\b(?:di)?(?:ganti|geser|tukar|tuker|pindah|ubah|undur|mundur|maju)(?:in|kan)?\b"
    r"|\b(?:mau|minta|pengen|pilih)\b"
)
_TALK = re.compile(r"\b(?:jadwal|giliran|slot|jam\s?temu|janji(?:an)?|rap[oi]rt?)(?:nya|ku)?\b")
_WHICH = re.compile(r"\b(?:kapan|(?:jam|pukul|hari)\s+(?:be?rapa|brp|apa))\b")
_CHILD = re.compile(r"\b(?:sekolah|masuk|demam|sakit|izin|ijin|pulang|jemput|dijemput)\b")


class Ask(Enum):
    OTHER = auto()
    NONE = auto()
    WHICH = auto()


def may_be(words: str) -> bool:
    """Whether they can ask anything of a time, without a look at the database."""
    said = words.casefold()
    return bool(_OTHER.search(said) or _TALK.search(said)) or refuses(said)


def meant(turn: Turn, session: Session, one: Invited) -> Ask | None:
    """What free words ask of this child's time; None where they are about something else."""
    said = " ".join(turn.text.casefold().split())
    day = one.day.starts_at.astimezone(turn.speaker.zone)
    about = find_day(said, day - timedelta(days=1)) if said else None
    if _CHILD.search(said) or about not in (None, day.date()):
        return None
    if refuses(said):
        named = about is not None or _TALK.search(said) or asked_last(turn, session)
        return Ask.NONE if named else None
    if _TALK.search(said) and _WHICH.search(said) and len(said.split()) <= LONGEST:
        return Ask.WHICH
    if _OTHER.search(said) and (wish_in(wished(said), day) or _TALK.search(said)):
        return Ask.OTHER
    return None


def wished(words: str) -> str:
    """The part that says which other time: behind "ganti", where there is such a word."""
    said = words.casefold()
    found = _OTHER.search(said)
    return said[found.end() :] if found else said


def to_teacher(turn: Turn, session: Session, one: Invited) -> list[Tell]:
    """The words themselves, with whatever reason is in them."""
    written = notes.write(turn, session, one.child, turn.text, turn.media)
    staff = answerable_for(session, one.child.school_id, one.child.class_id)
    return notes.forward(session, written, one.child, staff)
