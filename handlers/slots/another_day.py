"""A teacher moves a whole day of talks, shown before its families hear of it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.fields import Field, Found
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.times import Day, Span
from handlers.core.talk.words import CHANGE_TIME, DAY_OFF, LEAVE_IT
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.slots import beyond, read
from handlers.slots import moving as slot_moving
from handlers.slots import own
from handlers.slots.fields import KEEP
from handlers.slots.opened_day import busy
from models.school import school_of
from models.slot import SlotDay

SURE = Text(
    "slot_changing.move",
    id="Pindahkan {title} dari {when} menjadi {then}, di {place}? {count} keluarga sudah memilih "
    "jam; urutan dan istirahat tetap, dan keluarga {whom} kami kabari.{below}",
    en="Move the {title} from {when} to {then}, at {place}? {count} families have chosen a time; "
    "the order and the breaks stay, and the families of {whom} are told.{below}",
)
REALLY = Text("slot_changing.yes_move", id="Pindahkan", en="Move")
WHEN = Text(
    "slot_changing.when",
    id="Dipindah ke kapan? Tulis, misalnya: Senin 8-12.",
    en="Move it to when? Write, for example: Senin 8-12.",
)
PAST = Text(
    "slot_changing.past",
    id="{day} jam itu sudah lewat. Dipindah ke kapan?",
    en="{day} at that time is past. Move it to when?",
)
BUSY = Text(
    "slot_changing.busy",
    id="Sudah ada slot lain pada {when}. Tulis hari atau jam lain.",
    en="There are other slots on {when}. Write another day or other hours.",
)
MOVED = Text(
    "slot_changing.moved",
    id="{title} sekarang {when}, di {place}. {count} keluarga dikabari.",
    en="The {title} is now {when}, at {place}. {count} families are told.",
)
TITLE = Text("slot_changing.moving", id="pemindahan slot", en="moving the slots")

moving = Capability("slot_moving", Who.STAFF)


class Move(BaseModel):
    """What is not said of the new time stays as it was."""

    slots: int
    day: date | None = None
    since: time | None = None
    place: str = ""
    sure: bool = False
    """They were asked about a day off, and kept it."""


class To(Field[Move]):
    """A time that is still to come, and is free."""

    def ask(self, turn: Turn, session: Session, draft: Move) -> Reply:
        return Reply(WHEN)

    def settle(self, turn: Turn, session: Session, draft: Move) -> Found:
        if over := own.gone(turn, session, draft.slots):
            return over
        if draft.day is None and draft.since is None:
            return self.ask(turn, session, draft)
        slots = own.day_of(session, draft.slots)
        school, then = school_of(session, slots.school_id), _then(turn, slots, draft)
        on = {"day": Day(then.at.date())}
        if then.at <= turn.now:
            return Reply(PAST, on)
        if not draft.sure and not school.teaches(then.at.date()):
            return Reply(DAY_OFF, on, choices=[KEEP], free=True)
        if when := busy(session, slots.teacher_id, then.at, then.until, then.zone, but=slots.id):
            return Reply(BUSY, {"when": when})
        return None

    def read(self, turn: Turn, session: Session, draft: Move) -> Found:
        if turn.answer == KEEP.value:
            return {"sure": True}
        if turn.said and turn.said.sense is Sense.QUESTION and beyond(turn.text, turn.local):
            return None
        return _said(turn, turn.text) or self.ask(turn, session, draft)

    def amend(self, turn: Turn, session: Session, draft: Move, amendment: Amendment) -> Found:
        """ "eh Selasa aja", "jam 9-13", "di aula"."""
        sure = amendment.marked or not beyond(amendment.words, turn.local)
        told = sure and amendment.how is How.INSTEAD
        return (_said(turn, amendment.words, draft.day) or None) if told else None

    def described(self, session: Session, draft: Move) -> Value:
        return own.called(session, draft.slots)


def _said(turn: Turn, words: str, shown: date | None = None) -> dict[str, Any]:
    """What the words change of where to a day moves."""
    found = read(words, turn.local, shown).changes
    changes = {name: found[name] for name in ("day", "since", "place") if name in found}
    return {**changes, "sure": False} if "day" in changes else changes


def _then(turn: Turn, slots: SlotDay, draft: Move) -> Span:
    zone = turn.speaker.zone
    old = slots.starts_at.astimezone(zone)
    day, since = draft.day or old.date(), draft.since or old.time()
    starts = datetime.combine(day, since, tzinfo=zone)
    return Span(starts, starts + (slots.ends_at - slots.starts_at), zone)


def shown(turn: Turn, session: Session, draft: Move) -> Preview[Move]:
    slots = own.day_of(session, draft.slots)
    return Preview(
        SURE,
        {
            **own.before(turn, session, slots.id),
            "then": _then(turn, slots, draft),
            "place": draft.place or slots.place,
        },
        Choice("move", REALLY, Sense.YES),
        cancel=LEAVE_IT,
        arrives=arrival(turn, session),
    )


def send(turn: Turn, session: Session, draft: Move) -> Heard:
    slots = own.day_of(session, draft.slots)
    starts, place = _then(turn, slots, draft).at, draft.place or slots.place
    told = slot_moving.move(session, slots, starts, place, turn.now)
    return [*told, Reply(MOVED, {**own.about(session, slots.id), "count": str(len(told))})]


form = Form(moving, Move, (To("to", CHANGE_TIME),), shown, send, title=TITLE, left=own.LEFT)


def begin(turn: Turn, session: Session, day: SlotDay, words: str) -> list[Say]:
    """To the time that the words name, if they do."""
    return form.show(turn, session, Move(slots=day.id, **_said(turn, words)))
