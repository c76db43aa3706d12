"""Keeping a class room kind: opening and closing it, removing a post, muting its author."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.notices.signing import excerpt
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Sense,
    Step,
    Tell,
    Text,
    Turn,
    Value,
    Who,
    clip,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CANCEL, NOTHING_CHANGES, OPEN
from handlers.core.thread import texts as thread_texts
from handlers.rooms import relay as room_relay
from models.audit import AuditEvent
from models.family import names
from models.outbox import Priority
from models.room import Room, RoomMember, RoomPost, Seat, is_open, member_row, seats

STATE = Text(
    "room_moderation.state",
    id="Ruang kelas {class_name}: {state}. Ibu/Bapak selalu bisa menulis di sana: “semua "
    "{class_name}: …”.",
    en="Class room {class_name}: {state}. You can always write there: “semua {class_name}: …”.",
)
OPENED = Text("room_moderation.opened", id="terbuka untuk orang tua", en="open to parents")
CLOSED = Text("room_moderation.closed", id="hanya pengumuman", en="announcements only")
CLOSE = Text("room_moderation.close", id="Hanya pengumuman", en="Announcements only")
LIST = Text("room_moderation.list", id="Yang dibisukan", en="Who is muted")
NOW_OPEN = Text(
    "room_moderation.now_open",
    id="Ruang kelas {class_name} sudah terbuka. Orang tua bisa menulis untuk semua dengan awalan "
    "“semua:”. Setiap pesan sampai juga ke Ibu/Bapak dan bisa dihapus.",
    en="Class room {class_name} is open. Parents can write to all with “semua:” in front. You "
    "get every message too, and can remove it.",
)
NOW_CLOSED = Text(
    "room_moderation.now_closed",
    id="Ruang kelas {class_name} hanya untuk pengumuman.",
    en="Class room {class_name} is for announcements only.",
)
NOT_YOURS = Text(
    "room_moderation.not_yours",
    id="Maaf, ruang kelas itu dijaga wali kelasnya.",
    en="Sorry, that class room is in the care of its homeroom teacher.",
)
REMOVED = Text(
    "room_moderation.removed",
    id="Pesan {author} sudah dihapus; yang belum terkirim tidak jadi dikirim. {author} diberi "
    "tahu, yang lain tidak.",
    en="The message of {author} is removed; what was not sent yet is not sent. {author} is told, "
    "nobody else.",
    claims=Claim.CANCELLED,
)
TAKEN_BACK = Text(
    "room_moderation.taken_back",
    id="Sudah ditarik. Yang belum terkirim tidak jadi dikirim.",
    en="Taken back. What was not sent yet is not sent.",
    claims=Claim.CANCELLED,
)
ALREADY = Text(
    "room_moderation.already",
    id="Pesan itu sudah dihapus tadi.",
    en="That message has been removed already.",
)
REMOVED_YOURS = Text(
    "room_moderation.removed_yours",
    id="Tentang ruang kelas {class_name}. Pesan Ibu/Bapak “{excerpt}” tidak diteruskan lagi oleh "
    "{teacher}. Bila ada yang perlu dibicarakan, silakan tulis langsung ke wali kelas, ya.",
    en="About class room {class_name}. Your message “{excerpt}” is not passed on any more by "
    "{teacher}. If there is something to talk about, please write to the teacher directly.",
    template=True,
)
HOW_LONG = Text(
    "room_moderation.how_long",
    id="Sampai kapan {author} hanya membaca di ruang kelas {class_name}?",
    en="Until when does {author} only read in class room {class_name}?",
)
DAY = Text("room_moderation.day", id="1 hari", en="1 day")
WEEK = Text("room_moderation.week", id="7 hari", en="7 days")
LONG = Text("room_moderation.long", id="Sampai dibuka", en="Until I undo it")
OF_SCHOOL = Text(
    "room_moderation.of_school",
    id="{author} dari sekolah, jadi selalu bisa menulis di ruang kelas.",
    en="{author} is of the school, and can always write in the class room.",
)
UNTIL = Text("room_moderation.until", id="sampai {when}", en="until {when}")
UNDONE = Text(
    "room_moderation.undone",
    id="sampai wali kelas membukanya lagi",
    en="until the teacher undoes it",
)
MUTED = Text(
    "room_moderation.muted",
    id="{author} hanya membaca di ruang kelas {class_name}, {until}. Pesan pribadinya tetap sampai "
    "ke Ibu/Bapak.",
    en="{author} only reads in class room {class_name}, {until}. Private messages still reach you.",
)
MUTED_YOU = Text(
    "room_moderation.muted_you",
    id="Tentang ruang kelas {class_name}. Untuk sementara ({until}) Ibu/Bapak membaca saja di "
    "sana. Menulis ke wali kelas tetap bisa seperti biasa.",
    en="About class room {class_name}. For a while ({until}) you only read there. You can still "
    "write to the teacher as always.",
    template=True,
)
WHO_IS = Text(
    "room_moderation.who_is",
    id="Yang dibisukan di ruang kelas {class_name}:\n{list}\n\nKetuk nama untuk membukanya lagi.",
    en="Muted in class room {class_name}:\n{list}\n\nTap a name to undo it.",
)
WHO_LINE = Text(
    "room_moderation.who_line", id="{number}. {author}, {until}", en="{number}. {author}, {until}"
)
NOBODY = Text(
    "room_moderation.nobody",
    id="Tidak ada yang dibisukan di ruang kelas {class_name}.",
    en="Nobody is muted in class room {class_name}.",
)
UNMUTED = Text(
    "room_moderation.unmuted",
    id="{author} bisa menulis lagi di ruang kelas {class_name}.",
    en="{author} can write in class room {class_name} again.",
)
UNMUTED_YOU = Text(
    "room_moderation.unmuted_you",
    id="Tentang ruang kelas {class_name}. Ibu/Bapak sudah bisa menulis untuk semua lagi di sana.",
    en="About class room {class_name}. You can write to all there again.",
    template=True,
)
FOR_LONG = {"1": timedelta(days=1), "7": timedelta(days=7), "long": None}

room_moderation = Capability("room_moderation", Who.STAFF)


def state(session: Session, seat: Seat) -> Say:
    """What a room's keeper sees of it, and can do."""
    opened = is_open(session, seat.class_id)
    switch = Choice("close", CLOSE) if opened else Choice("open", OPEN)
    return Reply(
        STATE,
        {"class_name": seat.class_name, "state": OPENED if opened else CLOSED},
        choices=[switch, Choice("muted", LIST)],
        then=managed,
        again=True,
        remember={"class": seat.class_id},
    )


