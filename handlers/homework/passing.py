"""What guardians say and send beside homework, to whoever set it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Phrase, Quoted, Reply, Say, Tell, Text, Turn
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import REPLY
from handlers.core.thread import notes
from handlers.core.thread import texts as thread_texts
from handlers.homework.about import authors, seen_by, what, whose
from models.family import pupils_of_staff
from models.homework import Item

PHOTO = Text(
    "homework.photo",
    id="Tentang {children}. Ada foto hasil {title} dari {guardian} ({body}).\n\nBalas pesan ini "
    "bila perlu.",
    en="About {children}. A photo of the {title} from {guardian} ({body}).\n\nAnswer this message "
    "if you like.",
    template=True,
    buttons=(REPLY,),
)
WORDS = Text("homework.photo_words", id="“{body}”", en="“{body}”")
NO_WORDS = Text("homework.no_words", id="tanpa pesan", en="without words")
TOLD = Text(
    "homework.told_teacher",
    id="Baik, {who}. Sudah saya teruskan ke guru.",
    en="Thank you, {who}. I have passed it on to the teacher.",
    claims=Claim.SENT,
)


def photos(turn: Turn, session: Session, found: Sequence[Item]) -> list[Tell]:
    """Every file they sent, to whoever set it, in office hours."""
    children = sorted({item.child_id for item in found})
    return [
        Tell(
            PHOTO,
            {
                "children": whose(found, seen_by(turn, session)),
                "title": what(found),
                "guardian": turn.speaker.name,
                "body": Phrase(WORDS, {"body": turn.text}) if turn.text else NO_WORDS,
            },
            choices=[Choice("reply", REPLY)],
            then=notes.answering(),
            free=False,
            again=True,
            remember={"child": children[0], "guardian": turn.speaker.person},
            files=(file,),
            to=author,
            topic=f"homework_photo:{file}",
            asked=True,
            office=True,
        )
        for author in authors(found)
        for file in turn.media
    ]


def pass_on(turn: Turn, session: Session, found: Sequence[Item]) -> list[Say]:
    """Their words as a note beside what was set; who of several children is asked if need be.

    It goes to whoever set it, who need not be the homeroom teacher. They always hear that it
    does: a thread says so once in a while only, but here they have answered or tapped.
    """
    notice = found[0].homework.notice
    children = sorted({item.child_id for item in found})
    quoted = Quoted(0, "", notice.id, {"children": children})
    said = notes.note(replace(turn, quoted=quoted), session) or []
    if not any(isinstance(say, Reply) for say in said):
        said = [*said, Reply(TOLD, {"who": turn.speaker.name})]
    teaches = {pupil.id for pupil in pupils_of_staff(session, notice.author_id, notice.school_id)}
    if not teaches.issuperset(children):
        return said
    return _readdressed(said, notice.author_id, notice.author.name)


def beside(turn: Turn, session: Session, found: Sequence[Item]) -> list[Say]:
    """The same, where they hear in our own words that it was passed on."""
    said = pass_on(turn, session, found)
    return [say for say in said if say.text not in (thread_texts.PASSED, TOLD)]


def _readdressed(said: Sequence[Say], author: int, name: str) -> list[Say]:
    """One message to the author instead of those to the homeroom teachers."""
    tells = [replace(say, to=author) for say in said if isinstance(say, Tell)]
    replies = [say for say in said if isinstance(say, Reply)]
    return [
        *tells[:1],
        *(
            replace(reply, values={**reply.values, "teacher": name})
            if reply.text is thread_texts.PASSED
            else reply
            for reply in replies
        ),
    ]
