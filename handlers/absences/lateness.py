"""A child comes late, is fetched early, or is fetched late: the teacher hears it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.absences import days as absent_days
from handlers.core.talk import Capability, Heard, Phrase, Reply, Say, Text, Turn, Value, Who
from handlers.core.talk.times import Moment
from handlers.core.talk.words import REPLY, TIMED
from handlers.core.thread import notes
from handlers.core.understanding import Intent
from handlers.core.whom import whose
from models.family import Pupil
from models.outbox import Priority
from models.school import school_of
from models.thread import Note

WHAT = {
    "late": Text("lateness.late", id="datang terlambat", en="comes late"),
    "early": Text("lateness.early", id="dijemput lebih awal", en="is fetched early"),
    "late_pickup": Text("lateness.late_pickup", id="terlambat dijemput", en="is fetched late"),
}
TOLD = Text(
    "lateness.told",
    id="Tentang {child}: {news}.\nKabar dari {guardian}: {body}.\n\n"
    "Ketuk Balas untuk menjawab pesan ini.",
    en="About {child}: {news}.\nWord from {guardian}: {body}.\n\nTap Answer to write back to them.",
    template=True,
    buttons=(REPLY,),
)
PASSED = Text(
    "lateness.passed",
    id="Baik, {who}: {children} {what}.{told}",
    en="All right, {who}: {children} {what}.{told}",
)

lateness = Capability("lateness", Who.GUARDIAN)


class Slots(BaseModel):
    """What the understanding found in one message; the memory of the question whom it is about."""

    children: list[int] = []
    kind: Literal["late", "early", "late_pickup"] = "late"
    when: datetime | None = None
    """Without a zone: as the school's clock shows it."""


@lateness.hears(Intent.LATE_OR_EARLY, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """Words that are less than sure are left to the thread: the teacher reads them, too."""
    assert isinstance(turn.slots, Slots)
    if turn.meaning is not None and turn.meaning.confidence < whose.SURE:
        return None
    children = whose.own(turn, session, turn.slots.children)
    if children:
        written = [notes.write(turn, session, child, turn.text, turn.media) for child in children]
        return _told(turn, session, children, written, turn.slots)
    waiting = notes.write(turn, session, None, turn.text, turn.media)
    remember = {**turn.slots.model_dump(mode="json"), "note": waiting.id}
    return [whose.ask(turn, session, whom, remember)]


@lateness.step
def whom(turn: Turn, session: Session) -> Heard:
    children = whose.answered(turn, session)
    waiting = session.get(Note, int(turn.memory["note"]))
    if not children or waiting is None:
        return None
    waiting.child_id, waiting.text = children[0].id, whose.with_answer(waiting.text, turn)
    more = [notes.write(turn, session, c, waiting.text, waiting.media) for c in children[1:]]
    slots = Slots.model_validate({name: turn.memory[name] for name in ("kind", "when")})
    return _told(turn, session, children, [waiting, *more], slots)


def _told(
    turn: Turn, session: Session, children: Sequence[Pupil], written: Sequence[Note], slots: Slots
) -> list[Say]:
    what = _what(turn, slots)
    priority = Priority.URGENT if _is_now(turn, session, slots) else Priority.IMPORTANT
    says: list[Say] = []
    for child, note in zip(children, written, strict=True):
        says += absent_days.tell_school(
            turn, session, child, TOLD, note, {"news": what}, priority=priority
        )
    values: dict[str, Value] = {
        "who": turn.speaker.name,
        "children": ", ".join(child.label for child in children),
        "what": what,
        "told": absent_days.who_hears(turn, session, children, priority),
    }
    return [*says, Reply(PASSED, values)]


def _what(turn: Turn, slots: Slots) -> Value:
    what = WHAT[slots.kind]
    if slots.when is None:
        return what
    at = slots.when.replace(tzinfo=turn.speaker.zone)
    return Phrase(TIMED, {"what": what, "when": Moment(at, turn.speaker.zone)})


def _is_now(turn: Turn, session: Session, slots: Slots) -> bool:
    """A child must not be sent home, or needs fetching, while lessons go on: no quiet hour then."""
    rules = school_of(session, turn.speaker.school).rules
    today = slots.when is None or slots.when.date() == turn.local.date()
    return (
        slots.kind != "late" and today and rules.office_from <= turn.local.time() < rules.office_to
    )
