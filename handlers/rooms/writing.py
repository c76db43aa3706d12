"""Writing to one's whole class, on either channel: only what is marked for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from pydantic import BaseModel
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Quoted,
    Reply,
    Say,
    Sense,
    Step,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.files import below
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CANCEL, HELD_UNTIL, NOT_SENT, SEND, TAKE_BACK
from handlers.core.thread import notes
from handlers.core.thread import texts as thread_texts
from handlers.core.understanding import Intent, Message, find_children, understand
from handlers.rooms import marks as room_marks
from handlers.rooms import moderation as room_moderation
from handlers.rooms import relay as room_relay
from handlers.rooms.moderation import until_when
from models.family import pupils_of_class, pupils_of_guardian
from models.prepared import Watch
from models.room import RoomPost, Seat, is_open, listeners, member, seats
from models.school import ClassGroup, school_of

NO_ROOM = Text(
    "room_writing.no_room",
    id="Ruang kelas hanya untuk wali kelas dan orang tua murid kelas itu.",
    en="A class room is only for the homeroom teacher and the parents of that class.",
)
WHICH = Text("room_writing.which", id="Ruang kelas yang mana?", en="Which class room?")
STATE = Text(
    "room_writing.state",
    id="Ruang kelas {class_name}: {state}",
    en="Class room {class_name}: {state}",
)
CLOSED = Text(
    "room_writing.closed",
    id="hanya pengumuman dari sekolah. Pesan Ibu/Bapak sampai ke wali kelas seperti biasa.",
    en="announcements from school only. Your messages reach the teacher as always.",
)
MUTED = Text(
    "room_writing.muted",
    id="Ibu/Bapak membaca saja, {until}. Pesan ke wali kelas tetap sampai seperti biasa.",
    en="you only read, {until}. Your messages to the teacher arrive as always.",
)
ALONE = Text(
    "room_writing.alone",
    id="belum ada orang tua lain yang menerima pesan di sini.",
    en="no other parent gets messages here yet.",
)
NOT_YOURS = Text(
    "room_writing.not_yours",
    id="Kelas {class_name} bukan kelas Ibu/Bapak, jadi tidak saya kirim ke sana.",
    en="Class {class_name} is not yours, so I do not send it there.",
)
WRITE = Text(
    "room_writing.write",
    id="Silakan tulis untuk semua orang tua kelas {class_name}, atau kirim foto. Ketik BATAL bila "
    "tidak jadi.",
    en="Please write to all parents of class {class_name}, or send a photo. Type BATAL to cancel.",
)
CONFIRM = Text(
    "room_writing.confirm",
    id="Kirim ke ruang kelas {class_name} ({count} orang tua)?\n“{body}”{media}{held}{caution}",
    en="Send to class room {class_name} ({count} parents)?\n“{body}”{media}{held}{caution}",
)
CAUTION = Text(
    "room_writing.caution",
    id="\n\nPesan ini menyebut nama anak. Bila tentang anak itu sendiri, sebaiknya hanya ke wali "
    "kelas.",
    en="\n\nThis names a child. If it is about that child, better only to the teacher.",
)
ONLY_TEACHER = Text("room_writing.only_teacher", id="Hanya ke wali kelas", en="Only to the teacher")
TO_TEACHER = Text("room_writing.to_teacher", id="Kirim ke wali kelas", en="Send to the teacher")
POSTED = Text(
    "room_writing.posted",
    id="Diteruskan ke {count} orang tua di ruang kelas {class_name}.{held}",
    en="Passed on to {count} parents in class room {class_name}.{held}",
    claims=Claim.SENT,
)
KIND = Text(
    "room_writing.kind",
    id="Terima kasih, {who}. 🙏 Sapaan dan ucapan terima kasih tidak saya kirim ke semua, "
    "supaya pengumuman tidak tertimbun.",
    en="Thank you, {who}. 🙏 I do not send greetings and thanks to everybody, so that "
    "announcements are not buried.",
)
NO_NEWS = {Intent.THANKS_ONLY, Intent.GREETING_ONLY, Intent.ACKNOWLEDGE}
"""Kind words that tell a class nothing."""

room_writing = Capability("room_writing", Who.GUARDIAN, Who.STAFF)


class Draft(BaseModel):
    """What is to be said, while it is asked about."""

    class_id: int = 0
    text: str = ""
    files: tuple[int, ...] = ()


@room_writing.opens(*room_marks.WORDS)
def for_all(turn: Turn, session: Session) -> Heard:
    """ "semua: …", "semua 1A: …", "untuk semua: …", or the mark alone; nothing else is."""
    mark = room_marks.marked(turn.text)
    if mark is None:
        return None
    draft = Draft(text=mark.words, files=turn.media)
    mine = seats_of(turn, session)
    if not mark.whom:
        return _for_whom(turn, session, draft, mine)
    named = [seat for seat in mine if seat.class_name == mark.whom]
    if named:
        return _for_whom(turn, session, draft, named)
    if _is_class(session, turn.speaker.school, mark.whom):
        return [Reply(NOT_YOURS, {"class_name": mark.whom})]
    return None


@room_writing.step
def which(turn: Turn, session: Session) -> Heard:
    seat = seat_of(turn, session, turn.answer)
    return begin(turn, session, turn.draft(Draft), seat) if seat else None


@room_writing.takes_files()
def written(turn: Turn, session: Session) -> Heard:
    """The words that follow the question asked after "semua" alone."""
    seat = seat_of(turn, session, turn.memory.get("class_id"))
    if seat is None or not (turn.text or turn.media):
        return None
    mark = room_marks.marked(turn.text)
    words = mark.words if mark and mark.words else turn.text
    draft = turn.draft(Draft).model_copy(update={"text": words})
    return begin(turn, session, draft, seat)


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: shown with the rest."""
    draft = turn.draft(Draft)
    seat = seat_of(turn, session, draft.class_id)
    return begin(turn, session, draft, seat) if seat else None


