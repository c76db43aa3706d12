"""What is to be said in a class room: in which, in what words; or to the teacher in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.fields import Field, Found, Words
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Quoted,
    Reply,
    Sense,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.words import CANCEL, CHANGE_BODY, NOT_SENT
from handlers.core.thread import notes
from handlers.core.understanding import Intent, Message, find_children, understand
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.rooms import class_name, marked, names_class
from handlers.rooms.moderation import until_when
from models.family import pupils_of_guardian
from models.room import Seat, is_open, listeners, member, seats
from models.school import ClassGroup

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
WRITE = Text(
    "room_writing.write",
    id="Silakan tulis untuk semua orang tua kelas {class_name}, atau kirim foto. Ketik BATAL bila "
    "tidak jadi.",
    en="Please write to all parents of class {class_name}, or send a photo. Type BATAL to cancel.",
)
ROOM_OF = Text("room_writing.room_of", id="ruang kelas {class_name}", en="class room {class_name}")
TO_TEACHER = Text("room_writing.to_teacher", id="Kirim ke wali kelas", en="Send to the teacher")
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


class Room(Field[Draft]):
    """One of the speaker's rooms, or the one that the words name."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(WHICH, choices=choices_of(_meant(turn, session, draft.text)))

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        meant = _meant(turn, session, draft.text)
        if not meant or (draft.class_id and not seat_of(turn, session, draft.class_id)):
            return Reply(NO_ROOM, free=False)
        if draft.class_id:
            return None
        alone = len(meant) == 1
        return {"class_id": meant[0].class_id} if alone else self.ask(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        seat = seat_of(turn, session, turn.answer)
        return {"class_id": seat.class_id} if seat else None

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        called = class_name(amendment.words)
        named = [seat for seat in seats_of(turn, session) if seat.class_name == called]
        said = amendment.marked and amendment.how is How.INSTEAD and named
        return {"class_id": named[0].class_id} if said else None

    def described(self, session: Session, draft: Draft) -> Value:
        group = session.get(ClassGroup, draft.class_id)
        return Phrase(ROOM_OF, {"class_name": group.name}) if group else ""


class Said(Words[Draft]):
    """What is for all; or, where it cannot be for all, why, and the way to the teacher."""

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        seat = seat_for(turn, session, draft)
        if (draft.text or draft.files) and not seat.moderates and tells_nothing(turn, draft):
            return kind_word(turn, draft)
        if why := why_not(turn, session, seat):
            return _instead(why, draft, seat)
        return super().settle(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        mark = marked(turn.text)
        words = mark.words if mark and mark.words else turn.text
        return {"text": words} if words else None


def what(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WRITE, {"class_name": seat_for(turn, session, draft).class_name})


FIELDS = (Room("class_id"), Said("text", what, CHANGE_BODY))


@room_writing.step
def teacher(turn: Turn, session: Session) -> Heard:
    """What cannot be for all goes to the teacher, or nowhere."""
    if turn.answer == "cancel":
        return [Reply(NOT_SENT)]
    return privately(turn, session, turn.draft(Draft)) if turn.answer == "teacher" else None


def privately(turn: Turn, session: Session, draft: Draft) -> Heard:
    """A draft as a note to the teacher, about the guardian's child of that class."""
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    children = [pupil.id for pupil in mine if pupil.class_id == draft.class_id]
    about = Quoted(0, "", None, {"children": children})
    alone = replace(turn, text=draft.text, media=draft.files, answer=None, quoted=about)
    return notes.note(alone, session)


def tells_nothing(turn: Turn, draft: Draft) -> bool:
    """Thanks, greetings, "siap Bu": a class has no need of them. A photo is something."""
    words = Message(text=draft.text, role="parent", now=turn.local, context="announcement")
    return not draft.files and understand(words).intent in NO_NEWS


def kind_word(turn: Turn, draft: Draft) -> Reply:
    return Reply(
        KIND,
        {"who": turn.speaker.name},
        choices=[Choice("teacher", TO_TEACHER)],
        then=teacher,
        remember=draft.model_dump(),
    )


def _instead(why: Value, draft: Draft, seat: Seat) -> Reply:
    blanks: dict[str, Value] = {"class_name": seat.class_name, "state": why}
    if seat.moderates or not (draft.text or draft.files):
        return Reply(STATE, blanks, free=False)
    choices = [Choice("teacher", TO_TEACHER), Choice("cancel", CANCEL, Sense.NO)]
    return Reply(STATE, blanks, choices=choices, then=teacher, remember=draft.model_dump())


def why_not(turn: Turn, session: Session, seat: Seat) -> Value | None:
    """Why the speaker cannot write to all now; None if they can."""
    if not seat.moderates:
        own = member(session, seat.class_id, turn.speaker.person)
        if not is_open(session, seat.class_id):
            return CLOSED
        if own is not None and own.muted(turn.now):
            return Phrase(MUTED, {"until": until_when(turn, own)})
    return None if others(turn, session, seat) else ALONE


def others(turn: Turn, session: Session, seat: Seat) -> list[int]:
    told = listeners(session, seat.class_id, turn.now)
    return [person for person in told if person != turn.speaker.person]


def seats_of(turn: Turn, session: Session) -> list[Seat]:
    return seats(session, turn.speaker.person, turn.speaker.school, turn.now)


def seat_of(turn: Turn, session: Session, class_id: object) -> Seat | None:
    """The speaker's seat in that room, if they (still) have one."""
    mine = seats_of(turn, session)
    return next((seat for seat in mine if str(seat.class_id) == str(class_id)), None)


def seat_for(turn: Turn, session: Session, draft: Draft) -> Seat:
    """Where it is for, once that is settled."""
    return next(one for one in seats_of(turn, session) if one.class_id == draft.class_id)


def _meant(turn: Turn, session: Session, words: str) -> Sequence[Seat]:
    """The rooms that words name by class or child; all of the speaker's where they name none."""
    of = seats_of(turn, session)
    by_class = [seat for seat in of if names_class(words, seat.class_name)]
    children = pupils_of_guardian(session, turn.speaker.person, turn.now)
    named = find_children(words, [pupil.name for pupil in children]).found
    theirs = {pupil.class_id for pupil in children if pupil.name in named}
    return by_class or [seat for seat in of if seat.class_id in theirs] or of


def choices_of(rooms: Sequence[Seat]) -> list[Choice]:
    return [Choice(str(seat.class_id), seat.class_name) for seat in rooms]
