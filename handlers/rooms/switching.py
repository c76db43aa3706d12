"""The class room as one sees it: whether it is open, and whether one hears it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Text, Turn, Who
from handlers.core.understanding.matters.rooms import class_name
from handlers.rooms import moderation as room_moderation
from handlers.rooms.draft import (
    NO_ROOM,
    STATE,
    WHICH,
    Draft,
    choices_of,
    seat_of,
    seats_of,
    why_not,
)
from handlers.rooms.relay import SILENCE, silence
from handlers.rooms.writing import form
from models.room import Seat, member

MENU = Text("rooms.menu", id="Ruang kelas", en="Class room")
OPENED = Text(
    "rooms.opened",
    id="terbuka. Yang diawali “semua:” saya teruskan ke semua orang tua; yang lain hanya sampai "
    "ke wali kelas.",
    en="open. What begins with “semua:” I pass on to all parents; the rest reaches only the "
    "teacher.",
)
SPEAK = Text("rooms.speak", id="Tulis untuk semua", en="Write to all")
HEAR = Text("rooms.hear", id="Dengarkan lagi", en="Hear it again")

rooms = Capability("rooms", Who.GUARDIAN, Who.STAFF, menu=MENU, place=61)


@rooms.opens("ruang", "room")
def look(turn: Turn, session: Session) -> Heard:
    """ "ruang" shows the speaker's room, "ruang 1A" that one."""
    mine = seats_of(turn, session)
    called = class_name(turn.text.partition(" ")[2])
    named = [seat for seat in mine if seat.class_name == called] if called else mine
    if not mine:
        return [Reply(NO_ROOM)]
    if len(named) > 1:
        return [Reply(WHICH, choices=choices_of(named), then=looked)]
    return [_state(turn, session, named[0])] if named else None


@rooms.step
def looked(turn: Turn, session: Session) -> Heard:
    seat = seat_of(turn, session, turn.answer)
    return [_state(turn, session, seat)] if seat else None


@rooms.step
def changed(turn: Turn, session: Session) -> Heard:
    """What a guardian does with the room they look at."""
    seat = seat_of(turn, session, turn.memory.get("class"))
    match turn.answer:
        case "all" if seat:
            return form.show(turn, session, Draft(class_id=seat.class_id))
        case "silence" | "hear" if seat:
            return [silence(turn, session, seat, turn.answer == "silence")]
        case _:
            return None


def _state(turn: Turn, session: Session, seat: Seat) -> Say:
    if seat.moderates:
        return room_moderation.state(session, seat)
    why = why_not(turn, session, seat)
    own = member(session, seat.class_id, turn.speaker.person)
    hears = Choice("hear", HEAR) if own and own.silent else Choice("silence", SILENCE)
    return Reply(
        STATE,
        {"class_name": seat.class_name, "state": why or OPENED},
        choices=[hears] if why else [Choice("all", SPEAK), hears],
        then=changed,
        again=True,
        remember={"class": seat.class_id},
    )