@room_writing.takes_files(more)
def decided(turn: Turn, session: Session) -> Heard:
    """What becomes of a draft: for all, for the teacher alone, or nothing."""
    draft = turn.draft(Draft)
    match turn.answer:
        case "send":
            seat = seat_of(turn, session, draft.class_id)
            return _post(turn, session, draft, seat) if seat else [Reply(NO_ROOM)]
        case "teacher":
            return _private(turn, session, draft)
        case "cancel":
            return [Reply(NOT_SENT)]
        case _:
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
            return begin(turn, session, Draft(), seat)
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


def seats_of(turn: Turn, session: Session) -> list[Seat]:
    return seats(session, turn.speaker.person, turn.speaker.school, turn.now)


def seat_of(turn: Turn, session: Session, class_id: object) -> Seat | None:
    """The speaker's seat in that room, if they (still) have one."""
    mine = seats_of(turn, session)
    return next((seat for seat in mine if str(seat.class_id) == str(class_id)), None)


def _is_class(session: Session, school_id: int, name: str) -> bool:
    found = select(ClassGroup.id).where(ClassGroup.school_id == school_id, ClassGroup.name == name)
    return session.scalar(found.limit(1)) is not None


def _for_whom(turn: Turn, session: Session, draft: Draft, of: Sequence[Seat]) -> Heard:
    """One room, or the one that the words name; else one short question."""
    meant = (_named(turn, session, draft.text, of) if len(of) > 1 else of) or of
    if not meant:
        return [Reply(NO_ROOM)]
    if len(meant) > 1:
        return [ask_which(meant, which, draft)]
    return begin(turn, session, draft, meant[0])


def _named(turn: Turn, session: Session, words: str, of: Sequence[Seat]) -> list[Seat]:
    by_class = [s for s in of if re.search(rf"\b{re.escape(s.class_name)}\b", words, re.I)]
    children = pupils_of_guardian(session, turn.speaker.person, turn.now)
    named = find_children(words, [pupil.name for pupil in children]).found
    theirs = {pupil.class_id for pupil in children if pupil.name in named}
    return by_class or [seat for seat in of if seat.class_id in theirs]


def ask_which(of: Sequence[Seat], then: Step, draft: Draft | None = None) -> Say:
    choices = [Choice(str(seat.class_id), seat.class_name) for seat in of]
    remember = draft.model_dump() if draft else {}
    return Reply(WHICH, choices=choices, then=then, remember=remember)


def begin(turn: Turn, session: Session, draft: Draft, seat: Seat) -> Heard:
    """Ask for the words, say why they cannot be for all, or show them back."""
    draft = draft.model_copy(update={"class_id": seat.class_id})
    written_already = bool(draft.text or draft.files)
    if written_already and not seat.moderates and _tells_nothing(turn, draft):
        return [_kind_word(turn, draft)]
    if why := why_not(turn, session, seat):
        return [_instead(why, draft, seat)]
    if not written_already:
        blanks = {"class_name": seat.class_name}
        return [Reply(WRITE, blanks, then=written, remember=draft.model_dump())]
    return [_confirm(turn, session, draft, seat)]


def _tells_nothing(turn: Turn, draft: Draft) -> bool:
    """Thanks, greetings, "siap Bu": a class has no need of them. A photo is something."""
    words = Message(text=draft.text, role="parent", now=turn.local, context="announcement")
    return not draft.files and understand(words).intent in NO_NEWS