@room_moderation.step
def managed(turn: Turn, session: Session) -> Heard:
    seat = _keeps(turn, session, int(turn.memory["class"]))
    if seat is None:
        return [Reply(NOT_YOURS)]
    match turn.answer:
        case "open" | "close":
            return [_switch(turn, session, seat, turn.answer == "open")]
        case "muted":
            return [_who_is_muted(turn, session, seat)]
        case _:
            return None


def _switch(turn: Turn, session: Session, seat: Seat, opened: bool) -> Say:
    if is_open(session, seat.class_id) is not opened:
        room = session.scalar(select(Room).where(Room.class_group_id == seat.class_id))
        if room is None:
            room = Room(school_id=turn.speaker.school, class_group_id=seat.class_id)
            session.add(room)
        room.open, room.changed_at, room.changed_by_id = opened, turn.now, turn.speaker.person
        session.flush()
        _note(turn, session, "room opened" if opened else "room closed", f"rooms:{room.id}")
    return Reply(NOW_OPEN if opened else NOW_CLOSED, {"class_name": seat.class_name})


def remove(turn: Turn, session: Session, post: RoomPost, hears: Step) -> Heard:
    """Take a post out: by its author, or by whoever keeps the room.

    Those who have it already are not written to again: that would draw eyes to it.
    """
    own = post.person_id == turn.speaker.person
    if not own and _keeps(turn, session, post.class_group_id) is None:
        return [Reply(NOT_YOURS)]
    if post.removed_at is not None:
        return [Reply(ALREADY)]
    post.removed_at, post.removed_by_id, post.waits_until = turn.now, turn.speaker.person, None
    session.flush()
    again = room_relay.withdraw(session, post, turn.now, hears)
    _note(turn, session, "room post removed", f"room_posts:{post.id}")
    if own:
        return [*again, Reply(TAKEN_BACK)]
    values: dict[str, Value] = {
        "class_name": post.class_group.name,
        "excerpt": excerpt(post.text) or thread_texts.MEDIA,
        "teacher": turn.speaker.name,
    }
    tell = _to_author(REMOVED_YOURS, values, post.person_id, f"{room_relay.topic(post)}:removed")
    return [*again, tell, Reply(REMOVED, {"author": post.person.name})]


