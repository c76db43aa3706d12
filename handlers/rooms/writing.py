"""Writing to one's whole class, on either channel: only what is marked for all."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, Way, held
from handlers.core.talk import (
    Choice,
    Heard,
    Reply,
    Tell,
    Text,
    Turn,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import TAKE_BACK
from handlers.core.thread import texts as thread_texts
from handlers.core.understanding import find_children
from handlers.core.understanding.matters.rooms import marked
from handlers.rooms import marks as room_marks
from handlers.rooms import moderation as room_moderation
from handlers.rooms import relay as room_relay
from handlers.rooms.draft import (
    FIELDS,
    NO_ROOM,
    Draft,
    kind_word,
    others,
    privately,
    room_writing,
    seat_for,
    seat_of,
    seats_of,
    tells_nothing,
)
from models.family import pupils_of_class
from models.prepared import Watch
from models.room import RoomPost, Seat
from models.school import ClassGroup, school_of

NOT_YOURS = Text(
    "room_writing.not_yours",
    id="Kelas {class_name} bukan kelas Ibu/Bapak, jadi tidak saya kirim ke sana.",
    en="Class {class_name} is not yours, so I do not send it there.",
)
CONFIRM = Text(
    "room_writing.confirm",
    id="Kirim ke ruang kelas {class_name} ({count} orang tua)?\n“{body}”{below}{caution}",
    en="Send to class room {class_name} ({count} parents)?\n“{body}”{below}{caution}",
)
CAUTION = Text(
    "room_writing.caution",
    id="\n\nPesan ini menyebut nama anak. Bila tentang anak itu sendiri, sebaiknya hanya ke wali "
    "kelas.",
    en="\n\nThis names a child. If it is about that child, better only to the teacher.",
)
TITLE = Text("room_writing.title", id="pesan", en="a message")
ONLY_TEACHER = Text("room_writing.only_teacher", id="Hanya ke wali kelas", en="Only to the teacher")
POSTED = Text(
    "room_writing.posted",
    id="Diteruskan ke {count} orang tua di ruang kelas {class_name}.{held}",
    en="Passed on to {count} parents in class room {class_name}.{held}",
    claims=Claim.SENT,
)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    seat = seat_for(turn, session, draft)
    children = [pupil.name for pupil in pupils_of_class(session, seat.class_id)]
    named = find_children(draft.text, children)
    return Preview(
        CONFIRM,
        {
            "class_name": seat.class_name,
            "count": str(len(others(turn, session, seat))),
            "body": draft.text or thread_texts.MEDIA,
            "caution": CAUTION if named.found or named.ambiguous else "",
        },
        also=[] if seat.moderates else [Way("teacher", ONLY_TEACHER, privately)],
        arrives=_arrives(turn, session, seat),
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    seat = seat_for(turn, session, draft)
    arrives = _arrives(turn, session, seat)
    post = RoomPost(
        school_id=seat.school_id,
        class_group_id=seat.class_id,
        person_id=turn.speaker.person,
        inbox_id=turn.inbox_id,
        text=draft.text,
        files=draft.files,
        at=turn.now,
        waits_until=None if seat.moderates or arrives <= turn.now else arrives,
    )
    session.add(post)
    session.flush()
    report = Reply(
        POSTED,
        {
            "class_name": seat.class_name,
            "count": str(len(others(turn, session, seat))),
            "held": held(turn, arrives),
        },
        choices=[Choice("remove", TAKE_BACK)],
        then=taken_back,
        remember={"post": post.id},
    )
    told = [] if post.waits_until else room_relay.relay(session, [post], turn.now, heard)
    return [*told, *room_relay.copies(session, post, turn.now, heard), report]


form = Form(room_writing, Draft, FIELDS, shown, send, title=TITLE)


@room_writing.opens(*room_marks.WORDS)
def for_all(turn: Turn, session: Session) -> Heard:
    """ "semua: …", "semua 1A: …", "untuk semua: …", or the mark alone; nothing else is."""
    mark = marked(turn.text)
    if mark is None:
        return None
    if not mark.whom:
        return form.begin(turn, session, Draft(text=mark.words))
    named = [seat for seat in seats_of(turn, session) if seat.class_name == mark.whom]
    if named:
        return form.begin(turn, session, Draft(class_id=named[0].class_id, text=mark.words))
    if _is_class(session, turn.speaker.school, mark.whom):
        return [Reply(NOT_YOURS, {"class_name": mark.whom})]
    return None


@room_writing.step
def heard(turn: Turn, session: Session) -> Heard:
    """The answer to a relayed post. Without the mark it is the teacher's alone."""
    seat = seat_of(turn, session, turn.memory.get("class"))
    if seat is None:
        # Their words go where words go that quote nothing.
        return [Reply(NO_ROOM)] if turn.answer else None
    post = session.get_one(RoomPost, int(turn.memory["post"]))
    match turn.answer:
        case "all":
            return form.show(turn, session, Draft(class_id=seat.class_id))
        case "silence":
            return [room_relay.silence(turn, session, seat, True)]
        case "remove":
            return room_moderation.remove(turn, session, post, heard)
        case "mute":
            return room_moderation.ask_mute(turn, session, post)
        case _:
            return _answer(turn, session, seat)


@room_writing.step
def taken_back(turn: Turn, session: Session) -> Heard:
    if turn.answer != "remove":
        return None
    post = session.get_one(RoomPost, int(turn.memory["post"]))
    return room_moderation.remove(turn, session, post, heard)


_WAITING = Watch(
    select(RoomPost)
    .where(RoomPost.waits_until <= bindparam("now"))
    .order_by(RoomPost.class_group_id, RoomPost.id)
)


def tell_waiting(session: Session, now: datetime) -> list[Tell]:
    """Posts that waited for the morning or for the next hour, together."""
    waiting = _WAITING.scalars(session, now=now)
    tells: list[Tell] = []
    for _, of_class in groupby(waiting, key=lambda post: post.class_group_id):
        posts = list(of_class)
        current = [post for post in posts if room_relay.seat_of_author(session, post, now)]
        if current:
            tells += room_relay.relay(session, current, now, heard)
        for post in posts:
            post.waits_until = None
    session.flush()
    return tells


def _is_class(session: Session, school_id: int, name: str) -> bool:
    found = select(ClassGroup.id).where(ClassGroup.school_id == school_id, ClassGroup.name == name)
    return session.scalar(found.limit(1)) is not None


def _arrives(turn: Turn, session: Session, seat: Seat) -> datetime:
    """When the class is told. What the school says waits for no other."""
    school = school_of(session, seat.school_id)
    if seat.moderates:
        return school.quiet.release(turn.now)
    return room_relay.wait(session, school, seat.class_id, turn.now) or turn.now


def _answer(turn: Turn, session: Session, seat: Seat) -> Heard:
    """Words that quote a post: for all with the mark, or from the school once it agrees."""
    mark = marked(turn.text)
    if mark and mark.whom:
        return for_all(turn, session)
    words = mark.words if mark else turn.text
    draft = Draft(class_id=seat.class_id, text=words)
    if mark or seat.moderates:
        return form.begin(turn, session, draft)
    alone = draft.model_copy(update={"files": turn.media})
    nothing = tells_nothing(turn, alone)
    return [kind_word(turn, alone)] if nothing else privately(turn, session, alone)
