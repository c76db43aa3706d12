"""What a family is told about the time it has, gives back, or does not want."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.talk import Choice, Reply, Sense, Text, Turn
from handlers.slots import calendar, words
from handlers.slots import notice as slot_notice
from handlers.slots import places as slot_places
from handlers.slots.invited import Invited, blanks
from models.slot import Slot

KEEPING = (Choice("change", words.CHANGE), Choice("cancel", words.CANCEL))
ANEW = (Choice("pick", slot_notice.PICK),)


def booked(turn: Turn, session: Session, one: Invited, slot: Slot) -> Reply:
    """The confirmation, with the event for their calendar."""
    return _kept(turn, session, one.with_(slot), words.BOOKED, (_file(turn, session, one),))


def still(turn: Turn, session: Session, one: Invited) -> Reply:
    """The time they have had before."""
    return _kept(turn, session, one, words.STILL)


def _kept(
    turn: Turn, session: Session, one: Invited, text: Text, files: Sequence[int] = ()
) -> Reply:
    return Reply(
        text,
        blanks(turn, session, one),
        choices=KEEPING,
        remember=one.memory,
        again=True,
        free=True,
        files=files,
    )


def ask_to_cancel(turn: Turn, session: Session, one: Invited) -> Reply:
    choices = [
        Choice("yes", words.YES, Sense.YES),
        Choice("no", words.NO, Sense.NO),
    ]
    about = blanks(turn, session, one)
    return Reply(words.SURE, about, choices=choices, remember=one.memory, free=True)


def given_back(turn: Turn, session: Session, one: Invited) -> Reply:
    """The slot is free again, and their calendar hears of it."""
    about = blanks(turn, session, one)
    slot_places.give_back(session, one.day.id, one.child.id, turn.speaker.person, turn.now)
    return Reply(
        words.GIVEN_BACK,
        about,
        choices=ANEW,
        remember={"notice": one.day.notice_id},
        free=False,
        again=True,
        files=(_file(turn, session, one),),
    )


def declined(turn: Turn, session: Session, without: Sequence[Invited]) -> Reply:
    """They cannot come, and wait for nothing; they may still choose."""
    for one in without:
        slot_places.give_back(session, one.day.id, one.child.id, turn.speaker.person, turn.now)
    about = blanks(turn, session, without[0])
    return Reply(
        words.DECLINED,
        {**about, "children": publishing.names([one.child for one in without])},
        choices=ANEW,
        remember={"notice": without[0].day.notice_id},
        free=False,
        again=True,
    )


def _file(turn: Turn, session: Session, one: Invited) -> int:
    person = turn.speaker.person
    family = slot_places.answer_of(session, one.day.id, one.child.id, person)
    return calendar.file(session, family, turn.now)
