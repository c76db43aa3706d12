"""The files of a message, on their way from who sent them to who gets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Phrase, Say, Text, Turn, Value
from models.outbox import asked_last
from models.thread import Note

ONE = Text("files.one", id="📎 dengan lampiran", en="📎 with an attachment")
SEVERAL = Text("files.several", id="📎 dengan {count} lampiran", en="📎 with {count} attachments")
BELOW = Text("files.below", id="\n{files}", en="\n{files}")
FOR_WHAT = Text(
    "files.for_what",
    id="📎 {count} lampiran sudah saya terima, belum dikirim ke siapa pun. Ketuk, atau tulis "
    "misalnya “catatan Aisyah: …”. Untuk apa?",
    en="📎 I have {count} attachments, not sent to anybody yet. Tap, or write for example “catatan "
    "Aisyah: …”. What are they for?",
)
JUST_NOW = timedelta(hours=1)
"""So long files that came without a word are for what is written next."""


def attached(files: Sequence[int]) -> Value:
    """How a preview says that files go along; nothing where there are none."""
    if len(files) > 1:
        return Phrase(SEVERAL, {"count": str(len(files))})
    return ONE if files else ""


def below(files: Sequence[int]) -> Value:
    """The same on a line of its own, behind words."""
    return Phrase(BELOW, {"files": attached(files)}) if files else ""


def sent(turn: Turn, session: Session) -> tuple[int, ...]:
    """The files for what is begun: those that came just before without a word, and its own."""
    last = asked_last(session, turn.speaker.contact_id)
    if last is None or last.text_key != FOR_WHAT.key or turn.now - last.created_at > JUST_NOW:
        return turn.media
    return tuple(dict.fromkeys((*last.memory["files"], *turn.media)))


def unused(turn: Turn, says: Iterable[Say], session: Session) -> tuple[int, ...]:
    """The files of a message that nobody was given and no draft or note remembers."""
    used = {file for say in says for file in (*say.files, *say.remember.get("files", ()))}
    if left := set(turn.media) - used:
        kept = select(Note.media).where(
            Note.guardian_id == turn.speaker.person_id, Note.inbox_id == turn.inbox_id
        )
        left -= {file for files in session.scalars(kept) for file in files}
    return tuple(file for file in turn.media if file in left)
