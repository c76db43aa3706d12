"""What guardians say and send beside homework, to whoever set it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from handlers import thread
from handlers.homework.about import authors, seen_by, what, whose
from handlers.talk import Choice, Heard, Quoted, Reply, Say, Tell, Text, Turn
from models.family import pupils_of_staff
from models.homework import Item

PHOTO = Text(
    "homework.photo",
    id="Tentang {children}. Foto hasil {title} dari {guardian}, dengan pesan: “{body}”\n\nBalas "
    "bila perlu.",
    en="About {children}. A photo of the {title} from {guardian}, saying: “{body}”\n\nAnswer it "
    "if you like.",
    template=True,
    buttons=(thread.REPLY,),
)
NO_WORDS = Text("homework.no_words", id="tanpa kata-kata", en="no words")


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
                "body": turn.text or NO_WORDS,
            },
            choices=[Choice("reply", thread.REPLY)],
            then=thread.reply,
            free=False,
            again=True,
            remember={"child": children[0], "guardian": turn.speaker.person},
            media=media,
            to=author,
            topic=f"homework_photo:{media}",
            asked=True,
            office=True,
        )
        for author in authors(found)
        for media in turn.media
    ]


def pass_on(turn: Turn, session: Session, found: Sequence[Item]) -> Heard:
    """Their words as a note beside what was set; who of several children is asked if need be.

    It goes to whoever set it, who need not be the homeroom teacher.
    """
    notice = found[0].homework.notice
    children = sorted({item.child_id for item in found})
    quoted = Quoted(0, "", notice.id, {"children": children})
    said = thread.note(replace(turn, quoted=quoted), session)
    teaches = {pupil.id for pupil in pupils_of_staff(session, notice.author_id, notice.school_id)}
    if said is None or not teaches.issuperset(children):
        return said
    return _readdressed(said, notice.author_id, notice.author.name)


def beside(turn: Turn, session: Session, found: Sequence[Item]) -> list[Say]:
    """The same, where they hear in our own words that it was passed on."""
    said = pass_on(turn, session, found) or []
    return [say for say in said if say.text is not thread.PASSED]


def _readdressed(said: Sequence[Say], author: int, name: str) -> list[Say]:
    """One message to the author instead of those to the homeroom teachers."""
    tells = [replace(say, to=author) for say in said if isinstance(say, Tell)]
    replies = [say for say in said if isinstance(say, Reply)]
    return [
        *tells[:1],
        *(
            replace(reply, values={**reply.values, "teacher": name})
            if reply.text is thread.PASSED
            else reply
            for reply in replies
        ),
    ]
