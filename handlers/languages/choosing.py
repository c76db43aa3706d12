"""Choosing the language of one's messages: ours, and those the school has words in."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Reply, Text, Turn, Who
from handlers.core.talk.languages import called, languages_of
from handlers.core.understanding.answers import plain
from models.audit import AuditEvent
from models.people import Person
from models.school import school_of

WHICH = Text(
    "languages.which",
    id="Pesan untuk {who} sebaiknya dalam bahasa apa?",
    en="In which language shall we write to you, {who}?",
)
CHOSEN = Text(
    "languages.chosen",
    id="Baik, {who}. Mulai sekarang pesannya dalam {language}. Ketik BAHASA untuk mengubahnya.",
    en="All right, {who}. From now on we write in {language}. Type BAHASA to change it.",
)
OPENS = (
    "bahasa",
    "ganti bahasa",
    "ubah bahasa",
    "basa",
    "language",
    "change language",
    "english",
    "english please",
    "in english",
    "bahasa inggris",
    "bahasa indonesia",
    "pakai bahasa inggris",
    "pakai bahasa indonesia",
)
"""A language alone is also a subject of school, so that they are asked."""
WORDS = {"en": "inggris inggrisnya", "id": "indonesia indo"}

languages = Capability("languages", Who.GUARDIAN, Who.STAFF)


@languages.opens(*OPENS)
def ask(turn: Turn, session: Session) -> Heard:
    """Only the words themselves: "bahasa Jawa hal 20" is about something else."""
    if plain(turn.text) not in OPENS:
        return None
    names = languages_of(session, school_of(session, turn.speaker.school))
    choices = [Choice(name, called(name), words=WORDS.get(name, "")) for name in names]
    return [Reply(WHICH, {"who": turn.speaker.name}, choices=choices, then=chosen)]


@languages.step
def chosen(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    person = session.get_one(Person, turn.speaker.person)
    person.language = turn.answer
    session.add(
        AuditEvent(
            school_id=turn.speaker.school,
            at=turn.now,
            actor_id=person.id,
            action=f"language {turn.answer}",
            subject=f"people:{person.id}",
        )
    )
    return [Reply(CHOSEN, {"who": turn.speaker.name, "language": called(turn.answer)})]