def _kind_word(turn: Turn, draft: Draft) -> Say:
    return Reply(
        KIND,
        {"who": turn.speaker.name},
        choices=[Choice("teacher", TO_TEACHER)],
        then=decided,
        remember=draft.model_dump(),
    )


def why_not(turn: Turn, session: Session, seat: Seat) -> Value | None:
    """Why the speaker cannot write to all now; None if they can."""
    if not seat.moderates:
        own = member(session, seat.class_id, turn.speaker.person)
        if not is_open(session, seat.class_id):
            return CLOSED
        if own is not None and own.muted(turn.now):
            return Phrase(MUTED, {"until": until_when(turn, own)})
    return None if _others(turn, session, seat) else ALONE


def _others(turn: Turn, session: Session, seat: Seat) -> list[int]:
    told = listeners(session, seat.class_id, turn.now)
    return [person for person in told if person != turn.speaker.person]


def _instead(why: Value, draft: Draft, seat: Seat) -> Say:
    offer = bool(draft.text or draft.files) and not seat.moderates
    no = Choice("cancel", CANCEL, Sense.NO)
    choices = [Choice("teacher", TO_TEACHER), no] if offer else []
    blanks: dict[str, Value] = {"class_name": seat.class_name, "state": why}
    if not offer:
        return Reply(STATE, blanks)
    return Reply(STATE, blanks, choices=choices, then=decided, remember=draft.model_dump())


def _confirm(turn: Turn, session: Session, draft: Draft, seat: Seat) -> Say:
    privately = [] if seat.moderates else [Choice("teacher", ONLY_TEACHER)]
    children = [pupil.name for pupil in pupils_of_class(session, seat.class_id)]
    named = find_children(draft.text, children)
    return Reply(
        CONFIRM,
        {
            "class_name": seat.class_name,
            "count": str(len(_others(turn, session, seat))),
            "body": draft.text or thread_texts.MEDIA,
            "media": below(draft.files),
            "held": _held(turn, _arrives(turn, session, seat)),
            "caution": CAUTION if named.found or named.ambiguous else "",
        },
        choices=[
            Choice("send", SEND, Sense.YES),
            *privately,
            Choice("cancel", CANCEL),
        ],
        then=decided,
        remember=draft.model_dump(),
        free=True,
    )


def _arrives(turn: Turn, session: Session, seat: Seat) -> datetime | None:
    """When the class is told, if that is not at once. What the school says waits for no other."""
    school = school_of(session, seat.school_id)
    if not seat.moderates:
        return room_relay.wait(session, school, seat.class_id, turn.now)
    opens = school.quiet.release(turn.now)
    return opens if opens > turn.now else None


def _held(turn: Turn, until: datetime | None) -> Value:
    return Phrase(HELD_UNTIL, {"when": Moment(until, turn.speaker.zone)}) if until else ""


def _post(turn: Turn, session: Session, draft: Draft, seat: Seat) -> Heard:
    if why := why_not(turn, session, seat):
        return [_instead(why, draft, seat)]
    arrives = _arrives(turn, session, seat)
    post = RoomPost(
        school_id=seat.school_id,
        class_group_id=seat.class_id,
        person_id=turn.speaker.person,
        inbox_id=turn.inbox_id,
        text=draft.text,
        files=draft.files,
        at=turn.now,
        waits_until=None if seat.moderates else arrives,
    )
    session.add(post)
    session.flush()
    report = Reply(
        POSTED,
        {
            "class_name": seat.class_name,
            "count": str(len(_others(turn, session, seat))),
            "held": _held(turn, arrives),
        },
        choices=[Choice("remove", TAKE_BACK)],
        then=taken_back,
        remember={"post": post.id},
    )
    told = [] if post.waits_until else room_relay.relay(session, [post], turn.now, heard)
    return [*told, *room_relay.copies(session, post, turn.now, heard), report]


def _answer(turn: Turn, session: Session, seat: Seat) -> Heard:
    """Words that quote a post: for all with the mark, or from the school once it agrees."""
    mark = room_marks.marked(turn.text)
    if mark and mark.whom:
        return for_all(turn, session)
    words = mark.words if mark else turn.text
    draft = Draft(class_id=seat.class_id, text=words, files=turn.media)
    if mark or seat.moderates:
        return begin(turn, session, draft, seat)
    return (
        [_kind_word(turn, draft)] if _tells_nothing(turn, draft) else _private(turn, session, draft)
    )


def _private(turn: Turn, session: Session, draft: Draft) -> Heard:
    """A draft as a note to the teacher, about the guardian's child of that class."""
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    children = [pupil.id for pupil in mine if pupil.class_id == draft.class_id]
    about = Quoted(0, "", None, {"children": children})
    alone = replace(turn, text=draft.text, media=draft.files, answer=None, quoted=about)
    return notes.note(alone, session)