def ask_mute(turn: Turn, session: Session, post: RoomPost) -> Heard:
    """How long the author of a post is to read only."""
    if _keeps(turn, session, post.class_group_id) is None:
        return [Reply(NOT_YOURS)]
    author: dict[str, Value] = {"author": post.person.name, "class_name": post.class_group.name}
    author_seat = room_relay.seat_of_author(session, post, turn.now)
    if author_seat and author_seat.moderates:
        return [Reply(OF_SCHOOL, author)]
    choices = [
        Choice("1", DAY),
        Choice("7", WEEK),
        Choice("long", LONG),
        Choice("no", CANCEL, Sense.NO),
    ]
    return [Reply(HOW_LONG, author, choices=choices, then=mute, remember={"post": post.id})]


@room_moderation.step
def mute(turn: Turn, session: Session) -> Heard:
    post = session.get_one(RoomPost, int(turn.memory["post"]))
    if _keeps(turn, session, post.class_group_id) is None:
        return [Reply(NOT_YOURS)]
    if turn.answer not in FOR_LONG:
        return [Reply(NOTHING_CHANGES)] if turn.answer == "no" else None
    how_long = FOR_LONG[turn.answer]
    muted = member_row(session, post.school_id, post.class_group_id, post.person_id)
    muted.muted_until = turn.now + how_long if how_long else None
    muted.muted_by_id = turn.speaker.person
    _note(turn, session, "room member muted", f"room_members:{muted.id}")
    until: dict[str, Value] = {
        "class_name": post.class_group.name,
        "until": until_when(turn, muted),
    }
    topic = f"room-mute:{muted.id}:{turn.inbox_id}"
    tell = _to_author(MUTED_YOU, until, post.person_id, topic)
    return [tell, Reply(MUTED, {"author": post.person.name, **until})]


def until_when(turn: Turn, muted: RoomMember) -> Value:
    if muted.muted_until is None:
        return UNDONE
    return Phrase(UNTIL, {"when": Moment(muted.muted_until, turn.speaker.zone)})


def _who_is_muted(turn: Turn, session: Session, seat: Seat) -> Say:
    rows = session.scalars(
        select(RoomMember)
        .where(RoomMember.class_group_id == seat.class_id, RoomMember.muted_by_id.is_not(None))
        .order_by(RoomMember.id)
    )
    muted = [row for row in rows if row.muted(turn.now)]
    if not muted:
        return Reply(NOBODY, {"class_name": seat.class_name})
    called = names(session, [row.person_id for row in muted])
    lines, choices = [], []
    for number, row in enumerate(muted, start=1):
        name = called[row.person_id]
        until = until_when(turn, row)
        lines.append(Phrase(WHO_LINE, {"number": str(number), "author": name, "until": until}))
        choices.append(Choice(str(row.id), clip(f"{number}. {name}")))
    blanks: dict[str, Value] = {"class_name": seat.class_name, "list": Lines(lines)}
    return Reply(WHO_IS, blanks, choices=choices, then=unmute, again=True)


@room_moderation.step
def unmute(turn: Turn, session: Session) -> Heard:
    muted = session.get(RoomMember, int(turn.answer)) if turn.answer else None
    if muted is None:
        return None
    seat = _keeps(turn, session, muted.class_group_id)
    if seat is None:
        return [Reply(NOT_YOURS)]
    about: dict[str, Value] = {"class_name": seat.class_name}
    author = names(session, [muted.person_id])[muted.person_id]
    done = Reply(UNMUTED, {**about, "author": author})
    if not muted.muted(turn.now):
        return [done]
    muted.muted_by_id = muted.muted_until = None
    _note(turn, session, "room member unmuted", f"room_members:{muted.id}")
    topic = f"room-unmute:{muted.id}:{turn.inbox_id}"
    return [_to_author(UNMUTED_YOU, about, muted.person_id, topic), done]


def _keeps(turn: Turn, session: Session, class_id: int) -> Seat | None:
    """The speaker's seat in a room that is theirs to keep."""
    mine = seats(session, turn.speaker.person, turn.speaker.school, turn.now)
    return next((seat for seat in mine if seat.class_id == class_id and seat.moderates), None)


def _to_author(text: Text, values: Mapping[str, Value], author: int, topic: str) -> Tell:
    return Tell(text, values, to=author, topic=topic, priority=Priority.IMPORTANT)


def _note(turn: Turn, session: Session, action: str, subject: str) -> None:
    session.add(
        AuditEvent(
            school_id=turn.speaker.school,
            at=turn.now,
            actor_id=turn.speaker.person,
            action=action,
            subject=subject,
        )
    )
