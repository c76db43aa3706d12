"""What is said in a class room, on its way to everybody else there.

Nothing but the words, the author's name and what they are to the class goes along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Lines, Phrase, Reply, Say, Step, Tell, Text, Turn, Value
from handlers.core.talk import post as outbox
from handlers.core.talk.texts import Claim
from handlers.core.thread import texts as thread_texts
from models.base import one_of
from models.outbox import OPEN, OutboundMessage, Status
from models.room import RoomPost, Seat, listeners, member_row, moderators, said_since, seats
from models.school import School

Values = Mapping[str, Value]

PARENT = Text("room_relay.parent", id="orang tua murid", en="parent")
TEACHER = Text("room_relay.teacher", id="guru", en="teacher")
FOR_ALL = Text("room_relay.for_all", id="Balas untuk semua", en="Answer to all")
SILENCE = Text("room_relay.silence", id="Senyapkan", en="Silence")
RELAYED = Text(
    "room_relay.relayed",
    id="💬 Ruang kelas {class_name}. Dari {author} ({role}):\n“{body}”\n\nBalasan Ibu/Bapak hanya "
    "sampai ke wali kelas, kecuali lewat tombol Balas untuk semua.",
    en="💬 Class room {class_name}. From {author} ({role}):\n“{body}”\n\nWhat you answer reaches "
    "only the teacher, unless you use the button Answer to all.",
    template=True,
    buttons=(FOR_ALL, SILENCE),
)
TOGETHER = Text(
    "room_relay.together",
    id="💬 Ruang kelas {class_name}, {count} pesan:\n{posts}\n\nBalasan Ibu/Bapak hanya sampai ke "
    "wali kelas, kecuali lewat tombol Balas untuk semua.",
    en="💬 Class room {class_name}, {count} messages:\n{posts}\n\nWhat you answer reaches only the "
    "teacher, unless you use the button Answer to all.",
    template=True,
    buttons=(FOR_ALL, SILENCE),
)
LINE = Text("room_relay.line", id="• {author}: “{body}”", en="• {author}: “{body}”")
REMOVE = Text("room_relay.remove", id="Hapus", en="Remove")
MUTE = Text("room_relay.mute", id="Bisukan penulis", en="Mute author")
COPY = Text(
    "room_relay.copy",
    id="💬 Ruang kelas {class_name}. Dari {author} ({role}):\n“{body}”\n\nIbu/Bapak bisa "
    "menghapusnya, atau membisukan penulisnya, lewat tombol di bawah ini.",
    en="💬 Class room {class_name}. From {author} ({role}):\n“{body}”\n\nYou can remove it, or "
    "mute its author, by the buttons below.",
    template=True,
    buttons=(REMOVE, MUTE),
)
SILENT = Text(
    "room_relay.silent",
    id="Baik, pesan di ruang kelas {class_name} tidak saya kirim lagi. Pengumuman dan catatan "
    "sekolah tetap sampai. Ketik RUANG untuk mengubahnya.",
    en="All right, I send you nothing more from class room {class_name}. Announcements and notes "
    "from school still come. Type RUANG to change that.",
    claims=Claim.NOTED,
)
HEARD = Text(
    "room_relay.heard",
    id="Baik, pesan di ruang kelas {class_name} saya kirim lagi.",
    en="All right, I send you what is said in class room {class_name} again.",
    claims=Claim.NOTED,
)
UNCHANGED = Text(
    "room_relay.unchanged",
    id="Tidak ada yang berubah untuk ruang kelas {class_name}. Ketik RUANG untuk melihatnya.",
    en="Nothing is changed for class room {class_name}. Type RUANG to see it.",
)
AT_ONCE = 5
"""Posts of one hour that are told one by one; the others wait and are told together."""
BODY = 600
"""Characters of posts in one message that tells of several."""


def wait(session: Session, school: School, class_id: int, now: datetime) -> datetime | None:
    """Until when a guardian's post waits for others; None if it is told at once.

    A room is closed at night, and after a few posts in an hour until the next one.
    """
    if (opens := school.quiet.release(now)) > now:
        return opens
    hour = now.replace(minute=0, second=0, microsecond=0)
    if said_since(session, class_id, hour) < AT_ONCE:
        return None
    return school.quiet.release(hour + timedelta(hours=1))


def copies(session: Session, post: RoomPost, now: datetime, hears: Step) -> list[Tell]:
    """A post to whoever sees to the room: at once, so that it can be removed in time."""
    values = _values(session, post, now)
    choices = [Choice("remove", REMOVE), Choice("mute", MUTE)]
    return [
        replace(_tell(COPY, values, [post], person, hears), choices=choices)
        for person in moderators(session, post.school_id, post.class_group_id)
        if person != post.person_id
    ]


def relay(session: Session, posts: Sequence[RoomPost], now: datetime, hears: Step) -> list[Tell]:
    """Posts of one class to everybody else there, several in one message.

    `hears` is the step that hears the answer to them.
    """
    class_id = posts[0].class_group_id
    copied = moderators(session, posts[0].school_id, class_id)
    others = [person for person in listeners(session, class_id, now) if person not in copied]
    values = {post.id: _values(session, post, now) for post in posts}
    return [tell for person in others for tell in _for_one(person, posts, values, hears)]


def _for_one(
    person: int, posts: Sequence[RoomPost], values: Mapping[int, Values], hears: Step
) -> Iterator[Tell]:
    for several in _bundles([post for post in posts if post.person_id != person]):
        first = values[several[0].id]
        if len(several) == 1:
            yield _tell(RELAYED, first, several, person, hears)
            continue
        lines = Lines([Phrase(LINE, values[post.id]) for post in several])
        together = {
            "class_name": first["class_name"],
            "count": str(len(several)),
            "posts": lines,
        }
        yield _tell(TOGETHER, together, several, person, hears)


def _bundles(posts: Sequence[RoomPost]) -> Iterator[list[RoomPost]]:
    """Posts that fit one message; one with a photo is alone."""
    bundle: list[RoomPost] = []
    for post in posts:
        full = sum(len(one.text) for one in bundle) + len(post.text) > BODY
        if bundle and (full or post.files or bundle[-1].files):
            yield bundle
            bundle = []
        bundle.append(post)
    if bundle:
        yield bundle


def _tell(text: Text, values: Values, posts: Sequence[RoomPost], person: int, hears: Step) -> Tell:
    first = posts[0]
    return Tell(
        text,
        values,
        choices=[Choice("all", FOR_ALL), Choice("silence", SILENCE)],
        then=hears,
        free=False,
        again=True,
        remember={
            "class": first.class_group_id,
            "post": first.id,
            "posts": [post.id for post in posts],
            # By this an erasure of the author finds it.
            "guardian": first.person_id,
        },
        files=first.files,
        to=person,
        topic=topic(first) if len(posts) == 1 else f"rooms:{first.id}-{posts[-1].id}",
    )


def withdraw(session: Session, post: RoomPost, now: datetime, hears: Step) -> list[Tell]:
    """Take back a post where it is not sent yet; what was to come with it comes alone."""
    outbox.cancel(session, topic(post))
    together = session.scalars(
        select(OutboundMessage).where(
            OutboundMessage.school_id == post.school_id,
            OutboundMessage.text_key == TOGETHER.key,
            one_of(OutboundMessage.status, OPEN),
        )
    ).all()
    tells: list[Tell] = []
    for row in together:
        told = row.memory["posts"]
        if post.id in told and row.person_id is not None:
            row.status = Status.CANCELLED
            others = [session.get_one(RoomPost, id_) for id_ in told if id_ != post.id]
            values = {other.id: _values(session, other, now) for other in others}
            tells += _for_one(row.person_id, others, values, hears)
    return tells


def topic(post: RoomPost) -> str:
    return f"room:{post.id}"


def _values(session: Session, post: RoomPost, now: datetime) -> Values:
    seat = seat_of_author(session, post, now)
    return {
        "class_name": post.class_group.name,
        "author": post.person.name,
        "role": TEACHER if seat and seat.moderates else PARENT,
        "body": post.text or thread_texts.MEDIA,
    }


def seat_of_author(session: Session, post: RoomPost, now: datetime) -> Seat | None:
    """None once they belong to the class no more."""
    theirs = seats(session, post.person_id, post.school_id, now)
    return next((seat for seat in theirs if seat.class_id == post.class_group_id), None)


def silence(turn: Turn, session: Session, seat: Seat, silent: bool) -> Say:
    """Whether the speaker gets what is said in a room."""
    own = member_row(session, seat.school_id, seat.class_id, turn.speaker.person)
    if own.silent is silent:
        return Reply(UNCHANGED, {"class_name": seat.class_name})
    own.silent = silent
    session.flush()
    return Reply(SILENT if silent else HEARD, {"class_name": seat.class_name})
